"""Utilities step in early 提前介入 (水电气前置、外线并联): all but the hook-up is done while the project goes on.

Mechanism: named steps of water, power or gas (survey, design, plan, outside works) start at a milestone of the
project, or behind one of its items, in the background; at their old place only the hook-up is left, and it holds
until they are done. The rule a scenario follows is that of its `source`.

Modelling choices: every project that reaches the milestone needs them, so the milestone, the steps and the hook-up
must each be reached exactly once. The steps keep their order, their crews and their ids; they leave the item they
stood in, whose own clock then counts the hook-up only. Waiting for them is nobody's time. What a utility did for a
project that ends before its hook-up was in vain.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.flows import check_new, services_with, with_flows
from sim.levers.tools.places import check_follows, place_of, put_before, put_behind, taken_out
from sim.levers.tools.routing import as_flow
from sim.model.blocks import (
    Background,
    Block,
    Flow,
    Item,
    Milestone,
    Parallel,
    Require,
    Session,
    Stage,
    Task,
    Wait,
)
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario

WORKS: tuple[type[Block], ...] = (Task, Session, Wait, Item, Parallel)
"""Kinds of steps that may be done early."""
STARTS: tuple[type[Block], ...] = (Milestone, Item, Stage)
"""Behind what they may start."""
EARLY = Name(zh="市政公用提前介入", en="Utilities at work early")
HELD = Name(zh="等待前期工作完成", en="Waits for what was begun early")


class Line(Model):
    """`early` steps of one utility, and the `hook_up` that stays where it was."""

    early: Annotated[tuple[Id, ...], Field(min_length=1)]
    hook_up: Id
    name: Name | None = None


class Parameters(Model):
    """From the milestone `start` on, or the end of that item, each of the `lines` works in the background."""

    start: Id
    lines: Annotated[Mapping[Id, Line], Field(min_length=1)]
    source: SourceKey | None = None


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Start early, in every service that has all of the steps."""
    named = [
        step for line in parameters.lines.values() for step in dict.fromkeys((*line.early, line.hook_up))
    ]
    for step in named:
        if named.count(step) > 1:
            raise Refusal("lines", f'"{step}" stands there twice')
    flows = services_with(scenario, "lines", named, WORKS)
    return with_flows(scenario, "lines", {name: _early(flow, parameters) for name, flow in flows.items()})


def _early(flow: Flow, parameters: Parameters) -> Flow:
    start = place_of(flow, "start", parameters.start, STARTS)
    for name, line in parameters.lines.items():
        check_new(flow, "lines", f"{name}.early")
        hook_up = place_of(flow, "lines", line.hook_up, WORKS)
        check_follows("start", start, hook_up)
        for step in line.early:
            if step == line.hook_up:
                raise Refusal("lines", f'"{step}" is the hook-up; it stays where it is')
            stands = place_of(flow, "lines", step, WORKS)
            check_follows("start", start, stands)
            check_follows("lines", stands, hook_up)
    backgrounds: list[Block] = []
    for name, line in parameters.lines.items():
        flow, steps = taken_out(flow, line.early)
        backgrounds.append(
            Background.model_construct(
                id=f"{name}.early",
                name=line.name or Name(zh=f"{EARLY.zh}：{name}", en=f"{EARLY.en}: {name}"),
                do=as_flow(steps),
                after="withdraw",
                later_outcome=None,
                source=parameters.source,
            )
        )
        held = Require.model_construct(id=f"{name}.early", name=HELD, pause=None, source=parameters.source)
        flow = put_before(flow, line.hook_up, (held,))
    return put_behind(flow, parameters.start, backgrounds)


LEVER = Lever(
    "early_utilities",
    Name(zh="水电气提前介入", en="Utilities step in early"),
    Name(
        zh="供水供电供气的勘查、设计和外线工程提前至规划许可阶段同步开展，验收后只剩接入。",
        en="Survey, design and outside works of water, power and gas start at the planning permit, beside the "
        "project; only the hook-up is left at the end.",
    ),
    Parameters,
    apply,
    About(
        clauses="U42, 43; G19; K13; Y54",
        documented=Name(
            zh="市政公用服务提前至工程规划许可阶段，外线工程审批并联办理，竣工验收后直接接入。",
            en="Utilities are moved to the planning permit, permits for outside works run side by side, and hook-up "
            "follows acceptance.",
        ),
        assumed=Name(
            zh="哪些步骤可以提前；项目中途终止时前期工作作废。",
            en="Which steps can be done early; they are in vain where a project ends before its hook-up.",
        ),
    ),
)
