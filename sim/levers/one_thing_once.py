"""One thing done once 一件事一次办 (证照联办): several items a person came for one after another become one case.

Mechanism: one form and one intake instead of one for each item; papers several items ask for are collected once;
the items are then done side by side and meet at the slowest; one delivery ends the case. `intake` names what is done
once before the fork (papers, intake task, the stamp of acceptance), `delivery` what is done once after the join;
both keep their ids. `drop` are the other intakes, deliveries and ways between them. The rule a scenario follows is
that of its `source`.

Modelling choices: papers of the later `documents` join the first of them, each stated once, and a missing one is
treated as the first treats its papers, so that papers of other rules are refused. One form for all may take longer
at intake than the first item's own (`longer`). What is taken out of an item is not on that item's clock any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from sim.levers.lever import About, Lever, Refusal
from sim.levers.parallel_approval import check_beside
from sim.levers.tools.flows import DROPPED, check_named, check_new, services_with, with_flows, without
from sim.levers.tools.papers import papers_joined
from sim.levers.tools.places import apart, branches_of, place_of, run_replaced, taken_out
from sim.model.blocks import (
    Block,
    Choice,
    Documents,
    Flow,
    Milestone,
    Parallel,
    Session,
    Task,
    Wait,
    rewritten,
    walk,
)
from sim.model.faults import listed
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedPositive

MOVED: tuple[type[Block], ...] = (Documents, Choice, Task, Session, Wait, Milestone)
"""Kinds of blocks that may be done once for all items."""


class Parameters(Model):
    """`items` become branches of `id`, behind one `intake` and before one `delivery`."""

    id: Id
    items: Annotated[tuple[Id, ...], Field(min_length=2)]
    intake: Annotated[tuple[Id, ...], Field(min_length=1)]
    delivery: tuple[Id, ...] = ()
    drop: tuple[Id, ...] = ()
    documents: Annotated[tuple[Id, ...], Field(min_length=2)] | None = None
    """Sets of papers that become one, the first of them."""
    longer: SourcedPositive = SourcedPositive(value=1.0)
    """Factor on the intake tasks: one form for all items."""
    source: SourceKey | None = None


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """One case of several items, in every service that has them."""
    for said in ("items", "intake", "delivery"):
        names: tuple[str, ...] = getattr(parameters, said)
        if len(set(names)) < len(names):
            raise Refusal(said, f"{listed(names)}: one stands there twice")
    for name in (*parameters.intake, *parameters.delivery):
        if name in parameters.drop:
            raise Refusal("drop", f'"{name}" is done once; it cannot fall away too')
    flows = services_with(scenario, "items", parameters.items, (Block,))
    return with_flows(scenario, "items", {name: _as_one(flow, parameters) for name, flow in flows.items()})


def _as_one(flow: Flow, parameters: Parameters) -> Flow:
    check_new(flow, "id", parameters.id)
    check_named(walk(flow), "drop", parameters.drop, DROPPED)
    flow = without(flow, parameters.drop)
    if parameters.documents is not None:
        for name in parameters.documents:
            place_of(flow, "documents", name, (Documents,), once=True)
        flow = papers_joined(flow, parameters.documents)
    flow = _one_form(flow, parameters)
    order = [id(block) for block in walk(flow)]
    items = [place_of(flow, "items", name, (Block,))[-1].block for name in parameters.items]
    first = min(order.index(id(item)) for item in items)
    last = max(order.index(id(block)) for block in walk(items))
    before = _from(flow, "intake", parameters.intake, range(first, len(order)))
    behind = _from(flow, "delivery", parameters.delivery, range(last + 1))
    flow, once_before = taken_out(flow, before)
    flow, once_behind = taken_out(flow, behind)
    made = run_replaced(
        flow, parameters.items, lambda run: (*once_before, _fork(run, parameters), *once_behind)
    )
    if made is None:
        raise Refusal("items", apart(parameters.items))
    return made


def _from(flow: Flow, parameter: str, names: Sequence[str], moved: range) -> list[str]:
    """Those of the blocks that stand where they must move away from. Refuses one not done exactly once."""
    order = [id(block) for block in walk(flow)]
    found = {name: place_of(flow, parameter, name, MOVED, once=True)[-1].block for name in names}
    return [name for name, block in found.items() if order.index(id(block)) in moved]


def _fork(run: Flow, parameters: Parameters) -> Parallel:
    branches = branches_of(run)
    check_beside("items", branches)
    return Parallel.model_construct(
        id=parameters.id, name=LEVER.label, branches=branches, source=parameters.source
    )


def _one_form(flow: Flow, parameters: Parameters) -> Flow:
    """The flow with its intake tasks as much longer as the one form is."""
    factor = parameters.longer.value
    if factor == 1:
        return flow
    named = [block for block in walk(flow) if block.id in parameters.intake]
    tasks = [block for block in walk(named) if isinstance(block, Task) and block.intake]
    if not tasks:
        message = f"none of {listed(parameters.intake)} is a task with intake: true that could take longer"
        raise Refusal("longer", message)
    return rewritten(
        flow,
        lambda block: (
            (block.model_copy(update={"work": block.work.scaled(factor)}),)
            if isinstance(block, Task) and block in tasks
            else (block,)
        ),
    )


LEVER = Lever(
    "one_thing_once",
    Name(zh="一件事一次办", en="One thing done once"),
    Name(
        zh="多个事项合为一件事：一张表单、一次受理，共用材料只交一次，各事项同时办理，一次送达。",
        en="Several items become one case: one form, one intake, shared papers collected once, items done side by "
        "side, one delivery.",
    ),
    Parameters,
    apply,
    About(
        clauses="U6, 31; K1, 2, 41; G38; Y3",
        documented=Name(
            zh="一次告知、一表申请、一套材料、一窗受理、一次办成；材料取并集。",
            en="One form, one set of papers, one window, one result; papers are the union of what the items ask for.",
        ),
        assumed=Name(
            zh="合并表单使接件时间变长的倍数；缺件按第一个事项的规则处理。",
            en="How much longer the one form takes at intake; a missing paper is treated as the first item treats it.",
        ),
    ),
)
