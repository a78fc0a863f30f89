"""Clocks: coordinates, deadlines, pauses, parties (SEMANTICS 6)."""

import pytest

from engine.office import Played, Raw, play, pool, said, scenario, target, task, wait

PAUSE = "public notice"


def timed(flow: list[Raw], came: str, limit: str, clock: str, **more: object) -> Played:
    targets = {"t": target("arrived", "finished", limit, clock, **more)}
    return play(scenario(flow, targets=targets, pools={"desk": pool(), "other": pool()}), came)


def test_elapsed_working_and_dates() -> None:
    # Friday 15:00 to Tuesday 11:00: 92 h; 2 + 8 + 2 working hours; Monday and Tuesday.
    for clock, limit, value in (
        ("elapsed", "9 cd", 92 * 60),
        ("working", "9 wd", 12 * 60),
        ("statutory", "9 wd", 2),
    ):
        assert timed([wait("w", "92 h")], "Fri 15:00", limit, clock).clock("t") == value


@pytest.mark.parametrize(
    ("came", "length", "days"),
    [
        ("Mon 09:00", "8 h", 0), ("Mon 00:00", "23 h", 0), ("Mon 23:59", "1 min", 1), ("Mon 09:00", "96 h", 4),
        ("Fri 09:00", "72 h", 1), ("Sat 09:00", "24 h", 0), ("Sat 09:00", "48 h", 1),
    ],
)  # fmt: skip
def test_the_first_day_is_never_counted(came: str, length: str, days: int) -> None:
    assert timed([wait("w", length)], came, "9 wd", "statutory").clock("t") == days


@pytest.mark.parametrize(
    ("limit", "clock", "came", "deadline"),
    [
        ("2 h", "elapsed", "Fri 16:00", "Fri 18:00"),
        ("1 cd", "elapsed", "Fri 16:00", "Sat 16:00"),
        ("2 wh", "working", "Fri 16:00", "Mon2 10:00"),
        ("1 wh", "working", "Fri 16:00", "Fri 17:00"),
        ("1 wd", "working", "Sat 16:00", "Mon2 17:00"),
        ("1 wd", "statutory", "Mon 09:00", "Wed 00:00"),
        ("1 wd", "statutory", "Fri 09:00", "Tue2 00:00"),
        ("5 wd", "statutory", "Sun 09:00", "Sat2 00:00"),
    ],
)
def test_deadlines(limit: str, clock: str, came: str, deadline: str) -> None:
    assert timed([wait("w", "20 cd")], came, limit, clock).late_at("t") == deadline


@pytest.mark.parametrize(
    ("limit", "clock", "came", "length", "late"),
    [
        ("2 h", "elapsed", "Fri 16:00", "119 min", False),
        ("2 h", "elapsed", "Fri 16:00", "120 min", False),
        ("2 h", "elapsed", "Fri 16:00", "121 min", True),
        ("1 wh", "working", "Fri 16:00", "60 min", False),
        (
            "1 wh",
            "working",
            "Fri 16:00",
            "61 min",
            True,
        ),  # after hours; the working clock stands at its limit
        ("2 wh", "working", "Fri 16:00", "20 h", False),
        ("1 wd", "statutory", "Mon 09:00", "38 h", False),  # Tuesday 23:00
        ("1 wd", "statutory", "Mon 09:00", "39 h", False),  # Tuesday 24:00
        ("1 wd", "statutory", "Mon 09:00", "2341 min", True),
    ],
)
def test_on_time(limit: str, clock: str, came: str, length: str, late: bool) -> None:
    played = timed([wait("w", length)], came, limit, clock)
    outcome = played.outcome
    assert bool(outcome.stamps[0, 1] > outcome.clock_late_at[0, 0]) is late


def test_a_pause_stops_the_clock_and_its_deadline_moves_on() -> None:
    flow = [wait("a", "2 h"), wait("p", "3 h", pause=PAUSE), wait("b", "9 h")]
    played = timed(flow, "Mon 09:00", "4 h", "elapsed")
    assert played.clock("t") == 11 * 60
    assert played.late_at("t") == "Mon 16:00"


