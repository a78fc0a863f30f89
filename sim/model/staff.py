"""Units of a pool that differ: each of them, or those that are alike, as a pool of its own, called "window.li".

What is stated of a unit stands in place of what its pool says; rules and skills are added to the pool's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.model.quantities import Name
from sim.model.scenario import Pool, Scenario, Staff, unit_name

_IN_PLACE = ("capacity", "hours", "weekend", "last_start", "availability", "absence", "speed", "cost")


def units_of(name: str, pool: Pool) -> dict[str, Pool]:
    """The pools a pool runs as, by name: itself, or one for each of its staff."""
    return {unit_name(name, unit): _alone(pool, unit, stated) for unit, stated in pool.staff.items()} or {
        name: pool
    }


def pools_as_run(pools: Mapping[str, Pool]) -> dict[str, Pool]:
    """Every pool, those whose units differ as pools of their units; in declared order."""
    return {unit: made for name, pool in pools.items() for unit, made in units_of(name, pool).items()}


def pool_named(scenario: Scenario, name: str) -> Pool:
    """The pool, or the unit of one, that bears this name."""
    return scenario.pools[name] if name in scenario.pools else pools_as_run(scenario.pools)[name]


def owner_of(pools: Mapping[str, Pool], name: str) -> str:
    """The pool that a name stands for, or whose unit it is."""
    if name in pools:
        return name
    return next(owner for owner, pool in pools.items() if name in units_of(owner, pool))


def stated_at(pools: Mapping[str, Pool], name: str) -> tuple[str, Pool | Staff]:
    """Where below `pools` a pool, or the unit of one, is described ("window.staff.li"), and what stands there."""
    owner = owner_of(pools, name)
    if owner == name:
        return name, pools[name]
    unit = name.removeprefix(f"{owner}.")
    return f"{owner}.staff.{unit}", pools[owner].staff[unit]


def skilled(pools: Mapping[str, Pool], skill: str | None) -> Iterator[str]:
    """Pools some of whose units have a skill."""
    for name, pool in pools.items():
        if any(skill in made.skills for made in units_of(name, pool).values()):
            yield name


def room_of(pools: Mapping[str, Pool], name: str) -> str | None:
    """The pool whose room is that of a pool as it runs; None: its visitors find a place always."""
    owner = owner_of(pools, name)
    return owner if pools[owner].room is not None else pools[owner].room_of


def _alone(pool: Pool, unit: str, stated: Staff) -> Pool:
    own = {key: getattr(stated, key) for key in _IN_PLACE if getattr(stated, key) is not None}
    called = stated.name or Name(zh=unit, en=unit)
    return pool.model_copy(
        update={
            **own,
            "name": Name(zh=f"{pool.name.zh}·{called.zh}", en=f"{pool.name.en}: {called.en}"),
            "rules": (*pool.rules, *stated.rules),
            "skills": tuple(dict.fromkeys((*pool.skills, *stated.skills))),
            "other_work": None,
            "staff": {},
        }
    )
