"""Building as soon as the land is there 拿地即开工: technical reviews are done before the day the clock counts from.

Mechanism: the `steps` of review are done, as a service beforehand (预审查), directly before the `milestone` that a
promise counts from, such as the land contract; the `certificates` are issued at once behind it, side by side. For the
projects `only` names, or for all. The rule is that of the scenario's `source`.

Modelling choices: a review done beforehand is never in vain and takes what it took; the land is not sold before the
reviews are done, so the time is not gone, it lies before the clock: results show it as time before the milestone.
Where the owner must draw before a review, name the drawing under `steps` too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.bypass import named
from sim.levers.tools.flows import services_with, with_flows
from sim.levers.tools.moving import check_judged, check_ready, moved, standing
from sim.levers.tools.places import check_comes_after, place_of, put_behind
from sim.levers.tools.routing import WORKING, Selecting, as_flow, selected
from sim.model.blocks import Block, Flow, Milestone, Parallel, rewritten
from sim.model.conditions import Condition
from sim.model.faults import listed, nearest
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario

LABEL = Name(zh="拿地即开工", en="Ready to build when the land is there")


class Parameters(Model):
    """`steps` are done before the `milestone`, `certificates` directly behind it."""

    id: Id
    steps: Annotated[tuple[Id, ...], Field(min_length=1)]
    milestone: Id
    certificates: tuple[Id, ...] = ()
    only: Selecting | None = None
    source: SourceKey | None = None


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Reviews before the milestone, certificates behind it, in every service that has them."""
    services = dict(scenario.services)
    flows: dict[str, Flow] = {}
    both = (*parameters.steps, *parameters.certificates)
    for name in services_with(scenario, "steps", both, WORKING):
        _check_counts(scenario, name, parameters.milestone)
        service, condition = services[name], None
        if parameters.only is not None:
            service, condition = selected(service, parameters.only, parameters.id, LABEL, "id")
        services[name] = service
        blocks = standing(service.flow, "steps", parameters.steps)
        by = place_of(service.flow, "milestone", parameters.milestone, (Milestone,), once=True)
        for step in parameters.steps:
            check_comes_after("steps", by, place_of(service.flow, "steps", step, WORKING))
        check_ready(service.flow, "steps", blocks, by)
        check_judged(scenario, name, "steps", blocks, start=False)
        flow = _before(service.flow, parameters, condition)
        flows[name] = _issued(flow, parameters, condition) if parameters.certificates else flow
    return with_flows(scenario.model_copy(update={"services": services}), "steps", flows)


def _check_counts(scenario: Scenario, service: str, milestone: str) -> None:
    """Refuse a milestone that no promise counts from: before it or behind it would be the same."""
    counted = sorted({target.scope[0] for target in scenario.targets.values() if service in target.services})
    if milestone not in counted:
        message = f'no target counts from "{milestone}"; counted from: {listed(counted)}{nearest(milestone, counted)}'
        raise Refusal("milestone", message)


def _before(flow: Flow, parameters: Parameters, condition: Condition | None) -> Flow:
    """The flow with the reviews directly before the milestone."""

    def put(rest: Flow, early: Sequence[Block]) -> Flow:
        def change(block: Block) -> Sequence[Block]:
            found = isinstance(block, Milestone) and block.id == parameters.milestone
            return (*early, block) if found else (block,)

        return rewritten(rest, change)

    label = named(LABEL, "预审查", "reviewed beforehand")
    return moved(flow, "steps", parameters.steps, condition, f"{parameters.id}.beforehand", label, put)


def _issued(flow: Flow, parameters: Parameters, condition: Condition | None) -> Flow:
    """The flow with the certificates side by side directly behind the milestone."""
    names = parameters.certificates
    by = place_of(flow, "milestone", parameters.milestone, (Milestone,))
    for step in names:
        check_comes_after("certificates", by, place_of(flow, "certificates", step, WORKING))
    check_ready(flow, "certificates", standing(flow, "certificates", names), by)
    label = named(LABEL, "交地即发证", "certificates at once")

    def at_once(blocks: Sequence[Block]) -> Sequence[Block]:
        if len(blocks) == 1:
            return blocks
        branches = {block.id: as_flow((block,)) for block in blocks}
        return (Parallel.model_construct(id=f"{parameters.id}.issued", name=label, branches=branches),)

    def put(rest: Flow, blocks: Sequence[Block]) -> Flow:
        return put_behind(rest, parameters.milestone, blocks)

    word = f"{parameters.id}.certificates"
    return moved(flow, "certificates", names, condition, word, label, put, at_once)


LEVER = Lever(
    "land_ready_start",
    LABEL,
    Name(
        zh="技术审查在签订土地合同前预先完成，交地后各证同时发放，随即开工。",
        en="Technical reviews are finished before the land contract; certificates are issued together right "
        "after it, and building starts.",
    ),
    Parameters,
    apply,
    About(
        clauses="Y45; U53",
        documented=Name(
            zh="营口第45条：一般工业项目“拿地开工+验收”，全流程40个自然日；各地四证3至5个工作日，此前2至6个月",
            en='Yingkou, clause 45: "start on the land, then accept" for ordinary industry, 40 calendar days in all; '
            "elsewhere four certificates in 3 to 5 working days, 2 to 6 months before",
        ),
        assumed=Name(
            zh="适用项目比例；预审查用时与原审查相同，且不会白做",
            en="Share of projects; a review beforehand takes what the review took, and is never in vain",
        ),
    ),
)
