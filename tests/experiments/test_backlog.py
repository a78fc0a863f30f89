"""A backlog made by a warm run: what it takes down, and that a study that starts from it goes on as the run did."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from sim.engine.program import ARRIVED
from sim.engine.reference import simulate
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import judged_replication
from sim.experiments.running.replications import Simulated
from sim.experiments.runs.backlog import Backlog, backlog
from sim.experiments.runs.run import run
from sim.model import ModelError
from sim.worktime import instant

AT = "2025-05-12"
"""A Monday, 45 working days into the run."""
TEXT = """\
onewindow: 1
title: busy office
jurisdiction: testland
calendar: {wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 45 wd, window: 10 wd, follow_up: 40 wd}
pools:
  desk: {name: desk, kind: reviewer, capacity: 2, other_work: {share: 0.2, work: 20 min}}
  board: {name: board, kind: reviewer, capacity: 1}
services:
  main:
    name: main
    attributes:
      kind: {values: {plain: 0.7, hard: 0.3}}
      size: {number: {min: 1, max: 9}}
    channels:
      hall: {rate: 8 /wd}
      post: {rate: 3 /wd}
    flow:
      - documents: file
        mode: return
        papers: {lease: {missing: 0.2}}
        prepare: {mean: 1 cd, cv: 1}
        again: 0.2
        maximum: 3
        do: [{task: intake, pool: desk, work: {family: exponential, mean: 15 min}}]
      - milestone: submitted
      - background: survey
        do: [{wait: measuring, for: {mean: 3 cd, cv: 0.5}, party: intermediary}]
      - choice: kinds
        options:
          - {when: kind == 'hard', do: [{task: inspect, pool: desk, work: {family: exponential, mean: 80 min}}]}
          - {otherwise: true, do: [{task: look, pool: desk, work: {family: exponential, mean: 30 min}}]}
      - {require: survey}
      - parallel: both
        branches:
          sign: [{task: sign, pool: board, work: {family: exponential, mean: 42 min}}]
          notice: [{wait: notice, for: 2 cd, party: government}]
      - milestone: decided
targets:
  kept: {service: main, from: submitted, to: decided, limit: 5 cd, clock: elapsed, required_share: 0.9}
"""


def asked(folder: Path, **options: object) -> WhatIf:
    path = folder / "busy.yaml"
    path.write_text(TEXT, "utf-8")
    return load(str(path), **options)  # type: ignore[arg-type]


def started(folder: Path, table: Path, **options: object) -> WhatIf:
    settings = [f"study.backlog={table}", "study.lead_in=0 wd"]
    return asked(folder, start=AT, set=settings, **options)


def where(program: object, under_way: list[list[int]]) -> Counter[str]:
    names, nodes = program.names, program.nodes  # type: ignore[attr-defined]
    return Counter(names.steps[int(nodes.step[row[1]])] for row in under_way)


def test_as_many_are_open_at_every_step(tmp_path: Path) -> None:
    warm = asked(tmp_path)
    found = backlog(warm, AT)
    table = found.write(tmp_path / "open.csv")
    there = started(tmp_path, table).program
    before = simulate(replace(warm.program, horizon=there.start), seed=1, replication=0)
    after = simulate(replace(there, horizon=there.start + 1), seed=1, replication=0)
    counted = where(warm.program, before.under_way.tolist())
    assert counted == where(there, after.under_way.tolist())
    assert {"look", "inspect", "sign", "notice", "measuring", "file.prepare", "survey"} <= set(counted)
    open_cases = int((before.outcome < 0).sum())
    assert open_cases == len(found.cases) == there.backlog_count.sum() > 40
    assert sorted(before.stamps[before.outcome < 0, ARRIVED].tolist()) == after.stamps[:, ARRIVED].tolist()


def test_what_is_taken_down_from_a_backlog_that_has_not_moved_is_that_backlog(tmp_path: Path) -> None:
    """Nobody works on 10 May, a Saturday, and nobody comes: only what waits in calendar days may have ended."""
    friday = backlog(asked(tmp_path), "2025-05-10")
    table = friday.write(tmp_path / "open.csv")
    still = load(
        str(tmp_path / "busy.yaml"),
        start="2025-05-10",
        load="0.000001",
        set=[f"study.backlog={table}"],
        seed=9,
    )
    sunday = backlog(still, "2025-05-11")
    places = [{(case.arrived, case.at) for case in one.cases} for one in (friday, sunday)]
    moved = places[0] - places[1]
    assert all(
        {"notice", "measuring", "file.prepare"} & set(at.partition("#")[0].split("+")) for _, at in moved
    )
    assert len(moved) < len(places[0]) / 2
    kept = [{case for case in map(str, one.cases) if "at='sign'" in case} for one in (friday, sunday)]
    assert kept[0] <= kept[1]


def test_conservation(tmp_path: Path) -> None:
    found = backlog(asked(tmp_path), AT)
    told = run(started(tmp_path, found.write(tmp_path / "open.csv")), replications=2).to_dict()
    rows = {row["service"]: row for row in told["services"]}
    assert sum(row["backlog"] for row in rows.values()) == len(found.cases)
    for row in rows.values():
        assert row["backlog"] + row["arrived"] == row["ended"] + row["open"]
    assert rows["main"]["arrived"] > 450


def judged(program: object, replications: range, seed: int) -> list[tuple[int, int]]:
    with Crew(2) as crew:
        summaries = crew.replicate(Simulated(judged_replication, seed), program, replications)  # type: ignore[arg-type]
        return [(summary.judged[0].on_time, summary.judged[0].judged) for summary in summaries]


def share(counts: list[tuple[int, int]]) -> tuple[float, float]:
    """The mean of the replications' shares, and its standard error."""
    shares = np.array([on_time / cases for on_time, cases in counts])
    return float(shares.mean()), float(shares.std(ddof=1) / len(shares) ** 0.5)


