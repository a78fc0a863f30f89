"""Service across halls 跨域通办: cases of a channel are handed in at another hall.

Mechanism: a `share` of the cases of a channel becomes a channel of its own. Without a shared system the file is under
way for the time of the `transfer` before the flow begins, and what was granted goes back by `mail` after the decision
(in place of collecting it here). With a shared system nothing travels: the tasks of our `counters` are done at those of
the other hall, which the scenario declares.

Source: Urumqi 8, Karamay 40, Gedian 24, 39, 41 (Wuhan and Ezhou: back office to back office, and mail), Yingkou 6.
Modelling choices: how many go to another hall, and the times. They are not more: they would have come here. A condition
on the channel takes the new one as any other. The post holds the case, by order of the government.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Self, TypeVar

from pydantic import Field, model_validator

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.bypass import bypassed, named
from sim.levers.tools.flows import check_new, check_pool, with_flows
from sim.levers.tools.places import place_of, put_behind
from sim.levers.tools.routing import check_part, either_way, has, twin
from sim.model.block import one_time
from sim.model.blocks import Block, Flow, Milestone, Task, Wait, rewritten, walk
from sim.model.conditions import Condition
from sim.model.distribution import Distribution
from sim.model.faults import listed, nearest, wrong
from sim.model.quantities import Id, Model, Name, Rate, SourceKey
from sim.model.scenario import Channel, Scenario, Service
from sim.model.sourced import Sourced, SourcedFactor, SourcedShare

S = TypeVar("S", bound=Sourced[Any])

LABEL = Name(zh="跨域通办", en="Service across halls")


class Mail(Model):
    """The certificate is on its way for `time` after the milestone `after`; `instead_of` are steps it replaces."""

    time: Distribution
    after: Id
    instead_of: tuple[Id, ...] = ()
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _one_time(self) -> Self:
        return one_time(self, "time", self.time)


class Parameters(Model):
    """This `share` of the cases of channel `of` comes in by the new channel `id`."""

    id: Id
    of: Id
    share: SourcedShare
    name: Name | None = None
    transfer: Distribution | None = None
    mail: Mail | None = None
    counters: Annotated[Mapping[Id, Id], Field(min_length=1)] | None = None
    """Our counters, and those of the other hall where their tasks are done in a shared system."""
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.transfer is None) == (self.counters is None):
            raise wrong("state transfer (files travel), or counters (a shared system, tasks are done there)")
        if self.transfer is not None:
            one_time(self, "transfer", self.transfer)
        if self.share.value >= 1:
            raise wrong(f"share {self.share.value:g} leaves nobody to the channel; allowed: above 0, below 1")
        check_part("share", self.share.value)
        return self


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Open the channel, in every service that has the one its cases came by.

    Refuses unknown channels, counters, stamps and steps, and a name that a channel or block bears already.
    """
    services = {
        name: _opened(service, parameters)
        for name, service in scenario.services.items()
        if parameters.of in service.channels
    }
    if not services:
        known = tuple(dict.fromkeys(c for service in scenario.services.values() for c in service.channels))
        said = f"declared: {listed(known)}{nearest(parameters.of, known)}"
        raise Refusal("of", f'no channel is called "{parameters.of}"; {said}')
    came = has("channel", (parameters.id,))
    flows = {name: service.flow for name, service in services.items()}
    if parameters.counters is not None:
        flows = _elsewhere(scenario, flows, parameters.counters, came, parameters.id)
    made = with_flows(
        scenario.model_copy(update={"services": {**scenario.services, **services}}), "counters", flows
    )
    return (
        made
        if parameters.mail is None
        else _mailed(made, tuple(services), parameters.mail, came, parameters.id)
    )


def _opened(service: Service, parameters: Parameters) -> Service:
    """The service with the new channel behind those it has."""
    if parameters.id in service.channels:
        raise Refusal("id", f'a channel is called "{parameters.id}" already')
    here, share = service.channels[parameters.of], parameters.share.value
    label = parameters.name or named(
        here.name or Name(zh=parameters.of, en=parameters.of), "异地", "another hall"
    )
    there = {"name": label, "transfer": parameters.transfer}
    channels: dict[str, Channel] = {
        **service.channels,
        parameters.of: _part(here, 1 - share),
        parameters.id: _part(here, share).model_copy(update=there),
    }
    return service.model_copy(update={"channels": channels})


