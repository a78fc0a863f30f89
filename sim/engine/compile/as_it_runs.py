"""A scenario as it runs: with what it leaves to the law, and without what nobody asks for."""

from __future__ import annotations

from sim.engine.compile.faults import told_at
from sim.model.blocks import Session, Task, walk
from sim.model.by_law import filled_in
from sim.model.scenario import Scenario
from sim.model.staff import owner_of, skilled


def as_it_runs(scenario: Scenario) -> Scenario:
    """The scenario that is compiled. Raises CompileError where no law says what it leaves to one."""
    return with_pools_in_use(_filled_in(scenario))


def _filled_in(scenario: Scenario) -> Scenario:
    """With the times it leaves to the law."""
    with told_at("services"):
        return filled_in(scenario)


def with_pools_in_use(scenario: Scenario) -> Scenario:
    """Without the pools and sessions that no step asks for: a lever may have emptied them, or not filled them yet."""
    used: set[str] = set()
    held: set[str] = set()
    for service in scenario.services.values():
        for block in walk(service.flow):
            if isinstance(block, Task):
                used |= {pool for pool in (block.pool, *block.any_of, *block.all_of) if pool is not None}
                used |= set(skilled(scenario.pools, block.skill))
            if isinstance(block, Session):
                held.add(block.meeting)
                used |= set(scenario.sessions[block.meeting].pools)
    used = {owner_of(scenario.pools, name) for name in used}
    used |= {room for name in used if (room := scenario.pools[name].room_of) is not None}
    return scenario.model_copy(
        update={
            "pools": {name: pool for name, pool in scenario.pools.items() if name in used},
            "sessions": {name: meeting for name, meeting in scenario.sessions.items() if name in held},
        }
    )