def test_days_of_a_pause_are_not_counted_nor_is_the_day_it_ends() -> None:
    # Mon 9 to Tue 9: Tuesday counts. Paused until Thu 9. Then Friday and Monday count.
    flow = [wait("a", "24 h"), wait("p", "48 h", pause=PAUSE), wait("b", "96 h")]
    played = timed(flow, "Mon 09:00", "2 wd", "statutory")
    assert played.clock("t") == 3
    assert played.late_at("t") == "Sat 00:00"


def test_a_pause_on_the_last_day_moves_the_deadline() -> None:
    """Paused on Tuesday, the limit's day, and resumed on Thursday: no day is left, so Thursday 24:00."""
    on_thursday = [wait("a", "24 h"), wait("p", "48 h", pause=PAUSE), wait("b", "5 h")]
    played = timed(on_thursday, "Mon 09:00", "1 wd", "statutory")
    assert played.clock("t") == 1
    assert played.outcome.stamps[0, 1] <= played.outcome.clock_late_at[0, 0]
    on_friday = [wait("a", "24 h"), wait("p", "48 h", pause=PAUSE), wait("b", "20 h")]
    assert timed(on_friday, "Mon 09:00", "1 wd", "statutory").late_at("t") == "Fri 00:00"


@pytest.mark.parametrize(("length", "late"), [("5 h", False), ("40 h", False), ("57 h", True)])
def test_resumed_on_a_holiday_with_no_day_left_the_last_day_moves_on(length: str, late: bool) -> None:
    """Paused on Friday, the limit's day, resumed on Saturday 16:00: Monday 24:00 is the last instant."""
    flow = [wait("a", "24 h"), wait("p", "31 h", pause=PAUSE), wait("b", length)]
    played = timed(flow, "Thu 09:00", "1 wd", "statutory")
    assert bool(played.outcome.stamps[0, 1] > played.outcome.clock_late_at[0, 0]) is late


def test_a_hand_over_does_not_move_the_last_day_again() -> None:
    flow = [wait("a", "24 h"), wait("p", "31 h", pause=PAUSE), wait("b", "48 h"), wait("c", "9 h")]
    played = timed(flow, "Thu 09:00", "1 wd", "statutory")
    assert played.late_at("t") == "Tue2 00:00"


def test_a_pause_touches_its_own_item_only() -> None:
    fork = {"parallel": "p", "branches": {
        "x": [{"item": "x", "do": [wait("px", "5 h", pause=PAUSE)]}],
        "y": [{"item": "y", "do": [task("y", work="3 h")]}],
    }}  # fmt: skip
    played = timed([fork], "Mon 09:00", "9 h", "elapsed")
    assert played.clock("t") == 3 * 60
    assert played.clock("paused") == 5 * 60


def test_a_pause_stops_what_runs_beside_it_in_the_same_item() -> None:
    fork = {
        "parallel": "p",
        "branches": {"x": [wait("px", "2 h", pause=PAUSE)], "y": [task("y", work="3 h")]},
    }
    played = timed([{"item": "i", "do": [fork]}], "Mon 09:00", "9 h", "elapsed")
    assert played.clock("t") == 60
    assert played.clock("held_government") == 180


def test_work_that_begins_while_paused_counts_from_the_resumption() -> None:
    fork = {
        "parallel": "p",
        "branches": {"x": [wait("px", "2 h", pause=PAUSE)], "y": [wait("w", "1 h"), task("y", work="3 h")]},
    }
    assert timed([fork], "Mon 09:00", "9 h", "elapsed").clock("t") == 120


def test_two_pauses_at_once_are_one() -> None:
    fork = {"parallel": "p", "branches": {
        "x": [wait("px", "2 h", pause=PAUSE)], "y": [wait("py", "3 h", pause="other")], "z": [wait("z", "5 h")],
    }}  # fmt: skip
    played = timed([fork], "Mon 09:00", "9 h", "elapsed")
    assert (played.clock("t"), played.clock("paused")) == (120, 180)


def test_a_withdrawn_pause_ends() -> None:
    race = {"race": "r", "branches": {"x": [wait("px", "9 h", pause=PAUSE)], "y": [wait("y", "2 h")]}}
    played = timed([race, wait("z", "3 h")], "Mon 09:00", "9 h", "elapsed")
    assert (played.clock("t"), played.clock("paused")) == (180, 120)


