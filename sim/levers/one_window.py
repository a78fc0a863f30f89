"""One-window intake 一窗受理: front desk takes in, back offices decide.

Tasks at several counters move to one pool of windows; what the applicant no longer does (queueing at each
counter, walking between them) is dropped; intake by a generalist may take longer, and the file is handed over
to the back office. The pool of windows is declared in the scenario, so its number is the planner's, not a sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from sim.levers.lever import Lever, Refusal
from sim.model.blocks import Block, Task, Wait, rewritten, walk
from sim.model.distribution import Distribution
from sim.model.faults import listed, nearest
from sim.model.quantities import Id, Model, Name, Positive, Sourced, SourceKey
from sim.model.scenario import Scenario, Service


class Parameters(Model):
    """`pools` are pooled `into` one; `drop` names steps that fall away; `intake` those a generalist does."""

    pools: Annotated[tuple[Id, ...], Field(min_length=1)]
    into: Id
    drop: tuple[Id, ...] = ()
    intake: tuple[Id, ...] = ()
    longer: Sourced[Positive] = Sourced[Positive](value=1.0)
    """Factor on the intake work of a generalist."""
    hand_over: Distribution | None = None
    """Time until the back office has the file, after each intake."""
    source: SourceKey | None = None


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Pool the counters. Refuses unknown pools and steps, and counters none of whose tasks would move."""
    for index, pool in enumerate([*parameters.pools, parameters.into]):
        if pool not in scenario.pools:
            where = "into" if index == len(parameters.pools) else "pools"
            raise Refusal(
                where,
                f'no pool is called "{pool}"; declared: {listed(scenario.pools)}{nearest(pool, scenario.pools)}',
            )
    if parameters.into in parameters.pools:
        raise Refusal(
            "into", f'"{parameters.into}" is one of the pools to be pooled; name the pool they become'
        )
    blocks = [block for service in scenario.services.values() for block in walk(service.flow)]
    _named(blocks, "drop", parameters.drop, (Task, Wait))
    _named(blocks, "intake", parameters.intake, (Task,))
    if not any(_moves(block, parameters) for block in blocks):
        raise Refusal("pools", f"no task works at {listed(parameters.pools)}: there is nothing to pool")
    pools = {name: pool for name, pool in scenario.pools.items() if name not in parameters.pools}
    services = {name: _service(service, parameters) for name, service in scenario.services.items()}
    return scenario.model_copy(update={"pools": pools, "services": services})


def _named(
    blocks: Sequence[Block], parameter: str, steps: Sequence[str], kinds: tuple[type[Block], ...]
) -> None:
    """Refuse a step that does not stand in the scenario as one of these kinds: naming it would do nothing."""
    known = {block.id: None for block in blocks if isinstance(block, kinds)}
    for step in steps:
        if step in known:
            continue
        other = next((block for block in blocks if block.id == step), None)
        if other is not None:
            allowed = listed(kind.keyword for kind in kinds)
            raise Refusal(parameter, f'"{step}" is of the kind {other.keyword}; allowed: {allowed}')
        raise Refusal(parameter, f'no step is called "{step}"{nearest(step, known)}')


def _moves(block: Block, parameters: Parameters) -> bool:
    return isinstance(block, Task) and any(
        pool in parameters.pools for pool in (block.pool, *block.any_of, *block.all_of)
    )


def _service(service: Service, parameters: Parameters) -> Service:
    return service.model_copy(
        update={"flow": rewritten(service.flow, lambda block: _block(block, parameters))}
    )


def _block(block: Block, parameters: Parameters) -> Sequence[Block]:
    if block.id in parameters.drop and isinstance(block, (Task, Wait)):
        return ()
    if not isinstance(block, Task):
        return (block,)
    changes: dict[str, object] = {}
    if _moves(block, parameters):
        changes = {
            "pool": parameters.into if block.pool in parameters.pools else block.pool,
            "any_of": _pooled(block.any_of, parameters),
            "all_of": _pooled(block.all_of, parameters),
        }
    if block.id not in parameters.intake:
        return (block.model_copy(update=changes),)
    changes["work"] = block.work.scaled(parameters.longer.value)
    done: list[Block] = [block.model_copy(update=changes)]
    if parameters.hand_over is not None:
        done.append(
            Wait.model_construct(
                id=f"{block.id}.hand_over",
                name=Name(zh="材料流转", en="Hand-over to the back office"),
                length=parameters.hand_over,
                party="government",
                pause=None,
                source=parameters.source,
            )
        )
    return done


def _pooled(pools: tuple[str, ...], parameters: Parameters) -> tuple[str, ...]:
    return tuple(dict.fromkeys(parameters.into if pool in parameters.pools else pool for pool in pools))


LEVER = Lever("one_window", Name(zh="一窗受理", en="One-window intake"), Parameters, apply)
