"""One-window intake 一窗受理: front desk takes in, back offices decide.

Tasks at several counters move to one pool of windows (无差别), or each class of counters to a pool of its own
(分类); what the applicant no longer does (queueing at each counter, walking between them) is dropped; intake by a
generalist may take longer, and the file is handed over to the back office: after a time, or with the next batch
that is picked up. The pools of windows are declared in the scenario, so their number is the planner's, not a sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.flows import blocks_of, check_named, check_pool
from sim.levers.tools.hand_over import HandOver, check_hand_over, handed_over
from sim.model.blocks import Block, Session, Task, Wait, rewritten
from sim.model.faults import listed, wrong
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Pool, Scenario, Service
from sim.model.sourced import SourcedPositive

DROPPED = (Task, Session, Wait)


class Class(Model):
    """Counters of one class of matters, and the pool they become."""

    pools: Annotated[tuple[Id, ...], Field(min_length=1)]
    into: Id


class Parameters(Model):
    """`pools` are pooled `into` one, or by `classes`; `drop` falls away; `intake` is what a generalist does."""

    pools: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    into: Id | None = None
    classes: Annotated[tuple[Class, ...], Field(min_length=1)] | None = None
    drop: tuple[Id, ...] = ()
    intake: tuple[Id, ...] = ()
    longer: SourcedPositive = SourcedPositive(value=1.0)
    """Factor on the intake work of a generalist."""
    hand_over: HandOver | None = None
    """Until the back office has the file, after each intake: a time, or the batch it waits for."""
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.classes is None:
            if self.pools is None and self.into is None:
                raise wrong("state pools and into (one window for all), or classes (windows for each class)")
            if self.pools is None or self.into is None:
                raise wrong(f'"{"pools" if self.pools is None else "into"}" is missing')
        elif self.pools is not None or self.into is not None:
            raise wrong("classes state pools and into of their own; take pools and into away beside them")
        return self

    @property
    def parts(self) -> tuple[tuple[str, Class], ...]:
        """Each class with the parameter it is stated by; one class where no classes are."""
        if self.classes is not None:
            return tuple(("classes", part) for part in self.classes)
        assert self.pools is not None
        assert self.into is not None
        return (("", Class(pools=self.pools, into=self.into)),)

    @property
    def moves(self) -> dict[str, str]:
        """By pool: the pool it becomes."""
        return {pool: part.into for _, part in self.parts for pool in part.pools}


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Pool the counters. Refuses unknown pools and steps, counters none of whose tasks would move, and counters
    that tasks reach by a skill the windows lack."""
    blocks = blocks_of(scenario)
    _check_pools(scenario, parameters)
    _check_skills(scenario, blocks, parameters)
    check_named(blocks, "drop", parameters.drop, DROPPED)
    check_named(blocks, "intake", parameters.intake, (Task,))
    check_hand_over(scenario, parameters.hand_over)
    for step in parameters.intake:
        if step in parameters.drop:
            raise Refusal("intake", f'"{step}" stands under drop too; what falls away takes nothing in')
    moves = parameters.moves
    _check_staff(scenario, blocks, parameters)
    pools = {
        name: _waiting(name, pool, scenario, moves)
        for name, pool in scenario.pools.items()
        if name not in moves
    }
    sessions = {
        name: meeting.model_copy(update={"pools": _pooled(meeting.pools, moves)})
        for name, meeting in scenario.sessions.items()
    }
    services = {name: _service(service, parameters) for name, service in scenario.services.items()}
    return scenario.model_copy(update={"pools": pools, "sessions": sessions, "services": services})


def _check_pools(scenario: Scenario, parameters: Parameters) -> None:
    taken: set[str] = set()
    for stated, part in parameters.parts:
        for pool in part.pools:
            check_pool(scenario, stated or "pools", pool)
            if pool in taken:
                raise Refusal(stated or "pools", f'"{pool}" stands there twice')
            taken.add(pool)
        check_pool(scenario, stated or "into", part.into)
    blocks = blocks_of(scenario)
    for stated, part in parameters.parts:
        if part.into in taken:
            message = f'"{part.into}" is one of the pools to be pooled; name the pool they become'
            raise Refusal(stated or "into", message)
        if not any(_at(block, part.pools) for block in blocks):
            message = f"no task works at {listed(part.pools)}: there is nothing to pool"
            raise Refusal(stated or "pools", message)


