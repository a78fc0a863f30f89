"""All faults of a scenario file: as written, in every variant, and with the levers of each applied."""

from __future__ import annotations

from sim.experiments.library import scenario_file, split_variant
from sim.levers import REGISTRY, apply_levers, levers_in_force
from sim.model import Fault, ModelError, Scenario, read, warnings
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
    for variant in source.variants or (None,):
        try:
            other = None if scenario is None or variant is None else scenario.as_variant(variant)
            scenario = other or source.build(variant, levers=tuple(REGISTRY))
            if strict:
                found |= set(strict_faults(scenario))
            here = _oddities(apply_levers(scenario, levers_in_force(scenario)))
            odd = here if odd is None else odd & here
        except ModelError as error:
            found |= set(error.faults)
    return tuple(sorted(found)), tuple(f"warning: {fault}" for fault in sorted(odd or ()))


def _oddities(scenario: Scenario) -> set[Fault]:
    """Warnings of a scenario whose levers have been applied.

    Raises ModelError for what only shows when it is put together: a calendar, a rate, a distribution that cannot be.
    """
    from sim.engine.compile import CompileError, compile_program
    from sim.experiments.oddities import oddities

    try:
        program = compile_program(scenario)
    except CompileError as fault:
        raise ModelError(scenario.fault_at(path, message) for path, message in fault.told) from None
    return {*warnings(scenario), *oddities(scenario, program)}
