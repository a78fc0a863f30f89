"""Scheduled meetings: places, cutoff, staff, closed days (SEMANTICS 4.5)."""

import pytest

from engine.office import Raw, at, play, pool, scenario, service, target, task, wait
from sim.engine.compile.faults import CompileError
from sim.model.faults import ModelError
from sim.results.critical_path import critical_path

PANEL: Raw = {"name": "panel", "weekdays": ["tue", "thu"], "at": "14:00"}
HEARING: Raw = {"session": "hearing", "of": "panel", "work": "2 h"}


def meeting(flow: list[Raw], sessions: Raw | None = None, **more: object) -> Raw:
    return {**scenario(flow, **more), "sessions": {"panel": sessions or PANEL}}  # type: ignore[arg-type]


def test_a_case_waits_for_the_next_meeting_it_can_reach() -> None:
    played = play(meeting([HEARING]), "Mon 10:00", "Tue 14:00", "Tue 14:01")
    assert played.row("hearing") == ("Mon 10:00", "Tue 14:00", "Tue 16:00")
    assert played.row("hearing", 1) == ("Tue 14:00", "Tue 14:00", "Tue 16:00")
    assert played.row("hearing", 2) == ("Tue 14:01", "Thu 14:00", "Thu 16:00")


def test_places_go_in_the_order_of_joining() -> None:
    raw = meeting([HEARING], {**PANEL, "places": 2})
    played = play(raw, "Mon 10:00", "Mon 09:00", "Mon 09:30")
    starts = [played.row("hearing", case)[1] for case in range(3)]
    assert sorted(starts) == ["Thu 14:00", "Tue 14:00", "Tue 14:00"]
    by_joining = {played.row("hearing", case)[0]: played.row("hearing", case)[1] for case in range(3)}
    assert by_joining["Mon 10:00"] == "Thu 14:00"


def test_who_joins_after_the_cutoff_comes_to_the_next_one() -> None:
    raw = meeting([HEARING], {**PANEL, "cutoff": "1 wd"})
    played = play(raw, "Mon 14:00", "Mon 14:01")
    assert played.row("hearing")[1] == "Tue 14:00"
    assert played.row("hearing", 1)[1] == "Thu 14:00"


def test_a_meeting_on_a_closed_day_is_skipped_or_moved() -> None:
    calendar = {"off": ["2025-03-04"]}
    assert play(meeting([HEARING], calendar=calendar), "Mon 10:00").row("hearing")[1] == "Thu 14:00"
    moved = meeting([HEARING], {**PANEL, "move": "next_wd"}, calendar=calendar)
    assert play(moved, "Mon 10:00").row("hearing")[1] == "Wed 14:00"


def test_a_make_up_saturday_holds_daily_sessions_but_not_those_of_other_days() -> None:
    calendar = {"work": ["2025-03-08"]}
    daily = meeting([HEARING], {"name": "panel", "at": "11:00"}, calendar=calendar)
    assert play(daily, "Fri 12:00").row("hearing")[1] == "Sat 11:00"
    assert play(meeting([HEARING], calendar=calendar), "Fri 12:00").row("hearing")[1] == "Tue2 14:00"


def test_several_times_a_day_without_places_or_staff_are_a_batch_pick_up() -> None:
    batch = {"name": "hand-over", "at": ["11:30", "16:30"]}
    flow: list[Raw] = [{"session": "hearing", "of": "panel"}, {"milestone": "there"}]
    played = play(meeting(flow, batch), "Mon 09:00", "Mon 12:00", "Mon 17:00")
    assert [played.row("hearing", case)[2] for case in range(3)] == ["Mon 11:30", "Mon 16:30", "Tue 11:30"]


def test_staff_busy_elsewhere_leaves_places_empty_and_is_counted() -> None:
    raw = meeting(
        [HEARING],
        {**PANEL, "pools": ["expert"], "places": 3},
        pools={"expert": pool(2)},
        others={"other": service([task("report", pool="expert", work="3 h")])},
    )
    played = play(raw, "Mon 09:00", "Mon 09:10", ("Tue 12:00", "other.hall"), "Mon 09:20")
    starts = sorted(played.row("hearing", case)[1] for case in range(3))
    assert starts == ["Thu 14:00", "Thu 14:00", "Tue 14:00"]
    assert played.outcome.session_taken.tolist() == [3]
    assert played.outcome.session_short.tolist() == [2]


