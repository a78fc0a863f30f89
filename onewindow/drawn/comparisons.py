"""Alternatives beside a base, as a figure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onewindow.drawn.asked import named, ran
from onewindow.drawn.figure_file import write
from plots.paired_differences import Cell, Group, Row, paired_differences
from sim.experiments.comparing.comparison import ComparedTarget, Comparison, Difference
from sim.words import formats
from sim.words.language import Lang

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def saved(made: Comparison, path: Path, lang: Lang) -> list[Path]:
    """Draw and write; the paths written. Raises ModelError where the file cannot be written."""
    return write(draw_paired_differences(made, lang), path)


def draw_paired_differences(made: Comparison, lang: Lang) -> Figure:
    """The differences of a comparison; nothing is simulated."""
    groups = [
        Group(
            name=named(target.name, target.target, lang),
            under=" · ".join(
                part for part in (named(target.reading, "", lang), _limit(target, lang)) if part
            ),
            unit=target.unit,
            rows=tuple(
                Row(
                    one.label,
                    tuple(_cell(d, lang) for d in made.change(one.label, target.target).differences),
                )
                for one in made.alternatives
            ),
        )
        for target in made.targets
    ]
    return paired_differences(
        groups,
        name=_base(made, lang),
        lang=lang,
        notes=[_together(made, lang), _options(made, lang)],
        provenance=ran(made.version, made.scenario, made.load, made.seed, made.digest, made.calendar, lang),
    )


def _cell(d: Difference, lang: Lang) -> Cell:
    told = f"{_level(d, d.before, lang)} → {_level(d, d.after, lang)}"
    change = "" if d.judgement in ("identical", "unknown") else d.change_text
    return Cell(told, d.difference, d.low, d.high, d.judgement, change)


def _level(d: Difference, value: float | None, lang: Lang) -> str:
    if value is None and d.measure == "p95" and min(d.cases):
        return "未达到" if lang == "zh" else "not reached"
    return d.level_text(value)


def _limit(target: ComparedTarget, lang: Lang) -> str:
    known: dict[str, formats.Unit] = {"wh": "wh", "wd": "wd", "h": "h", "cd": "cd", "min": "min"}
    unit = known.get(target.unit)
    limit = (
        f"{target.limit:g} {target.unit}" if unit is None else formats.quantity(target.limit, unit, lang, 6)
    )
    if not target.limit:
        limit = "即办" if lang == "zh" else "at once"
    share = formats.required(target.required_share)
    return f"时限{limit}，要求≥{share}" if lang == "zh" else f"limit {limit}, at least {share} required"


def _base(made: Comparison, lang: Lang) -> str:
    title = made.title.in_language(lang)
    return f"{title} · 基准 {made.scenario}" if lang == "zh" else f"{title} · base {made.scenario}"


def _together(made: Comparison, lang: Lang) -> str:
    level = formats.required(made.confidence)
    if lang == "zh":
        return (
            f"差值为备选方案减基准，箭头前后为基准与备选方案的数值。各模拟{made.replications}次，同序号的模拟用相同的随机数；"
            f"{made.together}个区间同时成立的置信水平为{level}，区间不含0才说改善或变差。"
        )
    return (
        f"Differences are alternative minus base; the arrow leads from the base's value to the alternative's. "
        f"{made.replications} replications of each under common random numbers; the {made.together} intervals hold "
        f"together at {level}, and better or worse is said only where 0 lies outside."
    )


def _options(made: Comparison, lang: Lang) -> str:
    """What the alternatives were, as typed."""
    colon, stop = ("：", "；") if lang == "zh" else (": ", "; ")
    return stop.join(
        f"{one.label}{colon}{one.options}" for one in made.alternatives if one.label != one.options
    )
