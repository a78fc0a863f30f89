"""What loads a scenario bears, as a figure; nothing is simulated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onewindow.drawn.asked import named, provenance
from onewindow.drawn.figure_file import write
from plots.capacity_curve import capacity_curve
from plots.capacity_words import Bears
from sim.experiments.load.margin import Margin
from sim.experiments.searches.capacity import Capacity, Point
from sim.words import formats
from sim.words.language import Lang
from sim.words.offered import no_load_lasts

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def saved(made: Capacity, path: Path, lang: Lang) -> list[Path]:
    """Draw and write; the paths written. Raises ModelError where the file cannot be written."""
    return write(draw_capacity(made, lang), path)


def draw_capacity(made: Capacity, lang: Lang) -> Figure:
    """Share on time against the load, one panel a target."""
    scenario = made.whatif.scenario
    return capacity_curve(
        [_row(margin, made.curves[margin.target], made, lang) for margin in made.margins],
        name=scenario.title.in_language(lang),
        lang=lang,
        notes=[_of(made, lang), *_for_long(made, lang)],
        provenance=provenance(made.whatif, lang),
    )


def _row(margin: Margin, curve: tuple[Point, ...], made: Capacity, lang: Lang) -> Bears:
    stated = made.whatif.scenario.targets[margin.target]
    binding = None if margin.binding is None else margin.binding.pool
    turn = None if margin.kept is None or margin.broken is None else (margin.kept, margin.broken)
    return Bears(
        name=named(margin.name, margin.target, lang),
        reading=stated.reading.in_language(lang) if stated.reading is not None else "",
        required=margin.required_share,
        points=[(point.load, point.share, point.low, point.high) for point in curve],
        kind=margin.kind,
        met=margin.met,
        not_met=margin.not_met,
        turn=turn,
        searched=(margin.lowest, margin.highest),
        cases_a_day=margin.cases_a_day,
        pool=None if binding is None else binding.label[0 if lang == "zh" else 1],
        rise=None if binding is None else binding.rise,
        tried=margin.binding is not None,
        growing=margin.growing,
    )


def _for_long(made: Capacity, lang: Lang) -> list[str]:
    """Up to which load what is met can go on for long, where more than that is called met."""
    told = []
    for margin in made.margins:
        if margin.ceiling is None or not margin.growing:
            continue
        name = named(margin.name, margin.target, lang)
        if not margin.ceiling.load:
            lasts = no_load_lasts(margin.ceiling, lang)
            told.append(f"{name}：{lasts}。" if lang == "zh" else f"{name}: {lasts}.")
            continue
        more = margin.ceiling.load - 1
        change = f"{'+' if more > 0 else '−'}{abs(more):.0%}" if round(more, 2) else "±0%"
        pool = formats.listed(
            [label[0 if lang == "zh" else 1] for label in margin.ceiling.reached.labels], lang
        )
        told.append(
            f"{name}：办件量到{change}时{pool}的工时已用尽，再多只在评判时段内达标，积压在增长。"
            if lang == "zh"
            else f"{name}: at {change} the hours of {pool} are used up; above it met, but growing."
        )
    return list(dict.fromkeys(told))


def _of(made: Capacity, lang: Lang) -> str:
    """Whose load was changed, how large the sample is, and what confirmed means."""
    n = formats.count(made.replications)
    if made.service is None:
        whose = "全部到件同比增减" if lang == "zh" else "all arrivals change alike"
    else:
        service = made.whatif.scenario.services.get(made.service)
        own = named(None if service is None else service.name, made.service, lang)
        whose = f"只增减“{own}”的到件" if lang == "zh" else f"only the arrivals of {own} change"
    if lang == "zh":
        confirmed = "“已确认”是换用新的随机数后按判定规则得出的结论，所设办件量的结论则同check"
        return f"{whose}；曲线为同一组随机数的{n}次模拟；{confirmed}。"
    confirmed = "confirmed means a verdict on fresh ones, as asked that of check"
    return f"{whose[0].upper()}{whose[1:]}; the curve is {n} runs on the same random numbers; {confirmed}."
