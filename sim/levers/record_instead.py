"""A record instead of an approval 审批改备案、承诺备案: below a threshold the work of the approval becomes an entry.

Mechanism: for cases `when` holds for (or a share) the `steps` of the approval fall away; the matter is recorded at
once (`<id>.recorded` is stamped), by a `record` task where entering it takes somebody, or a system, some time. What
was recorded may be checked later (`check`). The rule, and its threshold, are those of the scenario's `source`.

Refused for steps of an item that bears `safety: true`, as a promise is.

Modelling choices: a record is never refused; an item whose steps fall away stays, and ends when it begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from sim.levers.lever import About, Lever
from sim.levers.tools.bypass import AtPool, bypassed, check_harmless, named, share_of, task_at
from sim.levers.tools.later_check import LaterCheck, checked_later
from sim.levers.tools.routing import Selecting
from sim.model.blocks import Block, Milestone
from sim.model.quantities import Id, Name, SourceKey
from sim.model.scenario import Scenario

LABEL = Name(zh="审批改备案", en="Record instead of approval")


class Parameters(Selecting):
    """`steps` of the approval become an entry, instant or made by a task."""

    id: Id
    steps: Annotated[tuple[Id, ...], Field(min_length=1)]
    record: AtPool | None = None
    check: LaterCheck | None = None
    source: SourceKey | None = None


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """A record in place of the approval, in every service that has the steps."""
    name, check = parameters.id, parameters.check
    for service in scenario.services.values():
        check_harmless(service.flow, parameters.steps, "a record cannot stand for its approval")
    return bypassed(
        scenario,
        name,
        LABEL,
        parameters.steps,
        (parameters.when, share_of(parameters)),
        first=recorded(scenario, name, parameters.record, LABEL),
        last=() if check is None else checked_later(scenario, check, name, LABEL),
    )


def recorded(scenario: Scenario, name: str, record: AtPool | None, label: Name) -> Sequence[Block]:
    """The entry, if it takes time, and its stamp."""
    stamp = Milestone.model_construct(id=f"{name}.recorded", name=named(label, "已备案", "recorded"))
    if record is None:
        return (stamp,)
    return (task_at(scenario, "record", record, f"{name}.record", named(label, "备案登记", "entered")), stamp)


LEVER = Lever(
    "record_instead",
    LABEL,
    Name(
        zh="低于规定门槛的事项不再审批，备案即办结。",
        en="A matter below the threshold is no longer approved: it is recorded, and thereby done.",
    ),
    Parameters,
    apply,
    About(
        clauses="U23, 35, 41; G17–20, 27; K2",
        documented=Name(
            zh="葛店第18条：投资100万元或建筑面积500平方米以下不办施工许可；第19条：穿越道路不超20米、线路不超300米的用电接入实行承诺备案",
            en="Gedian, clause 18: no construction permit below CNY 1 million or 500 m2; clause 19: power lines that "
            "cross at most 20 m of road and are at most 300 m long are recorded on a promise",
        ),
        assumed=Name(
            zh="低于门槛的案件比例、备案登记工时、事后核查的比例和不合格率",
            en="Share of cases below the threshold, work of an entry, share checked later and share that fails",
        ),
    ),
)
