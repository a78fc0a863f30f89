"""Charts of the work: what came and went on real dates, how busy pools are, and the process, steps on demand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from plots.charts.chart import Chart, Options, base, names_axis, share_axis, value_axis
from plots.daily_counts import DailyCounts
from plots.days import DayInfo
from plots.process_parts import Fork, Group, Loop, Part, StepBox
from plots.throughput import finding, sentence
from plots.utilisation import PoolBar
from sim.words import formats as words
from sim.words.amounts import span
from sim.words.language import Lang
from sim.words.process_map import MAP
from sim.words.report import REPORT
from sim.words.utilisation import SAID

MOST_LINES = 14
"""Lines that a chart of stages has room for, however many steps there are: it can be moved and zoomed."""
LAST = 0.5
"""A branch that comes last in more of the cases is marked."""


def throughput(counts: DailyCounts, days: Sequence[DayInfo], first: date, end: date, lang: Lang) -> Chart:
    """Arrived and finished each day, and open at the end of it, over dates that can be zoomed; closed days shaded."""
    said = words.words(lang)
    dates = [(first + timedelta(days=n)).isoformat() for n in range((end - first).days + 1)]
    areas = [
        [
            {"xAxis": dates[place], "itemStyle": {"color": "$holiday" if day.holiday else "$closed"}},
            {"xAxis": dates[place + 1]},
        ]
        for place, day in enumerate(days)
        if not day.working
    ]
    shaded = {"silent": True, "data": areas}

    def line(name: str, values: list[float], colour: str, axis: int, **more: object) -> Options:
        """A step from midnight to midnight."""
        data = zip(dates, [*values, values[-1]], strict=True)
        return {
            "type": "line", "name": name, "xAxisIndex": axis, "yAxisIndex": axis, "symbol": "none", "step": "end",
            "data": [[when, round(value, 2)] for when, value in data], "itemStyle": {"color": colour},
            "lineStyle": {"color": colour, "width": 2}, **more,
        }  # fmt: skip

    at_the_end = {"nameLocation": "end", "nameGap": 10, "nameTextStyle": {"align": "left", "color": "$ink"}}
    axes = [
        {
            "type": "time", "gridIndex": number, "axisLine": {"lineStyle": {"color": "$rule"}},
            "axisLabel": {"color": "$soft_ink", "show": number == 1, "hideOverlap": True},
        }
        for number in (0, 1)
    ]  # fmt: skip
    arrived, finished, still = (counts.arrived, counts.finished, counts.open[:, 1:])
    option = base(
        legend={"top": 0, "textStyle": {"color": "$ink"}},
        grid=[
            {"left": 52, "right": 20, "top": 52, "height": 166},
            {"left": 52, "right": 20, "top": 262, "height": 86},
        ],
        xAxis=axes,
        yAxis=[
            value_axis(said.cases_a_day, **at_the_end),
            value_axis(said.open_cases, gridIndex=1, splitNumber=3, **at_the_end),
        ],
        dataZoom=[{"type": "slider", "xAxisIndex": [0, 1], "bottom": 8, "height": 22}],
        tooltip={"trigger": "axis"},
        series=[
            line(said.arrived, arrived.mean(axis=0).tolist(), "$arrived", 0, markArea=shaded),
            line(said.finished, finished.mean(axis=0).tolist(), "$finished", 0),
            line(
                said.open,
                still.mean(axis=0).tolist(),
                "$open",
                1,
                markArea=shaded,
                areaStyle={"opacity": 0.2},
            ),
        ],
    )
    return Chart(f"{finding(counts, lang)} · {sentence(counts, first, end, lang)}", option, height=430)


def utilisation(pools: Sequence[PoolBar], lang: Lang) -> Chart:
    """How much of its open time each pool is at work, for these cases and for others; the busiest on top."""
    said = SAID[lang]
    shown = sorted((pool for pool in pools if pool.available > 0), key=lambda pool: -pool.busy)
    parts = (
        (said.own, "$finished", [pool.own / pool.available for pool in shown]),
        (said.other, "$arrived", [pool.other / pool.available for pool in shown]),
        (said.idle, "$idle", [max(0.0, 1 - pool.busy) for pool in shown]),
    )
    series = [
        {
            "type": "bar", "stack": "time", "name": name, "itemStyle": {"color": colour}, "barMaxWidth": 26,
            "data": [round(100 * value, 1) for value in values],
        }
        for name, colour, values in parts
    ]  # fmt: skip
    option = base(
        legend={"top": 0, "textStyle": {"color": "$ink"}},
        xAxis=share_axis(said.share, min=0, max=100),
        yAxis=names_axis([pool.name for pool in shown]),
        tooltip={"trigger": "axis", "axisPointer": {"type": "shadow"}},
        series=series,
    )
    first = shown[0]
    told = said.busiest.format(name=first.name, share=words.share(first.busy))
    return Chart(told, option, height=100 + 42 * len(shown))


def process(parts: Sequence[Part], name: str, lang: Lang) -> Chart:
    """The flow as a tree that opens: stages first where there are any, their steps on demand."""
    root = {"name": name, "label": {"show": False}, "children": [_node(part, lang) for part in parts]}
    staged = any(isinstance(part, Group) for part in parts)
    option = base(
        series=[
            {
                "type": "tree", "data": [root], "orient": "LR", "roam": True, "expandAndCollapse": True,
                "initialTreeDepth": 1 if staged else -1, "left": 110, "right": "40%", "top": 16, "bottom": 16,
                "symbolSize": 11, "edgeShape": "polyline", "lineStyle": {"color": "$rule", "width": 1.4},
                "label": {"position": "top", "color": "$ink", "fontSize": 12, "distance": 7},
                "leaves": {"label": {"position": "right", "align": "left"}},
                "itemStyle": {"color": "$arrived", "borderColor": "$finished"},
            }
        ],
        tooltip={"formatter": "{b}"},
    )  # fmt: skip
    leaves = max(len(root["children"]), min(_lines(root), MOST_LINES)) if staged else _lines(root)
    title = f"{name} · {REPORT[lang]['flow_title']}"
    return Chart(title, option, height=max(280, 80 + 40 * leaves), note=REPORT[lang]["chart_hint"])


def _lines(node: Options) -> int:
    children = node.get("children", [])
    return sum(map(_lines, children)) or 1


def _node(part: Part, lang: Lang) -> Options:
    w = MAP[lang]
    match part:
        case StepBox():
            return {"name": _step(part, lang)}
        case Group():
            taken = f"  {span(part.elapsed_us, lang)}" if part.elapsed_us else ""
            named = f"{part.name}{taken}{_share(part.share)}"
            return {"name": named, "symbol": "rect", "children": [_node(one, lang) for one in part.body]}
        case Loop():
            again = w["again"].format(share=words.share(part.share))
            inner = [_node(one, lang) for one in (*part.body, *part.back)]
            return {"name": f"↺ {again}", "symbol": "circle", "children": inner}
        case Fork():
            return {
                "name": REPORT[lang][f"fork_{part.kind}"],
                "symbol": "diamond",
                "children": [
                    _branch(one.name, one.parts, one.share, one.last, lang) for one in part.branches
                ],
            }


def _branch(name: str, parts: Sequence[Part], share: float, last: float | None, lang: Lang) -> Options:
    """A way through a fork; the one that comes last most often is marked."""
    told = f"{name}{_share(share)}".strip() or words.share(share)
    node: Options = {"children": [_node(one, lang) for one in parts]}
    if len(parts) == 1 and isinstance(parts[0], StepBox):
        node = _node(parts[0], lang)
        told = node["name"]
    if last is not None and last >= LAST:
        told += "  " + REPORT[lang]["comes_last"].format(share=words.share(last))
        node["itemStyle"] = {"color": "$overdue", "borderColor": "$overdue"}
        node["lineStyle"] = {"color": "$overdue", "width": 2.4}
        node["label"] = {"color": "$not_met"}
    return {**node, "name": told}


def _step(box: StepBox, lang: Lang) -> str:
    """Its name, who does it, and how long a visit waits and takes."""
    w = MAP[lang]
    waiting, work = span(box.waiting_us, lang), span(box.work_us, lang)
    times = work if box.kind in ("wait", "stage") else w["times"].format(waiting=waiting, work=work)
    who = f" [{box.who}]" if box.who else ""
    return f"{box.name}{who}  {times}{_share(box.share)}"


def _share(share: float) -> str:
    return "" if share > 0.995 else f"  {words.share(share)}"
