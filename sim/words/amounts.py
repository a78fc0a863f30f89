"""Quantities as a planner would say them, in Chinese or English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sim.model.quantities import Duration, Rate, number_text
from sim.model.tally import counts
from sim.model.target import at_once, in_natural_days
from sim.words.formats import OF_COUNTS, number
from sim.words.scenario import SHOWN
from sim.words.verdicts import WORDS
from sim.worktime import DAY, HOUR, MINUTE

if TYPE_CHECKING:
    from sim.model.block import ClockKind
    from sim.model.distribution import Distribution, Spread
    from sim.model.measured import Measured

_ONE = {
    "working hours": "working hour", "working days": "working day", "calendar days": "calendar day",
    "visits": "visit", "windows": "window",
}  # fmt: skip


def duration(length: Duration, lang: str) -> str:
    """20 min → "20 分钟"; 1 wd → "1 working day"."""
    return unit_amount(length.amount, length.unit, lang)


def limit_text(stated: Duration, lang: str) -> str:
    """A target's limit: "0.5 working days", or "at once"."""
    return WORDS[lang]["at_once"] if at_once(stated) else duration(stated, lang)


def unit_amount(amount: float, unit: str, lang: str) -> str:
    """An amount that was stated, in a unit of time, or of what is counted, singular where English wants it."""
    return _in_unit(number_text(amount), unit, lang)


def found_amount(amount: float, unit: str, lang: str) -> str:
    """An amount that was found, in its unit: rounded as figures round it, so that one quantity is one number."""
    return _in_unit(number(amount), unit, lang)


def natural_time(hours: float | None, lang: str) -> str:
    """Hours by the clock on the wall: as such below three days, in calendar days above; "–" where there are none."""
    if hours is None:
        return "–"
    return found_amount(hours, "h", lang) if hours < 72 else found_amount(hours / 24, "cd", lang)


def _in_unit(amount: str, unit: str, lang: str) -> str:
    said = SHOWN[lang][f"n_{unit}" if unit in OF_COUNTS else unit].format(n=amount)
    if lang == "en" and 0 < float(amount.replace(",", "")) <= 1:
        for many, single in _ONE.items():
            said = said.replace(many, single)
    return said


def span(micros: float, lang: str) -> str:
    """A span in the unit that suits it: minutes below an hour, hours below a day, then days of 24 hours."""
    w = SHOWN[lang]
    if micros < HOUR:
        return w["min"].format(n=number_text(round(micros / MINUTE, 0 if micros >= MINUTE else 1)))
    if micros < DAY:
        return w["h"].format(n=number_text(round(micros / HOUR, 1)))
    return w["days"].format(n=number_text(round(micros / DAY, 1)))


def open_span(micros: float, lang: str) -> str:
    """A span within opening hours: never in days, which would be read as those of a calendar."""
    return span(micros, lang) if micros < DAY else SHOWN[lang]["open_h"].format(n=number(micros / HOUR))


def clock_word(clock: ClockKind, limit: Duration) -> str:
    """Which words say what a clock counts: its kind, `natural` of a statutory limit in natural days, `at_once`, or what a
    target counts instead of time."""
    if counts(limit):
        return "reached" if limit.unit == "case" else f"{limit.unit}s"
    if at_once(limit):
        return "at_once"
    return "natural" if in_natural_days(clock, limit) else clock


def rate(stated: Rate, lang: str, of: str = "cases") -> str:
    """4.5 /wd → "4.5 cases a working day"."""
    words = SHOWN[lang]
    return words[f"/{stated.per}"].format(n=number_text(round(stated.amount, 6)), of=words[of])


def share(value: float) -> str:
    """0.125 → "12.5%"."""
    return f"{number_text(round(value * 100, 6))}%"


def spread(stated: Spread[Any] | Distribution, lang: str) -> str:
    """A distribution: "mean 20 min, 9 in 10 within 45 min"."""
    w = SHOWN[lang]

    def amount(value: Any) -> str:
        return duration(value, lang) if isinstance(value, Duration) else number_text(value)

    parts: list[str] = []
    if stated.family is not None:
        parts.append(w["family"].format(family=stated.family))
        parts += [f"{key} {number_text(value)}" for key, value in stated.shapes.items()]
        parts += [f"{key} {amount(value)}" for key in ("loc", "scale") if (value := getattr(stated, key))]
    if stated.fixed is not None:
        parts.append(amount(stated.fixed))
    if stated.measured is not None:
        parts += _measured(stated.measured, amount, lang)
    if stated.mean is not None:
        parts.append(w["mean"].format(x=amount(stated.mean)))
    if stated.mode is not None:
        parts.append(w["mostly"].format(mode=amount(stated.mode), a=amount(stated.min), b=amount(stated.max)))
    elif stated.min is not None and stated.max is not None:
        parts.append(w["between"].format(a=amount(stated.min), b=amount(stated.max)))
    if stated.median is not None:
        parts.append(w["half"].format(x=amount(stated.median)))
    for key, value in stated.quantiles.items():
        parts.append(_quantile(float(key[1:]), amount(value), lang))
    parts += [
        w[key].format(x=amount(value))
        for key in ("sd", "cv", "at_least", "at_most")
        if (value := getattr(stated, key)) is not None
    ]
    said = w["comma"].join(parts)
    return said if stated.factor == 1 else said + w["times"].format(n=number_text(stated.factor))


def _measured(measured: Measured, amount: Callable[[Any], str], lang: str) -> Iterator[str]:
    """Listed values: how many, from where to where, and their mean."""
    w = SHOWN[lang]
    low, high = measured.ends
    source = bracketed(measured.named, lang)
    yield w["values"].format(n=f"{len(measured.rows):,}", a=amount(low), b=amount(high)) + source
    mean = measured.mean
    if isinstance(mean, Duration):
        mean = Duration(round(mean.amount, 2), mean.unit)
    if mean is not None:
        yield w["mean"].format(x=amount(mean if isinstance(mean, Duration) else round(mean, 2)))


def _quantile(percent: float, value: str, lang: str) -> str:
    w = SHOWN[lang]
    if percent == 50:
        return w["half"].format(x=value)
    tenths = percent / 10
    part = w["tenths"].format(n=number_text(tenths)) if tenths == int(tenths) else f"{number_text(percent)}%"
    return w["within"].format(p=part, x=value)


def time_of_day(moment: int) -> str:
    """µs after midnight as "09:30"."""
    minutes = moment // 60_000_000
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def listed(parts: Iterable[str], lang: str) -> str:
    """Parts with the language's comma, empty ones left out."""
    return SHOWN[lang]["comma"].join(part for part in parts if part)


def enumerated(words: Iterable[str], lang: str) -> str:
    """Words of one sort, with the mark Chinese keeps for them."""
    return SHOWN[lang]["and"].join(words)


def bracketed(text: str, lang: str) -> str:
    """Text in the language's brackets, to stand behind something; nothing for nothing."""
    return SHOWN[lang]["brackets"].format(text=text) if text else ""
