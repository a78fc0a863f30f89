"""The chart of the share on time against the load, with a load to drag."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from plots.charts.chart import Chart, Drag, Options, Stop, base, share_axis, upright, value_axis
from sim.words import formats as words
from sim.words.language import Lang
from sim.words.load import BORNE
from sim.words.margins import answer
from sim.words.promises import names_of
from sim.words.report import REPORT

if TYPE_CHECKING:
    from sim.experiments.searches.capacity import Capacity, Point

COLOURS = ("$finished", "$not_met", "$met", "$open", "$undecided", "$soft_ink")
SHAPES = ("circle", "triangle", "rect", "diamond", "roundRect", "pin")
STEP = 0.02
MOST = 3.0
"""Loads are shown up to so many times the load asked, unless every point lies beyond."""


def load_curve(made: Capacity, lang: Lang) -> Chart:
    """A line for every promise on a share, with its interval and what is required; one on a mean has no place here."""
    w = REPORT[lang]
    names = names_of(made.margins, lang)
    shares = {one.target: one.required.share for one in made.margins if one.required.share is not None}
    names = {target: name for target, name in names.items() if target in shares}
    curves = {target: _shown(made.curves[target]) for target in shares}
    series: list[Options] = []
    for place, (target, required) in enumerate(shares.items()):
        series += _line(names[target], curves[target], required, place)
    if series:
        series[0]["markLine"] = upright(1.0)
    loads = [point.load for curve in curves.values() for point in curve] or [1.0]
    low, high = min(loads), max(loads)
    first = round(low / STEP)
    stops = []
    for k in range(first, round(high / STEP) + 1):
        load = k * STEP
        told = [
            f"{names[target]} {words.share(share)}"
            for target, curve in curves.items()
            if (share := _at(curve, load)) is not None
        ]
        stops.append(Stop(load, w["drag_load"].format(x=f"{load:.2f}", y=w["semicolon"].join(told))))
    start = min(range(len(stops)), key=lambda n: abs(stops[n].x - 1)) if stops else 0
    named = list(names.values())
    option = base(
        legend={"top": 0, "left": 0, "orient": "vertical", "textStyle": {"color": "$ink"}, "data": named},
        grid={"left": 12, "right": 24, "top": 24 + 24 * len(named), "bottom": 38, "containLabel": True},
        xAxis=value_axis(w["load"], min=low, max=high),
        yAxis=share_axis("", min=0, max=100),
        tooltip={"trigger": "axis"},
        series=series,
    )
    drag = Drag(w["chart_drag"], tuple(stops), start) if len(stops) > 1 else None
    title = (" " if lang == "en" else "").join(answer(made.margins, lang, made.doubts))
    return Chart(title, option, drag, height=360 + 24 * len(named), note=BORNE[lang]["curve"])


def _shown(curve: Sequence[Point]) -> list[Point]:
    ordered = sorted(curve, key=lambda point: point.load)
    return [point for point in ordered if point.load <= MOST] or ordered


def _line(name: str, curve: Sequence[Point], required: float, place: int) -> list[Options]:
    colour = COLOURS[place % len(COLOURS)]
    line = {
        "type": "line", "name": name, "symbol": SHAPES[place % len(SHAPES)], "symbolSize": 7,
        "lineStyle": {"color": colour, "width": 2}, "itemStyle": {"color": colour},
        "data": [[round(point.load, 4), round(100 * point.value, 2)] for point in curve],
    }  # fmt: skip
    ends = {
        "type": "line", "symbol": "none", "silent": True, "tooltip": {"show": False}, "stack": f"band {place}",
        "lineStyle": {"opacity": 0},
    }  # fmt: skip
    low = {**ends, "data": [[round(point.load, 4), round(100 * point.low, 2)] for point in curve]}
    breadth = [[round(point.load, 4), round(100 * (point.high - point.low), 2)] for point in curve]
    high = {**ends, "areaStyle": {"color": colour, "opacity": 0.16}, "data": breadth}
    limit = {
        "type": "line", "symbol": "none", "silent": True, "tooltip": {"show": False},
        "lineStyle": {"color": colour, "width": 1, "type": "dashed"},
        "data": [[round(point.load, 4), 100 * required] for point in (curve[0], curve[-1])] if curve else [],
    }  # fmt: skip
    return [line, low, high, limit]


def _at(curve: Sequence[Point], load: float) -> float | None:
    """The share at a load, on the line between the two that were simulated; None beyond them."""
    for a, b in pairwise(curve):
        if a.load <= load <= b.load + 1e-9:
            part = (load - a.load) / (b.load - a.load)
            return a.value + part * (b.value - a.value)
    return None
