"""Several units of one pool for one job: hand-worked timelines, and the work they offer."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.office import play, pool, scenario, service, task
from sim.experiments.load.steady import OfferedWork
from sim.experiments.questions.whatif import load
from sim.model import ModelError, read, warnings


def test_two_of_three_do_one_job_at_a_time() -> None:
    played = play(scenario([task("visit", units=2)], pools={"desk": pool(3)}), "Mon 09:00", "Mon 09:00")
    assert [row[2:] for row in played.rows()] == [("Mon 09:00", "Mon 10:00"), ("Mon 10:00", "Mon 11:00")]
    assert (played.pool("busy"), played.pool("served")) == (2 * 120, 2)


def test_four_do_two() -> None:
    played = play(scenario([task("visit", units=2)], pools={"desk": pool(4)}), *["Mon 09:00"] * 3)
    assert [row[2] for row in played.rows()] == ["Mon 09:00", "Mon 09:00", "Mon 10:00"]


def test_the_first_pool_with_enough_units() -> None:
    flow = [task("visit", any_of=["few", "many"], units=2)]
    played = play(scenario(flow, pools={"few": pool(1), "many": pool(2)}), "Mon 09:00")
    assert played.unit("visit") == "many"


def test_a_roster_that_has_enough_only_in_the_afternoon() -> None:
    played = play(
        scenario([task("visit", units=2)], pools={"desk": pool({"09:00": 1, "13:00": 2})}), "Mon 09:00"
    )
    assert played.row("visit") == ("Mon 09:00", "Mon 13:00", "Mon 14:00")


def test_single_jobs_pass_it_until_it_keeps_its_units() -> None:
    """Who needs one goes past who needs two, for a working day; then both units are kept for the two."""
    others = {"else": service([task("single", work="8 h")])}
    raw = scenario([task("visit", units=2)], pools={"desk": pool(2)}, others=others)
    ones = [("Mon 09:00", "else.hall"), ("Mon 13:00", "else.hall"), *[("Mon 13:30", "else.hall")] * 2]
    played = play(raw, "Mon 13:00", *ones)
    # It has waited for 8 working hours on Tue 13:00, when a single job ends and the other goes on until Tue 17:00.
    (visit,) = [row[1:] for row in played.rows() if row[0] == "visit"]
    assert visit == ("Mon 13:00", "Wed 09:00", "Wed 10:00")
    assert sorted(row[2] for row in played.rows() if row[0] == "single") == [
        "Mon 09:00", "Mon 13:00", "Tue 09:00", "Wed 10:00"
    ]  # fmt: skip


OFFICE = """\
onewindow: 1
title: office
jurisdiction: testland
calendar: {region: CN, wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 2 wd, window: 10 wd, follow_up: 40 wd}
pools: {desk: {name: desk, kind: reviewer, capacity: 3}}
services:
  main:
    name: main
    channels: {hall: {rate: 8 /wd}}
    flow:
      - {task: visit, pool: desk, work: 30 min, units: 2}
targets:
  kept: {service: main, from: arrived, to: finished, limit: 30 wd, clock: working, required_share: 0.9}
"""


def written(folder: Path, old: str = "units: 2", new: str = "units: 2") -> Path:
    path = folder / "office.yaml"
    path.write_text(OFFICE.replace(old, new), "utf-8")
    return path


def test_the_work_offered(tmp_path: Path) -> None:
    """Eight half-hours of two: a third of three people, and half of what one pair has time for."""
    (desk, pairs) = OfferedWork(load(str(written(tmp_path)))).loads
    assert desk.load == pytest.approx(8 * 0.5 * 2 / 24, rel=5e-4)
    assert (pairs.kind, pairs.names) == ("together", ("desk",))
    assert pairs.load == pytest.approx(8 * 0.5 / 8, rel=5e-4)


def test_more_than_there_are_is_told(tmp_path: Path) -> None:
    built = read(written(tmp_path, "units: 2", "units: 4")).build()
    assert '4 units of "desk" are needed at once; it never has more than 3' in [
        w.message for w in warnings(built)
    ]
    (desk, quads) = OfferedWork(load(str(tmp_path / "office.yaml"))).loads
    assert quads.over
    assert not desk.over


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("units: 2", "units: 0", "allowed: whole numbers from 1"),
        ("pool: desk,", "all_of: [desk],", "all_of takes one unit of each pool"),
    ],
)
def test_faults(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(ModelError, match=told):
        read(written(tmp_path, old, new)).build()
