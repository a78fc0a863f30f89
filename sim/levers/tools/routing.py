"""Ways around a part of the flow: which cases take another one, what it must still stamp, and tasks done another way.

A case is selected by a condition on what is known of it, or by a share that becomes an attribute of the case, so
that the same case takes the same way at every step. Nothing that stays is drawn anew: steps keep their ids, and a
task done another way (`twin`) has the luck of the task it stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Self, cast

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from sim.levers.lever import Refusal
from sim.levers.tools.flows import needed_by, not_once, services_with, stamps_of, watched
from sim.levers.tools.places import IDLE, run_replaced
from sim.model.blocks import (
    BLOCKS,
    Background,
    Block,
    Choice,
    Documents,
    Flow,
    Milestone,
    Option,
    Part,
    Race,
    Repeat,
    Task,
    Until,
    walk,
)
from sim.model.conditions import Both, Condition, Either, IsValue, Not, Stamped
from sim.model.faults import listed, wrong
from sim.model.names import STAMPED_ALWAYS, ServiceNames
from sim.model.quantities import Model, Name
from sim.model.scenario import Attribute, Scenario, Service
from sim.model.sourced import SourcedShare
from sim.model.staff import pool_named
from sim.model.steps import Twin

YES, NO = "yes", "no"
WORKING = tuple(kind for kind in BLOCKS if kind not in IDLE)
"""Blocks that do something of their own."""


class Selecting(Model):
    """Cases that take another way: those a condition holds for, or a share of all."""

    when: Condition | None = None
    share: SourcedShare | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.when is None) == (self.share is None):
            raise wrong("state exactly one of when (a condition) and share (of all cases)")
        if self.share is not None:
            check_part("share", self.share.value)
        return self


def check_part(said: str, share: float) -> None:
    """A share of nobody selects nothing."""
    if share <= 0:
        raise wrong(f"{said} 0 means no case; allowed: above 0 to 1")


def as_flow(blocks: Iterable[Block]) -> Flow:
    """The blocks as a flow; every kind of block may stand in one."""
    return cast(Flow, tuple(blocks))


def either_way(
    block_id: str, name: Name, when: Condition, do: Sequence[Block], otherwise: Sequence[Block] = ()
) -> Choice:
    """Do one or the other."""
    return _choice(block_id, name, {"when": when}, do, otherwise)


def by_share(
    block_id: str, name: Name, share: float, do: Sequence[Block], otherwise: Sequence[Block] = ()
) -> Choice:
    """Do one in this share of the visits, else the other."""
    return _choice(block_id, name, {"share": SourcedShare(value=share)}, do, otherwise)


def _choice(
    block_id: str, name: Name, way: Mapping[str, Any], do: Sequence[Block], otherwise: Sequence[Block]
) -> Choice:
    options = (
        Option.model_construct(**way, do=as_flow(do)),
        Option.model_construct(otherwise=True, do=as_flow(otherwise)),
    )
    return Choice.model_construct(id=block_id, name=name, options=options)


def has(attribute: str, values: Sequence[str] = (YES,)) -> Condition:
    """The case has one of these values of an attribute."""
    return one_of([Condition(f"{attribute} == '{value}'", IsValue(attribute, value)) for value in values])


def one_of(conditions: Sequence[Condition]) -> Condition:
    """Any of the conditions holds."""
    first, *rest = conditions
    for other in rest:
        first = Condition(f"{first.text} or {other.text}", Either(first.tree, other.tree))
    return first


def both(one: Condition | None, other: Condition) -> Condition:
    """Both conditions hold; the second alone where there is no first."""
    if one is None:
        return other
    return Condition(f"({one.text}) and ({other.text})", Both(one.tree, other.tree))


def with_attribute(
    service: Service, parameter: str, name: str, shares: Mapping[str, float], label: Name
) -> Service:
    """The service whose cases have one more attribute, drawn at arrival. Refuses a name that is taken."""
    if name in service.attributes or name == "channel":
        raise Refusal(parameter, f'cases have an attribute "{name}" already; take another name')
    values = {value: SourcedShare(value=share) for value, share in shares.items()}
    added = Attribute.model_construct(name=label, values=values, number=None, source=None)
    return service.model_copy(update={"attributes": {**service.attributes, name: added}})


def selected(
    service: Service, selecting: Selecting, name: str, label: Name, parameter: str
) -> tuple[Service, Condition]:
    """The service, with an attribute `name` where a share selects, and the condition of those selected."""
    if selecting.share is not None:
        share = selecting.share.value
        made = with_attribute(service, parameter, name, {YES: share, NO: round(1 - share, 12)}, label)
        return made, has(name)
    assert selecting.when is not None
    check_condition(service, "when", selecting.when)
    return service, selecting.when


def check_condition(service: Service, parameter: str, condition: Condition) -> None:
    """Refuse a condition that asks for what the service's cases do not have."""
    blocks = list(walk(service.flow))
    names = ServiceNames(
        "",
        milestones=(*STAMPED_ALWAYS, *sorted(stamps_of(service.flow))),
        papers=tuple(paper for block in blocks if isinstance(block, Documents) for paper in block.papers),
        channels=tuple(service.channels),
        attributes={
            name: None if stated.values is None else tuple(stated.values)
            for name, stated in service.attributes.items()
        },
    )
    try:
        Condition.parse(condition.text, names)
    except PydanticCustomError as fault:
        raise Refusal(parameter, fault.message()) from None