def _part(channel: Channel, share: float) -> Channel:
    """The channel with a share of its cases: of its rate, of how often those of its list come, of the places booked."""
    if channel.rate is not None:
        return channel.model_copy(update={"rate": _times(channel.rate, share)})
    if channel.appointments is not None:
        booked = _times(channel.appointments.booked, share)
        appointments = channel.appointments.model_copy(update={"booked": booked})
        return channel.model_copy(update={"appointments": appointments})
    return channel.model_copy(update={"scale": _times(channel.scale or SourcedFactor(value=1.0), share)})


def _times(stated: S, share: float) -> S:
    def of(whole: object) -> object:
        return Rate(whole.amount * share, whole.per) if isinstance(whole, Rate) else whole * share  # type: ignore[operator]

    ends = None if stated.range is None else (of(stated.range[0]), of(stated.range[1]))
    changed: S = stated.model_copy(update={"value": of(stated.value), "range": ends})
    return changed


def _elsewhere(
    scenario: Scenario, flows: Mapping[str, Flow], counters: Mapping[str, str], came: Condition, channel: str
) -> dict[str, Flow]:
    """Flows in which tasks of our counters are done at those of the other hall for the channel's cases."""
    for pool in (*counters, *counters.values()):
        check_pool(scenario, "counters", pool)
    moved: set[str] = set()

    def change(block: Block) -> Sequence[Block]:
        if not isinstance(block, Task) or block.pool is None or block.pool not in counters:
            return (block,)
        moved.add(block.pool)
        name = f"{block.id}.{channel}"
        label = named(block.name or Name(zh=block.id, en=block.id), "异地窗口", "at the other hall")
        there = twin(block, name, name=label, pool=counters[block.pool])
        return (either_way(f"{name}?", label, came, (there,), (block,)),)

    made = {name: rewritten(flow, change) for name, flow in flows.items()}
    for pool in counters:
        if pool not in moved:
            raise Refusal(
                "counters", f'no task of these services works at "{pool}" alone: nothing is done elsewhere'
            )
    return made


def _mailed(scenario: Scenario, names: Sequence[str], mail: Mail, came: Condition, channel: str) -> Scenario:
    """The scenario in which the certificate goes by mail to the channel's cases."""
    wait = Wait.model_construct(
        id=f"{channel}.mail",
        name=named(LABEL, "邮寄送达", "sent by mail"),
        length=mail.time,
        party="intermediary",
        commissioned_by="government",
        pause=None,
        source=mail.source,
    )
    having = [name for name in names if mail.after in _milestones(scenario.services[name].flow)]
    if not having:
        known = sorted({stamp for name in names for stamp in _milestones(scenario.services[name].flow)})
        raise Refusal("mail", f'no milestone is called "{mail.after}"{nearest(mail.after, known)}')
    flows: dict[str, Flow] = {}
    for name in having:
        flow = scenario.services[name].flow
        check_new(flow, "id", wait.id)
        place_of(flow, "mail", mail.after, (Milestone,))
        sent = either_way(f"{wait.id}?", wait.name or LABEL, came, (wait,))
        flows[name] = put_behind(flow, mail.after, (sent,))
    made = with_flows(scenario, "mail", flows)
    if not mail.instead_of:
        return made
    try:
        return bypassed(made, f"{channel}.not_collected", LABEL, mail.instead_of, (came, None))
    except Refusal as refusal:
        raise Refusal("mail", refusal.message) from None


def _milestones(flow: Flow) -> set[str]:
    return {block.id for block in walk(flow) if isinstance(block, Milestone)}


LEVER = Lever(
    "cross_region",
    LABEL,
    Name(
        zh="申请人可在异地大厅提交：材料流转至属地，办结后邮寄送达；系统共享的直接在异地窗口办理。",
        en="Cases may be handed in at another hall: files travel, and the certificate goes back by mail; "
        "with a shared system they are done at the other hall's counters.",
    ),
    Parameters,
    apply,
    About(
        clauses="U8; K40; G24, 39, 41; Y6",
        documented=Name(
            zh="跨省通办、疆内通办、武鄂通办等，武鄂为后台对后台并邮寄。",
            en="That halls serve each other's cases; Wuhan and Ezhou from back office to back office, and by mail.",
        ),
        assumed=Name(
            zh="异地申请比例、流转和邮寄时间。",
            en="The share handed in elsewhere, times of transfer and mail.",
        ),
    ),
)
