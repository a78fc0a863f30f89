"""A milestone dated back: no notice in five days, so accepted from the day of receipt (SEMANTICS 5.4)."""

from __future__ import annotations

import pytest

from engine.office import Played, play, pool, said, scenario, target, task, wait
from sim.engine.compile.faults import CompileError
from sim.results.judged import judge
from sim.worktime import SECOND


def licence(check: str, limit: str = "20 wd", clock: str = "statutory", work: str = "10 h") -> Played:
    """Received, checked within five working days or deemed accepted, then reviewed."""
    notice = {"item": "notice", "promised": "5 wd", "do": [
        {"until": "silence", "clock": "notice",
         "do": [wait("check", check, party="government"), {"milestone": "accepted"}],
         "then": [{"milestone": "accepted", "as_of": "received"}]},
    ]}  # fmt: skip
    flow = [{"milestone": "received"}, notice, task("review", work=work), {"milestone": "decided"}]
    targets = {"kept": target("accepted", "decided", limit, clock)}
    return play(scenario(flow, targets=targets, pools={"desk": pool()}), "Mon 09:00")


def test_noticed_in_time_the_clock_begins_with_the_notice() -> None:
    played = licence("2 cd")
    assert played.stamp("accepted") == "Wed 09:00"
    assert (played.stamp("decided"), played.clock("kept")) == ("Thu 11:00", 1)


def test_without_a_notice_it_began_on_the_day_of_receipt() -> None:
    played = licence("9 cd")
    assert played.stamp("accepted") == "Mon 09:00"
    # Silence is over at the end of the fifth working date, Monday; ten working hours end on Wednesday 11:00.
    assert played.stamp("decided") == "Wed2 11:00"
    assert played.clock("kept") == 7


@pytest.mark.parametrize(
    ("limit", "late_at"), [("5 wd", "Tue2 00:00"), ("6 wd", "Wed2 00:00"), ("7 wd", "-")]
)
def test_its_deadline_counts_from_there(limit: str, late_at: str) -> None:
    played = licence("9 cd", limit)
    late = played.late_at("kept")
    judged = judge(played.program, played.outcome, 0)
    assert (judged.judged, judged.on_time) == (1, int(late_at == "-" or limit == "7 wd"))
    if late_at != "-":
        assert late == late_at


@pytest.mark.parametrize(
    ("limit", "begins"), [("4 wd", "Tue2 00:00"), ("7 cd", "Tue2 00:00"), ("8 wd", "Fri2 00:00")]
)
def test_what_was_over_before_it_was_dated_back_is_over(limit: str, begins: str) -> None:
    """A request gets urgent at once where its clock, taken over from the day of receipt, has used its limit up."""
    notice = {"item": "notice", "promised": "5 wd", "do": [
        {"until": "silence", "clock": "notice",
         "do": [wait("check", "9 cd", party="government"), {"milestone": "accepted"}],
         "then": [{"milestone": "accepted", "as_of": "received"}]},
    ]}  # fmt: skip
    due = {"until": "due", "clock": "kept", "do": [wait("w", "20 cd")], "then": [wait("w2", "1 h")]}
    flow = [{"milestone": "received"}, notice, due, {"milestone": "decided"}]
    raw = scenario(flow, targets={"kept": target("accepted", "decided", limit, "statutory")})
    played = play(raw, "Mon 09:00")
    assert said(played.events[-1].enqueued // SECOND * SECOND) == begins


@pytest.mark.parametrize(("check", "days"), [("2 cd", 2), ("9 cd", 0)])
@pytest.mark.parametrize("begins", ["arrived", "received"])
def test_a_clock_that_ends_in_the_past_has_counted_no_further(check: str, days: int, begins: str) -> None:
    """Until acceptance two days pass, or none: silence accepts as of the day of receipt, not when the five are over."""
    notice = {"item": "notice", "promised": "5 wd", "do": [
        {"until": "silence", "clock": "notice",
         "do": [wait("check", check, party="government"), {"milestone": "accepted"}],
         "then": [{"milestone": "accepted", "as_of": "received"}]},
    ]}  # fmt: skip
    targets = {
        "elapsed": target(begins, "accepted", "3 cd", "elapsed"),
        "dates": target(begins, "accepted", "3 wd", "statutory"),
    }
    raw = scenario([{"milestone": "received"}, notice], targets=targets, pools={"desk": pool()})
    played = play(raw, "Mon 09:00")
    assert played.clock("elapsed") == days * 24 * 60
    assert played.clock("dates") == days
    assert (played.late_at("elapsed"), played.late_at("dates")) == ("-", "-")


def test_of_a_milestone_dated_back_only_the_first_stamp_can_count() -> None:
    flow = [{"milestone": "received"}, wait("w", "1 cd"), {"milestone": "accepted", "as_of": "received"}]
    targets = {"kept": target("arrived", "accepted", "3 cd", "elapsed", stamp="last")}
    with pytest.raises(CompileError, match="'accepted' is dated back, so only its first stamp can count"):
        play(scenario(flow, targets=targets, pools={"desk": pool()}), "Mon 09:00")


def test_elapsed_and_working_time_too() -> None:
    assert licence("9 cd", "9 cd", "elapsed").clock("kept") == (9 * 24 + 2) * 60
    assert licence("9 cd", "9 wd", "working").clock("kept") == (7 * 8 + 2) * 60


def test_the_simulation_goes_on_for_who_may_yet_have_begun_in_the_window() -> None:
    """Received on the window's last day, accepted after it, and as of that day."""
    notice = {"race": "notice", "branches": {
        "check": [wait("check", "9 cd"), {"milestone": "accepted"}],
        "silence": [wait("silence", "5 cd"), {"milestone": "accepted", "as_of": "received"}],
    }}  # fmt: skip
    flow = [{"milestone": "received"}, notice, task("review"), {"milestone": "decided"}]
    raw = scenario(
        flow, targets={"kept": target("accepted", "decided", "20 wd", "statutory")}, study={"window": "2 wd"}
    )
    played = play(raw, "Tue 09:00", stop_when_judged=True)
    assert (played.stamp("accepted"), played.stamp("decided")) == ("Tue 09:00", "Mon2 10:00")
    assert judge(played.program, played.outcome, 0).judged == 1
