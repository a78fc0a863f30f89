"""Chief representatives 首席事务代表: a department's representative at the hall decides there and then.

Mechanism: for named items, a share of the cases is decided by the representative in one task at the hall; the steps
of the back office in that item, signing included, fall away for them. The rest goes to the back office as before. The
item's own clock, its stamps and what follows stay the same.

Source: Karamay 36 wants chief representatives at its halls; what they may decide, it does not say. Modelling choices:
the share that can be decided on the spot, drawn once a case and item; the representative's other duties are those
of the pool.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.bypass import AtPool, bypassed, task_at
from sim.levers.tools.flows import check_named, services_with
from sim.levers.tools.places import IDLE
from sim.levers.tools.routing import check_part
from sim.model.blocks import Flow, Item, Session, Task, find, walk
from sim.model.conditions import Condition
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedShare

LABEL = Name(zh="首席事务代表", en="Chief representative")


class Decides(AtPool):
    """A representative at `pool` decides this `share` of an item's cases, in `work`, without its `skips`."""

    share: SourcedShare
    when: Condition | None = None
    skips: tuple[Id, ...] = ()
    """Steps of the item that fall away; all of it unless stated."""


class Parameters(Model):
    """`items`, each with the representative who decides it on the spot."""

    items: Annotated[Mapping[Id, Decides], Field(min_length=1)]
    source: SourceKey | None = None


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Let the representatives decide, in every service that has the items.

    Refuses unknown items and pools, steps that are not in the item, and items in which nothing is done by others.
    """
    for item, decides in parameters.items.items():
        check_part(f'share of "{item}"', decides.share.value)
        # Items of one name in several services may hold different steps: each service on its own.
        for service, flow in services_with(scenario, "items", (item,), (Item,)).items():
            name = f"{item}.on_the_spot"
            task = task_at(scenario, "items", decides, name, LABEL)
            alone = scenario.model_copy(update={"services": {service: scenario.services[service]}})
            skipped, who = _skipped(flow, item, decides), (decides.when, decides.share.value)
            try:
                made = bypassed(alone, name, LABEL, skipped, who, first=(task,))
            except Refusal as refusal:
                raise Refusal("items", refusal.message) from None
            scenario = scenario.model_copy(update={"services": {**scenario.services, **made.services}})
    return scenario


def _skipped(flow: Flow, item: str, decides: Decides) -> tuple[str, ...]:
    """Ids of the steps that fall away."""
    block = find(flow, item)
    assert isinstance(block, Item)
    inside = list(walk(block.do))
    if not any(isinstance(b, (Task, Session)) and getattr(b, "pool", "") != decides.pool for b in inside):
        raise Refusal("items", f'nothing in "{item}" is done by others than "{decides.pool}"')
    if not decides.skips:
        return tuple(inner.id for inner in block.do if not isinstance(inner, IDLE))
    check_named(inside, "items", decides.skips, tuple({type(b) for b in inside if not isinstance(b, IDLE)}))
    return decides.skips


LEVER = Lever(
    "chief_representative",
    LABEL,
    Name(
        zh="部门授权首席事务代表在大厅当场审批指定事项，不再转后台、不再签批。",
        en="A department's representative decides named items at the hall, without back office and signing.",
    ),
    Parameters,
    apply,
    About(
        clauses="K36",
        documented=Name(zh="大厅落实首席事务代表制度。", en="That the halls have chief representatives."),
        assumed=Name(
            zh="授权哪些事项、可当场决定的比例、代表人数与用时。",
            en="Which items, and the share decided on the spot; the representatives and the time they take.",
        ),
    ),
)