def test_a_meeting_comes_before_ordinary_work_of_the_same_instant() -> None:
    raw = meeting(
        [HEARING], {**PANEL, "pools": ["expert"]}, pools={"expert": pool(1)},
        others={"other": service([task("report", pool="expert", work="1 h")])},
    )  # fmt: skip
    played = play(raw, "Mon 09:00", ("Tue 14:00", "other.hall"))
    assert played.row("hearing")[1] == "Tue 14:00"
    assert played.row("report", 1) == ("Tue 14:00", "Tue 16:00", "Tue 17:00")


def test_the_waiting_is_the_sessions_and_the_parts_sum() -> None:
    played = play(meeting([HEARING]), "Mon 10:00")
    parts = critical_path(played.program, played.outcome, 0)
    assert [(part.cause, part.begin, part.end) for part in parts] == [
        ("session", at("Mon 10:00"), at("Tue 14:00")),
        ("work", at("Tue 14:00"), at("Tue 16:00")),
    ]


def test_a_pause_at_a_session_and_at_a_task_stops_the_clock_of_its_item() -> None:
    flow: list[Raw] = [
        {
            "item": "scheme",
            "do": [{**HEARING, "pause": "专家评审"}, task("test", work="1 h", pause="检测"), task("sign")],
        }
    ]
    raw = meeting(flow, targets={"t": {**target("arrived", "finished", "9 wh")}})
    played = play(raw, "Tue 09:00")
    # 09:00-16:00 expert review, 16:00-17:00 test, and an hour's work on Wednesday that counts.
    assert played.clock("t") == 60
    assert played.clock("paused") == 8 * 60
    assert {part.cause for part in critical_path(played.program, played.outcome, 0)} >= {"专家评审", "检测"}


def test_a_case_withdrawn_from_the_queue_takes_no_place() -> None:
    flow: list[Raw] = [{"race": "r", "branches": {"a": [HEARING], "b": [wait("gives_up", "3 h")]}}]
    raw = meeting(flow, {**PANEL, "places": 1})
    played = play(raw, "Tue 09:00", "Tue 11:30")
    assert played.row("gives_up")[2] == "Tue 12:00"
    assert played.row("hearing", 1)[1] == "Tue 14:00"


def test_a_session_that_is_never_held() -> None:
    raw = meeting([HEARING], {"name": "panel", "weekdays": ["sun"], "at": "14:00"})
    with pytest.raises(CompileError, match='session "panel" is never held'):
        play(raw, "Mon 09:00")


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({"at": []}, "at"),
        ({"at": ["16:00", "14:00"]}, "follow one another"),
        ({"at": "14:00", "cutoff": "-1 wd"}, "cutoff"),
        ({"at": "14:00", "move": "next_wd"}, "weekdays"),
        ({"at": "14:00", "weekdays": ["tue", "tue"]}, "twice"),
    ],
)
def test_faulty_sessions(stated: Raw, message: str) -> None:
    with pytest.raises((ModelError, ValueError), match=message):
        play(meeting([HEARING], {"name": "panel", **stated}), "Mon 09:00")


def test_the_cutoff_counts_working_time_only() -> None:
    """An hour before Tuesday 10:00 is Tuesday 9:00, and whoever joined over night is in time too."""
    raw = meeting([HEARING], {**PANEL, "at": "10:00", "cutoff": "1 wh"})
    played = play(raw, "Mon 20:00", "Tue 08:00", "Tue 09:00", "Tue 09:01")
    starts = [played.row("hearing", case)[1] for case in range(4)]
    assert starts == ["Tue 10:00", "Tue 10:00", "Tue 10:00", "Thu 10:00"]


def test_staff_that_is_never_there_when_the_meeting_is_held() -> None:
    raw = meeting([HEARING], {**PANEL, "at": "19:00", "pools": ["desk"]})
    with pytest.raises(CompileError, match='"desk" has nobody on duty'):
        play(raw, "Mon 09:00")


def test_empty_places_are_counted_once_a_meeting() -> None:
    """Zero-length work reopens the instant; the place that stays empty is still one."""
    raw = meeting(
        [HEARING], {**PANEL, "pools": ["expert"], "places": 1}, pools={"expert": pool(1), "desk": pool(1)},
        others={
            "other": service([task("report", pool="expert", work="6 h")]),
            "quick": service([task("stamp", work="0 min")]),
        },
    )  # fmt: skip
    played = play(raw, "Mon 09:00", ("Tue 10:00", "other.hall"), ("Tue 14:00", "quick.hall"))
    assert played.row("hearing")[1] == "Thu 14:00"
    assert played.outcome.session_short.tolist() == [1]
