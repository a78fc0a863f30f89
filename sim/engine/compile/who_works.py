"""The work of a task by who does it: as stated of the task, of a pool or of one of its units, at their pace."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine.compile.faults import CompileError
from sim.engine.compile.needs import Needs
from sim.model.blocks import Task
from sim.model.distribution import Distribution


def works_of(block: Task, needs: Needs, need: int, path: str) -> Iterator[tuple[Distribution, float, str]]:
    """By alternative: the stated work, the factor on it, and the path of what states it."""
    served, owners = needs.served_by(need), needs.owners(need)
    known = dict.fromkeys(filter(None, (*served, *owners)))
    for name in block.work_by:
        if name not in known:
            message = f"{block.id!r} is never done by pool {name!r}; allowed: {', '.join(known)}"
            raise CompileError(f"{path}.work_by.{name}", message)
    speeds = zip(needs.paces(need), needs.availabilities(need), strict=True)
    for unit, owner, (pace, availability) in zip(served, owners, speeds, strict=True):
        by = next((name for name in (unit, owner) if name in block.work_by), None)
        if by is None:
            yield block.work, 1 / pace, f"{path}.work"
        else:
            # What is stated of a unit itself is its own time already.
            own = by == unit and unit != owner
            yield block.work_by[by], 1 / (availability if own else pace), f"{path}.work_by.{by}"
