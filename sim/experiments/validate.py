"""All faults of a scenario file: as written, in every variant, and with the levers of each applied."""

from __future__ import annotations

from collections.abc import Iterator

from sim.experiments.library import scenario_file, split_variant
from sim.levers import REGISTRY, apply_levers, levers_in_force
from sim.model import Fault, ModelError, Scenario, read, warnings
from sim.model.provenance import strict_faults


def faults_of(reference: str, *, strict: bool = False) -> tuple[tuple[Fault, ...], tuple[str, ...]]:
    """(faults in order of position, warnings). Never raises for bad input."""
    found: set[Fault] = set()
    told: tuple[str, ...] = ()
    try:
        source = read(scenario_file(split_variant(reference)[0]))
    except ModelError as error:
        return error.faults, ()
    scenario: Scenario | None = None
    for variant in source.variants or (None,):
        try:
            other = None if scenario is None or variant is None else scenario.as_variant(variant)
            scenario = other or source.build(variant, levers=tuple(REGISTRY))
            told = told or tuple(f"warning: {warning}" for warning in warnings(scenario))
            if strict:
                found |= set(strict_faults(scenario))
            levered = apply_levers(scenario, levers_in_force(scenario))
            # Where an open case stands is known only once the flow is put together.
            if strict or scenario.study.backlog:
                found |= set(_cannot_run(levered))
        except ModelError as error:
            found |= set(error.faults)
    return tuple(sorted(found)), told


def _cannot_run(scenario: Scenario) -> Iterator[Fault]:
    """What only shows when the scenario is put together: distributions without a fit, pools never open together."""
    from sim.engine.compile import CompileError, compile_program

    try:
        compile_program(scenario)
    except CompileError as fault:
        yield from (scenario.fault_at(path, message) for path, message in fault.told)
