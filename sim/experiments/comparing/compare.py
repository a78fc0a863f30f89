"""Comparing alternatives with a base under common random numbers: what each does to each target, and is it sure?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sim.engine.compile.times import times_of
from sim.engine.outcome import Outcome
from sim.engine.program import WHOLE_DAYS, Program
from sim.experiments.comparing.comparison import ComparedAlternative, ComparedTarget, Comparison, MovedAlong
from sim.experiments.comparing.effect import Effect
from sim.experiments.load.steady import Steadiness, steadiness
from sim.experiments.questions.alternatives import Alternative, alternatives_of, typed
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.crew import Crew, crew_for
from sim.experiments.running.evidence import target_clocks
from sim.experiments.running.growth import Growth, Spells, growth_of, spells_of
from sim.experiments.running.progress import Progress, silent
from sim.experiments.running.replications import Simulated
from sim.experiments.statistics.paired import simultaneous
from sim.experiments.verdicts.check import chosen
from sim.experiments.verdicts.verdict import calendar_status, package_version, unit_in_clock
from sim.model import Fault, ModelError
from sim.model.bounds import REPLICATIONS_ALLOWED, within
from sim.model.names import unknown
from sim.results.case_values import CaseValues, case_values, together

REPLICATIONS = 48
CONFIDENCE = 0.95


def compare(
    base: WhatIf | str,
    alternatives: Mapping[str, WhatIf | str] | Sequence[str] = (),
    *,
    targets: Sequence[str] | None = None,
    replications: int = REPLICATIONS,
    progress: Progress = silent,
    crew: Crew | None = None,
) -> Comparison:
    """Alternatives against the base, on all its targets or those named.

    An alternative is a question, or a text of what-if options that come on top of the base's; in a sequence each is
    "LABEL: OPTIONS". Without any, the other variants of the scenario. Raises ModelError for bad input.
    """
    # A difference and its error need at least two.
    within("replications", replications, REPLICATIONS_ALLOWED.above(2))
    whatif = load(base) if isinstance(base, str) else base
    names = chosen(whatif, targets)
    _ = whatif.program  # its faults are its own, whatever the alternatives add
    others = alternatives_of(whatif, alternatives)
    _same_clocks(whatif, others, names)
    with crew_for(whatif.engine_name, crew) as own:
        return _compared(whatif, others, names, replications, progress, own)


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
    progress: Progress,
    crew: Crew,
) -> Comparison:
    asked = {one.program.digest: one for one in (*(other.whatif for other in others), base)}
    cases: dict[str, dict[str, CaseValues]] = {}
    steady: dict[str, dict[str, Steadiness]] = {}
    with progress(base.label, replications * len(asked)) as bar:
        for digest, one in asked.items():
            cases[digest], growths = _simulated(one.program, base, replications, crew, bar.advance)
            steady[digest] = steadiness(one, {target: growths[target] for target in targets})
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
                target, one.name, one.reading, one.limit.value.amount, one.unit,
                "at_once" if one.at_once else one.clock,
                one.required_share.value, steady[digest][target],
            )
            for target, one in stated.items()
        ),
        alternatives=tuple(
            ComparedAlternative(
                one.label, one.options, one.whatif.label, one.whatif.load_text, one.whatif.program.digest,
                one.whatif.program.digest == digest, _moved_along(base, one.whatif),
            )
            for one in others
        ),
        changes=tuple(
            replace(
                effect.change(
                    critical,
                    unit_in_clock(stated[effect.target], times, effect.dates),
                    stated[effect.target].unit,
                ),
                steadiness=steady[digest_of[effect.alternative]][effect.target],
            )
            for effect in effects
        ),
        calendar=calendar_status(times),
        digest=digest,
        version=package_version(),
    )  # fmt: skip


def _moved_along(base: WhatIf, other: WhatIf) -> tuple[MovedAlong, ...]:
    """Pools whose number of units was set and whose share of other work was not."""
    found = []
    new = [setting.path for setting in other.source.settings if setting not in base.source.settings]
    for name, pool in other.scenario.pools.items():
        stated = base.scenario.pools.get(name)
        if f"pools.{name}.capacity" not in new or stated is None or stated.capacity is None:
            continue
        if pool.capacity is None or pool.other_work is None or stated.other_work is None:
            continue
        before, after = stated.capacity.value, pool.capacity.value
        if before == after or after == 0 or pool.other_work.share != stated.other_work.share:
            continue
        share = round(pool.other_work.share.value * before / after, 4)
        keeps = f"--set pools.{name}.other_work.share={share:g}" if share <= 1 else None
        found.append(MovedAlong(name, (pool.name.zh, pool.name.en), before, after, keeps))
    return tuple(found)


def _in_dates(program: Program, target: str) -> bool:
    return program.clock_coordinate[program.names.clocks.index(target)] in WHOLE_DAYS


def _simulated(
    program: Program, base: WhatIf, replications: int, crew: Crew, tick: Callable[[float], None]
) -> tuple[dict[str, CaseValues], dict[str, Growth | None]]:
    """The judged cases of all replications and the growth that they show, by target."""
    run = Simulated(judged_cases, base.seed, base.engine_name)
    cases: dict[str, CaseValues] = {}
    growths: dict[str, Growth | None] = {}
    found = zip(*crew.replicate(run, program, range(replications), tick), strict=True)
    for clock, seen in zip(target_clocks(program), found, strict=True):
        name = program.names.clocks[clock]
        cases[name] = together([values for values, _ in seen])
        growths[name] = growth_of(program, [spells for _, spells in seen])
    return cases, growths
