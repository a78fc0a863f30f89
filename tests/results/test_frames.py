"""Columns of the case and event tables, and what is null in them."""

from datetime import datetime, timedelta

import polars as pl
from engine.office import Played, play, scenario, service, target, task, wait

from sim.results.frames import case_frame, event_frame

LEDGERS = ["held_government", "held_intermediary", "held_utility", "held_applicant", "paused"]


def played() -> Played:
    flow = [
        wait("walk", "1 h"),
        {"milestone": "accepted"},
        {"race": "r", "branches": {"work": [task("a", work="30 h")], "gone": [wait("gone", "2 h")]}},
        {"milestone": "decided"},
    ]
    raw = scenario(
        flow,
        attributes={"kind": {"values": {"a": 0, "b": 1}}, "size": {"number": 2.5}},
        targets={
            "days": target("arrived", "decided", "3 wd", "statutory"),
            "hours": target("accepted", "decided", "1 wh"),
        },
        others={"other": service([task("slow", work="99 h")])},
    )
    return play(raw, "Mon 09:00", ("Mon 09:30", "other.hall"), until="Mon2 09:00")


def test_case_columns() -> None:
    run = played()
    cases = case_frame(run.program, [run.outcome, run.outcome])
    assert cases.columns == [
        "replication", "case", "service", "stream", "epoch", "member", "arrived", "accepted", "decided", "delivered",
        "finished", "outcome", "later_outcome", "attempts", "main.channel", "kind", "size", "other.channel",
        "elapsed", "working", "clock_days", "from_days", "to_days", "late_at_days", "clock_hours", "from_hours",
        "to_hours", "late_at_hours", *LEDGERS,
    ]  # fmt: skip
    assert len(cases) == 4
    for column in ("arrived", "accepted", "delivered", "finished", "late_at_hours"):
        assert cases.schema[column] == pl.Datetime("us")
    for column in ("elapsed", "working", "clock_hours", *LEDGERS):
        assert cases.schema[column] == pl.Duration("us")
    assert cases.schema["clock_days"] == pl.Int64


def test_a_case_row() -> None:
    run = played()
    first = case_frame(run.program, [run.outcome]).row(0, named=True)
    hour = timedelta(hours=1)
    assert first["service"] == "main"
    assert first["stream"] == "main.hall"
    assert first["main.channel"] == "hall"
    assert (first["kind"], first["size"]) == ("b", 2.5)
    assert first["accepted"] == datetime(2025, 3, 3, 10)
    assert first["finished"] == first["decided"] == datetime(2025, 3, 3, 12)
    assert first["outcome"] == "completed"
    assert (first["elapsed"], first["working"]) == (3 * hour, 3 * hour)
    assert (first["held_applicant"], first["held_government"], first["held_utility"]) == (
        3 * hour,
        2 * hour,
        0 * hour,
    )
    assert (first["clock_days"], first["clock_hours"]) == (0, 2 * hour)
    assert first["late_at_hours"] == datetime(2025, 3, 3, 11)
    assert [first[column] for column in ("delivered", "later_outcome", "other.channel", "late_at_days")] == [
        None
    ] * 4


def test_nulls_of_an_open_case() -> None:
    run = played()
    second = case_frame(run.program, [run.outcome]).row(1, named=True)
    for column in (
        "finished",
        "outcome",
        "elapsed",
        "working",
        "kind",
        "size",
        "main.channel",
        "clock_days",
        "from_days",
    ):
        assert second[column] is None, column
    # The ledgers of an open case stand where the run ended: six nights and days less half an hour.
    assert second["held_government"] == timedelta(days=7) - timedelta(minutes=30)


def test_event_columns_and_nulls() -> None:
    run = played()
    events = event_frame(run.program, [run.outcome])
    assert events.columns == [
        "replication", "case", "service", "row", "step", "activity", "pool", "party", "visit", "enqueued", "started",
        "completed", "withdrawn", "enabled_by",
    ]  # fmt: skip
    assert events.drop("step", "enqueued", "started", "replication", "service").rows() == [
        (0, 0, "walk", None, "applicant", 0, datetime(2025, 3, 3, 10), None, -1),
        (0, 1, "gone", None, "applicant", 0, datetime(2025, 3, 3, 12), None, 0),
        (0, 2, "a", None, "government", 0, None, datetime(2025, 3, 3, 12), 0),
    ]
    withdrawn = events.row(2, named=True)
    assert withdrawn["started"] is None
    assert withdrawn["enqueued"] == datetime(2025, 3, 3, 10)


def test_the_pool_of_a_task() -> None:
    run = play(
        scenario(
            [task("a", all_of=["x", "y"])],
            pools={
                "x": {"name": "x", "kind": "reviewer", "capacity": 1},
                "y": {"name": "y", "kind": "reviewer", "capacity": 1},
            },
        ),
        "Mon 09:00",
    )
    assert event_frame(run.program, [run.outcome])["pool"].to_list() == ["x + y"]


def test_nothing_happened() -> None:
    run = play(scenario([task("a")]))
    assert len(case_frame(run.program, [run.outcome])) == 0
    assert len(event_frame(run.program, [run.outcome])) == 0


def test_days_are_whole_numbers() -> None:
    limits = {"natural": "3 cd", "days": "3 wd"}
    targets = {name: target("arrived", "finished", limit, "statutory") for name, limit in limits.items()}
    run = play(scenario([wait("w", "80 h")], targets=targets), "Fri 09:00")  # to Monday
    cases = case_frame(run.program, [run.outcome])
    assert cases.schema["clock_natural"] == pl.Int64
    assert (cases["clock_natural"].item(), cases["clock_days"].item()) == (3, 1)
