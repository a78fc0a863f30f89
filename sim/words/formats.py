"""The words of figures in Chinese and English, and how dates, numbers, spans and shares are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from sim.words.language import Lang

Unit = Literal["wh", "wd", "h", "cd", "min", "visit", "window", "case"]
OF_COUNTS: tuple[Unit, ...] = ("visit", "window", "case")

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

HOUR_US = 3_600_000_000


@dataclass(frozen=True)
class Words:
    """Fixed words and sentence patterns of one language; the figure that uses one fills its `{…}` fields."""

    arrived: str
    finished: str
    open: str
    cases_a_day: str
    cases_a_day_weekly: str
    open_cases: str
    weekend: str
    holiday: str
    makeup: str
    closed: str
    runs: str
    band: str
    unlabelled: str
    throughput: str
    limit: str
    equal: str
    overdue: str
    share_of_cases: str
    still_open: str
    finish: str
    finish_open: str
    verdicts: dict[str, str]
    growing: str
    """Behind a verdict that holds for its window only."""
    verdict: str
    as_assumed: str
    kept: str
    confidence: str
    interval: str
    counted: str
    counted_open: str
    gathered: str
    longest: str
    units: dict[str, tuple[str, str]]
    stop: str


ZH = Words(
    arrived="收件",
    finished="办完",
    open="在办",
    cases_a_day="每日件数",
    cases_a_day_weekly="每日件数（按整周平均）",
    open_cases="每日终了在办件数",
    weekend="周末",
    holiday="节假日等停办日",
    makeup="调休上班日",
    closed="停办",
    runs="{n}次模拟的平均值",
    band="浅色带为各次模拟的最低值至最高值",
    unlabelled="节假日等停办日（含未标出的{names}）",
    throughput="{period}，收件{arrived}件，办完{finished}件，期末在办{open}件",
    limit="时限 {value}",
    equal="、",
    overdue="超时 {share}",
    share_of_cases="占全部办件的比例",
    still_open="在办",
    finish="九成办件在{p90}内办完，时限为{limit}",
    finish_open="一成以上办件尚未办完，时限为{limit}",
    verdicts={"met": "达标", "not_met": "未达标", "undecided": "尚不能判定"},
    growing="{verdict}，但积压在增长",
    verdict="{verdict}：按时办结率{share}（{interval}），要求不低于{required}",
    as_assumed="按假设{verdict}",
    kept="；不确定范围内{share}做到",
    confidence="{level}置信区间",
    interval="区间",
    counted="共{n}件",
    counted_open="共{n}件，其中{open}件在办、尚无用时；分位数按在办件长于其他各件计算",
    gathered="“>{end}”一柱合计{n}件",
    longest="最长{value}",
    units={
        "wh": ("个工作小时", "个工作小时"),
        "wd": ("个工作日", "个工作日"),
        "h": ("小时", "小时"),
        "cd": ("个自然日", "个自然日"),
        "min": ("分钟", "分钟"),
        "visit": ("次", "次"),
        "window": ("个窗口", "个窗口"),
        "case": ("件", "件"),
    },
    stop="。",
)

EN = Words(
    arrived="arrived",
    finished="finished",
    open="open",
    cases_a_day="Cases a day",
    cases_a_day_weekly="Cases a day, mean of each whole week",
    open_cases="Open cases at the end of each day",
    weekend="weekend",
    holiday="holiday or other closure",
    makeup="make-up workday",
    closed="Closed",
    runs="Mean of {n} simulated runs",
    band="light bands reach from the lowest run to the highest",
    unlabelled="holiday or other closure (without a label: {names})",
    throughput="{arrived} arrived and {finished} finished, {period}; {open} open at the end",
    limit="limit {value}",
    equal=", ",
    overdue="{share} overdue",
    share_of_cases="Share of all cases",
    still_open="still\nopen",
    finish="Nine cases in ten take up to {p90}; the limit is {limit}",
    finish_open="More than one case in ten is still open; the limit is {limit}",
    verdicts={"met": "Target met", "not_met": "Target not met", "undecided": "Undecided"},
    growing="{verdict}, but growing",
    verdict="{verdict}: {share} on time ({interval}), at least {required} required",
    as_assumed="{verdict} as assumed",
    kept="; kept in {share} of what may be true",
    confidence="{level} confidence interval",
    interval="interval",
    counted="{n}",
    counted_open="{n}, {open} of them open and without a time yet; percentiles count these as the longest",
    gathered="the bar >{end} gathers {n}",
    longest="the longest took {value}",
    units={
        "wh": ("working hour", "working hours"),
        "wd": ("working day", "working days"),
        "h": ("hour", "hours"),
        "cd": ("calendar day", "calendar days"),
        "min": ("minute", "minutes"),
        "visit": ("visit", "visits"),
        "window": ("window", "windows"),
        "case": ("case", "cases"),
    },
    stop=".",
)


def words(lang: Lang) -> Words:
    """The words of `lang`. Raises ValueError for a language other than zh and en."""
    if lang not in get_args(Lang):
        raise ValueError(f"lang {lang!r}: must be one of {', '.join(get_args(Lang))}")
    return ZH if lang == "zh" else EN


def typeset(text: str, lang: Lang) -> str:
    """A caller's text as this typeface can show it: its curly quotes are as wide as a Chinese character."""
    return text if lang == "zh" else text.translate(str.maketrans("“”‘’", "\"\"''"))