def twin(task: Task, twin_id: str, **changes: object) -> Twin:
    """The task done another way, with the same luck."""
    stated = {field: getattr(task, field) for field in Task.model_fields}
    return Twin.model_construct(**{**stated, "id": twin_id, "twin_of": task.drawn_as, **changes})


Way = Callable[[Flow, Flow], Sequence[Block]]
"""Makes what stands in place of a run, of the run and of the stamps that a way around it must still set."""


def around(scenario: Scenario, parameter: str, steps: Sequence[str], way: Way) -> dict[str, Flow]:
    """Flows with another way around the run of `steps`, by service that has it.

    Refuses steps that stand nowhere together, and a run with stamps or clocks that others need and the other way
    cannot give.
    """
    if len(set(steps)) < len(steps):
        raise Refusal(parameter, f"{listed(steps)}: a step stands there twice")
    found: dict[str, Flow] = {}
    for name, service in scenario.services.items():
        flow = run_replaced(
            service.flow,
            steps,
            lambda run, name=name: way(run, kept_stamps(scenario, name, run, parameter)),  # type: ignore[misc]
        )
        if flow is not None:
            found[name] = flow
    if not found:
        services_with(scenario, parameter, steps, WORKING)
        raise Refusal(parameter, f"{listed(steps)} do not directly follow one another in one list")
    return found


def kept_stamps(scenario: Scenario, name: str, run: Flow, parameter: str) -> Flow:
    """Milestones of the run, in order: those set once in every case, and others somebody outside needs."""
    inside = {id(block) for block in walk(run)}
    service = scenario.services[name]
    others = [block for block in walk(service.flow) if id(block) not in inside]
    needed = {stamp for block in others for stamp in needed_by(block)}
    targets = {t: target for t, target in scenario.targets.items() if name in target.services}
    needed |= {stamp for target in targets.values() for stamp in target.scope}
    parts = {block.id for block in walk(run) if isinstance(block, Part)}
    for part in parts:
        if any(stamp in needed for stamp in (f"{part}.started", f"{part}.done")):
            raise Refusal(
                parameter, f'"{part}" is judged or asked for elsewhere, and would not be done this way'
            )
        if part in {watched(block) for block in others}:
            raise Refusal(
                parameter, f'the clock of "{part}" is watched elsewhere, and would not run this way'
            )
    once = {block.id for block in _once(run) if isinstance(block, Milestone)}
    sure = _sure(run)
    stamps: dict[str, Block] = {}
    for block in walk(run):
        if not isinstance(block, Milestone) or not (block.id in once or block.id in needed):
            continue
        if block.id not in sure:
            raise Refusal(
                parameter,
                f'"{block.id}" is needed elsewhere, and not every case gets it here; name steps that stamp it for all',
            )
        stamps.setdefault(block.id, block)
    return as_flow(stamps.values())


def _sure(flow: Flow) -> set[str]:
    """Milestones every case has behind the flow: of a choice those of each option, of a loop what it ends by."""
    found: set[str] = set()
    for block in flow:
        inner = list(block.inner().values())
        if isinstance(block, Milestone):
            found.add(block.id)
        elif isinstance(block, Choice):
            found |= set.intersection(*map(_sure, inner))
        elif isinstance(block, Repeat):
            found |= _sure(block.do)
            if block.again_when is not None and block.again is None:
                found |= {m for m in stamps_of(block.do) if block.again_when.tree == Not(Stamped(m))}
        elif not isinstance(block, (Race, Until, Background)):
            found |= set().union(*map(_sure, inner))
    return found


def _once(flow: Flow) -> Iterator[Block]:
    for block in flow:
        yield block
        if not not_once(block):
            for inner in block.inner().values():
                yield from _once(inner)


def check_system(scenario: Scenario, parameter: str, pool: str) -> None:
    """Refuse a pool that is no system, or closes: a machine needs nobody and never sleeps."""
    stated = pool_named(scenario, pool)
    if stated.kind != "system" or stated.hours != "24h":
        raise Refusal(
            parameter,
            f'"{pool}" is of the kind {stated.kind} and open {stated.hours}; allowed: kind system, hours 24h',
        )
