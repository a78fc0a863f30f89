"""All faults of a scenario file: as written, in every variant, and with the levers of each applied."""

from __future__ import annotations

from collections.abc import Iterator

from sim.experiments.questions.library import scenario_file, split_variant
from sim.levers import PARAMETERS, apply_levers, levers_in_force
from sim.levers.tools.flows import stamps_of
from sim.model import Fault, ModelError, Scenario, read, warnings
from sim.model.faults import listed
from sim.model.names import STAMPED_ALWAYS
from sim.model.provenance import strict_faults


def faults_of(reference: str, *, strict: bool = False) -> tuple[tuple[Fault, ...], tuple[str, ...]]:
    """(faults in order of position, warnings). Never raises for bad input.

    A warning is told where it holds in every variant: a pool that one of them staffs is not forgotten.
    """
    found: set[Fault] = set()
    odd: set[Fault] | None = None
    try:
        source = read(scenario_file(split_variant(reference)[0]))
    except ModelError as error:
        return error.faults, ()
    scenario: Scenario | None = None
    never: dict[str, str] | None = None
    for variant in source.variants or (None,):
        try:
            other = None if scenario is None or variant is None else scenario.as_variant(variant)
            scenario = other or source.build(variant, levers=PARAMETERS)
            if strict:
                found |= set(strict_faults(scenario))
            levered = apply_levers(scenario, levers_in_force(scenario))
            here = _oddities(levered)
            odd = here if odd is None else odd & here
            never = {t: milestone for t, milestone in levered.unjudged.items() if never is None or t in never}
        except ModelError as error:
            found |= set(error.faults)
            never = {}
    if scenario is not None and never:
        found |= set(_never_judged(scenario, never))
    return tuple(sorted(found)), tuple(f"warning: {fault}" for fault in sorted(odd or ()))


def _oddities(scenario: Scenario) -> set[Fault]:
    """Warnings of a scenario whose levers have been applied.

    Raises ModelError for what only shows when it is put together: a calendar, a rate, a distribution that cannot be.
    """
    from sim.engine.compile import CompileError, check_program, compile_program
    from sim.experiments.questions.oddities import oddities

    try:
        # How long an open case may have waited already is read from the tables themselves.
        program = (compile_program if scenario.study.backlog else check_program)(scenario)
    except CompileError as fault:
        raise ModelError(scenario.fault_at(path, message) for path, message in fault.told) from None
    return {*warnings(scenario), *oddities(scenario, program)}


def _never_judged(scenario: Scenario, never: dict[str, str]) -> Iterator[Fault]:
    """Targets whose milestone no lever of any variant adds, though its name stands among what levers are given."""
    for name, milestone in never.items():
        target = scenario.targets[name]
        known = [*STAMPED_ALWAYS, *sorted(stamps_of(scenario.services[target.service].flow))]
        message = f'no variant has a step that stamps "{milestone}"; without levers: {listed(known)}'
        where = "from" if milestone == target.start else "to" if milestone == target.to else "item"
        yield scenario.fault_at(f"targets.{name}.{where}", message)
