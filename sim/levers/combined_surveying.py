"""Combined surveying 多测合一 (联合测绘): surveys of one stage are one commission at one surveyor, their result shared.

Mechanism: instead of a survey for each department (planning, floor area, cadastre, civil defence …), each with a
commission of its own, one surveyor measures everything in one go before the first department needs a result; the
others take it from the shared file. The rule a scenario follows is that of its `source`.

Modelling choices: the joint survey stands where the first of them stood; surveys that are branches of one parallel
become one before the fork. The first of the `commissions` stays, the others fall away. The work of the joint survey
is stated, and drawn anew; what the single surveys share (party, class, who commissions …) it keeps. A result is
right the first time, as those of the single surveys were.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from sim.levers.lever import About, Lever, Refusal, Work
from sim.levers.tools.flows import (
    DROPPED,
    check_named,
    check_new,
    check_pool,
    services_with,
    with_flows,
    without,
)
from sim.levers.tools.places import Place, check_follows, place_of, put_before, taken_out
from sim.levers.tools.rounds import shared, shared_parties
from sim.model.blocks import Block, Flow, Parallel, Session, Task, Wait, walk
from sim.model.faults import listed
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario

SURVEYS = "surveys"


class Parameters(Model):
    """`surveys` become the task `id` at `into`; of their `commissions` one stays; `drop` falls away besides."""

    id: Id
    surveys: Annotated[tuple[Id, ...], Field(min_length=2)]
    into: Id
    work: Work
    """The joint survey."""
    commissions: tuple[Id, ...] = ()
    drop: tuple[Id, ...] = ()
    source: SourceKey | None = None


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """One survey in place of several, in every service that has them."""
    check_pool(scenario, "into", parameters.into)
    if len(set(parameters.surveys)) < len(parameters.surveys):
        raise Refusal(SURVEYS, f"{listed(parameters.surveys)}: a survey stands there twice")
    flows = services_with(scenario, SURVEYS, parameters.surveys, (Task,))
    return with_flows(scenario, SURVEYS, {name: _combined(flow, parameters) for name, flow in flows.items()})


def _combined(flow: Flow, parameters: Parameters) -> Flow:
    check_new(flow, "id", parameters.id)
    check_named(walk(flow), "drop", parameters.drop, DROPPED)
    stands = [place_of(flow, SURVEYS, one, (Task,)) for one in parameters.surveys]
    for commission in parameters.commissions:
        place_of(flow, "commissions", commission, (Task, Session, Wait))
    order = [block.id for block in walk(flow)]
    stands.sort(key=lambda place: order.index(place[-1].block.id))
    anchor = _anchor(stands)
    flow, commissions = taken_out(without(flow, parameters.drop), parameters.commissions)
    flow = put_before(flow, anchor, (*commissions[:1], _joint(stands, parameters)))
    return taken_out(flow, parameters.surveys)[0]


def _anchor(stands: Sequence[Place]) -> str:
    """The block the joint survey stands before: the first survey, or the parallel all of them are branches of."""
    first = stands[0]
    fork = _fork(stands)
    if fork is not None:
        return fork.id
    for later in stands[1:]:
        check_follows(SURVEYS, first, later)
    return first[-1].block.id


def _fork(stands: Sequence[Place]) -> Parallel | None:
    """The parallel in whose branches the surveys stand, each on its own way."""
    for depth in range(min(map(len, stands)) - 1):
        blocks = [place[depth].block for place in stands]
        if any(block is not blocks[0] for block in blocks):
            return None
        branches = {place[depth + 1].path for place in stands}
        if isinstance(blocks[0], Parallel) and len(branches) > 1:
            return blocks[0]
    return None


def _joint(stands: Sequence[Place], parameters: Parameters) -> Block:
    tasks = [place[-1].block for place in stands if isinstance(place[-1].block, Task)]
    return Task.model_construct(
        id=parameters.id,
        name=LEVER.label,
        pool=parameters.into,
        work=parameters.work,
        parties=shared_parties(tasks, "a joint survey", SURVEYS),
        source=parameters.source,
        **shared(tasks, "a joint survey", SURVEYS),
    )


LEVER = Lever(
    "combined_surveying",
    Name(zh="多测合一", en="Combined surveying"),
    Name(
        zh="同一阶段的多项测绘合并为一次委托、一家测绘单位、成果共享。",
        en="The surveys of a stage become one commission at one surveyor, and every department uses its result.",
    ),
    Parameters,
    apply,
    About(
        clauses="U37; C三(二); Y43",
        documented=Name(
            zh="立项用地、施工许可、竣工验收等测绘点各一次委托，成果共享。",
            en="One commission and a shared result at each point of the flow where something is measured.",
        ),
        assumed=Name(
            zh="联合测绘的作业时间由情景给出；成果一次合格。",
            en="How long the joint survey takes is the scenario's number; its result is right the first time.",
        ),
    ),
)
