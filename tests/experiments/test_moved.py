"""A backlog under levers: left alone, or refused where a row would mean something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.experiments.questions.validate import faults_of
from sim.experiments.questions.whatif import load
from sim.experiments.runs.backlog import backlog
from sim.experiments.verdicts.check import check
from sim.model import ModelError

TEXT = """\
onewindow: 1
title: office with levers
jurisdiction: testland
calendar: {wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 2 wd, window: 3 wd, follow_up: 20 wd}
pools:
  counter: {name: counter, kind: window, capacity: 3}
  fire: {name: fire, kind: window, capacity: 3}
  window: {name: window, kind: window, capacity: 4}
services:
  main:
    name: main
    channels: {hall: {rate: 12 /wd}}
    flow:
      - {task: intake, pool: counter, work: 20 min}
      - {task: papers, pool: fire, work: 10 min}
      - {item: land, do: [{task: land_review, pool: counter, work: 3 h}]}
      - {item: fire, do: [{task: fire_review, pool: fire, work: 3 h}, {milestone: fire_passed}]}
      - {task: hand_over, pool: counter, work: 5 min}
targets:
  kept: {service: main, from: arrived, to: finished, limit: 2 wd, clock: working, required_share: 0.9}
variants:
  before: {}
  parallel: {levers: [{parallel_approval: {id: both, steps: [land, fire]}}]}
  one: {levers: [{one_window: {pools: [counter, fire], into: window, drop: [papers]}}]}
default_variant: before
"""


def written(folder: Path, *rows: str, header: str = "service,at,cases") -> str:
    (folder / "office.yaml").write_text(TEXT, "utf-8")
    (folder / "open.csv").write_text("\n".join((header, *rows)) + "\n", "utf-8")
    return str(folder / "office.yaml")


def started(path: str, variant: str = "before", **options: object) -> int:
    """How many cases are open at the start."""
    setting = f"study.backlog={Path(path).parent / 'open.csv'}"
    asked = load(f"{path}@{variant}", set=[setting], **options)  # type: ignore[arg-type]
    return int(asked.program.backlog_count.sum())


def refused(path: str, variant: str, **options: object) -> str:
    with pytest.raises(ModelError) as failed:
        started(path, variant, **options)
    return str(failed.value).replace(f"{Path(path).parent}/", "")


def test_a_step_that_stays_where_it_is_is_left_alone(tmp_path: Path) -> None:
    path = written(tmp_path, "main,intake,2", "main,hand_over,3", "main,fire_review,1")
    assert [started(path, variant) for variant in ("before", "parallel", "one")] == [6, 6, 6]


def test_a_step_that_would_leave_another_undone(tmp_path: Path) -> None:
    """One after another, fire follows land; side by side, a case at land would count as done with fire."""
    path = written(tmp_path, "main,fire_review,1", "main,land_review,2", "main,land_review,3")
    assert started(path) == 6
    assert refused(path, "parallel") == (
        'open.csv:3:2  at: a case at "land_review" would never come to "fire_review": the row was drawn up without '
        "levers, in force: parallel_approval; draw it up under the levers in force and name them in the column levers"
        " (and so 1 times more)"
    )
    assert refused(path, "before", with_=["parallel_approval"]).startswith(
        'open.csv:3:2  at: a case at "land_review"'
    )
    assert started(path, "parallel", without=["parallel_approval"]) == 6


def test_a_row_drawn_up_under_a_lever(tmp_path: Path) -> None:
    path = written(
        tmp_path, "main,land_review,2,parallel_approval", "main,intake,1,", header="service,at,cases,levers"
    )
    assert started(path, "parallel") == 3
    assert refused(path, "before") == (
        'open.csv:2:2  at: a case at "land_review" would do "fire_review" once more: the row was drawn up under '
        "parallel_approval, in force: none; draw it up under the levers in force and name them in the column levers"
    )


def test_what_only_a_lever_makes_can_mean_nothing_else(tmp_path: Path) -> None:
    path = written(tmp_path, "main,land_review+fire_review,2")
    assert started(path, "parallel") == 2
    assert 'at: "land_review" and "fire_review" follow one another' in refused(path, "before")


def test_a_step_that_a_lever_takes_away(tmp_path: Path) -> None:
    path = written(tmp_path, "main,papers,2")
    assert started(path) == 2
    assert refused(path, "one").endswith('; "papers" was taken away by a lever in force: one_window')
    assert "taken away" not in refused(written(tmp_path, "main,paprs,2"), "one")


def test_a_lever_that_is_none(tmp_path: Path) -> None:
    path = written(
        tmp_path, "main,intake,2,one_windw", "main,intake,2,one_windw", header="service,at,cases,levers"
    )
    said = refused(path, "before")
    assert said.startswith('open.csv:2:4  levers: there is no lever "one_windw"; allowed: ')
    assert said.endswith('; did you mean "one_window"? (and so 1 times more)')


def test_a_backlog_taken_under_a_lever_names_it(tmp_path: Path) -> None:
    path = written(tmp_path)
    taken = backlog(load(f"{path}@parallel"), "2025-03-06")
    assert {case.levers for case in taken.cases} == {"parallel_approval"}
    assert any("land_review+fire_review" in case.at for case in taken.cases)
    taken.write(tmp_path / "open.csv")
    assert started(path, "parallel", start="2025-03-06") == len(taken.cases) > 3


def test_a_verdict_from_a_backlog(tmp_path: Path) -> None:
    """Nobody of the backlog is judged on a clock that began before the study; yet its queue makes others late."""
    path = written(tmp_path, "main,land_review,60")
    settings = [f"study.backlog={tmp_path / 'open.csv'}", "study.lead_in=0 wd"]
    plain = check(load(path, set=settings[1:]), ends=False, budget=1)
    late = check(load(path, set=settings), ends=False, budget=1)
    assert plain[0].cases == late[0].cases
    assert plain[0].on_time_share is not None
    assert late[0].on_time_share is not None
    assert late[0].on_time_share < plain[0].on_time_share - 0.2


def test_validate_names_the_rows(tmp_path: Path) -> None:
    path = Path(written(tmp_path, "main,papers,2", "main,paprs,1"))
    path.write_text(TEXT.replace("follow_up: 20 wd}", "follow_up: 20 wd, backlog: open.csv}"), "utf-8")
    faults, _ = faults_of(str(path))
    rows = [str(fault).rpartition("/")[2] for fault in faults]
    assert rows[0].startswith('open.csv:2:2  at: service "main" has no step "papers"')
    assert rows[-1].startswith('open.csv:3:2  at: service "main" has no step "paprs"')
