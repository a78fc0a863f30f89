"""Comparing alternatives with a base under common random numbers: what each does to each target, and is it sure?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from sim.engine.compile.times import times_of
from sim.engine.outcome import Outcome
from sim.engine.program import COUNTS, Program
from sim.experiments.comparing.comparison import ComparedAlternative, ComparedTarget, Comparison
from sim.experiments.comparing.costs import (
    AndSpent,
    ComparedCost,
    Spending,
    Spent,
    compared_costs,
    spending_of,
)
from sim.experiments.comparing.effect import Effect
from sim.experiments.load.steady import steadiness
from sim.experiments.questions.alternatives import Alternative, alternatives_of, typed
from sim.experiments.questions.moved_along import moved_along
from sim.experiments.questions.origin import calendar_status, package_version
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import target_clocks
from sim.experiments.running.finished import Finished
from sim.experiments.running.first_look import crew_of
from sim.experiments.running.growth import Growth, Spells, growth_of, spells_of
from sim.experiments.running.progress import Progress, silent
from sim.experiments.running.replications import Simulated
from sim.experiments.running.requirement import unit_in_clock
from sim.experiments.running.size import refuse_too_large
from sim.experiments.statistics.paired import simultaneous
from sim.experiments.store.kept import kept
from sim.experiments.verdicts.check import chosen
from sim.model import Fault, ModelError
from sim.model.bounds import REPLICATIONS_ALLOWED, Bounds, within
from sim.model.names import unknown
from sim.results.case_values import CaseValues, case_values, together

Judged: TypeAlias = tuple[dict[str, CaseValues], dict[str, Growth | None]]
"""The judged cases of all replications, and the growth that they show, by target."""
Stated: TypeAlias = Mapping[str, WhatIf | Finished | str] | Sequence[str]
"""Alternatives as they are stated."""
REPLICATIONS = 48
CONFIDENCE = 0.95


def compare(
    base: WhatIf | Finished | str,
    alternatives: Stated = (),
    *,
    targets: Sequence[str] | None = None,
    replications: int | None = None,
    progress: Progress = silent,
    crew: Crew | None = None,
) -> Comparison:
    """Alternatives against the base, on all its targets or those named.

    An alternative is a question, or a text of what-if options that come on top of the base's; in a sequence each is
    "LABEL: OPTIONS". Without any, the other variants of the scenario. Where the base is a finished run, so is every
    alternative, by its label, and nothing is simulated. There are 48 replications unless stated; of runs, as many as
    all hold. Raises ModelError for bad input.
    """
    # A difference and its error need at least two.
    within("replications", replications, REPLICATIONS_ALLOWED.above(2))
    whatif = load(base) if isinstance(base, str) else base
    if not isinstance(whatif, WhatIf):
        return _of_runs(whatif, alternatives, targets, replications)
    names = chosen(whatif, targets)
    _ = whatif.program  # its faults are its own, whatever the alternatives add
    others = alternatives_of(whatif, _questions(alternatives))
    _same_clocks(whatif, others, names)
    wanted, programs = replications or REPLICATIONS, _programs(whatif, others)
    asked = {label: spending_of(one) for label, one in _by_label(whatif, others).items()}
    with (
        crew_of(whatif, crew, names) as own,
        progress(whatif.label, "replications", wanted * len(programs)) as bar,
    ):
        made = {
            digest: _simulated(program, whatif, wanted, own, bar.advance, tuple(asked.values()))
            for digest, program in programs.items()
        }
    judged = {digest: one for digest, (one, _) in made.items()}
    spent = {digest: one for digest, (_, one) in made.items()}
    return _compared(whatif, others, names, wanted, judged, _costs(whatif, others, asked, spent))


def _questions(stated: Stated) -> Mapping[str, WhatIf | str] | Sequence[str]:
    """Raises ModelError for a run, which is not compared with what is simulated for the occasion."""
    if not isinstance(stated, Mapping):
        return stated
    found = {label: one for label, one in stated.items() if isinstance(one, (WhatIf, str))}
    for label in stated:
        if label not in found:
            raise ModelError([Fault.of("vs", label, "a run is compared with runs; the base must be one too")])
    return found


def _of_runs(
    base: Finished, stated: Stated, targets: Sequence[str] | None, replications: int | None
) -> Comparison:
    """What the runs hold, compared; nothing is simulated."""
    named = stated if isinstance(stated, Mapping) else {}
    runs = {label: one for label, one in named.items() if not isinstance(one, (WhatIf, str))}
    if not runs or len(runs) < len(named):
        wrong = [label for label in named if label not in runs] or [""]
        message = "a run is compared with runs; name their folders"
        raise ModelError([Fault.of("vs", label, message) for label in wrong])
    for one in (base, *runs.values()):
        one.needs("cases")
    held = min(len(one.outcomes) for one in (base, *runs.values()))
    within("replications", held if replications is None else replications, Bounds(2, max(2, held)))
    wanted = held if replications is None else replications
    names = chosen(base.whatif, targets)
    others = alternatives_of(base.whatif, {label: one.whatif for label, one in runs.items()})
    _same_clocks(base.whatif, others, names)
    outcomes = {one.program.digest: one.outcomes[:wanted] for one in (base, *runs.values())}
    programs = _programs(base.whatif, others)
    judged = {
        digest: _by_target(program, [judged_cases(program, one) for one in outcomes[digest]])
        for digest, program in programs.items()
    }
    asked = {label: spending_of(one) for label, one in _by_label(base.whatif, others).items()}
    spent = {
        digest: [tuple(_spent(one, program, made) for one in asked.values()) for made in outcomes[digest]]
        for digest, program in programs.items()
    }
    return _compared(base.whatif, others, names, wanted, judged, _costs(base.whatif, others, asked, spent))


def _spent(asked: Spending | None, program: Program, outcome: Outcome) -> Spent | None:
    """None for a question of another program, or one without costs."""
    return None if asked is None or asked.digest != program.digest else asked.of(program, outcome)


def _by_label(base: WhatIf, others: Sequence[Alternative]) -> dict[str, WhatIf]:
    """The questions; the base's label is empty."""
    return {"": base, **{one.label: one.whatif for one in others}}


