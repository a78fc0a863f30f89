"""The halls of a scenario by size and staffing, and the program of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from sim.engine.program import Program
from sim.experiments.questions.whatif import WhatIf
from sim.model import ModelError, Scenario
from sim.model.sourced import SourcedSize


@dataclass(frozen=True)
class HallClass:
    """Halls of one size and staffing."""

    size: float
    staffing: float
    halls: int
    first: int
    """Number of the first of them among all halls."""
    units: tuple[tuple[str, int], ...]
    """Units of every pool that grows with the hall."""


def hall_classes(scenario: Scenario) -> list[HallClass]:
    """All halls by size and staffing, small ones first; shares are met as nearly as whole halls allow.

    Raises ValueError for a scenario that describes one hall only.
    """
    stated = scenario.halls
    if stated is None:
        raise ValueError("the scenario states no halls")
    cells = list(product(sorted(stated.sizes.items()), sorted(stated.staffing.items())))
    wanted = [stated.number.value * share * part for (_, share), (_, part) in cells]
    counts = _whole(wanted, stated.number.value)
    found, first = [], 0
    for ((size, _), (staffing, _)), halls in zip(cells, counts, strict=True):
        units = []
        for pool in stated.pools:
            capacity = scenario.pools[pool].capacity
            assert capacity is not None
            units.append((pool, max(1, int(capacity.value * size * staffing + 0.5))))
        found.append(HallClass(size, staffing, halls, first, tuple(units)))
        first += halls
    return [one for one in found if one.halls]


def _whole(wanted: Sequence[float], total: int) -> list[int]:
    """Whole numbers that sum to `total`, by largest remainders; among equal ones the first."""
    counts = [int(number + 1e-9) for number in wanted]
    order = sorted(range(len(wanted)), key=lambda i: (counts[i] - wanted[i], i))
    for i in order[: total - sum(counts)]:
        counts[i] += 1
    return counts


def program_of(whatif: WhatIf, hall: HallClass) -> Program:
    """The program of a hall of this size and staffing, under the load that was asked. Raises ModelError."""
    scenario = whatif.scenario
    pools = dict(scenario.pools)
    for name, units in hall.units:
        pools[name] = pools[name].model_copy(update={"capacity": SourcedSize(value=units)})
    sized = scenario.model_copy(update={"pools": pools})
    from sim.engine.compile import CompileError, compile_program

    load = {name: factor * Fraction(hall.size) for name, factor in whatif.load_of_services.items()}
    try:
        return compile_program(sized, load)
    except CompileError as fault:
        raise ModelError(scenario.fault_at(path, message) for path, message in fault.told) from None