def test_a_requirement_may_pause() -> None:
    flow = [
        {"background": "side", "do": [wait("s", "5 h")]},
        wait("a", "1 h"),
        {"require": "side", "pause": "supplement"},
        wait("b", "1 h"),
    ]
    played = timed(flow, "Mon 09:00", "9 h", "elapsed")
    assert (played.clock("t"), played.clock("paused")) == (120, 240)


def test_parties() -> None:
    flow = [
        task("a"),
        wait("gone", "2 h"),
        wait("firm", "4 h", party="intermediary"),
        task("b", party="utility"),
    ]
    shares = {"government": 60, "applicant": 120, "intermediary": 240, "utility": 60}
    for party, minutes in shares.items():
        assert timed(flow, "Mon 09:00", "9 h", "elapsed", parties=[party]).clock("t") == minutes
    assert timed(flow, "Mon 09:00", "9 h", "elapsed", parties=["government", "utility"]).clock("t") == 120
    assert timed(flow, "Mon 09:00", "9 h", "elapsed").clock("t") == 8 * 60


def test_several_parties_hold_at_once() -> None:
    played = timed([task("a", parties=["government", "utility"])], "Mon 09:00", "9 h", "elapsed")
    assert (played.clock("held_government"), played.clock("held_utility"), played.clock("t")) == (60, 60, 60)


def test_a_party_holds_while_queued_and_overnight() -> None:
    raw = scenario([task("a", work="4 h")])
    played = play(raw, "Mon 09:00", "Mon 12:00")
    assert played.row("a", 1) == ("Mon 12:00", "Mon 13:00", "Mon 17:00")
    assert played.clock("held_government", 1) == 5 * 60
    assert play(raw, "Mon 18:00").clock("held_government") == 19 * 60


def test_the_pools_party_holds_unless_the_task_names_one() -> None:
    raw = scenario([task("a"), task("b", party="applicant")], pools={"desk": pool(party="utility")})
    played = play(raw, "Mon 09:00")
    assert (played.clock("held_utility"), played.clock("held_applicant")) == (60, 60)


def test_nobody_holds_at_a_join() -> None:
    fork = {"parallel": "p", "branches": {"x": [task("x")], "y": [wait("y", "4 h")]}}
    assert timed([fork], "Mon 09:00", "9 h", "elapsed", parties=["government"]).clock("t") == 60


def test_a_clock_may_count_only_what_someone_commissioned() -> None:
    flow = [
        task("survey", commissioned_by="government", party="intermediary"),
        task("own_survey", commissioned_by="applicant", party="intermediary"),
        task("approval"),
    ]
    played = timed(flow, "Mon 09:00", "9 h", "elapsed", commissioned_by="government")
    assert played.clock("t") == 120


def test_a_clock_that_never_began_has_no_value() -> None:
    flow = [
        {"race": "r", "branches": {"x": [wait("w", "9 h"), {"milestone": "seen"}], "y": [wait("y", "1 h")]}}
    ]
    played = play(scenario(flow, targets={"t": target("seen", "finished", "9 wh")}), "Mon 09:00")
    assert (played.clock("t"), played.late_at("t")) == (-1, "-")


def test_a_clock_that_ends_nowhere_stops_with_the_case() -> None:
    refused = {"choice": "c", "options": [{"share": 1, "do": [{"end": "refused"}]}, {"otherwise": True}]}
    flow = [wait("w", "3 h"), refused, {"milestone": "decided"}]
    played = play(scenario(flow, targets={"t": target("arrived", "decided", "2 wh")}), "Mon 09:00")
    assert (played.clock("t"), played.late_at("t")) == (180, "Mon 11:00")


def test_restart_begins_the_clock_anew() -> None:
    loop = {"repeat": "loop", "do": [{"milestone": "submitted"}, wait("a", "3 h")], "between": [wait("b", "24 h")],
            "again": 1, "maximum": 2, "restart": ["submitted"]}  # fmt: skip
    played = play(
        scenario([loop], targets={"t": target("submitted", "finished", "2 h", "elapsed")}), "Mon 09:00"
    )
    assert (played.clock("t"), played.late_at("t")) == (180, "Tue 14:00")


