"""Charts of promises: all at a glance, the time to finish against a limit to drag, alternatives beside a base."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from plots.bins import Bins, fill_bins
from plots.charts.chart import (
    Chart,
    Drag,
    Options,
    Span,
    Spans,
    Stop,
    base,
    names_axis,
    share_axis,
    upright,
    value_axis,
)
from plots.finish_time import remark, sentence
from plots.paired_differences import Group
from plots.tally import Tally
from plots.target_board import TargetRow, said_of
from sim.words import formats as words
from sim.words.counted import words_for
from sim.words.language import Lang
from sim.words.report import REPORT

STOPS = 240
"""Places of the scale of limits, at most."""
EFFECT = {"better": "$met", "worse": "$not_met"}
"""Colour where a difference is certain; all others are grey."""
SYMBOL = {
    "met": "circle",
    "not_met": "triangle",
    "undecided": "diamond",
    "better": "circle",
    "worse": "triangle",
}
"""What is told by colour is told by shape too."""
ROW = 64


def target_board(rows: Sequence[TargetRow], lang: Lang) -> Chart:
    """Every promise with its share on time, the interval, and what is required."""
    said, verdicts = said_of(rows, lang), words.words(lang).verdicts
    spans = tuple(
        Span(
            place, 100 * row.share, 100 * row.interval[0], 100 * row.interval[1], f"${row.verdict}",
            f"{verdicts[row.verdict]} {words.share(row.share, row.required)} "
            f"({said.range.format(low=words.share(row.interval[0]), high=words.share(row.interval[1]))})",
            SYMBOL[row.verdict],
        )
        for place, row in enumerate(rows)
        if row.share is not None
    )  # fmt: skip
    required = {
        "type": "scatter", "symbol": "rect", "symbolSize": [3, 18], "itemStyle": {"color": "$ink"}, "z": 3,
        "name": said.required,
        "data": [
            {"value": [100 * row.required, place], "name": f"{said.required} {words.required(row.required)}"}
            for place, row in enumerate(rows)
            if row.required is not None
        ],
        "tooltip": {"formatter": "{b}"},
    }  # fmt: skip
    least = min(
        [100 * row.interval[0] for row in rows if row.share is not None]
        + [100 * row.required for row in rows if row.required is not None],
        default=0.0,
    )
    first = max(0, int(least / 10) * 10)
    option = base(
        xAxis=share_axis(said.share, min=first, max=100),
        yAxis=names_axis([_called(row) for row in rows]),
        series=[required, *Spans(spans, (first, 100)).series],
    )
    return Chart(f"{said.interval} · {said.required}", option, height=110 + ROW * len(rows))


def _called(row: TargetRow) -> str:
    """The promise, its limit, and the mean where that is judged."""
    return f"{row.name}\n{row.limit}" + (f" · {row.mean}" if row.mean else "")


def finish_time(
    values_us: NDArray[np.int64],
    limit_us: int,
    open_cases: int,
    unit: words.Unit,
    wd_hours: float,
    name: str,
    lang: Lang,
    beside: Tally | None = None,
) -> Chart:
    """How long cases take, and the share on time for any limit: the stated one is where the scale begins.

    `beside`: the cases as they are now, as a line over the bars.
    """
    w, said = REPORT[lang], words.words(lang)
    tally = Tally(np.sort(values_us), open_cases, limit_us)
    one = words.unit_us(unit, wd_hours)
    bins = fill_bins(tally.values if beside is None else _both(tally, beside), limit_us, one).of(tally.values)
    edges = bins.start + bins.width * np.arange(1, len(bins.counts) + 1)
    step = max(bins.width * len(bins.counts) // STOPS, 1) if not bins.whole else one
    # The stated limit is a stop, wherever the others fall.
    places = sorted(
        {limit_us % step + step * k for k in range(1 + (bins.end - limit_us % step) // step)} | {limit_us}
    )
    stops = tuple(
        Stop(
            at / one,
            _told(at / one, unit, _within(tally, at), None if beside is None else _within(beside, at), lang),
        )
        for at in places
    )
    bars = [
        {
            "value": [float((edge - bins.width / 2) / one), round(100 * int(count) / tally.cases, 3)],
            "itemStyle": {"color": "$on_time" if edge <= limit_us else "$overdue"},
        }
        for edge, count in zip(edges.tolist(), bins.counts.tolist(), strict=True)
    ]
    series = {
        "type": "bar",
        "data": bars,
        "barCategoryGap": "4%",
        "barWidth": "96%",
        "itemStyle": {"color": "$on_time"},
        "markLine": upright(limit_us / one),
    }
    lines = [] if beside is None else [_line(bins.of(beside.values), beside.cases, one, w["now"])]
    if lines:
        series["name"] = w["changed"]
    option = base(
        xAxis=value_axis(
            words.unit_name(unit, lang), min=bins.start / one, max=bins.end / one, splitLine={"show": False}
        ),
        yAxis=share_axis(
            said.share_of_cases,
            nameLocation="end",
            nameGap=12,
            nameTextStyle={"align": "left", "color": "$ink"},
        ),
        series=[series, *lines],
        tooltip={"formatter": "{c}"},
        **({"legend": {"right": 0, "top": 0, "textStyle": {"color": "$ink"}}} if lines else {}),
    )
    drag = Drag(w["chart_drag"], stops, places.index(limit_us), ("$on_time", "$overdue"))
    note = remark(tally, bins, one, unit, lang)
    return Chart(f"{name} · {sentence(tally, one, unit, lang)}", option, drag, note=note)


def _both(one: Tally, other: Tally) -> NDArray[np.int64]:
    return np.sort(np.concatenate([one.values, other.values]))


def _told(limit: float, unit: words.Unit, share: float, now: float | None, lang: Lang) -> str:
    """What share holds a limit, and what share does now."""
    w = words_for(REPORT[lang], lang, [unit])
    values = {"x": words.quantity(limit, unit, lang), "y": words.share(share)}
    if now is None:
        return w["drag_limit"].format(**values)
    return w["drag_limit_now"].format(**values, now=words.share(now))


def _line(bins: Bins, cases: int, one: int, name: str) -> Options:
    """What lies in the bins, as a line of steps."""
    edges = bins.start + bins.width * np.arange(len(bins.counts))
    points = [
        [float((edge + bins.width / 2) / one), round(100 * int(count) / cases, 3)]
        for edge, count in zip(edges.tolist(), bins.counts.tolist(), strict=True)
    ]
    return {
        "type": "line", "step": "middle", "symbol": "none", "name": name, "data": points, "z": 5,
        "itemStyle": {"color": "$ink"}, "lineStyle": {"color": "$ink", "width": 1.6},
    }  # fmt: skip


def _within(tally: Tally, at: int) -> float:
    """The share of all cases that take no longer."""
    return int(np.searchsorted(tally.values, at, side="right")) / tally.cases


def comparison(group: Group, measure: str) -> Chart:
    """What alternatives change in the share on time of one promise, around no change."""
    rows = [(row.label, row.cells[0]) for row in group.rows]
    spans = tuple(
        Span(
            place, 100 * cell.difference, 100 * _end(cell.low, cell.difference), 100 * _end(cell.high, cell.difference),
            EFFECT.get(cell.judgement, "$soft_ink"), cell.change or cell.told,
            SYMBOL.get(cell.judgement, "diamond"),
        )
        for place, (_, cell) in enumerate(rows)
        if cell.difference is not None
    )  # fmt: skip
    found = [end for one in spans for end in (one.low, one.high)] or [0.0]
    series = Spans(spans, (min(*found, 0.0), max(*found, 0.0))).series
    series[-1]["markLine"] = upright(0)
    option = base(
        xAxis=value_axis(measure), yAxis=names_axis([label for label, _ in rows]), series=series,
    )  # fmt: skip
    return Chart(f"{group.name} · {group.under}", option, height=100 + 44 * len(rows))


def _end(end: float | None, value: float) -> float:
    """An end of an interval; the value where it is open or there is none."""
    return value if end is None else end
