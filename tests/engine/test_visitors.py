"""Visitors: who finds the queue long goes away, and may come back another day (docs/reference/visitors.md)."""

from __future__ import annotations

from engine.office import Played, Raw, play, pool, scenario, service, task

HOUR_LONG: Raw = {"work": "1 h", "in_person": True}


def counts(played: Played) -> list[list[int]]:
    """By step in person: came, went away, gave up, to come back, missed."""
    return played.outcome.visitors.tolist()


def ends(played: Played, cases: int) -> list[tuple[str, str]]:
    return [played.ends(case) for case in range(cases)]


def test_who_finds_the_room_full_goes_away() -> None:
    raw = scenario([task("serve", **HOUR_LONG)], pools={"desk": pool(1, room=1)})
    played = play(raw, "Mon 09:00", "Mon 09:10", "Mon 09:20", "Mon 10:00")
    # One is served, one waits; the third finds the place taken. At ten the second is called, so the fourth waits.
    assert ends(played, 4) == [
        ("completed", "Mon 10:00"),
        ("completed", "Mon 11:00"),
        ("abandoned", "Mon 09:20"),
        ("completed", "Mon 12:00"),
    ]
    assert played.rows(2) == [("serve", "Mon 09:20", "-", "x Mon 09:20")]
    assert counts(played) == [[4, 1, 0, 0, 0]]


def test_no_room_at_all_is_for_who_is_served_at_once() -> None:
    raw = scenario([task("serve", **HOUR_LONG)], pools={"desk": pool(2, room=0)})
    played = play(raw, "Mon 09:00", "Mon 09:00", "Mon 09:00", "Mon 10:00")
    assert [how for how, _ in ends(played, 4)] == ["completed", "completed", "abandoned", "completed"]


def test_of_several_who_come_at_once_as_many_stay_as_there_is_room() -> None:
    raw = scenario([task("serve", gives_up="full", **HOUR_LONG)], pools={"desk": pool(1, room=2)})
    played = play(raw, *["Mon 09:00"] * 5)
    assert [how for how, _ in ends(played, 5)] == ["completed", "completed", "completed", "full", "full"]


def test_visitors_of_other_services_fill_the_room_and_files_do_not() -> None:
    raw = scenario(
        [task("serve", **HOUR_LONG)],
        pools={"desk": pool(1, room=1)},
        others={
            "file": service([task("read", work="1 h")]),
            "other": service([task("ask", at_close="finish", **HOUR_LONG)]),
        },
    )
    played = play(
        raw, ("Mon 09:00", "file.hall"), ("Mon 09:01", "file.hall"), "Mon 09:02", ("Mon 09:03", "other.hall")
    )
    assert [how for how, _ in ends(played, 4)] == ["completed", "completed", "completed", "abandoned"]


def test_pools_share_a_room_and_not_its_line() -> None:
    """The second pool has no visitor of its own waiting, yet the two places are taken; who balks looks at the line."""
    raw = scenario(
        [task("serve", **HOUR_LONG)],
        pools={"desk": pool(1, room=2), "cashier": pool(1, room_of="desk")},
        others={
            "pay": service([task("pay", pool="cashier", balks={"1": 1}, **HOUR_LONG)]),
        },
    )
    came = ["Mon 09:00", ("Mon 09:00", "pay.hall"), "Mon 09:10", ("Mon 09:20", "pay.hall"), "Mon 09:30",
            ("Mon 09:40", "pay.hall")]  # fmt: skip
    played = play(raw, *came)
    assert [how for how, _ in ends(played, 6)] == [*["completed"] * 4, "abandoned", "abandoned"]


def test_a_room_is_there_though_nobody_asks_for_the_pool_it_is_stated_at() -> None:
    pools = {"desk": pool(1, room=0), "cashier": pool(1, room_of="desk")}
    raw = scenario([task("pay", pool="cashier", **HOUR_LONG)], pools=pools)
    assert [how for how, _ in ends(play(raw, "Mon 09:00", "Mon 09:10"), 2)] == ["completed", "abandoned"]


