"""Times that are listed are drawn as they are listed, by both engines."""

from __future__ import annotations

from collections import Counter

from engine.office import Played, play, pool, scenario, task, wait
from sim.worktime import MINUTE

COMING = ["Mon 09:00"] * 400


def lengths(played: Played, step: str) -> list[int]:
    """Minutes of every row of a step, from start to completion."""
    return [(row.completed - row.started) // MINUTE for row in played.events if played.activity(row) == step]


def test_nothing_but_what_is_listed() -> None:
    listed = {"values": {"0 min": 1, "10 min": 2, "2 h": 1}}
    played = play(
        scenario([wait("w", listed), task("look", work=listed)], pools={"desk": pool(400)}), *COMING
    )
    for step in ("w", "look"):
        found = Counter(lengths(played, step))
        assert found.keys() == {0, 10, 120}
        # 400 draws of a half: 200 on average, with a standard deviation of 10.
        assert 160 < found[10] < 240
        assert 65 < found[0] < 135


def test_work_of_a_listed_length_rests_at_night() -> None:
    played = play(scenario([task("look", work={"values": {"4 h": 1}})]), "Mon 15:00")
    assert played.row("look") == ("Mon 15:00", "Mon 15:00", "Tue 11:00")


def test_a_cut_time_stays_between_its_ends() -> None:
    cut = {"mean": "40 min", "cv": 2, "at_least": "10 min", "at_most": "2 h"}
    played = play(scenario([task("look", work=cut)], pools={"desk": pool(400)}), *COMING)
    found = lengths(played, "look")
    assert min(found) >= 10
    assert max(found) < 120
    assert len(set(found)) > 60
