"""Limits in natural days, as the commands tell them: words, numbers and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_office import Command

DAYS = """\
onewindow: 1
title: {zh: 小厅, en: Small hall}
jurisdiction: testland
calendar: {wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 0 wd, window: 5 wd, follow_up: 10 wd}
pools:
  desk: {name: desk, kind: reviewer, capacity: 40}
services:
  main:
    name: main
    channels: {hall: {rate: 10 /wd}}
    flow:
      - item: permit
        promised: 3 cd
        do: [{task: review, pool: desk, work: 24 wh}]
targets:
  kept: {service: main, item: permit, limit: 3 cd, required_share: 0.5}
"""


@pytest.fixture
def days(tmp_path: Path) -> Path:
    path = tmp_path / "days.yaml"
    path.write_text(DAYS, encoding="utf-8")
    return path


def test_the_page_says_what_is_counted(command: Command, days: Path) -> None:
    told = command("show", days, "--lang", "zh")
    assert told.out.count("3 个自然日（法定自然日，末日逢休息日顺延）") == 2
    told = command("show", days, "--lang", "en")
    assert told.out.count("statutory clock of natural days") == 2


def test_three_days_of_work_end_in_time_only_over_a_weekend(command: Command, days: Path) -> None:
    """Monday and Tuesday end on Thursday and Friday, three days; Wednesday to Friday end on Monday to Wednesday."""
    told = json.loads(command("check", days, "--json").out)["verdicts"][0]
    assert (told["limit"], told["unit"], told["clock"]) == (3, "cd", "statutory")
    # Wednesday's limit is Saturday and so Monday; Thursday's is Sunday, so Monday; that case ends on Tuesday.
    assert told["p50"] == 5
    assert 0.5 < told["on_time_share"] < 0.7
    (kept,) = json.loads(command("run", days, "--replications", "4", "--json").out)["promises"]
    assert (kept["limit"], kept["clock"]) == ("3 cd", "statutory")
    assert 3 < kept["mean_dates"]["mean"] < 5.5
    assert "法定（整自然日）" in command("run", days, "--replications", "4", "--lang", "zh").out


def test_a_case_in_time_beyond_its_limit_says_why(command: Command, days: Path) -> None:
    told = [command("show", days, "--case", case, "--lang", "en").out for case in range(40)]
    moved = [page for page in told if "5 calendar days of 3 calendar days" in page and "on time" in page]
    assert moved
    assert all("the last day moved on from a day off" in page for page in moved)
    plain = [page for page in told if "3 calendar days of 3 calendar days" in page]
    assert plain
    assert not any("moved on" in page for page in plain)
    story = json.loads(command("show", days, "--case", "0", "--json").out)
    assert {one["unit"] for one in story["targets"]} == {"cd"}


def test_figures_are_drawn(command: Command, days: Path, tmp_path: Path) -> None:
    for kind, more in (("finish_time", ()), ("case_gantt", ("--case", "0"))):
        made = command("plot", days, "--kind", kind, *more, "--draws", 8, "--out", tmp_path / f"{kind}.svg")
        assert made.code == 0, made.err
    assert "calendar days" in (tmp_path / "finish_time.svg").read_text(encoding="utf-8")


def test_working_and_natural_days_do_not_compare(command: Command, days: Path) -> None:
    told = command("compare", days, "--vs", "other: --set targets.kept.limit='3 wd'")
    assert told.code == 2
    assert "kept counts working days here and natural days in the base" in told.err


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("2.5 cd", "the statutory clock counts whole natural days; use clock: elapsed"),
        ("3 h", "does not fit clock statutory; allowed units: wd, cd"),
    ],
)
def test_bad_limits_are_pointed_at(command: Command, days: Path, limit: str, said: str) -> None:
    days.write_text(DAYS.replace("promised: 3 cd", f"promised: {limit}"), encoding="utf-8")
    told = command("validate", days)
    assert told.code == 2
    assert "days.yaml:13:9" in told.err + told.out
    assert said in told.err + told.out


def test_natural_days_have_no_sum(command: Command, days: Path) -> None:
    both = "  a: {service: main, from: arrived, to: finished, limit: 3 cd, required_share: 0.5}\n"
    both += both.replace("  a:", "  b:")
    total = both.replace("  a:", "  both:").splitlines()[0].replace("3 cd", "6 LIMIT, sum_of: [a, b]") + "\n"
    days.write_text(DAYS + both + total.replace("LIMIT", "cd"), encoding="utf-8")
    told = command("validate", days)
    assert told.code == 2
    assert "natural days have no sum" in told.err + told.out
    days.write_text(DAYS + both + total.replace("LIMIT", "wd"), encoding="utf-8")
    assert 'sum_of adds working days; "a" counts natural days' in command("validate", days).err
