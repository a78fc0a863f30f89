"""Checking promises: verdicts on the targets of a scenario, with all that must stand beside them (SEMANTICS 8, 9)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Literal

from sim.engine.compile.times import times_of
from sim.experiments.load.early import tell_overload
from sim.experiments.load.steady import steadiness
from sim.experiments.questions.accepted_vectors import vectors
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import DEFAULT_BUDGET, Evidence
from sim.experiments.running.first_look import crew_of
from sim.experiments.running.progress import Bar, Progress, silent
from sim.experiments.running.requirement import requirement
from sim.experiments.statistics.looks import LOOKS, PLAN, Decision, Plan, single_look
from sim.experiments.unknowns.draws import DRAWS, doubts
from sim.experiments.verdicts.judging import undecidable, verdict_of
from sim.experiments.verdicts.verdict import TargetVerdict
from sim.model import Fault, ModelError
from sim.model.bounds import BUDGET, DRAWS_ALLOWED, REPLICATIONS_ALLOWED, within
from sim.model.faults import shown
from sim.model.files import spelt
from sim.model.names import unknown

Parameters = Literal["stated", "sampled"]
"""Calibrated numbers as the file states them, or all that fit the published figures."""


def check(
    question: WhatIf | str,
    targets: Sequence[str] | None = None,
    *,
    budget: float = DEFAULT_BUDGET,
    replications: int | None = None,
    ends: bool = True,
    draws: int = DRAWS,
    margin: bool | Collection[str] = False,
    parameters: Parameters = "stated",
    progress: Progress = silent,
    crew: Crew | None = None,
    evidence: Evidence | None = None,
) -> list[TargetVerdict]:
    """Verdicts on the targets of one scenario (all of them, or those named), in the file's order.

    `budget` is in nominal seconds; at least one look (24 replications) is always taken. `replications` plans a single
    look at so many instead, for figures to quote: a narrower interval, whatever the budget. `ends` adds what is not
    known: how many of `draws` vectors of all uncertain numbers keep the promise, which number to measure first, and the
    verdicts at favourable and unfavourable ends. `margin` adds the loads between which each verdict turns, or those of
    the targets it names, and what binds there. Both take what they need, whatever the budget. `parameters` says whether
    calibrated ones are as stated, or sampled from all that fit the published figures. `evidence` holds replications of
    the question that there are already, and is given those it lacks. Raises ModelError for bad input.
    """
    whatif = load(question) if isinstance(question, str) else question
    within("draws", draws, DRAWS_ALLOWED)
    within("replications", replications, REPLICATIONS_ALLOWED.above(LOOKS[0]))
    names = chosen(whatif, targets)
    drawn = draws if ends else -1
    plan = PLAN if replications is None else single_look(replications)
    with crew_of(whatif, crew, names) as own:
        known = evidence or Evidence(whatif.program, whatif.seed, own, whatif.engine_name)
        turned = [name for name in names if margin is True or (margin and name in margin)]
        return _checked(whatif, names, budget, plan, drawn, turned, parameters, progress, own, known)


def parse_budget(text: str) -> float:
    """Nominal seconds of "60s", "2 min", "1h" or a plain number. Raises ModelError."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(s|min|h)?\s*", text)
    seconds = 0.0 if found is None else float(found[1]) * {"s": 1, "min": 60, "h": 3600}[found[2] or "s"]
    if seconds not in BUDGET:
        message = f"{shown(text)} is not a time; write it as 60s, 2min or 1h; allowed: {BUDGET} seconds"
        raise ModelError([Fault.of("budget", spelt(text), message)])
    return seconds


def chosen(whatif: WhatIf, targets: Sequence[str] | None) -> list[str]:
    """The targets named, or all, in the file's order. Raises ModelError for an unknown one, or when there is none."""
    known = whatif.scenario.targets
    turned = turned_round(whatif)
    if targets is None and turned:
        if len(turned) == len(known):
            raise ModelError(no_verdict(whatif, name) for name in turned)
        return [target for target in known if target not in turned]
    if targets is None:
        if not known and (unjudged := list(whatif.scenario.unjudged)):
            raise ModelError(fault for name in unjudged if (fault := not_here(whatif, name)))
        if not known:
            raise ModelError(
                [whatif.scenario.fault_at("", "the scenario states no targets; there is nothing to check")]
            )
        return list(known)
    for target in targets:
        if named_target(whatif, target) in turned:
            raise ModelError([no_verdict(whatif, target)])
    return [target for target in known if target in set(targets)]


def named_target(whatif: WhatIf, target: str) -> str:
    """The target, if the question has it. Raises ModelError."""
    known = whatif.scenario.targets
    if target not in known:
        raise ModelError([not_here(whatif, target) or Fault(target, 0, 0, unknown("target", target, known))])
    return target


def turned_round(whatif: WhatIf) -> list[str]:
    """Targets that have no verdict: they are answered by what they require."""
    return [name for name, one in whatif.scenario.targets.items() if one.answered_by == "requirement"]