def test_restart_of_the_end_lets_the_clock_go_on() -> None:
    loop = {"repeat": "loop", "do": [wait("a", "3 h"), {"milestone": "decided"}, wait("gap", "1 h")],
            "again": 1, "maximum": 2, "restart": ["decided"]}  # fmt: skip
    played = play(
        scenario([loop], targets={"t": target("arrived", "decided", "9 h", "elapsed")}), "Mon 09:00"
    )
    assert played.clock("t") == 360


def judged_window(*flow: Raw) -> Raw:
    return scenario(
        list(flow), study={"window": "1 wd"}, targets={"t": target("arrived", "supplied", "1 h", "elapsed")}
    )


SUPPLEMENT: Raw = {
    "background": "side",
    "do": [wait("s", "60 h"), {"milestone": "supplied"}],
    "after": "continue",
}


def test_what_is_judged_after_the_flow_is_waited_for() -> None:
    """Nothing stops before the supplement of a case that is already completed."""
    played = play(judged_window(SUPPLEMENT, task("a")), "Mon 09:00", "Thu 09:00", stop_when_judged=True)
    assert played.ends() == ("completed", "Mon 10:00")
    assert played.stamp("supplied") == "Wed 21:00"
    assert said(played.outcome.ended_at) == "Wed 21:00"


def test_the_clock_of_a_completed_case_still_runs() -> None:
    played = play(judged_window(SUPPLEMENT, task("a")), "Mon 09:00", until="Tue 09:00")
    assert played.clock("t") == 24 * 60
    assert played.late_at("t") == "Mon 10:00"


def test_stopping_early_counts_every_case_once() -> None:
    """The first case ends its clock after it was completed; the second is still open then and is waited for."""
    way = {
        "choice": "way",
        "options": [
            {"when": "channel == 'hall'", "do": [SUPPLEMENT]},
            {"otherwise": True, "do": [wait("long", "90 h"), {"milestone": "supplied"}]},
        ],
    }
    raw = judged_window(way, wait("w", "1 h"))
    raw["services"]["main"]["channels"] = {"hall": {"rate": "1 /wd"}, "post": {"rate": "1 /wd"}}
    played = play(raw, "Mon 09:00", ("Mon 10:00", "main.post"), "Fri2 09:00", stop_when_judged=True)
    assert played.stamp("supplied", 1) == "Fri 04:00"


def test_a_case_that_ends_elsewhere_is_not_waited_for() -> None:
    flow = [wait("w", "30 h"), {"end": "refused"}]
    raw = judged_window(*flow)
    played = play(raw, "Mon 09:00", "Thu 09:00", stop_when_judged=True)
    assert said(played.outcome.ended_at) == "Tue 15:00"


def test_stopping_early_finishes_the_instant() -> None:
    played = play(
        judged_window(wait("w", "24 h")), "Mon 10:00", "Tue 10:00", "Tue 11:00", stop_when_judged=True
    )
    assert said(played.outcome.ended_at) == "Tue 10:00"
    assert played.rows() == [("w", "Mon 10:00", "Mon 10:00", "Tue 10:00")]
    assert [said(row[3]) for row in played.outcome.under_way.tolist()] == ["Tue 10:00"]


def test_nobody_is_waited_for_when_all_is_known() -> None:
    """Whatever would come next: the run ends with the judged window."""
    played = play(judged_window(wait("w", "0 min")), "Mon 10:00", "Tue 10:00", stop_when_judged=True)
    assert said(played.outcome.ended_at) == "Tue 00:00"
    assert len(played.outcome.service) == 1


def test_an_end_before_the_beginning_counts_nothing() -> None:
    """Stamped the wrong way round, a clock has stopped before it began, whatever work follows."""
    wrong = [{"milestone": "b"}, task("work"), {"milestone": "a"}, task("more")]
    right = [{"milestone": "a"}, {"milestone": "b"}]
    flow: list[Raw] = [
        {"choice": "c", "options": [{"share": 1, "do": wrong}, {"otherwise": True, "do": right}]}
    ]
    played = play(scenario(flow, targets={"t": target("a", "b", "1 wh")}), "Mon 09:00")
    assert played.clock("t") == 0
    assert played.late_at("t") == "-"
