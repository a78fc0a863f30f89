"""Automatic approval 智能秒批、24小时自助: a system decides what it can at any hour; the rest goes to the staff.

Mechanism: before the first of the `steps` every case that may (`when`) is tried by a system, a pool that is open round
the clock and needs nobody. The `share` it settles passes by the steps, with all they would have stamped; what it drops
waits for the staff, who work in their hours as before, on steps that keep their ids and draws.

Source: Chengdu's items decided by machine and 24-hour service, Gedian 40 and 41, Yingkou 4, Urumqi 16 and 50.
Modelling choices: what the machine settles is drawn once a case, whatever the case is like; a case it drops has spent
the machine's time too. The capacity of the system is the scenario's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from sim.levers.lever import About, Lever
from sim.levers.tools.bypass import AtPool, bypassed, check_harmless, task_at
from sim.levers.tools.flows import check_new, services_with, with_flows
from sim.levers.tools.places import put_before
from sim.levers.tools.routing import WORKING, check_condition, check_part, check_system, either_way
from sim.model.blocks import Block, Flow, walk
from sim.model.conditions import Condition
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedShare

LABEL = Name(zh="智能秒批", en="Automatic approval")
TRIED = Name(zh="可由系统审批", en="May be decided by the system")


class Parameters(Model):
    """The `system` tries all cases `when` holds for, and settles this `share` of them without the `steps`."""

    id: Id
    steps: Annotated[tuple[Id, ...], Field(min_length=1)]
    system: AtPool
    share: SourcedShare
    when: Condition | None = None
    source: SourceKey | None = None


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """The system before the steps, in every service that has them.

    Refuses steps that are unknown, a system that is none or closes, and conditions a service's cases cannot answer.
    """
    check_part("share", parameters.share.value)
    name, when = parameters.id, parameters.when
    tried = task_at(scenario, "system", parameters.system, f"{name}.tried", LABEL)
    check_system(scenario, "system", parameters.system.pool)
    flows: dict[str, Flow] = {}
    for service, flow in services_with(scenario, "steps", parameters.steps, WORKING).items():
        check_harmless(flow, parameters.steps, "no machine decides it")
        check_new(flow, "id", tried.id)
        machine: Sequence[Block] = (tried,)
        if when is not None:
            check_condition(scenario.services[service], "when", when)
            machine = (either_way(f"{name}.tried?", TRIED, when, machine),)
        first = next(block.id for block in walk(flow) if block.id in parameters.steps)
        flows[service] = put_before(flow, first, machine)
    made = with_flows(scenario, "steps", flows)
    return bypassed(made, name, LABEL, parameters.steps, (when, parameters.share.value))


LEVER = Lever(
    "automatic_approval",
    LABEL,
    Name(
        zh="系统全天候自动审批，能批的即时办结，其余转人工在工作时间办理。",
        en="A system decides at any hour what it can; the rest goes to the staff in their working hours.",
    ),
    Parameters,
    apply,
    About(
        clauses="C三(一), 六(二十二); G40, 41; Y4; U16, 50",
        documented=Name(
            zh="智能办、秒批、24小时自助服务的事项。",
            en="That there are such items, and service round the clock.",
        ),
        assumed=Name(
            zh="直接办结的比例、系统用时。",
            en="The share settled without staff, and the time the system takes.",
        ),
    ),
)
