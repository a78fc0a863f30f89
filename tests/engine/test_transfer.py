"""Files of another hall are under way before the flow begins (SEMANTICS 4, channels)."""

from __future__ import annotations

from engine.office import play, scenario, target, task

CHANNELS = {"here": {"rate": "1 /wd"}, "there": {"rate": "1 /wd", "transfer": "1 wd"}}


def test_only_files_of_the_other_hall_are_under_way() -> None:
    targets = {"kept": target("arrived", "finished", "2 wd", parties=["government"])}
    raw = scenario([task("review", work="1 h")], channels=CHANNELS, targets=targets)
    played = play(raw, ("Mon 09:00", "main.here"), ("Mon 13:00", "main.there"))
    assert played.rows(0) == [("review", "Mon 09:00", "Mon 09:00", "Mon 10:00")]
    assert played.rows(1) == [
        ("transfer.there", "Mon 13:00", "Mon 13:00", "Tue 13:00"),
        ("review", "Tue 13:00", "Tue 13:00", "Tue 14:00"),
    ]
    assert (played.clock("kept", 0), played.clock("kept", 1)) == (60, 9 * 60)


def test_a_service_without_transfers_is_as_it_was() -> None:
    plain = scenario([task("review", work="1 h")])
    assert [row[0] for row in play(plain, "Mon 09:00").rows()] == ["review"]