def _costs(
    base: WhatIf,
    others: Sequence[Alternative],
    asked: Mapping[str, Spending | None],
    spent: Mapping[str, Sequence[Sequence[Spent | None]]],
) -> tuple[ComparedCost, ...]:
    """`spent`: by digest, what every replication costs by the terms of each question, in the order of `asked`."""
    sides: dict[str, list[Spent]] = {}
    for place, (label, one) in enumerate(_by_label(base, others).items()):
        sides[label] = [row[place] for row in spent[one.program.digest] if row and row[place] is not None]  # type: ignore[misc]
    found: list[ComparedCost] = []
    for label, terms in asked.items():
        own = asked[""]
        if not label or terms is None or own is None or own.prices.currency != terms.prices.currency:
            continue
        found += compared_costs(label, own.prices.currency, sides[""], sides[label])
    return tuple(found)


def _programs(base: WhatIf, others: Sequence[Alternative]) -> dict[str, Program]:
    return {one.program.digest: one.program for one in (base, *(other.whatif for other in others))}


@kept
def judged_cases(program: Program, outcome: Outcome) -> tuple[tuple[CaseValues, Spells], ...]:
    """What a comparison keeps of a replication, by target: its cases, and what tells whether a queue grows."""
    return tuple(
        (case_values(program, outcome, clock), spells_of(program, outcome, clock))
        for clock in target_clocks(program)
    )


def _same_clocks(base: WhatIf, others: Sequence[Alternative], targets: Sequence[str]) -> None:
    """Raises ModelError where an alternative lacks a target, or counts it on a clock of another kind."""
    faults = []
    for one in others:
        stated = one.whatif.scenario.targets
        for target in targets:
            if target not in stated:
                message = unknown("target", target, stated)
            elif (here := stated[target].counts) != (there := base.scenario.targets[target].counts):
                message = f"{target} counts {here} here and {there} in the base"
            else:
                continue
            faults.append(Fault(f'--vs "{one.text}"', 0, 0, message))
    if faults:
        raise ModelError(faults)