def test_units_that_differ_have_the_room_of_their_pool() -> None:
    staff = {"li": {}, "others": {}}
    raw = scenario(
        [task("serve", pool="desk.li", **HOUR_LONG)],
        pools={"desk": {**pool(1, room=1), "capacity": None, "staff": staff}},
        others={"any": service([task("ask", pool="desk", **HOUR_LONG)])},
    )
    raw["pools"]["desk"].pop("capacity")
    played = play(raw, "Mon 09:00", ("Mon 09:00", "any.hall"), ("Mon 09:10", "any.hall"), "Mon 09:20")
    assert [how for how, _ in ends(played, 4)] == ["completed", "completed", "completed", "abandoned"]


def test_who_finds_many_waiting_goes_away() -> None:
    flow = [task("serve", balks={"2": "100%"}, **HOUR_LONG)]
    played = play(scenario(flow), *[f"Mon 09:0{minute}" for minute in range(5)])
    assert [how for how, _ in ends(played, 5)] == ["completed"] * 3 + ["abandoned"] * 2


def test_who_waits_since_before_the_study_is_seen_and_does_not_look() -> None:
    raw = scenario(
        [task("serve", **HOUR_LONG)],
        pools={"desk": pool(1, room=1)},
        study={
            "start": "2025-03-03", "lead_in": "0 wd", "window": "10 wd", "follow_up": "20 wd",
            "backlog": [{"service": "main", "at": "serve", "arrived": "2025-02-28", "cases": 3}],
        },
    )  # fmt: skip
    played = play(raw, "Mon 09:30", "Mon 11:30")
    assert [how for how, _ in ends(played, 5)] == ["completed"] * 3 + ["abandoned", "completed"]


def test_who_went_away_comes_back_another_day_at_the_same_time() -> None:
    back = {"share": 1, "after": "1 wd", "most": 2}
    flow = [task("serve", comes_back=back, **HOUR_LONG)]
    raw = scenario(
        flow, pools={"desk": pool(1, room=0)}, others={"busy": service([task("hold", work="20 h")])}
    )
    played = play(raw, ("Mon 09:00", "busy.hall"), "Mon 10:00")
    # The desk is held until Wednesday 13:00; the second visit, on Tuesday at ten, is in vain, and so is the third.
    assert played.rows(1) == [
        ("serve", "Mon 10:00", "-", "x Mon 10:00"),
        ("serve.away", "Mon 10:00", "Mon 10:00", "Tue 10:00"),
        ("serve", "Tue 10:00", "-", "x Tue 10:00"),
        ("serve.away", "Tue 10:00", "Tue 10:00", "Wed 10:00"),
        ("serve", "Wed 10:00", "-", "x Wed 10:00"),
    ]
    assert played.ends(1) == ("abandoned", "Wed 10:00")
    assert counts(played) == [[3, 3, 0, 2, 0]]


def test_who_comes_back_after_days_waits_until_the_office_is_open() -> None:
    back = {"share": 1, "after": "15 h"}
    flow = [task("serve", comes_back=back, patience="30 min", **HOUR_LONG), task("then", "other")]
    raw = scenario(flow, pools={"desk": pool(), "other": pool()})
    played = play(raw, "Mon 09:00", "Mon 09:10")
    assert played.rows(1)[:4] == [
        ("serve", "Mon 09:10", "-", "x Mon 09:40"),
        ("serve.away", "Mon 09:40", "Mon 09:40", "Tue 09:00"),
        ("serve", "Tue 09:00", "Tue 09:00", "Tue 10:00"),
        ("then", "Tue 10:00", "Tue 10:00", "Tue 11:00"),
    ]
    assert counts(played) == [[3, 0, 1, 1, 0]]


def test_visits_count_within_the_rounds_of_a_repeat() -> None:
    back = {"share": 1, "after": "1 wd", "most": 3}
    once = task("serve", comes_back=back, patience="30 min", **HOUR_LONG)
    flow = [{"repeat": "again", "do": [once], "again": [1, 0], "maximum": 3}]
    played = play(scenario(flow), "Mon 09:00", "Mon 09:00")
    assert played.ends(0) == ("completed", "Mon 11:00")
    assert played.ends(1) == ("completed", "Tue 11:30")
