"""Flows a lever changes: naming steps, dropping them, and putting the flows back where nothing is left hanging.

A target, a condition or a `restart` may need a stamp that falls away with a step; that is refused here, once for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sim.levers.lever import Refusal
from sim.model.blocks import (
    Background,
    Block,
    Choice,
    Documents,
    Flow,
    Milestone,
    Part,
    Race,
    Repeat,
    Session,
    Task,
    Until,
    Wait,
    find,
    rewritten,
    walk,
)
from sim.model.conditions import Both, Condition, Either, Not, Stamped, Test
from sim.model.faults import listed, nearest
from sim.model.scenario import Scenario, Service
from sim.model.target import Target

DROPPED: tuple[type[Block], ...] = (Task, Session, Wait, Milestone)
"""Kinds of steps that may fall away: work, meetings, waits and stamps, never whole parts of a flow."""


def blocks_of(scenario: Scenario) -> list[Block]:
    """Every block of every service."""
    return [block for service in scenario.services.values() for block in walk(service.flow)]


def check_named(
    blocks: Iterable[Block], parameter: str, steps: Sequence[str], kinds: tuple[type[Block], ...]
) -> None:
    """Refuse a step that does not stand there as one of these kinds: naming it would do nothing."""
    blocks = list(blocks)
    known = {block.id: None for block in blocks if isinstance(block, kinds)}
    for step in steps:
        if step in known:
            continue
        other = next((block for block in blocks if block.id == step), None)
        if other is not None:
            allowed = listed(kind.keyword for kind in kinds)
            raise Refusal(parameter, f'"{step}" is of the kind {other.keyword}; allowed: {allowed}')
        raise Refusal(parameter, f'no {_kind(kinds)} is called "{step}"{nearest(step, known)}')


def check_pool(scenario: Scenario, parameter: str, pool: str) -> None:
    """Refuse a pool that is not declared."""
    if pool not in scenario.pools:
        known = f"declared: {listed(scenario.pools)}{nearest(pool, scenario.pools)}"
        raise Refusal(parameter, f'no pool is called "{pool}"; {known}')


def check_new(flow: Flow, parameter: str, name: str) -> None:
    """Refuse an id that a block of the flow bears already."""
    if find(flow, name) is not None:
        raise Refusal(parameter, f'a block is called "{name}" already')


def without(flow: Flow, drop: Sequence[str], kinds: tuple[type[Block], ...] = DROPPED) -> Flow:
    """The flow without the steps named, wherever they are nested."""
    return rewritten(flow, lambda block: () if block.id in drop and isinstance(block, kinds) else (block,))


def with_flows(scenario: Scenario, parameter: str, flows: Mapping[str, Flow]) -> Scenario:
    """The scenario with these services' flows changed. Refuses to lose a stamp that is still needed."""
    services = dict(scenario.services)
    for name, flow in flows.items():
        service = services[name]
        services[name] = service.model_copy(update={"flow": flow})
        targets = {t: target for t, target in scenario.targets.items() if target.service == name}
        _check_stamps(service, services[name], targets, parameter)
    return scenario.model_copy(update={"services": services})


def not_once(block: Block) -> bool:
    """Whether what stands in the block may be done never, or several times, in a case that reaches the block."""
    if isinstance(block, Documents):
        return block.core_handling == "return"
    return isinstance(block, (Choice, Repeat, Race, Until, Background))


def stamps_of(flow: Flow) -> set[str]:
    """Milestones, and those that items and stages stamp."""
    found: set[str] = set()
    for block in walk(flow):
        if isinstance(block, Milestone):
            found.add(block.id)
        if isinstance(block, Part):
            found |= {f"{block.id}.started", f"{block.id}.done"}
    return found


def _check_stamps(before: Service, after: Service, targets: Mapping[str, Target], parameter: str) -> None:
    lost = stamps_of(before.flow) - stamps_of(after.flow)
    for name, target in targets.items():
        if not lost & set(target.scope):
            continue
        if target.start is None:
            kind = "item" if target.item is not None else "stage"
            said = f'judges the {kind} "{target.item or target.stage}"'
        else:
            said = f'needs the milestone "{next(stamp for stamp in target.scope if stamp in lost)}"'
        raise Refusal(
            parameter,
            f'target "{name}" {said}, which falls away; state its from and to as milestones that stay',
        )
    for block in walk(after.flow):
        for stamp in needed_by(block):
            if stamp in lost:
                raise Refusal(
                    parameter, f'{block.keyword} "{block.id}" needs the milestone "{stamp}", which falls away'
                )


def needed_by(block: Block) -> Iterator[str]:
    """Stamps a block asks for or clears."""
    if isinstance(block, (Repeat, Documents)):
        yield from block.restart
    if isinstance(block, Repeat) and block.again_when is not None:
        yield from _asked(block.again_when)
    if isinstance(block, Milestone) and block.as_of is not None:
        yield block.as_of
    if isinstance(block, Choice):
        for option in block.options:
            if option.when is not None:
                yield from _asked(option.when)


def _asked(condition: Condition) -> Iterator[str]:
    def inside(test: Test) -> Iterator[str]:
        match test:
            case Stamped(milestone):
                yield milestone
            case Not(inner):
                yield from inside(inner)
            case Both(left, right) | Either(left, right):
                yield from inside(left)
                yield from inside(right)

    return inside(condition.tree)


def _kind(kinds: tuple[type[Block], ...]) -> str:
    return kinds[0].keyword if len(kinds) == 1 and kinds[0] not in (Task, Block) else "step"
