"""Rules that change nothing, and days that a rule opens for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sim.engine.compile.channel_hours import ChannelHours
from sim.engine.compile.times import Times
from sim.model import Fault
from sim.model.rules import WEEKDAYS, PoolRule, spans_of
from sim.model.scenario import Channel, Pool, Scenario
from sim.model.staff import pools_as_run, stated_at
from sim.worktime import Opening, by_the_clock, sort_of


def rule_oddities(scenario: Scenario, times: Times) -> Iterator[Fault]:
    """Of a scenario whose levers have been applied."""
    for name, pool in pools_as_run(scenario.pools).items():
        path, unit = stated_at(scenario.pools, name)
        for number, rule in enumerate(unit.rules):
            if _idle(rule, pool, times):
                message = "this rule changes nothing: on the dates of the study it holds on, the pool is closed then"
                yield scenario.fault_at(f"pools.{path}.rules.{number}", message)
    for service, stated in scenario.services.items():
        for way, channel in stated.channels.items():
            if days := _opened_for_nobody(channel, times):
                more = f" and {len(days) - 1} more dates" if len(days) > 1 else ""
                weekday = WEEKDAYS[days[0].weekday()]
                message = (
                    f"nobody comes on {days[0]}{more}, which a rule opens; if somebody does, say how many, as against "
                    f"a usual day: weekdays: {{{weekday}: 0.5}}, or a factor in a rule of the channel"
                )
                yield scenario.fault_at(f"services.{service}.channels.{way}", message)


def _idle(rule: PoolRule, pool: Pool, times: Times) -> bool:
    """Whether a rule of staff holds on dates of the study, and never while the pool is open."""
    if not set(rule.said) <= {"units", "more", "fewer", "absence"}:
        return False
    opening, when = times.opening(pool), rule.when(pool.every_date)
    parts = None if rule.during is None else by_the_clock(spans_of(rule.during))
    held = [day for day in times.days() if when.holds(day, sort_of(times.workdays, day))]
    return bool(held) and not any(_open_in(opening, day, parts) for day in held)


def _open_in(opening: Opening, day: date, parts: tuple[tuple[int, int], ...] | None) -> bool:
    return any(
        parts is None or any(start < last and first < end for first, last in parts)
        for start, end in opening.spans(day)
    )


def _opened_for_nobody(channel: Channel, times: Times) -> list[date]:
    """Days off that a rule opens for a channel, without a word on how many come."""
    if channel.around_the_clock or channel.rate is None or not channel.rate.value.amount:
        return []
    coming = ChannelHours(channel, times)
    if not coming.ruled:
        return []
    stated = channel.weekdays or {}
    return [
        day
        for day in times.days()
        if not times.workdays.is_workday(day)
        and coming.spans(day)
        and WEEKDAYS[day.weekday()] not in stated
        and coming.factor(day) is None
    ]
