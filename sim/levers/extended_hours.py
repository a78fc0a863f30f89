"""Extended hours 延时错时服务: counters are open at noon, in the evening, at weekends, while offices are closed.

Mechanism: pools get opening hours of their own on working days, hours at weekends (Saturdays and Sundays that are
neither worked nor part of a holiday), or both; their staff over the longer day may be stated. Work then goes on, and
files that came online are taken up, while the office calendar, and with it every working-time clock, stands still.

Source: local rules on 错时延时服务 (Sichuan, Xi'an); of the five plans only Chengdu's, which names
24-hour self-service. Modelling
choices: people come as before, in office hours or online, since no source says how many would come later, unless
`moved` says which share of a week's visitors comes in the added hours instead of in others; who waits at closing is now
served the same day. What else a pool does takes the same share of its longer day. Back offices keep their hours unless
they are named too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.flows import check_pool
from sim.model.channel import Channel
from sim.model.faults import wrong, wrong_at
from sim.model.quantities import Id, Model, Name, Size, SourceKey, TimeOfDay
from sim.model.rules import ChannelRule, Hours, spans_of
from sim.model.scenario import Calendar, Pool, PoolHours, Scenario, Service
from sim.model.sourced import SourcedShare

ROUND_THE_CLOCK = "24h"
OFFICE = "office"


class Parameters(Model):
    """`pools` are open in `hours` on working days and in `weekend` hours besides, with `staff` by time of day.

    `moved` concerns every channel that comes in office hours by a rate.
    """

    pools: Annotated[tuple[Id, ...], Field(min_length=1)]
    hours: PoolHours | None = None
    weekend: Hours | None = None
    staff: Annotated[Mapping[TimeOfDay, Size], Field(min_length=1)] | None = None
    """Units by time of day, in place of what is stated; a change of staff, not only of hours."""
    moved: SourcedShare | None = None
    """Of the visitors of a week, the share that comes in the added hours instead of in others."""
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _some_hours(self) -> Self:
        if self.hours is None and self.weekend is None:
            raise wrong("state hours (of working days), weekend (hours on Saturdays and Sundays), or both")
        if self.hours == OFFICE:
            raise wrong(
                'hours "office" are what a pool has anyway; allowed: 24h, or hours as in "08:00-20:00"'
            )
        if self.hours == ROUND_THE_CLOCK and self.weekend is not None:
            raise wrong("a pool open 24h is open at weekends anyway; take weekend away")
        if self.moved is not None and (
            self.hours == ROUND_THE_CLOCK or None not in (self.hours, self.weekend)
        ):
            said = "moved says who comes in the hours of working days or of weekends; state one of hours, weekend"
            raise wrong_at(["moved"], said, self.moved)
        return self


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Open the pools longer. Refuses unknown pools, and hours that are not longer than those there are."""
    pools = dict(scenario.pools)
    for name in parameters.pools:
        check_pool(scenario, "pools", name)
        _check_longer(name, pools[name], scenario.calendar, parameters)
        pools[name] = _longer(pools[name], parameters)
    services = scenario.services if parameters.moved is None else _with_moved(scenario, parameters)
    return scenario.model_copy(update={"pools": pools, "services": services})


def _with_moved(scenario: Scenario, parameters: Parameters) -> dict[str, Service]:
    """The services, with a rule in every channel of visitors: some of them come in the added hours."""
    days = ["working", "makeup"] if parameters.weekend is None else ["weekend"]
    opens = parameters.weekend or parameters.hours
    rule = ChannelRule.model_validate({"days": days, "open": opens, "moved": parameters.moved})
    found = {}
    for name, service in scenario.services.items():
        channels = {
            word: channel.model_copy(update={"rules": (*channel.rules, rule)})
            if _is_of_visitors(channel)
            else channel
            for word, channel in service.channels.items()
        }
        found[name] = service.model_copy(update={"channels": channels})
    return found


def _is_of_visitors(channel: Channel) -> bool:
    return not channel.around_the_clock and channel.list is None and channel.appointments is None


def _longer(pool: Pool, parameters: Parameters) -> Pool:
    changes: dict[str, object] = {}
    if parameters.hours is not None:
        changes["hours"] = parameters.hours
    if parameters.hours == ROUND_THE_CLOCK:
        changes["weekend"] = None
    if parameters.weekend is not None:
        changes["weekend"] = parameters.weekend
    if parameters.staff is not None:
        changes |= {"profile": parameters.staff, "capacity": None}
    return pool.model_copy(update=changes)


def _check_longer(name: str, pool: Pool, calendar: Calendar, parameters: Parameters) -> None:
    if pool.hours == ROUND_THE_CLOCK:
        raise Refusal("pools", f'"{name}" is open round the clock already')
    if parameters.hours is not None:
        _check_holds("hours", f'"{name}"', parameters.hours, _hours_now(pool, calendar))
        if pool.hours == parameters.hours:
            raise Refusal("hours", f'"{name}" is open {pool.hours} already')
    if parameters.weekend is not None and pool.weekend is not None:
        _check_holds("weekend", f'"{name}" at weekends', parameters.weekend, (pool.weekend,))
        if pool.weekend == parameters.weekend:
            raise Refusal("weekend", f'"{name}" is open {pool.weekend} at weekends already')


def _hours_now(pool: Pool, calendar: Calendar) -> tuple[str, ...]:
    """Hours of the pool's working days, each season's; none where the region brings its own."""
    if pool.hours != OFFICE:
        return (pool.hours,)
    stated = () if calendar.hours is None else (calendar.hours,)
    return (*stated, *(season.hours for season in calendar.seasons))


def _check_holds(parameter: str, said: str, hours: str, now: tuple[str, ...]) -> None:
    if hours == ROUND_THE_CLOCK:
        return
    longer = spans_of(hours)
    for each in now:
        if not all(any(a <= start and end <= b for a, b in longer) for start, end in spans_of(each)):
            raise Refusal(parameter, f"{said} is open {each}, which {hours} does not hold; longer hours do")


LEVER = Lever(
    "extended_hours",
    Name(zh="延时错时服务", en="Extended hours"),
    Name(
        zh="窗口中午、傍晚和周末也开放，工作日历和时限口径不变；后台未列入的，件要等它上班，例如堆到周一上午。",
        en="Counters are open at noon, in the evening or at weekends too; the office calendar and the clocks stay; "
        "files wait for back offices that keep their hours, on Monday morning say.",
    ),
    Parameters,
    apply,
    About(
        clauses="C三(一)（24小时自助申报）；四川、西安等地规定",
        documented=Name(
            zh="地方规定列明错时、延时、周末服务；五份方案中只有成都高新区写到24小时服务。",
            en="Local rules name off-hours and weekend service; of the five plans only Chengdu's names 24 hours.",
        ),
        assumed=Name(
            zh="具体时段和人数；无资料说明有多少人改在延时时段来：不写 moved 即都照旧来，写了即从其他时段分来。",
            en="The hours and the staff, and who comes then: nobody, unless moved says so; no source does.",
        ),
    ),
)