def no_verdict(whatif: WhatIf, target: str) -> Fault:
    """Why a target has no verdict: its process is not known."""
    message = (
        f'target "{target}" has no verdict: no source gives its process; '
        f"what would have to be true: onewindow requirement {target}"
    )
    return whatif.scenario.fault_at(("targets", target), message)


def not_here(whatif: WhatIf, target: str) -> Fault | None:
    """Why a target of the file is not judged with the levers in force; None where it is, or there is none."""
    milestone = whatif.scenario.unjudged.get(target)
    if milestone is None:
        return None
    levers = ", ".join(dict.fromkeys(use.name for use in whatif.levers)) or "none"
    message = f'target "{target}" is not judged here: no step stamps "{milestone}"; levers in force: {levers}'
    return whatif.scenario.fault_at(("targets", target), message)


def _checked(
    whatif: WhatIf,
    targets: list[str],
    budget: float,
    plan: Plan,
    draws: int,
    turned: Sequence[str],
    parameters: Parameters,
    progress: Progress,
    crew: Crew,
    evidence: Evidence,
) -> list[TargetVerdict]:
    """`draws` is −1 where nobody asks what is not known; `turned` are the targets whose margins are asked for."""
    tell_overload(whatif, plan[0][0])
    fitted = len(vectors(whatif)) if parameters == "sampled" else 0
    with progress(whatif.label, "replications", None) as bar:
        asked = {target: requirement(whatif.scenario, target) for target in targets}
        found = evidence.decisions(asked, budget, plan, bar.advance)
        verdicts = {target: _verdict(whatif, evidence, target, found.get(target), plan) for target in targets}
        if draws >= 0:
            verdicts = _with_doubt(whatif, evidence, verdicts, draws, bar, crew)
        if turned:
            verdicts |= _with_margins(whatif, evidence, {name: verdicts[name] for name in turned}, bar, crew)
        if fitted:
            from sim.experiments.verdicts.fitted_verdict import sampled

            bar.stage("vectors", fitted * LOOKS[0])
            told = {
                target: (value, found.low, found.high, found.replications)
                for target, found in verdicts.items()
                if (value := found.value) is not None
            }
            for target, one in sampled(whatif, told, evidence, plan, crew, bar.advance).items():
                verdicts[target] = replace(
                    verdicts[target],
                    verdict=one.verdict,
                    low=one.low,
                    high=one.high,
                    sampled=one,
                    likely_more=None,
                )
    steady = steadiness(
        whatif, {target: evidence.growth(target, found.replications) for target, found in verdicts.items()}
    )
    return [replace(verdicts[target], steadiness=steady[target]) for target in targets]


def _verdict(
    whatif: WhatIf, evidence: Evidence, target: str, decision: Decision | None, plan: Plan
) -> TargetVerdict:
    times = times_of(whatif.scenario)
    if decision is None:
        return undecidable(whatif, evidence, target, times)
    made = verdict_of(whatif, evidence, target, decision, times)
    if plan != PLAN:
        return replace(made, asked_replications=plan[-1][0])
    if decision.verdict == "undecided":
        needed = requirement(whatif.scenario, target)
        made = replace(made, likely_more=needed.more(evidence.of(target)))
    return made


def _with_doubt(
    whatif: WhatIf,
    evidence: Evidence,
    verdicts: dict[str, TargetVerdict],
    draws: int,
    bar: Bar,
    crew: Crew,
) -> dict[str, TargetVerdict]:
    """Add what is not known: the verdicts at the ends of all ranges, and those of vectors drawn from them."""
    if whatif.assumptions:
        from sim.experiments.verdicts.two_ends import at_ends

        bar.stage("ends", 2 * LOOKS[0])
        ends = at_ends(whatif, list(verdicts), crew, bar.advance)
        verdicts = {target: replace(verdict, dependence=ends[target]) for target, verdict in verdicts.items()}
    judged = [target for target, verdict in verdicts.items() if verdict.judged_any]
    bar.stage("draws", draws if judged else 0)
    known = doubts(whatif, evidence, judged, draws, crew, bar.advance)
    return {target: replace(verdict, doubt=known.get(target)) for target, verdict in verdicts.items()}


def _with_margins(
    whatif: WhatIf,
    evidence: Evidence,
    verdicts: dict[str, TargetVerdict],
    bar: Bar,
    crew: Crew,
) -> dict[str, TargetVerdict]:
    """Add the loads between which verdicts turn; what was simulated for the verdicts serves as well."""
    from sim.experiments.load.loads import Loads
    from sim.experiments.load.margin import margins
    from sim.experiments.running.sample_problem import REPLICATIONS, Sample

    bar.stage("margins")
    sample = Sample(REPLICATIONS, whatif.seed, crew, bar.advance)
    sample.learn(evidence)
    asked = {target: verdict.verdict for target, verdict in verdicts.items()}
    found = margins(Loads(whatif), list(verdicts), sample, asked)
    return {target: replace(verdict, load_margin=found[target]) for target, verdict in verdicts.items()}
