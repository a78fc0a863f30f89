"""One pool, one task: opening hours, capacity, and who is next."""

from collections.abc import Callable

import pytest

from engine.office import Raw, play, pool, scenario, service, task, window

LUNCH = {"hours": "09:00-12:00 13:00-17:00", "wd": "7 wh"}


def test_work_goes_on_the_next_morning() -> None:
    # 2 h on Friday, 8 h on Monday and Tuesday, 2 h on Wednesday.
    played = play(scenario([task("review", work="20 h")]), "Fri 15:00")
    assert played.rows() == [("review", "Fri 15:00", "Fri 15:00", "Wed2 11:00")]


def test_work_goes_on_on_a_make_up_saturday() -> None:
    played = play(scenario([task("review", work="20 h")], calendar={"work": ["2025-03-08"]}), "Fri 15:00")
    assert played.row("review")[2] == "Tue2 11:00"


def test_work_rests_on_a_day_off() -> None:
    played = play(scenario([task("review", work="20 h")], calendar={"off": ["2025-03-10"]}), "Fri 15:00")
    assert played.row("review")[2] == "Thu2 11:00"


def test_work_may_end_at_closing() -> None:
    played = play(scenario([task("review", work="2 h"), task("sign")]), "Mon 15:00")
    assert played.rows() == [
        ("review", "Mon 15:00", "Mon 15:00", "Mon 17:00"),
        ("sign", "Mon 17:00", "Tue 09:00", "Tue 10:00"),
    ]


def test_a_desk_keeps_its_unit_overnight() -> None:
    played = play(scenario([task("review", work="4 h")]), "Mon 15:00", "Mon 16:00")
    assert played.rows() == [
        ("review", "Mon 15:00", "Mon 15:00", "Tue 11:00"),
        ("review", "Mon 16:00", "Tue 11:00", "Tue 15:00"),
    ]
    assert played.pool("busy") == 8 * 60
    assert played.pool("overtime") == 0


def test_a_window_finishes_after_closing_and_starts_nothing_more() -> None:
    raw = scenario([task("intake", work="30 min")], pools={"desk": window()})
    played = play(raw, "Mon 16:50", "Mon 16:55")
    assert played.rows() == [
        ("intake", "Mon 16:50", "Mon 16:50", "Mon 17:20"),
        ("intake", "Mon 16:55", "Tue 09:00", "Tue 09:30"),
    ]
    assert played.pool("busy") == 10 + 30
    assert played.pool("overtime") == 20
    assert played.pool("served") == 2


@pytest.mark.parametrize(("made", "end"), [(pool, "Mon 14:00"), (window, "Mon 13:00")])
def test_lunch_is_a_closing_too(made: Callable[[], Raw], end: str) -> None:
    played = play(scenario([task("a", work="2 h")], pools={"desk": made()}, calendar=LUNCH), "Mon 11:00")
    assert played.row("a") == ("Mon 11:00", "Mon 11:00", end)


def test_the_task_may_say_otherwise_than_its_pool() -> None:
    raw = scenario([task("a", work="2 h", at_close="finish")])
    assert play(raw, "Mon 16:00").row("a")[2] == "Mon 18:00"
    raw = scenario([task("a", work="2 h", at_close="suspend")], pools={"desk": window()})
    assert play(raw, "Mon 16:00").row("a")[2] == "Tue 10:00"


def test_last_start() -> None:
    raw = scenario([task("a", work="5 min")], pools={"desk": window(9, last_start="10 min")}, calendar=LUNCH)
    played = play(raw, "Mon 11:50", "Mon 11:51", "Mon 16:50", "Mon 16:50:01")
    assert [row[2] for row in sorted(played.rows())] == ["Mon 11:50", "Mon 13:00", "Mon 16:50", "Tue 09:00"]


def test_last_start_of_the_task_comes_before_its_pools() -> None:
    raw = scenario([task("a", work="5 min", last_start="0 min")], pools={"desk": window(last_start="10 min")})
    assert play(raw, "Mon 16:59").row("a") == ("Mon 16:59", "Mon 16:59", "Mon 17:04")


@pytest.mark.parametrize(
    ("came", "started"),
    [("Mon 08:00", "Mon 09:00"), ("Mon 17:00", "Tue 09:00"), ("Sat 10:00", "Mon2 09:00")],
)
def test_nothing_starts_while_closed(came: str, started: str) -> None:
    assert play(scenario([task("a")]), came).row("a")[:2] == (came, started)


def test_round_the_clock_pools_know_no_holiday() -> None:
    raw = scenario([task("a", work="10 h")], pools={"desk": pool(hours="24h")})
    assert play(raw, "Sat 20:00").row("a") == ("Sat 20:00", "Sat 20:00", "Sun 06:00")


def test_a_pool_with_its_own_hours() -> None:
    raw = scenario([task("a", work="4 h")], pools={"desk": pool(hours="12:00-18:00")})
    assert play(raw, "Mon 15:00").row("a")[2] == "Tue 13:00"