def compared(folder: Path, replications: int) -> tuple[float, float]:
    """(distance in standard errors from the run that went on: started from its backlogs, started empty)."""
    warm = asked(folder)
    went_on = share(judged(warm.program, range(replications), 1))
    from_backlogs, empty = [], []
    for number in range(replications):
        table = backlog(warm, AT, replication=number).write(folder / f"open{number}.csv")
        there = started(folder, table, seed=2)
        from_backlogs += judged(there.program, range(number, number + 1), 2)
    nobody = folder / "nobody.csv"
    nobody.write_text("service,at\n", "utf-8")
    empty = judged(started(folder, nobody).program, range(replications), 2)

    def distance(other: tuple[float, float]) -> float:
        return abs(went_on[0] - other[0]) / (went_on[1] ** 2 + other[1] ** 2) ** 0.5

    return distance(share(from_backlogs)), distance(share(empty))


@pytest.mark.verification
def test_a_study_from_a_backlog_goes_on_as_the_run_did(tmp_path: Path) -> None:
    from_backlog, empty = compared(tmp_path, 24)
    assert from_backlog < 3
    assert empty > 4, "an empty office flatters; if not, this test would see nothing"


@pytest.mark.verification
def test_a_study_from_a_backlog_goes_on_as_the_run_did_in_many_replications(tmp_path: Path) -> None:
    from_backlog, empty = compared(tmp_path, 192)
    assert from_backlog < 3
    assert empty > 8


def test_every_column_is_taken_down(tmp_path: Path) -> None:
    found = backlog(asked(tmp_path), AT)
    assert {case.service for case in found.cases} == {"main", "desk.other"}
    main = [case for case in found.cases if case.service == "main"]
    assert {case.channel for case in main} == {"hall", "post"}
    assert all(case.attributes.keys() == {"kind", "size", "missing.lease"} for case in main)
    assert all(1 <= float(case.attributes["size"]) <= 9 for case in main)
    assert all(case.attributes["kind"] == "hard" for case in main if "inspect" in case.at)
    mornings = [backlog(asked(tmp_path), f"2025-05-{day}") for day in range(13, 17)]
    returned = [case for one in mornings for case in one.cases if case.at == "file.prepare"]
    assert {(case.attributes["missing.lease"], case.attempts) for case in returned} == {("yes", 2)}
    waiting = [case for case in main if case.at == "measuring+require survey"]
    assert waiting
    assert all(case.since.endswith("+") and case.since.count("+") == 1 for case in waiting)
    (other,) = {(case.channel, case.at) for case in found.cases if case.service == "desk.other"}
    assert other == (None, "desk.other_work")
    assert [case.arrived for case in found.cases] == sorted(case.arrived for case in found.cases)
    assert all(case.arrived < datetime(2025, 5, 12) for case in found.cases)


def test_the_record_tells_itself(tmp_path: Path) -> None:
    found = backlog(asked(tmp_path), AT)
    told = found.to_dict()
    json.dumps(told, allow_nan=False)
    assert told["at"] == AT
    assert sum(row["cases"] for row in told["by_step"]) == len(told["cases"]) == len(found.cases)
    assert str(found).startswith(f"{len(found.cases)} open cases of busy.yaml on {AT}: main file.prepare 3, ")
    table = pl.read_csv(found.write(tmp_path / "open.csv"), infer_schema=False)
    assert table.fill_null("").equals(found.frame)
    assert table.columns[:8] == [
        "service",
        "at",
        "arrived",
        "since",
        "channel",
        "attempts",
        "stamped",
        "levers",
    ]
    none = Backlog(asked(tmp_path), date(2025, 5, 12), 0, ())
    assert str(none).startswith("0 open cases of ")
    assert str(none).endswith(" on 2025-05-12: none")


def test_the_same_question_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = (backlog(asked(tmp_path), AT).write(tmp_path / name) for name in ("one.csv", "two.csv"))
    assert one.read_bytes() == two.read_bytes()
    other = backlog(asked(tmp_path), AT, replication=1).write(tmp_path / "other.csv")
    assert other.read_bytes() != one.read_bytes()


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("soon", 'at soon  "soon" is not a date; write it as 2025-03-03'),
        (
            "2025-03-03",
            "at 2025-03-03  2025-03-03 is not within the study; allowed: after 2025-03-03, up to ",
        ),
        ("2027-01-01", "at 2027-01-01  2027-01-01 is not within the study"),
    ],
)
def test_a_date_that_cannot_be(tmp_path: Path, at: str, said: str) -> None:
    with pytest.raises(ModelError) as failed:
        backlog(asked(tmp_path), at)
    assert str(failed.value).startswith(said)


def test_a_replication_that_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="replication -1  allowed: 0 to 999,999"):
        backlog(asked(tmp_path), AT, replication=-1)


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    found = backlog(asked(tmp_path), AT)
    (tmp_path / "taken").mkdir()
    with pytest.raises(ModelError, match="cannot be written"):
        found.write(tmp_path / "no" / "open.csv")
    with pytest.raises(ModelError, match="is a folder; name a file"):
        found.write(tmp_path / "taken")
    assert not list(tmp_path.glob("**/*.part"))


def test_a_day_begins_at_its_opening(tmp_path: Path) -> None:
    """Nothing of the day itself has happened: arrivals of that morning are not in the table."""
    found = backlog(asked(tmp_path), "2025-03-04")
    latest = max(case.arrived for case in found.cases)
    assert instant(datetime(2025, 3, 3)) <= instant(latest) < instant(date(2025, 3, 4))
