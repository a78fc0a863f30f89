"""Charts as data: the numbers and words of the figures, a scale that tells what holds at every stop, names as text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.util import find_spec
from typing import Any

import pytest
from startup_results import capacity_of

from onewindow.out.echarts import script
from plots.charts.chart import Chart
from plots.charts.loads import load_curve
from plots.charts.theme import LIGHT
from plots.results.cases import spent_of, told_of
from plots.results.charted import CHARTS, chart_of
from plots.results.reported import asked_of
from sim import load
from sim.experiments.reports.report import Report
from sim.experiments.searches.capacity import Point
from sim.pages.reports.document import Picture
from sim.words.formats import unit_us

KINDS = [kind for kind in CHARTS if kind != "capacity_curve"]


@pytest.fixture(scope="module")
def charts(made: Report) -> dict[str, Chart]:
    found = {
        kind: chart_of(Picture(kind, "easy" if kind == "finish_time" else ""), made, "zh") for kind in KINDS
    }  # type: ignore[arg-type]
    return {kind: chart for kind, chart in found.items() if chart is not None}


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_is_plain_data_in_colours_that_there_are(charts: dict[str, Chart], kind: str) -> None:
    text = charts[kind].to_json()
    told = json.loads(text)
    assert told["title"]
    assert told["option"]["series"]
    assert told["option"]["tooltip"]["renderMode"] == "richText"
    assert not re.search(r"[<>&]", text)
    assert set(re.findall(r'"\$(\w+)"', text)) <= LIGHT.keys()
    assert not re.search(r'"#[0-9A-Fa-f]{6}"', text)


def test_the_limit_is_dragged_over_all_cases(charts: dict[str, Chart], made: Report) -> None:
    chart, verdict = charts["finish_time"], made.verdict("easy")
    assert chart.drag is not None
    stated = chart.drag.stops[chart.drag.start]
    assert stated.x == 16  # 2 wd of 8 h
    assert stated.told == f"时限 16个工作小时：按时 {verdict.on_time_share:.0%}"
    shares = [float(re.findall(r"([\d.]+)%", stop.told)[-1]) for stop in chart.drag.stops]
    assert shares == sorted(shares)
    assert shares[0] < shares[-1] == 100
    (bars,) = chart.option["series"]
    assert sum(bar["value"][1] for bar in bars["data"]) == pytest.approx(100, abs=0.1)


def test_the_board_and_the_comparison_tell_what_was_found(charts: dict[str, Chart], made: Report) -> None:
    marks = charts["target_board"].option["series"][-1]["data"]
    assert [mark["value"][0] for mark in marks] == [100 * (one.on_time_share or 0) for one in made.verdicts]
    assert [mark["itemStyle"]["color"] for mark in marks] == ["$met", "$not_met"]
    assert charts["levers"].option["yAxis"]["data"] == ["一窗受理"]
    (row,) = charts["paired_differences"].option["yAxis"]["data"]
    assert row == "@pooled"


def test_dates_are_real_and_closed_days_shaded(charts: dict[str, Chart]) -> None:
    arrived = charts["throughput"].option["series"][0]
    assert [when for when, _ in arrived["data"]][:2] == ["2025-03-04", "2025-03-05"]
    assert [[end["xAxis"] for end in area] for area in arrived["markArea"]["data"]] == [
        ["2025-03-08", "2025-03-09"],
        ["2025-03-09", "2025-03-10"],
    ]
    busy = charts["utilisation"].option["series"]
    assert all(
        sum(values) == pytest.approx(100, abs=0.2)
        for values in zip(*(one["data"] for one in busy), strict=True)
    )


def test_the_days_of_all_cases_and_of_one_are_those_of_the_figures(
    charts: dict[str, Chart], made: Report
) -> None:
    asked = asked_of(made, "zh")
    spent, told = spent_of(asked), told_of(asked)
    one = unit_us(spent.unit, made.whatif.scenario.wd_hours)
    bars = [
        part
        for part in charts["where_days_go"].option["series"]
        if part["itemStyle"]["color"] != "transparent"
    ]
    assert sum(part["data"][0] for part in bars) == pytest.approx(spent.sides[0].total_us / one, abs=0.001)
    chart = charts["case_gantt"].option
    assert [row.split("\n")[0] for row in chart["yAxis"][0]["data"]] == [row.name for row in told.rows]
    drawn = [
        (datetime.fromisoformat(begin["value"][0]), datetime.fromisoformat(end["value"][0]))
        for part in chart["series"]
        if "xAxisIndex" not in part
        for begin, end in pairs(part["data"], 3)
    ]
    stretches = [part for row in told.rows for part in row.stretches]
    assert sum((b - a for a, b in drawn), timedelta()) == pytest.approx(
        sum((part.end - part.begin for part in stretches), timedelta()), abs=timedelta(seconds=len(drawn))
    )


def pairs(data: list[Any], size: int) -> list[tuple[Any, Any]]:
    """Begin and end of every stretch; a gap follows each."""
    return [(data[n], data[n + 1]) for n in range(0, len(data), size)]


def test_a_load_between_two_simulated_ones_is_told() -> None:
    found = capacity_of(load("gedian/startup"))
    ends = (Point(0.8, 0.9, 0.85, 0.95, 100), Point(1.2, 0.7, 0.6, 0.8, 100))
    chart = load_curve(replace(found, curves=dict.fromkeys(found.curves, ends)), "en")
    assert chart.drag is not None
    start = chart.drag.stops[chart.drag.start]
    assert start.x == pytest.approx(1)
    assert start.told.startswith("1.00 times the stated arrivals: ")
    assert start.told.count("80.0%") == 4
    empty = load_curve(replace(found, curves=dict.fromkeys(found.curves, ())), "en")
    assert empty.drag is None


@pytest.mark.skipif(find_spec("nicegui") is None, reason="the web extra is not installed")
def test_the_script_comes_from_the_extra_and_fetches_nothing() -> None:
    text = script()
    assert text is not None
    assert "globalThis.echarts=" in text[-60:]
    assert "import(" not in text
    assert not re.search(r"</script|<!--|\bexport\b\s*\{", text)
    assert len(text) < 2_000_000
