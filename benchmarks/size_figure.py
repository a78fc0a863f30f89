"""Time and memory by the number of cases, and the line that would be in proportion."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import EngFormatter, FuncFormatter, LogLocator, NullLocator

from benchmarks.rows import Row
from benchmarks.table import number
from benchmarks.words import Lang
from plots.fonts import font
from plots.legend import heading
from plots.palette import BODY, FINISHED, INK, LINE, RULE, SMALL, SOFT_INK, dress, house_style
from plots.sheet import MARGIN, WIDTH, Line, blank_figure, block, note, panel, title, write

TOP, PANEL, HEAD, AXIS, LEFT, GAP = 0.3, 2.7, 0.3, 0.7, 0.95, 0.9

SAID: dict[Lang, dict[str, str]] = {
    "zh": {
        "kicker": "M/M/5，编译引擎，每种规模一个进程",
        "title": "{cases}件用时{time}秒，进程内存峰值{memory} MiB",
        "time": "时间（秒）", "memory": "内存峰值（MiB）", "cases": "办件数",
        "note": "时间为双对数刻度，灰线表示与办件数成正比。内存含解释器、程序库和编译内核。",
    },
    "en": {
        "kicker": "M/M/5, compiled engine, a process a size",
        "title": "{cases} cases take {time} s and {memory} MiB at the peak",
        "time": "Time (s)", "memory": "Peak memory (MiB)", "cases": "Cases",
        "note": "Cases and time are on logarithmic scales; grey: in proportion to the cases. Memory includes "
        "interpreter, libraries and kernel.",
    },
}  # fmt: skip


def size_figure(rows: Sequence[Row], lang: Lang, provenance: str) -> Figure:
    """Rows of `sizes`. Raises ValueError where fewer than two sizes were measured."""
    points = {
        kind: sorted(
            (int(row.key.split("/")[1].split()[0]), row.value)
            for row in rows
            if row.skipped is None and row.key.endswith(kind)
        )
        for kind in ("time", "memory")
    }
    if len(points["time"]) < 2:
        raise ValueError("fewer than two sizes were measured: there is nothing to draw")
    told = SAID[lang]
    cases, seconds = points["time"][-1]
    sentence = told["title"].format(
        cases=f"{cases:,}", time=number(seconds), memory=number(points["memory"][-1][1])
    )
    with house_style():
        figure = blank_figure()
        head = block(figure, [Line(told["kicker"], BODY, SOFT_INK), title(sentence)])
        notes = block(figure, [note(told["note"]), note(provenance)])
        top = TOP + head.height + 0.2 + HEAD
        figure.set_figheight(top + PANEL + AXIS + notes.height + 0.3)
        write(figure, head, TOP)
        write(figure, notes, top + PANEL + AXIS)
        width = (WIDTH - LEFT - MARGIN - GAP) / 2
        for place, kind in enumerate(points):
            left = LEFT + place * (width + GAP)
            heading(figure, left, top - HEAD / 2, told[kind], [])
            _panel(
                panel(figure, left, top, width, PANEL),
                points[kind],
                told["cases"],
                in_proportion=kind == "time",
            )
        return figure


def _panel(axes: Axes, points: Sequence[tuple[int, float]], unit: str, *, in_proportion: bool) -> None:
    """What grows with the cases on logarithmic scales; what does not, from 0."""
    dress(axes)
    axes.set_xscale("log")
    cases, values = zip(*points, strict=True)
    last, most = points[-1]
    if in_proportion:
        axes.set_yscale("log")
        axes.plot(cases, [most * one / last for one in cases], color=RULE, linewidth=0.6 * LINE, zorder=2)
    axes.plot(cases, values, color=FINISHED, linewidth=LINE, marker="o", markersize=5, zorder=3)
    axes.set_ylim(*((min(values) / 3, max(values) * 4) if in_proportion else (0, 1.4 * max(values))))
    axes.set_xlim(cases[0] / 5, last * 2.2)
    axes.xaxis.set_major_locator(LogLocator(numticks=12))
    if in_proportion:
        axes.yaxis.set_major_locator(LogLocator(numticks=12))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(EngFormatter(sep=" "))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(font(SMALL))
        label.set_color(SOFT_INK)
    for one, value in points:
        axes.annotate(
            number(value), (one, value), (-3, 7), textcoords="offset points", fontproperties=font(SMALL), color=INK,
            ha="right",
        )  # fmt: skip
    axes.text(
        0.5, -0.48 / PANEL, unit, transform=axes.transAxes, fontproperties=font(BODY), color=INK, ha="center",
        va="center_baseline",
    )  # fmt: skip
