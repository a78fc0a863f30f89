"""Where the time of one case went, by cause."""

import dataclasses
from itertools import pairwise

import pytest
from engine.office import Played, play, pool, said, scenario, service, task, wait, window

from sim.results.critical_path import critical_path


def path(played: Played, case: int = 0) -> list[tuple[str, str, str, str]]:
    parts = critical_path(played.program, played.outcome, case)
    assert all(one.end == other.begin for one, other in pairwise(parts))
    return [(part.step, part.cause, said(part.begin), said(part.end)) for part in parts]


def test_every_cause() -> None:
    flow = [
        task("review", work="9 h"),
        wait("home", "2 h"),
        wait("notice", "1 h", pause="public notice"),
        task("sign"),
    ]
    played = play(
        scenario(flow, others={"first": service([task("b")])}), ("Mon 08:00", "first.hall"), "Mon 08:30"
    )
    assert path(played, 1) == [
        ("review", "closed", "Mon 08:30", "Mon 09:00"),
        ("review", "queue", "Mon 09:00", "Mon 10:00"),
        ("review", "work", "Mon 10:00", "Mon 17:00"),
        ("review", "closed", "Mon 17:00", "Tue 09:00"),
        ("review", "work", "Tue 09:00", "Tue 11:00"),
        ("home", "wait_applicant", "Tue 11:00", "Tue 13:00"),
        ("notice", "public notice", "Tue 13:00", "Tue 14:00"),
        ("sign", "work", "Tue 14:00", "Tue 15:00"),
    ]


def test_lunch() -> None:
    played = play(
        scenario([task("a", work="2 h")], calendar={"hours": "09:00-12:00 13:00-17:00"}), "Mon 11:00"
    )
    assert [row[1:] for row in path(played)] == [
        ("work", "Mon 11:00", "Mon 12:00"), ("closed", "Mon 12:00", "Mon 13:00"), ("work", "Mon 13:00", "Mon 14:00"),
    ]  # fmt: skip


def test_overtime_is_work() -> None:
    played = play(scenario([task("a", work="2 h")], pools={"desk": window()}), "Mon 16:00")
    assert path(played) == [("a", "work", "Mon 16:00", "Mon 18:00")]


def test_a_join_follows_its_last_branch() -> None:
    fork = {
        "parallel": "p",
        "branches": {"x": [wait("short", "1 h")], "y": [wait("long", "2 h", party="utility")]},
    }
    assert path(play(scenario([fork, task("a")]), "Mon 09:00")) == [
        ("long", "wait_utility", "Mon 09:00", "Mon 11:00"), ("a", "work", "Mon 11:00", "Mon 12:00"),
    ]  # fmt: skip


def test_a_race_follows_its_winner() -> None:
    race = {"race": "r", "branches": {"x": [wait("short", "1 h")], "y": [wait("long", "2 h")]}}
    assert [row[0] for row in path(play(scenario([race, task("a")]), "Mon 09:00"))] == ["short", "a"]


@pytest.mark.parametrize(("length", "on_path"), [("5 h", "side"), ("1 h", "main")])
def test_a_requirement_follows_the_background_if_it_is_later(length: str, on_path: str) -> None:
    flow = [
        {"background": "b", "do": [wait("side", length)]},
        wait("main", "2 h"),
        {"require": "b"},
        wait("z", "1 h"),
    ]
    assert [row[0] for row in path(play(scenario(flow), "Mon 09:00"))] == [on_path, "z"]


def test_a_deadline_nobody_holds() -> None:
    papers = {"lease": {"missing": 1, "supply": "9 cd", "deferrable": True}}
    flow = [
        {"documents": "file", "mode": "tolerate", "papers": papers, "do": [task("intake")],
         "deadline": "2 h", "late": "refuse", "gate": "decision"},
        {"require": "file"},
    ]  # fmt: skip
    played = play(scenario(flow), "Mon 09:00")
    assert path(played) == [
        ("intake", "work", "Mon 09:00", "Mon 10:00"), ("file.deadline", "wait", "Mon 10:00", "Mon 12:00"),
    ]  # fmt: skip


def test_closed_while_any_needed_pool_is() -> None:
    raw = scenario([task("joint", all_of=["a", "b"])], pools={"a": pool(), "b": pool(hours="11:00-17:00")})
    assert path(play(raw, "Mon 08:00")) == [
        ("joint", "closed", "Mon 08:00", "Mon 11:00"), ("joint", "work", "Mon 11:00", "Mon 12:00"),
    ]  # fmt: skip


def test_no_time_no_parts() -> None:
    assert path(play(scenario([{"milestone": "m"}]), "Mon 09:00")) == []


def test_refusals() -> None:
    played = play(scenario([task("a", work="9 h")]), "Mon 09:00", until="Mon 12:00")
    with pytest.raises(ValueError, match="case 0 has not finished"):
        path(played)
    without = Played(played.program, dataclasses.replace(played.outcome, rows=None))
    with pytest.raises(ValueError, match="event rows were not kept"):
        path(without)
