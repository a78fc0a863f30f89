"""Charts of the work: what came and went on real dates, and how busy pools are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from plots.charts.chart import Chart, Options, base, names_axis, share_axis, value_axis
from plots.daily_counts import DailyCounts
from plots.days import DayInfo
from plots.throughput import finding, sentence
from plots.utilisation import PoolBar
from sim.words import formats as words
from sim.words.language import Lang
from sim.words.utilisation import SAID


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
