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
    End,
    Flow,
    Item,
    Milestone,
    Parallel,
    Race,
    Repeat,
    Require,
    Session,
    Stage,
    Task,
    UnknownBlock,
    Until,
    Wait,
    find,
    rewritten,
    walk,
)
from sim.model.conditions import Both, Condition, Either, Missing, Not, Stamped, Test
from sim.model.faults import listed, nearest
from sim.model.scenario import Scenario, Service
from sim.model.target import Target, joined, left

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


def services_with(
    scenario: Scenario, parameter: str, steps: Sequence[str], kinds: tuple[type[Block], ...]
) -> dict[str, Flow]:
    """Flows of the services that have all these steps, by service. Refuses where none has."""
    flows = {
        name: service.flow
        for name, service in scenario.services.items()
        if {block.id for block in walk(service.flow) if isinstance(block, kinds)}.issuperset(steps)
    }
    if not flows:
        check_named(blocks_of(scenario), parameter, steps, kinds)
        raise Refusal(parameter, f"no service has all of {listed(steps)}")
    return flows


def check_pool(scenario: Scenario, parameter: str, pool: str) -> None:
    """Refuse a pool that is not declared."""
    if pool not in scenario.pools:
        known = f"declared: {listed(scenario.pools)}{nearest(pool, scenario.pools)}"
        raise Refusal(parameter, f'no pool is called "{pool}"; {known}')


def check_session(scenario: Scenario, parameter: str, session: str) -> None:
    """Refuse a session that is not declared."""
    if session not in scenario.sessions:
        known = f"declared: {listed(scenario.sessions)}{nearest(session, scenario.sessions)}"
        raise Refusal(parameter, f'no session is called "{session}"; {known}')


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
        targets = {t: target for t, target in scenario.targets.items() if name in target.services}
        _check_stamps(service, services[name], targets, parameter)
    return scenario.model_copy(update={"services": services})


def not_once(block: Block) -> bool:
    """Whether what stands in the block may be done never, or several times, in a case that reaches the block."""
    match block:
        case Documents():
            return block.core_handling == "return"
        case Choice() | Repeat() | Race() | Until() | Background():
            return True
        case Task() | Session() | Wait() | Parallel() | Require() | Item() | Stage() | Milestone() | End():
            return False
    raise UnknownBlock(block, "a lever")


def judged_stamps(flow: Flow) -> set[str]:
    """Whatever a target may look at: `stamps_of`, and those that tasks do where a target names the step."""
    tasks = [block.id for block in walk(flow) if isinstance(block, Task)]
    return {*stamps_of(flow), *(joined(task) for task in tasks), *(left(task) for task in tasks)}


def stamps_of(flow: Flow) -> set[str]:
    """Milestones, and those that items and stages stamp."""
    found: set[str] = set()
    for block in walk(flow):
        match block:
            case Milestone():
                found.add(block.id)
            case Item() | Stage():
                found |= {f"{block.id}.started", f"{block.id}.done"}
            case Until():
                found |= {"deemed"} if block.deemed else set()
            case Documents():
                if block.notice is not None:
                    found |= {"accepted", f"{block.id}.notice.started", f"{block.id}.notice.done"}
            case Task() | Session() | Wait() | Parallel() | Race() | Choice() | Repeat():
                pass
            case Background() | Require() | End():
                pass
            case _:
                raise UnknownBlock(block, "a lever")
    return found


def _check_stamps(before: Service, after: Service, targets: Mapping[str, Target], parameter: str) -> None:
    lost = judged_stamps(before.flow) - judged_stamps(after.flow)
    for name, target in targets.items():
        if not lost & set(target.scope):
            continue
        if target.start is None:
            kind = "item" if target.item else "stage" if target.stage else "step"
            said = f'judges the {kind} "{target.item or target.stage or target.step}"'
        else:
            said = f'needs the milestone "{next(stamp for stamp in target.scope if stamp in lost)}"'
        raise Refusal(
            parameter,
            f'target "{name}" {said}, which falls away; state its from and to as milestones that stay',
        )
    asked_before, asked_after = (papers_of(service.flow) for service in (before, after))
    for block in walk(after.flow):
        said = f'{block.keyword} "{block.id}"'
        for stamp in needed_by(block):
            if stamp in lost:
                raise Refusal(parameter, f'{said} needs the milestone "{stamp}", which falls away')
        if (clock := watched(block)) is not None and f"{clock}.done" in lost:
            raise Refusal(parameter, f'{said} watches the clock of "{clock}", which falls away')
        for test in _tests(block):
            if isinstance(test, Missing) and test.paper in asked_before - asked_after:
                raise Refusal(parameter, f'{said} asks for the paper "{test.paper}", which falls away')


def needed_by(block: Block) -> Iterator[str]:
    """Stamps a block asks for or clears."""
    if isinstance(block, (Repeat, Documents)):
        yield from block.restart
    if isinstance(block, Milestone) and block.as_of is not None:
        yield block.as_of
    if isinstance(block, Documents) and block.settled is not None:
        yield block.settled
    for test in _tests(block):
        if isinstance(test, Stamped):
            yield test.milestone


def papers_of(flow: Flow) -> set[str]:
    """Papers that some block of the flow asks for."""
    return {paper for block in walk(flow) if isinstance(block, Documents) for paper in block.papers}


def watched(block: Block) -> str | None:
    """The clock a block looks at."""
    if isinstance(block, Until):
        return block.clock
    return block.urgency.clock if isinstance(block, Task) and block.urgency is not None else None


def _tests(block: Block) -> Iterator[Test]:
    """What the conditions of a block ask, one by one."""

    def inside(test: Test) -> Iterator[Test]:
        match test:
            case Not(inner):
                yield from inside(inner)
            case Both(left, right) | Either(left, right):
                yield from inside(left)
                yield from inside(right)
            case _:
                yield test

    conditions: list[Condition | None] = []
    if isinstance(block, Repeat):
        conditions = [block.again_when]
    if isinstance(block, Choice):
        conditions = [option.when for option in block.options]
    for condition in conditions:
        if condition is not None:
            yield from inside(condition.tree)


def _kind(kinds: tuple[type[Block], ...]) -> str:
    return kinds[0].keyword if len(kinds) == 1 and kinds[0] not in (Task, Block) else "step"
