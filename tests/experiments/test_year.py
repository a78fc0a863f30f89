"""A calendar year judged: what the verdicts tell beside the share, and that nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_hall import hall, written

from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.verdicts.check import check
from sim.model import ModelError

QUIET = {"channels": "channels: {hall: {rate: 2 /wd}}"}
"""Few cases, so that a whole year is simulated quickly."""


def year(folder: Path, **changes: str) -> WhatIf:
    return load(str(written(folder, **{**QUIET, **changes})), year=2025)


def test_months_stand_beside_a_verdict_and_add_up_to_it(tmp_path: Path) -> None:
    for verdict in check(year(tmp_path), ends=False, budget=1.0):
        told = verdict.to_dict()
        months = told["by_month"]
        assert [month["month"] for month in months] == list(range(1, 13))
        assert sum(month["cases"] for month in months) == verdict.cases > 24 * 400
        on_time = sum(month["cases"] * month["on_time_share"] for month in months)
        assert on_time / verdict.cases == pytest.approx(verdict.on_time_share, abs=1e-5)
        lowest = min(months, key=lambda month: month["on_time_share"])
        assert told["worst_month"] == lowest["month"]


def test_a_month_in_which_too_few_work_is_the_worst(tmp_path: Path) -> None:
    """Seven times as many cases in June: only then is there a queue."""
    crowded = "channels: {hall: {rate: 8 /wd, months: {6: 7}}}"
    (verdict,) = check(year(tmp_path, channels=crowded), ["kept"], ends=False, budget=1.0)
    assert verdict.worst_month is not None
    assert verdict.worst_month.month in (6, 7)
    assert verdict.by_month[5].cases > 4 * verdict.by_month[3].cases
    assert verdict.by_month[3].share == 1


def test_without_a_year_nothing_is_said_of_months(tmp_path: Path) -> None:
    for verdict in check(hall(tmp_path), ends=False, budget=1.0):
        assert verdict.by_month == ()
        assert not {"by_month", "worst_month"} & verdict.to_dict().keys()


def test_a_year_is_another_question_than_the_one_as_stated(tmp_path: Path) -> None:
    asked = year(tmp_path)
    assert not asked.as_stated
    assert [setting.text for setting in asked.source.settings] == ["study.year=2025"]
    same = load(str(written(tmp_path, **QUIET)), set=["study.year=2025"])
    assert asked.program.digest == same.program.digest


def test_a_year_and_a_start_at_once(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as failed:
        load(str(written(tmp_path)), year=2025, start="2025-03-03")
    said = "the year 2025 is stated too, and begins on 1 January; state one of the two"
    assert str(failed.value) == f"start 2025-03-03  {said}"


def test_a_year_without_a_published_calendar_says_so(tmp_path: Path) -> None:
    asked = load(str(written(tmp_path, **QUIET)), year=2031)
    (verdict,) = check(asked, ["kept"], ends=False, budget=1.0)
    assert "projected: " in verdict.calendar
    assert "2031 national" in verdict.calendar
