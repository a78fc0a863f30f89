"""Charts of cases: where the days of all of them went, and one of them through time with its clocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from plots.case_clocks import ClockLine
from plots.case_gantt import MANY, NIGHTS_UP_TO, StepRow, sentence
from plots.causes import COLOURS, HATCHES, Shade, shades
from plots.charts.chart import Chart, Options, base, names_axis, value_axis
from plots.days import DayInfo, within
from plots.days_spent import Promised, Side, by_cause, lead, panels_of, shades_of, total
from plots.days_spent import sentence as spent_sentence
from sim.words import formats as words
from sim.words.case_clocks import SAID as CLOCKS
from sim.words.case_gantt import SAID as STORY
from sim.words.days_spent import SPENT
from sim.words.language import Lang

BAR, ROW, TIGHT, HEAD = 30, 36, 22, 56
"""Pixels: of a row of a table, of a case and of a case of many steps; and above and below a table."""
NARROW, WIDE = 8, 16
"""Pixels: a wait and work of one case."""
CLOCK = 150
DECALS: Mapping[str, Options] = {
    hatch: {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 3 + n], "rotation": (n % 4) * 0.785}
    for n, hatch in enumerate(HATCHES)
}
"""What tells pauses of one colour apart."""


def where_days_go(
    sides: Sequence[Side],
    unit: words.Unit,
    wd_hours: float,
    promised: Promised | None,
    inside: str,
    lang: Lang,
) -> Chart:
    """The mean time of a case by cause: in all, then by stage or step, then by department; a bar for every side."""
    said, one = SPENT[lang], words.unit_us(unit, wd_hours)
    found = shades_of(sides, lang)
    panels = panels_of(sides, lang)
    most = max(side.total_us for side in sides) / one
    causes = said["causes_promised" if promised else "causes"]
    rows: list[tuple[Options, list[dict[str, float]]]] = [
        _named(causes, [by_cause(side.slices) for side in sides])
    ]
    for heading, table in panels:
        rows.append(({"value": heading, "textStyle": {"color": "$soft_ink"}}, [{} for _ in sides]))
        rows += [_named(row.name, list(row.sides)) for row in table]
    series: list[Options] = []
    for number, side in enumerate(sides):
        for cause, shade in found.items():
            series.append({
                "type": "bar", "stack": str(number), "name": shade.name, "barMaxWidth": 20,
                "itemStyle": _filled(shade), "tooltip": {"formatter": _pointed(side, len(sides))},
                "data": [round(spans[number].get(cause, 0.0) / one, 4) for _, spans in rows],
            })  # fmt: skip
        series.append({
            "type": "bar", "stack": str(number), "name": side.name, "silent": True, "barMaxWidth": 20,
            "tooltip": {"show": False}, "itemStyle": {"color": "transparent"},
            "label": {"show": True, "position": "insideLeft", "formatter": "{b}", "color": "$ink", "fontSize": 11},
            "data": [
                {"value": 1e-9, "name": words.even(total(spans[number]) / one, most) if spans[number] else ""}
                for _, spans in rows
            ],
        })  # fmt: skip
    legend = [shade.name for shade in found.values()]
    option = base(
        legend={"top": 0, "data": legend, "textStyle": {"color": "$ink"}, "type": "scroll"},
        grid={"left": 12, "right": 64, "top": 36, "bottom": 38, "containLabel": True},
        xAxis=value_axis(words.unit_name(unit, lang)),
        yAxis=names_axis([name for name, _ in rows]),
        series=series,
    )
    title = f"{spent_sentence(sides, one, unit, promised, inside, lang)} · {lead(sides, found, lang)}"
    order = said["order"].format(names=words.listed([side.name for side in sides], lang))
    return Chart(
        title,
        option,
        height=2 * HEAD + BAR * len(rows) * (1 if len(sides) == 1 else 2),
        note=order if len(sides) > 1 else "",
    )


def _named(name: str, spans: list[dict[str, float]]) -> tuple[Options, list[dict[str, float]]]:
    return {"value": name}, spans


def _filled(shade: Shade) -> Options:
    colour = f"$by_{shade.cause}" if shade.cause in COLOURS else "$by_pause"
    decal = {"decal": {"color": "$ground", **DECALS[shade.hatch]}} if shade.hatch else {}
    return {"color": colour, **decal}


def _pointed(side: Side, sides: int) -> str:
    return (
        "{b}\n{a}: {c}"
        if sides == 1
        else f"{side.name.replace('{', '(').replace('}', ')')}\n{{b}}\n{{a}}: {{c}}"
    )


def one_case(
    rows: Sequence[StepRow],
    clock: ClockLine | None,
    days: Sequence[DayInfo],
    arrived: datetime,
    end: datetime,
    finished: bool,
    open_hours: Sequence[tuple[datetime, datetime]],
    lang: Lang,
) -> Chart:
    """A row a step over dates that can be zoomed, and below it how the clocks of the case went."""
    said = STORY[lang]
    found = shades((part.cause for row in rows for part in row.stretches), lang)
    shown = within(days, arrived.date(), end.date() + timedelta(days=1))
    around = max(end - arrived, timedelta(minutes=10)) * 0.02
    ends = {"min": _at(arrived - around), "max": _at(end + around)}
    nights = _nights(shown, open_hours) if len(shown) <= NIGHTS_UP_TO else []
    shaded = {"silent": True, "data": _closed(shown) + nights}
    series: list[Options] = []
    for cause, shade in found.items():
        name = said.waiting if cause == "queue" else shade.name
        thin = cause in ("queue", "session", "closed")
        colour = "$waiting" if cause == "queue" else _filled(shade)["color"]
        data: list[Options | list[str | int | None]] = []
        for place, row in enumerate(rows):
            for part in row.stretches:
                if part.cause == cause:
                    told = f"{row.name}\n{name}: {_when(part.begin)} – {_when(part.end)}"
                    data += [
                        {"value": [_at(moment), place], "name": told} for moment in (part.begin, part.end)
                    ]
                    data.append([None, None])
        series.append({
            "type": "line", "name": name, "symbol": "rect", "symbolSize": 3, "data": data, "connectNulls": False,
            "itemStyle": {"color": colour}, "tooltip": {"formatter": "{b}"},
            "lineStyle": {
                "color": colour, "width": NARROW if thin else WIDE, "cap": "butt",
                "type": [4, 2] if shade.hatch else "solid",
            },
        })  # fmt: skip
    series[0]["markArea"] = shaded
    elapsed = (end - arrived) / timedelta(days=1)
    series.append(_clock_series(
        CLOCKS[lang].elapsed, [(arrived, 0.0), (end, elapsed)], "$open", markArea=shaded,
    ))  # fmt: skip
    note = ""
    if clock is not None:
        points = [(moment, value / clock.a_day) for moment, value in clock.points]
        step = {"step": "end"} if clock.whole_days else {}
        limit = clock.limit / clock.a_day
        limit_line = {
            "silent": True, "symbol": "none", "lineStyle": {"color": "$ink", "type": "dashed", "width": 1},
            "label": {
                "formatter": CLOCKS[lang].limit.format(value=words.quantity(clock.limit, clock.unit, lang, 6)),
                "position": "insideStartTop", "color": "$ink",
            },
            "data": [{"yAxis": limit}],
        }  # fmt: skip
        series.append(_clock_series(clock.name, points, "$finished", markLine=limit_line, **step))
        if clock.crossed is not None:
            reached = CLOCKS[lang].crossed.format(when=_when(clock.crossed))
            series.append({
                "type": "scatter", "xAxisIndex": 1, "yAxisIndex": 1, "symbol": "diamond", "symbolSize": 11, "z": 5,
                "itemStyle": {"color": "$overdue"}, "tooltip": {"formatter": "{b}"},
                "data": [{"value": [_at(clock.crossed), limit], "name": reached}],
            })  # fmt: skip
        verdict = said.late if clock.crossed else said.on_time if finished else said.going
        note = said.counted.format(
            name=clock.name, value=words.quantity(clock.value, clock.unit, lang),
            limit=words.quantity(clock.limit, clock.unit, lang, 6), verdict=verdict,
        )  # fmt: skip
    close = len(rows) > MANY
    tall = (TIGHT if close else ROW) * len(rows)
    axes = [
        {
            "type": "time", "gridIndex": number, "axisLine": {"lineStyle": {"color": "$rule"}},
            "axisLabel": {"color": "$soft_ink", "show": number == 1, "hideOverlap": True}, "splitLine": {"show": False},
            **ends,
        }
        for number in (0, 1)
    ]  # fmt: skip
    option = base(
        legend={"top": 0, "textStyle": {"color": "$ink"}, "type": "scroll"},
        grid=[
            {"left": 226, "right": 20, "top": 36, "height": tall},
            {"left": 226, "right": 20, "top": 36 + tall + 36, "height": CLOCK},
        ],
        xAxis=axes,
        yAxis=[
            names_axis([row.name if close else _row(row) for row in rows]),
            value_axis(
                said.days, gridIndex=1, splitNumber=3, nameLocation="end", nameGap=10,
                nameTextStyle={"align": "left", "color": "$ink"},
            ),
        ],
        dataZoom=[{"type": "slider", "xAxisIndex": [0, 1], "bottom": 8, "height": 22, "filterMode": "none"}],
        series=series,
    )  # fmt: skip
    return Chart(sentence(rows, arrived, end, finished, lang), option, height=tall + CLOCK + 150, note=note)


def _clock_series(
    name: str, points: Sequence[tuple[datetime, float]], colour: str, **more: object
) -> Options:
    return {
        "type": "line", "name": name, "xAxisIndex": 1, "yAxisIndex": 1, "symbol": "none",
        "data": [[_at(moment), round(value, 4)] for moment, value in points],
        "lineStyle": {"color": colour, "width": 2}, "itemStyle": {"color": colour}, **more,
    }  # fmt: skip


def _row(row: StepRow) -> str:
    return f"{row.name}\n{row.who}" if row.who else row.name


def _closed(days: Sequence[DayInfo]) -> list[list[Options]]:
    return [
        [
            {"xAxis": day.date.isoformat(), "itemStyle": {"color": "$holiday" if day.holiday else "$closed"}},
            {"xAxis": (day.date + timedelta(days=1)).isoformat()},
        ]
        for day in days
        if not day.working
    ]


def _nights(days: Sequence[DayInfo], open_hours: Sequence[tuple[datetime, datetime]]) -> list[list[Options]]:
    """The closed hours of working days; closed days are shaded already."""
    areas: list[list[Options]] = []
    for day in days:
        if not day.working:
            continue
        midnight = datetime.combine(day.date, time())
        own = [(a, b) for a, b in open_hours if a.date() == day.date]
        at = midnight
        for begin, close in [*own, (midnight + timedelta(days=1), midnight)]:
            if begin > at:
                areas.append([{"xAxis": _at(at), "itemStyle": {"color": "$closed"}}, {"xAxis": _at(begin)}])
            at = close
    return areas


def _at(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
