"""Hour list 小时清单制: limits are stated and counted in working hours instead of whole days.

Mechanism: the clock of targets, and of items and stages that promise a limit, becomes `working`; N days become N times
8 hours, or the limit that is stated anew. Nothing in the flow changes: the day of acceptance, which a statutory clock
leaves out, now counts, and a day is used up hour by hour.

Source: Chengdu 六(二十二): limits in working hours, 8 of them a working day. Modelling choice: none but the limits the
planner states; a limit in calendar days has no working hours of its own, and must be stated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from pydantic import Field, model_validator

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.flows import blocks_of, check_named, with_flows
from sim.model.block import ClockKind
from sim.model.blocks import Block, Flow, Item, Part, Stage, rewritten
from sim.model.faults import listed, nearest, wrong
from sim.model.quantities import Duration, Id, Model, Name, SourceKey
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedDuration, SourcedPositive
from sim.model.target import Target


class Parameters(Model):
    """`targets` and `parts` (items, stages) count working hours; `limits` states those that change in value."""

    targets: tuple[Id, ...] = ()
    parts: tuple[Id, ...] = ()
    limits: Mapping[Id, SourcedDuration] = Field(default_factory=dict)
    hours_a_day: SourcedPositive = SourcedPositive(value=8.0)
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not self.targets and not self.parts:
            raise wrong("state targets, or parts (items and stages) whose limits are counted in hours")
        for name, limit in self.limits.items():
            if limit.value.unit != "wh":
                raise wrong(
                    f'limit "{limit.value}" of "{name}" is not in working hours; write it as in "4 wh"'
                )
            if name not in (*self.targets, *self.parts):
                known = (*self.targets, *self.parts)
                raise wrong(f'"{name}" has a limit but is not named{nearest(name, known)}')
        return self


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Count these limits in hours. Refuses unknown ones, those that promise nothing, and what is so already."""
    targets = dict(scenario.targets)
    for name in parameters.targets:
        if name not in targets:
            known = f"declared: {listed(targets)}{nearest(name, targets)}"
            raise Refusal("targets", f'no target is called "{name}"; {known}')
        target = targets[name]
        limit = _limit(scenario, "targets", name, target.limit, target.clock, parameters)
        targets[name] = target.model_copy(update={"limit": limit, "clock": "working"})
    _check_sums(targets)
    check_named(blocks_of(scenario), "parts", parameters.parts, (Item, Stage))

    def change(block: Block) -> tuple[Block, ...]:
        if not isinstance(block, Part) or block.id not in parameters.parts:
            return (block,)
        if block.promised is None:
            raise Refusal("parts", f'"{block.id}" promises no limit')
        limit = _limit(scenario, "parts", block.id, block.promised, block.clock, parameters)
        return (block.model_copy(update={"promised": limit, "clock": "working"}),)

    flows: dict[str, Flow] = {
        name: rewritten(service.flow, change) for name, service in scenario.services.items()
    }
    return with_flows(scenario.model_copy(update={"targets": targets}), "parts", flows)


def _limit(
    scenario: Scenario,
    parameter: str,
    name: str,
    now: SourcedDuration,
    clock: ClockKind,
    parameters: Parameters,
) -> SourcedDuration:
    """The limit in working hours."""
    limit = parameters.limits.get(name)
    if limit is None:
        limit = _in_hours(parameter, name, now, parameters.hours_a_day.value)
    same = limit.value.micros(scenario.wd_hours) == now.value.micros(scenario.wd_hours)
    if clock == "working" and same:
        raise Refusal(
            parameter, f'"{name}" is counted in working time already: {now.value} are {limit.value}'
        )
    return limit


def _in_hours(parameter: str, name: str, now: SourcedDuration, hours: float) -> SourcedDuration:
    if not now.value.working:
        raise Refusal(
            parameter,
            f'"{name}" has the limit {now.value}, which is no working time; state it under limits in wh',
        )

    def converted(length: Duration) -> Duration:
        return length if length.unit == "wh" else Duration(length.amount * hours, "wh")

    ends = None if now.range is None else (converted(now.range[0]), converted(now.range[1]))
    return now.model_copy(update={"value": converted(now.value), "range": ends})


def _check_sums(targets: Mapping[str, Target]) -> None:
    """Clocks that are added up must stay of one kind."""
    for name, target in targets.items():
        for part in target.sum_of:
            if targets[part].clock != target.clock:
                raise Refusal(
                    "targets",
                    f'"{name}" adds up the clocks of {listed(target.sum_of)}; name all of them, or none',
                )


LEVER = Lever(
    "hour_list",
    Name(zh="小时清单制", en="Limits in working hours"),
    Name(
        zh="办结时限以工作小时计，8个工作小时为1个工作日。",
        en="Limits are counted in working hours, eight of them a working day.",
    ),
    Parameters,
    apply,
    About(
        clauses="C六(二十二)",
        documented=Name(
            zh="成都高新区试点小时清单制，以工作小时为计量单位。",
            en="Chengdu Hi-tech tries limits in working hours.",
        ),
        assumed=Name(
            zh="各事项的小时数，未另行规定的按8小时折算。",
            en="Hours of a limit that no list states: 8 a day.",
        ),
    ),
)
