"""Several pools at once: shared hours, one order, and who may reserve (SEMANTICS 4.4)."""

import pytest

from engine.office import Coming, play, pool, scenario, service, task, wait
from sim.engine.compile.faults import CompileError

TWO = {"a": pool(), "b": pool()}
ONE_EACH = {
    "a": service([task("on_a", pool="a", work="3 h")]),
    "b": service([task("on_b", pool="b", work="3 h")]),
}
JOINT = task("joint", all_of=["a", "b"])


def test_joint_work_needs_all_units() -> None:
    played = play(scenario([JOINT], pools=TWO, others=ONE_EACH), ("Mon 09:00", "a.hall"), "Mon 10:00")
    assert played.row("joint", 1) == ("Mon 10:00", "Mon 12:00", "Mon 13:00")
    assert played.unit("joint", 1) == "a + b"
    assert (played.pool("busy", "a"), played.pool("busy", "b")) == (240, 60)


def test_joint_work_goes_on_in_shared_hours_only() -> None:
    raw = scenario(
        [task("joint", all_of=["a", "b"], work="6 h")], pools={"a": pool(), "b": pool(hours="13:00-20:00")}
    )
    assert play(raw, "Mon 09:00").row("joint") == ("Mon 09:00", "Mon 13:00", "Tue 15:00")


def test_pools_that_never_meet() -> None:
    raw = scenario([JOINT], pools={"a": pool(), "b": pool(hours="17:00-20:00")})
    with pytest.raises(CompileError, match=r"a, b are never open at the same time"):
        play(raw, "Mon 09:00")


def test_the_least_available_pool_sets_the_pace() -> None:
    raw = scenario([JOINT], pools={"a": pool(availability=0.5), "b": pool(availability=0.8)})
    assert play(raw, "Mon 09:00").row("joint")[2] == "Mon 11:00"


def test_without_reservation_single_work_goes_by_and_keeps_its_place() -> None:
    played = play(
        scenario([JOINT], pools=TWO, others=ONE_EACH),
        ("Mon 09:00", "b.hall"), "Mon 09:10", ("Mon 09:20", "a.hall"), ("Mon 09:30", "a.hall"),
    )  # fmt: skip
    assert played.row("on_a", 2)[1] == "Mon 09:20"
    # At 12:00 b is free but a is not; at 12:20 both are, and the joint request came first.
    assert played.row("joint", 1)[1] == "Mon 12:20"
    assert played.row("on_a", 3)[1] == "Mon 13:20"


STAGGERED: list[Coming] = [
    ("Mon 09:00", "a.hall"), "Mon 09:15", *[("Mon 09:20", "a.hall")] * 3,
    ("Mon 10:30", "b.hall"), *[("Mon 10:35", "b.hall")] * 3,
]  # fmt: skip


def test_after_a_working_day_the_first_joint_request_reserves() -> None:
    played = play(scenario([JOINT], pools=TWO, others=ONE_EACH), *STAGGERED)
    # a: 9, 12, 15 o'clock, free on Tuesday 10:00; b: 10:30, 13:30, 16:30, free on Tuesday 11:30.
    # The joint request is a working day old on Tuesday 9:15, so from 10:00 one unit of a waits for b.
    assert played.row("joint", 1) == ("Mon 09:15", "Tue 11:30", "Tue 12:30")
    assert sorted(row[2] for row in played.rows() if row[0] == "on_a") == [
        "Mon 09:00", "Mon 12:00", "Mon 15:00", "Tue 12:30",
    ]  # fmt: skip
    assert sorted(row[2] for row in played.rows() if row[0] == "on_b") == [
        "Mon 10:30", "Mon 13:30", "Mon 16:30", "Tue 12:30",
    ]  # fmt: skip


def test_only_one_unit_of_a_pool_is_reserved() -> None:
    raw = scenario([JOINT], pools={"a": pool(2), "b": pool()}, others=ONE_EACH | {
        "long": service([task("long", pool="b", work="24 h")]),
    })  # fmt: skip
    played = play(raw, ("Mon 09:00", "long.hall"), "Mon 09:10", *[("Tue 10:00", "a.hall")] * 2)
    assert [row[2] for row in played.rows() if row[0] == "on_a"] == ["Tue 10:00", "Tue 13:00"]
    assert played.row("joint", 1)[1] == "Thu 09:00"


def test_nothing_is_reserved_while_one_of_the_pools_is_closed() -> None:
    raw = scenario(
        [JOINT],
        pools={"a": pool(), "b": pool(hours="13:00-17:00")},
        others={
            "long": service([task("long", pool="a", work="16 h")]),
            "a": service([task("on_a", pool="a", work="5 h")]),
        },
    )
    played = play(
        raw, ("Mon 09:00", "long.hall"), "Mon 10:00", ("Wed 09:30", "a.hall"), ("Wed 10:00", "a.hall")
    )
    assert played.row("on_a", 2)[1] == "Wed 09:30"
    assert played.row("joint", 1)[1] == "Wed 14:30"
    assert played.row("on_a", 3)[1] == "Wed 15:30"


def test_a_second_joint_request_reserves_nothing() -> None:
    pools = {"a": pool(), "b": pool(), "c": pool()}
    raw = scenario(
        [JOINT],
        pools=pools,
        others={
            "second": service([task("second", all_of=["b", "c"])]),
            "long": service([task("long", pool="b", work="24 h")]),
            "c": service([task("on_c", pool="c")]),
            "a": service([task("on_a", pool="a")]),
        },
    )
    played = play(
        raw, ("Mon 09:00", "long.hall"), "Mon 09:10", ("Mon 09:20", "second.hall"),
        ("Tue 12:00", "c.hall"), ("Tue 12:00", "a.hall"),
    )  # fmt: skip
    assert played.row("on_c", 3)[1] == "Tue 12:00"
    assert played.row("on_a", 4)[1] == "Thu 10:00"
    assert played.row("joint", 1)[1] == "Thu 09:00"
    assert played.row("second", 2)[1] == "Thu 10:00"


def test_a_withdrawn_joint_request_gives_its_unit_back_at_once() -> None:
    visit = {"race": "visit", "branches": {"done": [JOINT], "given_up": [wait("patience", "30 h")]}}
    raw = scenario(
        [visit],
        pools=TWO,
        others={
            "long": service([task("long", pool="b", work="32 h")]),
            "a": service([task("on_a", pool="a")]),
        },
    )
    played = play(raw, ("Mon 09:00", "long.hall"), "Mon 10:00", ("Tue 11:00", "a.hall"))
    assert played.row("joint", 1) == ("Mon 10:00", "-", "x Tue 16:00")
    assert played.row("on_a", 2) == ("Tue 11:00", "Tue 16:00", "Tue 17:00")
