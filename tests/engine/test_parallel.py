"""Fork, and go on when every branch is done."""

from engine.office import play, pool, scenario, task, wait

TWO = {"a": pool(), "b": pool()}


def parallel(name: str, **branches: list[dict[str, object]]) -> dict[str, object]:
    return {"parallel": name, "branches": branches}


def test_the_slowest_branch_decides() -> None:
    raw = scenario(
        [
            parallel("both", one=[task("one", pool="a")], two=[task("two", pool="b", work="2 h")]),
            task("after", pool="a"),
        ],
        pools=TWO,
    )
    played = play(raw, "Mon 09:00")
    assert played.rows() == [
        ("one", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("two", "Mon 09:00", "Mon 09:00", "Mon 11:00"),
        ("after", "Mon 11:00", "Mon 11:00", "Mon 12:00"),
    ]
    assert [row.enabled_by for row in played.events] == [-1, -1, 1]


def test_branches_at_one_desk_go_in_declared_order() -> None:
    raw = scenario([parallel("both", z=[task("first")], a=[task("second")])])
    assert play(raw, "Mon 09:00").rows() == [
        ("first", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("second", "Mon 09:00", "Mon 10:00", "Mon 11:00"),
    ]


def test_branches_hold_several_blocks_and_may_be_empty() -> None:
    raw = scenario(
        [
            parallel(
                "both", none=[], some=[task("one", pool="a"), wait("pause", "1 h"), task("two", pool="b")]
            )
        ],
        pools=TWO,
    )
    assert play(raw, "Mon 09:00").ends() == ("completed", "Mon 12:00")


def test_a_fork_of_nothing_takes_no_time() -> None:
    played = play(scenario([parallel("both", none=[], nothing=[]), task("after")]), "Mon 09:00")
    assert played.rows() == [("after", "Mon 09:00", "Mon 09:00", "Mon 10:00")]


def test_nested() -> None:
    inner = parallel("inner", c=[task("c", pool="a")], d=[task("d", pool="a")])
    raw = scenario(
        [
            parallel("outer", x=[inner, task("after_inner", pool="b")], y=[wait("long", "2 h")]),
            task("end", pool="b"),
        ],
        pools=TWO,
    )
    played = play(raw, "Mon 09:00")
    assert played.row("after_inner") == ("Mon 11:00", "Mon 11:00", "Mon 12:00")
    assert played.row("end") == ("Mon 12:00", "Mon 12:00", "Mon 13:00")


def test_branches_that_end_together_name_the_last_in_round_order() -> None:
    raw = scenario(
        [parallel("both", one=[task("one", pool="a")], two=[task("two", pool="b")]), task("after", pool="a")],
        pools=TWO,
    )
    assert play(raw, "Mon 09:00").events[2].enabled_by == 1