def test_a_cut_in_capacity_kills_nothing() -> None:
    raw = scenario([task("a", work="4 h")], pools={"desk": pool({"09:00": 2, "12:00": 1})})
    played = play(raw, "Mon 09:00", "Mon 09:00", "Mon 11:00", "Mon 11:30")
    assert played.rows() == [
        ("a", "Mon 09:00", "Mon 09:00", "Mon 13:00"),
        ("a", "Mon 09:00", "Mon 09:00", "Mon 13:00"),
        ("a", "Mon 11:00", "Mon 13:00", "Mon 17:00"),
        ("a", "Mon 11:30", "Tue 09:00", "Tue 13:00"),
    ]


def test_nothing_starts_until_busy_is_below_the_smaller_capacity() -> None:
    raw = scenario(
        [task("a", work="2 h")],
        pools={"desk": pool({"09:00": 3, "10:00": 1})},
        others={"long": service([task("long", work="6 h")])},
    )
    played = play(raw, ("Mon 09:00", "long.hall"), "Mon 09:00", "Mon 09:30", "Mon 09:40")
    # 09:00 long, 09:00 and 09:30 short; the two short ones end by 11:30, but `long` is busy till 15:00.
    assert [row for row in played.rows() if row[1] == "Mon 09:40"] == [
        ("a", "Mon 09:40", "Mon 15:00", "Mon 17:00")
    ]


def test_more_units_in_the_afternoon() -> None:
    raw = scenario([task("a", work="6 h")], pools={"desk": pool({"09:00": 1, "13:00": 2})})
    played = play(raw, "Mon 09:00", "Mon 10:00")
    assert played.rows() == [
        ("a", "Mon 09:00", "Mon 09:00", "Mon 15:00"),
        ("a", "Mon 10:00", "Mon 13:00", "Tue 11:00"),
    ]


def test_any_of_in_declared_order() -> None:
    raw = scenario([task("a", any_of=["second", "first"])], pools={"first": pool(), "second": pool()})
    played = play(raw, "Mon 09:00", "Mon 09:10", "Mon 09:20", "Mon 12:00")
    assert [played.unit("a", case) for case in range(4)] == ["second", "first", "second", "second"]
    assert played.row("a", 2) == ("Mon 09:20", "Mon 10:00", "Mon 11:00")


def test_any_of_takes_the_pool_that_is_open() -> None:
    raw = scenario(
        [task("a", any_of=["day", "night"])], pools={"day": pool(), "night": pool(hours="12:00-20:00")}
    )
    played = play(raw, "Mon 18:00", "Mon 13:00")
    assert played.unit("a", 0) == "day"
    assert played.unit("a", 1) == "night"
    assert played.row("a", 1) == ("Mon 18:00", "Mon 18:00", "Mon 19:00")


def test_skill_takes_pools_in_declared_order() -> None:
    raw = scenario(
        [task("a", skill="tax")],
        pools={"plain": pool(), "taught": pool(skills=["tax"]), "all": pool(skills=["seal", "tax"])},
    )
    played = play(raw, "Mon 09:00", "Mon 09:00", "Mon 09:00")
    assert [played.unit("a", case) for case in range(3)] == ["taught", "all", "taught"]


def test_availability_stretches_the_work() -> None:
    raw = scenario([task("a", pool="part")], pools={"part": pool(availability=0.5)})
    assert play(raw, "Mon 09:00").row("a")[2] == "Mon 11:00"


def test_each_alternative_has_its_own_availability() -> None:
    raw = scenario(
        [task("a", any_of=["full", "part"])], pools={"full": pool(), "part": pool(availability=0.25)}
    )
    played = play(raw, "Mon 09:00", "Mon 09:00")
    assert [row[3] for row in played.rows()] == ["Mon 10:00", "Mon 13:00"]


def test_classes_go_first_but_stop_nobody() -> None:
    raw = scenario([task("plain", rank=1)], others={"urgent": service([task("urgent", rank=0)])})
    played = play(raw, "Mon 09:00", "Mon 09:10", ("Mon 09:20", "urgent.hall"), ("Mon 09:30", "urgent.hall"))
    assert played.rows() == [
        ("plain", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("urgent", "Mon 09:20", "Mon 10:00", "Mon 11:00"),
        ("urgent", "Mon 09:30", "Mon 11:00", "Mon 12:00"),
        ("plain", "Mon 09:10", "Mon 12:00", "Mon 13:00"),
    ]


def test_tasks_of_one_pool_share_one_queue_whatever_they_accept() -> None:
    raw = scenario(
        [task("only", pool="one")],
        pools={"one": pool(), "two": pool()},
        others={"either": service([task("either", any_of=["one", "two"])])},
    )
    played = play(
        raw, "Mon 09:00", ("Mon 09:00", "either.hall"), "Mon 09:10", ("Mon 09:20", "either.hall"), "Mon 09:30"
    )
    assert played.row("only", 2)[1] == "Mon 10:00"
    assert played.row("either", 3)[1] == "Mon 10:00"
    assert played.row("only", 4)[1] == "Mon 11:00"


def test_a_working_day_of_work_is_as_long_as_the_calendar_says() -> None:
    raw = scenario([task("a", work="1 wd")], calendar=LUNCH)
    assert play(raw, "Mon 13:00").row("a")[2] == "Tue 12:00"


def test_two_at_one_instant_go_in_order_of_arrival() -> None:
    raw = scenario([task("a")], others={"other": service([task("b")])})
    played = play(raw, ("Mon 09:00", "other.hall"), "Mon 09:00")
    assert [row[0] for row in played.rows()] == ["a", "b"]
