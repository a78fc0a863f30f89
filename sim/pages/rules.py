"""Rules of hours and staff in words: when, and what holds then."""

from __future__ import annotations

from collections.abc import Iterator

from sim.model.quantities import number_text
from sim.model.rules import ChannelRule, MeetingRule, OfficeRule, PoolRule, Rule
from sim.model.scenario import Absence
from sim.words.amounts import bracketed, duration, enumerated, listed, share, time_of_day
from sim.words.rules import RULES
from sim.words.scenario import SHOWN


def told(rule: Rule, lang: str, every_date: bool = False) -> str:
    """One rule: its own name, or the dates it holds on, and what holds then."""
    dates = when(rule, lang, every_date)
    if rule.name is not None:
        dates = (rule.name.zh if lang == "zh" else rule.name.en) + bracketed(dates, lang)
    return RULES[lang]["rule"].format(when=dates, what=listed(_effects(rule, lang), lang))


def absence_told(absence: Absence, lang: str) -> str:
    """How often units are absent at random."""
    part = share(absence.share.value)
    if absence.spell is None:
        return RULES[lang]["absence"].format(share=part)
    return RULES[lang]["spell"].format(share=part, time=duration(absence.spell, lang))


def when(rule: Rule, lang: str, every_date: bool = False) -> str:
    """The dates a rule holds on, and the part of the day."""
    w = RULES[lang]
    days = [SHOWN[lang][day] for day in rule.weekdays]
    if rule.nth:
        days = [(w["last"] if n == -1 else w["nth"]).format(n=n, day=day) for n in rule.nth for day in days]
    parts = [enumerated(days, lang)]
    if rule.first is not None and rule.last is not None:
        parts.append(w["between"].format(first=rule.first, last=rule.last))
    elif rule.first is not None or rule.last is not None:
        parts.append(w["since" if rule.last is None else "until"].format(first=rule.first, last=rule.last))
    parts.append(enumerated((str(day) for day in rule.dates), lang))
    parts.append(enumerated((w[sort] for sort in rule.days), lang))
    said = [part for part in parts if part] or [w["every" if every_date else "worked"]]
    during = getattr(rule, "during", None)
    return listed([*said, *([w["during"].format(hours=during)] if during else [])], lang)


def _effects(rule: Rule, lang: str) -> Iterator[str]:
    w = RULES[lang]
    if isinstance(rule, (OfficeRule, PoolRule, ChannelRule)):
        for key in ("hours", "open"):
            if (hours := getattr(rule, key)) is not None:
                yield w[key].format(hours=hours)
        if rule.closed is not None:
            yield w["shut"] if rule.closed is True else w["closed"].format(hours=rule.closed)
    if isinstance(rule, PoolRule):
        for key in ("units", "more", "fewer"):
            if (size := getattr(rule, key)) is not None:
                yield w[key].format(n=size.value)
        if rule.absence is not None:
            yield w["absent"].format(share=share(rule.absence.value))
    if isinstance(rule, (OfficeRule, ChannelRule)) and rule.moved is not None:
        yield w["moved"].format(share=share(rule.moved.value))
    if isinstance(rule, ChannelRule) and rule.factor is not None:
        yield w["factor"].format(n=number_text(rule.factor))
    if isinstance(rule, MeetingRule):
        if rule.at is not None:
            yield w["at"].format(times=enumerated((time_of_day(at) for at in rule.at), lang))
        if rule.closed is not None:
            yield w["not_held"] if rule.closed is True else w["not_held_in"].format(hours=rule.closed)
        if rule.places is not None:
            yield w["places"].format(n=rule.places.value)