def _compared(
    base: WhatIf,
    others: Sequence[Alternative],
    targets: Sequence[str],
    replications: int,
    judged: Mapping[str, Judged],
    costs: tuple[ComparedCost, ...],
) -> Comparison:
    """`judged`: what every program came to, by its digest."""
    asked = {one.program.digest: one for one in (*(other.whatif for other in others), base)}
    cases = {digest: by_target for digest, (by_target, _) in judged.items()}
    steady = {
        digest: steadiness(one, {target: judged[digest][1][target] for target in targets})
        for digest, one in asked.items()
    }
    digest = base.program.digest
    digest_of = {one.label: one.whatif.program.digest for one in others}
    effects = [
        Effect(
            alternative=one.label,
            target=target,
            replications=replications,
            before=cases[digest][target],
            after=cases[one.whatif.program.digest][target],
            streams=(base.program.names.streams, one.whatif.program.names.streams),
            dates=_in_dates(base.program, target),
            identical=one.whatif.program.digest == digest,
            statistic=base.scenario.targets[target].judged,
        )
        for one in others
        for target in targets
    ]
    family = [pair for effect in effects for pair in effect.claimed()]
    critical = simultaneous(family, replications, 1 - CONFIDENCE)
    times = times_of(base.scenario)
    stated = {target: base.scenario.targets[target] for target in targets}
    return Comparison(
        scenario=base.label,
        title=base.scenario.title,
        asked=typed(base),
        load=base.load_text,
        seed=base.seed,
        engine=base.engine_name,
        replications=replications,
        confidence=CONFIDENCE,
        together=len(family),
        critical=critical.t,
        targets=tuple(
            ComparedTarget(
                target, one.name, one.reading, one.limit.value, one.unit,
                "at_once" if one.at_once else one.clock,
                None if one.required_share is None else one.required_share.value, steady[digest][target],
            )
            for target, one in stated.items()
        ),
        alternatives=tuple(
            ComparedAlternative(
                one.label, one.options, one.whatif.label, one.whatif.load_text, one.whatif.program.digest,
                one.whatif.program.digest == digest, tuple(moved_along(base, one.whatif)),
            )
            for one in others
        ),
        changes=tuple(
            replace(
                effect.change(
                    critical,
                    unit_in_clock(stated[effect.target], times.wd_hours),
                    stated[effect.target].unit,
                ),
                steadiness=steady[digest_of[effect.alternative]][effect.target],
            )
            for effect in effects
        ),
        calendar=calendar_status(times),
        digest=digest,
        version=package_version(),
        costs=costs,
    )  # fmt: skip


def _in_dates(program: Program, target: str) -> bool:
    return program.clock_coordinate[program.names.clocks.index(target)] in COUNTS


def _simulated(
    program: Program,
    base: WhatIf,
    replications: int,
    crew: Crew,
    tick: Callable[[float], None],
    asked: tuple[Spending | None, ...],
) -> tuple[Judged, list[tuple[Spent | None, ...]]]:
    """The judged cases and, where costs are stated, what every replication costs: to its end, from its event rows."""
    refuse_too_large(program, replications)
    if not any(asked):
        run = Simulated(judged_cases, base.seed, base.engine_name)
        return _by_target(program, crew.replicate(run, program, range(replications), tick)), []
    own = tuple(one if one is not None and one.digest == program.digest else None for one in asked)
    whole = Simulated(
        AndSpent(judged_cases, own), base.seed, base.engine_name, events=True, stop_when_judged=False
    )
    kept = list(crew.replicate(whole, program, range(replications), tick))
    return _by_target(program, (cases for cases, _ in kept)), [spent for _, spent in kept]


def _by_target(program: Program, kept: Iterable[tuple[tuple[CaseValues, Spells], ...]]) -> Judged:
    """What `judged_cases` gave of all replications."""
    cases: dict[str, CaseValues] = {}
    growths: dict[str, Growth | None] = {}
    for clock, seen in zip(target_clocks(program), zip(*kept, strict=True), strict=True):
        name = program.names.clocks[clock]
        cases[name] = together([values for values, _ in seen])
        growths[name] = growth_of(program, [spells for _, spells in seen])
    return cases, growths
