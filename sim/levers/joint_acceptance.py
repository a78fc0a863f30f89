"""Joint acceptance 联合验收 of a finished building: one application, one visit by all inspectors, one list of defects.

Mechanism: the rounds of the single inspections become one loop. First all inspectors come at once; each gives
its own result. All rework is done side by side and outside the clock (整改 pauses it). If it takes no longer
than `within`, only what failed is inspected again, by its own inspector; if it takes longer, everybody comes
again. The clause this follows is that of the scenario's `source`: one application, one visit, one list, rework
within a stated time.

Modelling choices: an item that has passed stays passed, also when everybody comes again. Once rework was late,
every later visit is a whole one. The deadline runs anew with each rework, and finishing at the deadline is in
time. Only waits that the government does not hold are rework, and pause. What stands before an inspection is
done at every visit, for all items that have not passed, before anybody comes. An `item` or `stage` block that
held nothing but its round is dissolved, and its own clock with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from sim.levers.lever import About, Lever, Refusal, Work
from sim.levers.tools.flows import with_flows
from sim.levers.tools.rounds import (
    ROUNDS,
    Joining,
    Round,
    joined_flows,
    one_loop,
    rework,
    shared,
    side_by_side,
)
from sim.levers.tools.routing import either_way
from sim.model.blocks import (
    Block,
    Documents,
    Flow,
    Milestone,
    Parallel,
    Party,
    Pause,
    Race,
    Repeat,
    Task,
    Wait,
    rewritten,
)
from sim.model.conditions import Both, Condition, Not, Stamped
from sim.model.distribution import Distribution
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedDuration
from sim.model.staff import pool_named

FOR_EVER = Distribution.model_validate("36500 cd")
"""A branch of a race that must not win."""
VISIT_KIND = Name(zh="首次联合核验或复验", en="First joint visit or re-inspection")
AGAIN = Name(zh="未通过的再查", en="inspected again if it failed")
VISITED = Name(zh="已联合核验", en="Joint visit made")
LATE = Name(zh="整改逾期", en="Rectification is late")
GRACE = Name(zh="到期当日仍算按期", en="In time at the very deadline")


class Parameters(Model):
    """`rounds` become the loop `id`; its first visit takes `visit`; `drop` are applications that fall away."""

    id: Id
    rounds: Annotated[tuple[Id, ...], Field(min_length=2)]
    visit: Work
    within: SourcedDuration
    """Rework that takes longer means that everything is inspected again."""
    pause: Pause = "整改 rectification"
    drop: tuple[Id, ...] = ()
    source: SourceKey | None = None


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """One joint loop in place of the rounds, in every service that has them."""

    def join(rounds: tuple[Round, ...]) -> Block:
        return _joint_loop(scenario, rounds, parameters)

    flows = joined_flows(scenario, Joining(parameters.id, parameters.rounds, join), parameters.drop)
    return with_flows(scenario, ROUNDS, flows)


def _joint_loop(scenario: Scenario, rounds: Sequence[Round], parameters: Parameters) -> Repeat:
    name = parameters.id
    visited, late = f"{name}.visited", f"{name}.late"
    only_failed = Condition(
        f"stamped.{visited} and not stamped.{late}", Both(Stamped(visited), Not(Stamped(late)))
    )
    visit = _visit(scenario, rounds, parameters)
    return one_loop(
        name,
        LEVER.label,
        rounds,
        visit=(either_way(f"{name}.visit_kind", VISIT_KIND, only_failed, (), (visit,)),),
        own=lambda one: (either_way(f"{one.id}.again", _again(one), only_failed, (one.task,)),),
        between=_in_time(rounds, parameters, late),
        source=parameters.source,
        after=(_stamp(visited, VISITED),),
    )


def _visit(scenario: Scenario, rounds: Sequence[Round], parameters: Parameters) -> Task:
    """All inspectors at once."""
    tasks = [one.task for one in rounds]
    for task in tasks:
        if task.pool is None and not task.all_of:
            way = "a skill" if task.skill is not None else "any_of"
            raise Refusal(ROUNDS, f'task "{task.id}" asks for {way}; a joint visit needs pool or all_of')
    pools = tuple(
        dict.fromkeys(pool for task in tasks for pool in (task.pool, *task.all_of) if pool is not None)
    )
    parties: list[Party] = []
    if any(task.stated_parties for task in tasks):
        for task in tasks:
            pools_of = (pool for pool in (task.pool, *task.all_of) if pool is not None)
            held_by = [pool_named(scenario, pool).party for pool in pools_of]
            parties += task.stated_parties or held_by
    return Task.model_construct(
        id=f"{parameters.id}.visit",
        name=Name(zh="联合验收现场核验", en="Joint visit of all inspectors"),
        pool=None,
        all_of=pools,
        work=parameters.visit,
        parties=tuple(dict.fromkeys(parties)),
        source=parameters.source,
        **shared(tasks, "a joint visit"),
    )


def _in_time(rounds: Sequence[Round], parameters: Parameters, late: str) -> Flow:
    """The rework, and a stamp if it takes longer than allowed."""
    name = parameters.id

    def paused(flow: Flow) -> Flow:
        return rewritten(flow, lambda block: (_paused(block, parameters.pause),))

    done = rework(name, rounds, paused)
    if not done:
        return ()
    deadline = Wait.model_construct(
        id=f"{name}.deadline",
        name=Name(zh="整改期限", en="Time allowed for rectification"),
        length=Distribution.model_validate(str(parameters.within.value)),
        party=None,  # type: ignore[arg-type]  # time alone runs; files cannot say so
        pause=None,
        source=parameters.source,
    )
    never = Wait.model_construct(
        id=f"{name}.never",
        name=Name(zh="逾期后继续整改", en="Rectification goes on"),
        length=FOR_EVER,
        party=None,  # type: ignore[arg-type]
        pause=None,
        source=parameters.source,
    )
    race = Race.model_construct(
        id=f"{name}.rework",
        name=Name(zh="整改", en="Rectification"),
        branches={"done": done, "late": (deadline, *_in_the_end(name, done), _stamp(late, LATE), never)},
        source=parameters.source,
    )
    return (race,)


def _paused(block: Block, pause: str | None) -> Block:
    if isinstance(block, Wait) and block.party != "government" and block.pause is None:
        return block.model_copy(update={"pause": pause})
    return block


def _in_the_end(name: str, done: Flow) -> Flow:
    """Empty forks that take as many rounds of an instant as the end of the rework, so that the deadline is not missed
    by rework that ends with it."""
    flow: Flow = ()
    for level in range(_depth(done) + 1, 0, -1):
        flow = side_by_side(f"{name}.grace{level}", GRACE, {"late": flow})
    return flow


def _depth(flow: Flow) -> int:
    """How many forks may be joined one after the other: inside each other, in sequence, and at each visit of a loop."""
    return sum(map(_joins, flow))


def _joins(block: Block) -> int:
    inner = [_depth(flow) for flow in block.inner().values()]
    if isinstance(block, Repeat):
        return block.maximum * sum(inner)
    if isinstance(block, Documents):  # papers still to come are supplied side by side
        return (block.maximum or 1) * sum(inner) + 1
    return (1 if isinstance(block, (Parallel, Race)) else 0) + max(inner, default=0)


def _again(one: Round) -> Name:
    whose = one.name or Name(zh=one.id, en=one.id)
    return Name(zh=f"{whose.zh}：{AGAIN.zh}", en=f"{whose.en}: {AGAIN.en}")


def _stamp(milestone: str, name: Name) -> Milestone:
    return Milestone.model_construct(id=milestone, name=name)


LEVER = Lever(
    "joint_acceptance",
    Name(zh="联合验收", en="Joint acceptance"),
    Name(
        zh="各专项验收合为一次现场会验，全部部门同时到场，结果须全部合格；不合格的整改后复验。",
        en="The single acceptances become one site visit with every department at once; all must pass, and "
        "what failed is inspected again after repair.",
    ),
    Parameters,
    apply,
    About(
        clauses="U38; C三(二); G16, 18; Y47",
        documented=Name(
            zh="一口进件、联合验收；北京平均每个项目 4.79 项，15 日内只复验不合格项。",
            en="One intake and one visit; Beijing's projects have 4.79 items on average, and within 15 days "
            "only failed items are seen again.",
        ),
        assumed=Name(
            zh="各项不合格比例、整改时间、联合踏勘的日程。",
            en="How often each item fails, how long repair takes, when visits are held.",
        ),
    ),
)