def _check_skills(scenario: Scenario, blocks: Sequence[Block], parameters: Parameters) -> None:
    """A task that asks for a skill would lose its counter, and with it perhaps everybody who can do it."""
    for stated, part in parameters.parts:
        for pool in part.pools:
            skills = set(scenario.pools[pool].skills) - set(scenario.pools[part.into].skills)
            for block in blocks:
                if isinstance(block, Task) and block.skill in skills:
                    raise Refusal(
                        stated or "pools",
                        f'task "{block.id}" reaches "{pool}" by the skill "{block.skill}", which '
                        f'"{part.into}" lacks; give it the skill, or name the task\'s pool',
                    )


def _check_staff(scenario: Scenario, blocks: Sequence[Block], parameters: Parameters) -> None:
    """Two counters at once would become one window: half the staff, and nobody would notice."""
    together = [(f'task "{block.id}"', block.all_of) for block in blocks if isinstance(block, Task)]
    together += [(f'session "{name}"', meeting.pools) for name, meeting in scenario.sessions.items()]
    for stated, part in parameters.parts:
        for said, pools in together:
            joint = [pool for pool in pools if pool in part.pools or pool == part.into]
            if len(joint) > 1:
                message = (
                    f'{said} takes {listed(joint)} at once, which would be one unit of "{part.into}" only'
                )
                raise Refusal(stated or "pools", message)


def _at(block: Block, pools: Sequence[str]) -> bool:
    """Whether a task works at one of these pools."""
    return isinstance(block, Task) and any(
        pool in pools for pool in (block.pool, *block.any_of, *block.all_of)
    )


def _service(service: Service, parameters: Parameters) -> Service:
    return service.model_copy(
        update={"flow": rewritten(service.flow, lambda block: _block(block, parameters))}
    )


def _block(block: Block, parameters: Parameters) -> Sequence[Block]:
    if block.id in parameters.drop and isinstance(block, DROPPED):
        return ()
    if not isinstance(block, Task):
        return (block,)
    changes: dict[str, object] = {}
    if _at(block, list(moves := parameters.moves)):
        changes = {
            "pool": None if block.pool is None else moves.get(block.pool, block.pool),
            "any_of": _pooled(block.any_of, moves),
            "all_of": _pooled(block.all_of, moves),
        }
    if block.id not in parameters.intake:
        return (block.model_copy(update=changes),)
    changes["work"] = block.work.scaled(parameters.longer.value)
    done: list[Block] = [block.model_copy(update=changes)]
    if parameters.hand_over is not None:
        done.append(handed_over(block.id, parameters.hand_over, parameters.source))
    return done


def _waiting(name: str, pool: Pool, scenario: Scenario, moves: Mapping[str, str]) -> Pool:
    """A pool that shares the room of one that falls away shares that of the pool it becomes."""
    into = moves.get(pool.room_of or "")
    if into is None:
        return pool
    if into == name or scenario.pools[into].room is None:
        message = f'pool "{name}" has the room of "{pool.room_of}", which falls away; state room of "{into}"'
        raise Refusal("pools", message)
    return pool.model_copy(update={"room_of": into})


def _pooled(pools: tuple[str, ...], moves: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(moves.get(pool, pool) for pool in pools))


LEVER = Lever(
    "one_window",
    Name(zh="一窗受理", en="One-window intake"),
    Name(
        zh="几个专业窗口合为一个综合窗口（可按类分设），窗口只接件，后台按部门办理，可按批交接。",
        en="Specialised counters become one pooled counter, or one for each class, which only takes files in and hands "
        "them to the back offices, at once or in batches.",
    ),
    Parameters,
    apply,
    About(
        clauses="U3, 17, 43, 50; C三(三), 六(二十二); G15, 37, 38; K15; Y3, 49",
        documented=Name(
            zh="综合窗口、前台受理后台审批、统一出件；成都分类窗口覆盖九成事项。",
            en="Pooled counters with intake in front and review behind; Chengdu's classes cover 90% of items.",
        ),
        assumed=Name(
            zh="综合窗口数、通才接件时间的增幅、交接批次。",
            en="How many windows the pooled counter has, how much longer a generalist takes, when files are "
            "handed over.",
        ),
    ),
)
