"""Due-date priority: a waiting request gets more urgent as its clock uses up the limit (SEMANTICS 4.1)."""

from __future__ import annotations

from engine.office import Played, Raw, play, scenario, target, task, wait

TARGETS = {"kept": target("arrived", "decided", "4 wh")}


def order(played: Played) -> list[int]:
    """Cases in the order they started."""
    found = [(row.started, row.case) for row in played.events if played.activity(row) == "review"]
    return [case for _, case in sorted(found)]


def hall(classes: dict[str, int], before: list[Raw] | None = None) -> Raw:
    review = task("review", work="1 h", urgency={"clock": "kept", "classes": classes})
    return scenario([*(before or []), review, {"milestone": "decided"}], targets=TARGETS)


def elsewhere(name: str) -> dict[str, Raw]:
    """A second service that asks the same desk for an hour."""
    return {
        "other": {"name": "other", "channels": {"hall": {"rate": "1 /wd"}}, "flow": [task(name, work="1 h")]}
    }


def test_a_request_in_the_red_goes_before_those_that_came_earlier() -> None:
    review = task("review", work="1 h", urgency={"clock": "kept", "classes": {"70%": -1}})
    flow = [wait("held", "3 h", party="government"), review, {"milestone": "decided"}]
    raw = scenario(flow, targets=TARGETS, others=elsewhere("long"))
    played = play(raw, "Mon 09:00", *[("Mon 11:00", "other.hall")] * 6)
    # At 12:00 it has used three of four hours and stands before the five that came at 11:00.
    assert played.row("review") == ("Mon 12:00", "Mon 12:00", "Mon 13:00")


def test_promoted_while_it_waits_it_keeps_its_time_of_joining() -> None:
    # All in class 0; at 11:00 the second and third reach half of their limit together and stay in order.
    played = play(hall({"50%": -1}), "Mon 09:00", "Mon 09:00", "Mon 09:00", "Mon 09:30")
    assert order(played) == [0, 1, 2, 3]


def test_without_a_promotion_the_late_class_waits() -> None:
    def start(**more: object) -> str:
        flow = [task("review", work="1 h", rank=1, **more), {"milestone": "decided"}]
        raw = scenario(flow, targets=TARGETS, others=elsewhere("long"))
        coming = [
            ("Mon 09:00", "other.hall"),
            "Mon 09:00",
            *[(f"Mon {hour:02}:30", "other.hall") for hour in range(9, 14)],
        ]
        return play(raw, *coming).row("review", 0)[1]

    assert start() == "Mon 15:00"
    assert start(urgency={"clock": "kept", "classes": {"50%": 0}}) == "Mon 11:00"


def test_a_pause_holds_the_card_back() -> None:
    """The clock stands while the file is corrected, so half of the limit is reached later."""
    review = task("review", work="1 h", urgency={"clock": "kept", "classes": {"50%": -1}})
    flow = [
        wait("a", "1 h", party="government"),
        wait("p", "2 h", pause="correction"),
        review,
        {"milestone": "decided"},
    ]
    raw = scenario(flow, targets=TARGETS, others=elsewhere("long"))
    coming = ["Mon 09:00", *[("Mon 11:30", "other.hall")] * 4]
    played = play(raw, *coming)
    # In the queue since 12:00 behind four others; half the limit is reached at 13:00, not at 11:00: it starts at 13:30.
    (review_row,) = [r for r in played.rows(0) if r[0] == "review"]
    assert review_row[1:3] == ("Mon 12:00", "Mon 13:30")
    assert played.pool("served") == 5


def test_the_last_of_several_cards_counts() -> None:
    played = play(hall({"50%": -1, "90%": -2}), "Mon 09:00", "Mon 09:00")
    assert order(played) == [0, 1]
