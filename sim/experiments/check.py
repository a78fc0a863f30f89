"""Checking promises: verdicts on the targets of a scenario, with all that must stand beside them (SEMANTICS 8, 9)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from typing import Literal

from sim.engine.compile.times import times_of
from sim.experiments.assumptions import Dependence, at_ends
from sim.experiments.evidence import Evidence, next_look
from sim.experiments.forecast import Forecast
from sim.experiments.loads import Loads
from sim.experiments.looks import LOOKS, likely_more
from sim.experiments.margin import margins, stages
from sim.experiments.progress import Bar, Progress, silent
from sim.experiments.replicate import workers
from sim.experiments.sample import REPLICATIONS, Sample
from sim.experiments.sampled import sampled, vectors
from sim.experiments.screening import screened
from sim.experiments.share_interval import NobodyJudged
from sim.experiments.verdict import TargetVerdict, undecidable, verdict_of
from sim.experiments.whatif import WhatIf, load
from sim.model import Fault, ModelError
from sim.model.bounds import BUDGET
from sim.model.faults import shown
from sim.model.files import spelt
from sim.model.names import unknown

Parameters = Literal["stated", "sampled"]
"""Calibrated numbers as the file states them, or all that fit the published figures."""

NOMINAL_TASKS_PER_SECOND = 33_000
"""What a budget of one second buys: about what two workers of the reference engine do on a small machine.

A budget is an amount of work, not of wall time, so that a result never depends on how busy a machine was.
"""

DEFAULT_BUDGET = 60.0
BUDGET_OF_SEVERAL = 57.0
"""What each scenario gets unless stated, when one is checked or several: the three headlines end in two minutes."""

FOR_VERDICTS = 0.6
"""Share of the budget that verdicts may use before the ends of the assumptions are looked at."""

FOR_SCREENING = 0.4
"""Share of the budget, of what is left then, that may go into finding what a verdict hangs on."""


def check(
    question: WhatIf | str,
    targets: Sequence[str] | None = None,
    *,
    budget: float = DEFAULT_BUDGET,
    ends: bool = True,
    margin: bool = False,
    parameters: Parameters = "stated",
    progress: Progress = silent,
    executor: Executor | None = None,
) -> list[TargetVerdict]:
    """Verdicts on the targets of one scenario (all of them, or those named), in the file's order.

    `budget` is in nominal seconds; at least one look (24 replications) is always taken. `ends` adds the verdicts
    at favourable and unfavourable ends of the assumptions. `margin` adds the loads between which each verdict turns,
    and what binds there; it takes what it needs, whatever the budget. `parameters` says whether calibrated ones are as
    stated, or sampled from all that fit the published figures. Raises ModelError for bad input.
    """
    whatif = load(question) if isinstance(question, str) else question
    names = chosen(whatif, targets)
    if executor is not None:
        return _checked(whatif, names, budget, ends, margin, parameters, progress, executor)
    with workers(engine=whatif.engine_name) as pool:
        return _checked(whatif, names, budget, ends, margin, parameters, progress, pool)


def default_budget(scenarios: int) -> float:
    """Nominal seconds a scenario gets unless stated."""
    return DEFAULT_BUDGET if scenarios <= 1 else BUDGET_OF_SEVERAL


def parse_budget(text: str) -> float:
    """Nominal seconds of "60s", "2 min", "1h" or a plain number. Raises ModelError."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(s|min|h)?\s*", text)
    seconds = 0.0 if found is None else float(found[1]) * {"s": 1, "min": 60, "h": 3600}[found[2] or "s"]
    if seconds not in BUDGET:
        message = f"{shown(text)} is not a time; write it as 60s, 2min or 1h; allowed: {BUDGET} seconds"
        raise ModelError([Fault(f"--budget {spelt(text)}", 0, 0, message)])
    return seconds


def chosen(whatif: WhatIf, targets: Sequence[str] | None) -> list[str]:
    """The targets named, or all, in the file's order. Raises ModelError for an unknown one, or when there is none."""
    known = whatif.scenario.targets
    if targets is None:
        if not known:
            raise ModelError(
                [whatif.scenario.fault_at("", "the scenario states no targets; there is nothing to check")]
            )
        return list(known)
    for target in targets:
        if target not in known:
            raise ModelError([Fault(target, 0, 0, unknown("target", target, known))])
    return [target for target in known if target in set(targets)]


