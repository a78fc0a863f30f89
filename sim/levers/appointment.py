"""Appointments 预约: people come to a counter at a time they have booked.

Mechanism: in front of the intake the case waits for a place in a session of the scenario, whose times and places are
the booked slots; at that time it stands in the counter's queue. All cases book, or those a condition or a share
selects, and the others walk in. Who has booked may be called first (`class`).

Source: local rules on appointments (Sichuan, Xi'an); of the five plans Chengdu's names it, for tax; none sets slots.
Modelling choices: slots and places; a case takes the first slot that is free, nobody stays away, and waiting for the
slot is the applicant's time. Clocks that began before run on, unless they count the government's time only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.bypass import named
from sim.levers.tools.cards import at_least
from sim.levers.tools.flows import check_new, check_session, services_with, with_flows
from sim.levers.tools.routing import Selecting, either_way, selected, twin
from sim.model.blocks import Block, Flow, Session, Task, rewritten
from sim.model.conditions import Condition
from sim.model.faults import wrong
from sim.model.quantities import Id, Integer, Model, Name, SourceKey
from sim.model.scenario import Scenario

LABEL = Name(zh="预约", en="Appointment")


class Parameters(Model):
    """Cases come to the `tasks` by places of the `session`; only those `who` selects, where it is stated."""

    id: Id = "booked"
    tasks: Annotated[tuple[Id, ...], Field(min_length=1)]
    session: Id
    who: Selecting | None = None
    queue_class: Integer | None = Field(None, alias="class")
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _class_needs_others(self) -> Self:
        if self.queue_class is not None and self.who is None:
            raise wrong("class lets those who booked go before the others; state who, or take class away")
        return self


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Put the slots in front of the tasks, in every service that has them.

    Refuses sessions without places, or with staff of their own: a slot is a time to come, not work.
    """
    check_session(scenario, "session", parameters.session)
    meeting = scenario.sessions[parameters.session]
    if meeting.places is None:
        message = f'session "{parameters.session}" takes as many as come: booking would limit nothing'
        raise Refusal("session", message)
    if meeting.pools:
        message = f'session "{parameters.session}" has staff of its own; a slot needs places only'
        raise Refusal("session", message)
    services = dict(scenario.services)
    flows: dict[str, Flow] = {}
    for task in parameters.tasks:
        for name in services_with(scenario, "tasks", (task,), (Task,)):
            flows.setdefault(name, services[name].flow)
    for name, flow in flows.items():
        condition: Condition | None = None
        if parameters.who is not None:
            services[name], condition = selected(services[name], parameters.who, parameters.id, LABEL, "who")
        flows[name] = rewritten(flow, lambda b, f=flow, c=condition: _block(f, b, c, parameters))  # type: ignore[misc]
    return with_flows(scenario.model_copy(update={"services": services}), "tasks", flows)


def _block(flow: Flow, block: Block, condition: Condition | None, parameters: Parameters) -> Sequence[Block]:
    if not isinstance(block, Task) or block.id not in parameters.tasks:
        return (block,)
    slot_id = f"{block.id}.{parameters.id}"
    check_new(flow, "id", slot_id)
    whose = block.name or Name(zh=block.id, en=block.id)
    slot = Session.model_construct(
        id=slot_id,
        name=named(whose, "等待预约时段", "waits for the booked time"),
        meeting=parameters.session,
        party="applicant",
        source=parameters.source,
    )
    if condition is None:
        return (slot, block)
    question = named(whose, "是否预约", "booked or not")
    rank = parameters.queue_class
    if rank is None:
        return (either_way(f"{slot_id}?", question, condition, (slot,)), block)
    if rank >= block.queue_class:
        raise Refusal(
            "class", f'class {rank} is not ahead of class {block.queue_class} of "{block.id}"; '
            f"allowed: below {block.queue_class}",
        )  # fmt: skip
    called = twin(
        block,
        f"{slot_id}.called",
        name=named(whose, "按预约叫号", "called as booked"),
        queue_class=rank,
        urgency=at_least(block.urgency, rank),
    )
    return (either_way(f"{slot_id}?", question, condition, (slot, called), (block,)),)


LEVER = Lever(
    "appointment",
    LABEL,
    Name(
        zh="申请人按预约时段到窗口，每个时段名额有限，可优先叫号。",
        en="Applicants come to the counter in a booked slot; slots have places, and may be called first.",
    ),
    Parameters,
    apply,
    About(
        clauses="C（预约办税）；四川、西安等地预约服务规定",
        documented=Name(zh="提供预约服务。", en="That appointments are offered."),
        assumed=Name(
            zh="时段、名额、预约比例；无人爽约。",
            en="Slots, places, the share that books; nobody stays away.",
        ),
    ),
)
