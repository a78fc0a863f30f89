"""The figures hold whatever was measured: one budget or many, kept or missed, spread or not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.budget_figure import budget_figure
from benchmarks.rows import Budget, Row
from benchmarks.size_figure import size_figure
from benchmarks.words import Lang

sys.path.append(str(Path(__file__).parents[1] / "plots"))
from tidy import all_text, assert_tidy

KEPT = Row("a", ("编译引擎对手写的程序", "compiled against what is written by hand"), "×", (29.0, 31.0, 40.0),
           Budget(20, 30))  # fmt: skip
SLOW = Row("b", ("命令", "a command with a long name that needs more than a line of the sheet " * 2), "s", (0.9,),
           Budget(0.5, 0.3, most=True))  # fmt: skip
FAR = Row("c", ("远", "far"), "", (0.2, 0.3), Budget(10, None))
ABSENT = Row("d", ("无", "absent"), "s", budget=Budget(1), skipped=("因为", "because"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("rows", [[KEPT], [SLOW], [KEPT, SLOW, FAR, ABSENT], [KEPT, FAR] * 9])
def test_budgets_are_tidy(rows: list[Row], lang: Lang) -> None:
    assert_tidy(budget_figure(rows, lang, "onewindow"))


def test_what_is_missed_is_counted() -> None:
    said = all_text(budget_figure([KEPT, SLOW, ABSENT], "en", "onewindow"))
    assert "1 of 2 measured budgets are kept, 1 missed" in said
    assert "1 not measured" in said


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("most", [4, 7])
def test_sizes_are_tidy(lang: Lang, most: int) -> None:
    rows = [
        Row(f"sizes/{10**power} {kind}", ("", ""), unit, (value * 10.0 ** (power - 3),))
        for power in range(3, most + 1)
        for kind, unit, value in (("time", "s", 0.0005), ("memory", "MiB", 0.24))
    ]
    assert_tidy(size_figure(rows, lang, "onewindow"))


def test_nothing_measured_draws_nothing() -> None:
    with pytest.raises(ValueError, match="no budget was measured"):
        budget_figure([ABSENT], "en", "onewindow")
    with pytest.raises(ValueError, match="fewer than two sizes"):
        size_figure([], "en", "onewindow")
