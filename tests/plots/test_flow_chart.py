"""The map of a page: the marks of the figure's layout as data; of a long process the stages, each of which opens."""

from __future__ import annotations

from typing import Any

from plots.charts.chart import Chart, Options
from plots.charts.flow import process
from plots.process_parts import Branch, Fork, Group, Part, StepBox

H = 3_600_000_000


def box(name: str) -> StepBox:
    return StepBox(name, "Desk", "task", 0.5, 3 * H, H)


def marks(option: Options, kind: str) -> list[Any]:
    return [one["mark"] for one in option["series"][0]["data"] if one["mark"]["kind"] == kind]


def test_a_short_process_shows_its_steps_side_by_side() -> None:
    fork = Fork("all", (Branch("x", (box("B"),), 1.0, last=0.7), Branch("y", (box("C"),), 1.0, last=0.3)))
    chart = process([box("A"), fork], "it", "en")
    boxes = marks(chart.option, "box")
    assert [one["name"] for one in boxes] == ["A", "B", "C"]
    assert boxes[0]["times"] == "wait 3.0 h, work 60 min"
    assert boxes[0]["told"].endswith("50.0%")
    assert boxes[1]["at"][0] == boxes[2]["at"][0] >= boxes[0]["at"][0] + boxes[0]["size"][0]
    assert boxes[2]["at"][1] >= boxes[1]["at"][1] + boxes[1]["size"][1]
    assert [one["text"] for one in marks(chart.option, "text") if one["colour"] == "$not_met"] == [
        "last: x 70%"
    ]
    assert (chart.views, chart.first) == ((), "")


def test_of_a_long_process_stages_are_shown_and_each_opens() -> None:
    parts: list[Part] = [Group(f"Stage {n}", (box(f"a{n}"), box(f"b{n}")), 1.0, 24 * H) for n in range(8)]
    chart: Chart = process(parts, "it", "zh")
    stages = marks(chart.option, "box")
    assert [(one["name"], one["who"], one["opens"]) for one in stages][:2] == [
        ("Stage 0", "2个环节", 1), ("Stage 1", "2个环节", 2),
    ]  # fmt: skip
    assert [view.label for view in chart.views] == [f"Stage {n}" for n in range(8)]
    assert [one["name"] for one in marks(chart.views[1].option, "box")] == ["a1", "b1"]
    right, bottom = (chart.option[axis]["max"] for axis in ("xAxis", "yAxis"))
    assert all(
        one["at"][0] + one["size"][0] <= right and one["at"][1] + one["size"][1] <= bottom for one in stages
    )