def close(text: str, lang: Lang) -> str:
    """Chinese as figures set it, without the blanks that a terminal leaves between characters and figures."""
    return (
        text
        if lang == "en"
        else re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\d+−×±])|(?<=[\d%]) (?=[\u4e00-\u9fff])", "", text)
    )


def joined(parts: list[str], lang: Lang) -> str:
    """Half-sentences as one sentence: a, b and c would need grammar, so a; b. and a;b。"""
    text = ("; " if lang == "en" else "；").join(parts)
    return text[0].upper() + text[1:] + words(lang).stop


def listed(names: list[str], lang: Lang) -> str:
    """Names one after another."""
    return (", " if lang == "en" else "、").join(names)


def interval(bounds: tuple[float, float], confidence: float | None, lang: Lang) -> str:
    """An interval of a share, with its confidence when that is known."""
    said = words(lang)
    low, high = share(bounds[0]), share(bounds[1])
    kind = said.interval if confidence is None else said.confidence.format(level=required(confidence))
    return f"{kind}{low}至{high}" if lang == "zh" else f"{kind} {low} to {high}"


def unit_us(unit: Unit, wd_hours: float) -> int:
    """One unit in µs, where something is counted an hour stands for one; a working day has `wd_hours` working hours.

    Raises ValueError for other units.
    """
    if unit not in get_args(Unit):
        raise ValueError(f"unit {unit!r}: must be one of {', '.join(get_args(Unit))}")
    if unit == "wd" and not wd_hours > 0:
        raise ValueError(f"wd_hours {wd_hours!r}: must be above 0")
    if unit in OF_COUNTS:
        return HOUR_US
    hours = {"wh": 1.0, "wd": wd_hours, "h": 1.0, "cd": 24.0, "min": 1 / 60}[unit]
    return round(hours * HOUR_US)


def number(value: float, digits: int = 3) -> str:
    """`digits` significant digits below 1,000, whole above, no trailing zeros: 0.125, 3.4, 27, 1,240."""
    if abs(value) >= 999.5:
        return f"{value:,.0f}"
    text = f"{value:.{digits}g}"
    return text if "e" not in text else f"{value:.6f}".rstrip("0").rstrip(".")


def even(value: float, most: float) -> str:
    """A number among others of which `most` is the largest: all with as many decimals; <0.1 for what is less."""
    digits = 0 if most >= 100 else 1 if most >= 1 else 2
    if 0 < value < 0.5 * 10**-digits:
        return f"<{10**-digits:.{digits}f}"
    return f"{value:,.{digits}f}"


def count(value: float) -> str:
    """A mean count of cases: whole from 100 up, else at most one decimal."""
    return f"{value:,.0f}" if value >= 100 or value == round(value) else f"{value:.1f}"


def cases(value: float, lang: Lang) -> str:
    """A count with its noun, in English only: Chinese sentences carry 件 themselves."""
    if lang == "zh":
        return count(value)
    return f"{count(value)} {'case' if count(value) == '1' else 'cases'}"


def share(value: float, against: float | None = None) -> str:
    """A share in percent, one decimal. Neither 0% nor 100% unless exact.

    With `against`, up to four decimals, as many as keep it apart from that share: 94.96%, not 95.0%, of 95%.
    """
    if value in (0.0, 1.0):
        return f"{value:.0%}"
    if against is not None and value != against:
        for digits in range(1, 5):
            text = f"{value:.{digits}%}"
            if float(text[:-1]) != round(100 * against, 9):
                break
        if text not in ("0.0%", "100.0%"):
            return text
    if value < 0.0005:
        return "<0.1%"
    if value >= 0.9995:
        return ">99.9%"
    return f"{value:.1%}"


def required(value: float) -> str:
    """A required share, without needless decimals: 95%, 99.5%."""
    return f"{100 * value:.6g}%"


def quantity(value: float, unit: Unit, lang: Lang, digits: int = 3) -> str:
    """A number with its unit: 3.4 working hours, 3.4个工作小时."""
    one, many = words(lang).units[unit]
    text = number(value, digits)
    return f"{text}{many}" if lang == "zh" else f"{text} {one if text == '1' else many}"


def unit_name(unit: Unit, lang: Lang) -> str:
    """The unit alone, for an axis: Working hours, 工作小时."""
    many = words(lang).units[unit][1]
    return many.removeprefix("个") if lang == "zh" else many.capitalize()


def day(when: date, lang: Lang) -> str:
    """A date without its year: 4月14日, 14 Apr."""
    return f"{when.month}月{when.day}日" if lang == "zh" else f"{when.day} {MONTHS[when.month - 1]}"


def month(when: date, lang: Lang) -> str:
    """A month without its year: 4月, Apr."""
    return f"{when.month}月" if lang == "zh" else MONTHS[when.month - 1]


def year(when: date, lang: Lang) -> str:
    """A year: 2025年, 2025."""
    return f"{when.year}年" if lang == "zh" else str(when.year)


def period(first: date, last: date, lang: Lang) -> str:
    """First to last date, the year once if it can be: 2025年4月14日至5月20日, 14 April to 20 May 2025."""
    if lang == "zh":
        start = f"{first.year}年{day(first, lang)}"
        if first == last:
            return start
        return f"{start}至{'' if first.year == last.year else f'{last.year}年'}{day(last, lang)}"
    end = f"{last.day} {LONG_MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    start = f"{first.day} {LONG_MONTHS[first.month - 1]}"
    return f"{start} to {end}" if first.year == last.year else f"{start} {first.year} to {end}"