def _checked(
    whatif: WhatIf,
    targets: list[str],
    budget: float,
    ends: bool,
    margin: bool,
    parameters: Parameters,
    progress: Progress,
    executor: Executor | None,
) -> list[TargetVerdict]:
    drawn = len(vectors(whatif)) if parameters == "sampled" else 0
    evidence = Evidence(whatif.program, whatif.seed, executor, whatif.engine_name)
    with progress(whatif.label, LOOKS[0]) as bar:
        evidence.grow(LOOKS[0], bar.advance)
        affordable = int(budget * NOMINAL_TASKS_PER_SECOND / max(1.0, evidence.tasks_per_replication))
        most = max(LOOKS[0], int(affordable * (FOR_VERDICTS if ends else 1.0)))
        verdicts = {target: _verdict(whatif, evidence, target) for target in targets}
        while any(v.verdict == "undecided" and v.judged_any for v in verdicts.values()):
            look = next_look(len(evidence.summaries), most)
            if look is None:
                break
            bar.extend(look - len(evidence.summaries))
            evidence.grow(look, bar.advance)
            verdicts = {target: _verdict(whatif, evidence, target) for target in targets}
        if ends and whatif.assumptions:
            verdicts = _with_dependence(whatif, evidence, verdicts, affordable, bar, executor)
        if margin:
            verdicts = _with_margins(whatif, evidence, verdicts, bar, executor)
        if drawn:
            bar.extend(drawn * LOOKS[0])
            told = {
                target: (found.on_time_share, found.low, found.high)
                for target, found in verdicts.items()
                if found.on_time_share is not None
            }
            for target, one in sampled(whatif, told, evidence, executor, bar.advance).items():
                verdicts[target] = replace(
                    verdicts[target], verdict=one.verdict, low=one.low, high=one.high, sampled=one, likely_more=None
                )
    return [verdicts[target] for target in targets]


def _verdict(whatif: WhatIf, evidence: Evidence, target: str) -> TargetVerdict:
    times = times_of(whatif.scenario)
    stated = whatif.scenario.targets[target]
    try:
        decision = evidence.decision(target, stated.required_share.value)
    except NobodyJudged:
        return undecidable(whatif, evidence, target, times)
    made = verdict_of(whatif, evidence, target, decision, times)
    if decision.verdict == "undecided":
        judged = evidence.of(target)
        more = likely_more(
            [j.on_time for j in judged],
            [j.judged for j in judged],
            stated.required_share.value,
            [j.undetermined for j in judged],
        )
        made = replace(made, likely_more=more)
    return made


def _with_dependence(
    whatif: WhatIf,
    evidence: Evidence,
    verdicts: dict[str, TargetVerdict],
    affordable: int,
    bar: Bar,
    executor: Executor | None,
) -> dict[str, TargetVerdict]:
    """Add the verdicts at the ends, and what they hang on if the budget still allows the screening."""
    bar.extend(2 * LOOKS[0])
    found, tasks = at_ends(whatif, list(verdicts), executor, bar.advance)
    dependences = {target: Dependence(*pair) for target, pair in found.items()}
    hanging = {t: verdicts[t].verdict for t, dependence in dependences.items() if dependence.hangs}
    # An overloaded end simulates more, so the ends are charged by their own tasks.
    left = int((affordable - len(evidence.summaries)) * evidence.tasks_per_replication) - tasks
    left = min(left, int(FOR_SCREENING * affordable * evidence.tasks_per_replication))

    def tick() -> None:
        bar.extend(1)
        bar.advance()

    firsts = screened(whatif, evidence, whatif.assumptions, hanging, left, executor, tick)
    for target, first in firsts.items():
        dependences[target] = replace(dependences[target], first=first)
    return {target: replace(verdict, dependence=dependences[target]) for target, verdict in verdicts.items()}


def _with_margins(
    whatif: WhatIf,
    evidence: Evidence,
    verdicts: dict[str, TargetVerdict],
    bar: Bar,
    executor: Executor | None,
) -> dict[str, TargetVerdict]:
    """Add the loads between which verdicts turn; what was simulated for the verdicts serves as well."""
    forecast = Forecast(bar, stages(len(verdicts), REPLICATIONS))
    sample = Sample(REPLICATIONS, whatif.seed, executor, forecast.tick)
    sample.learn(evidence)
    asked = {target: verdict.verdict for target, verdict in verdicts.items()}
    found = margins(Loads(whatif), list(verdicts), sample, forecast, asked)
    return {target: replace(verdict, load_margin=found[target]) for target, verdict in verdicts.items()}
