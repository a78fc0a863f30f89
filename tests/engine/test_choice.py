"""One way out of several: by share, or by the first condition that holds."""

import pytest

from engine.office import play, scenario, task, wait


def choice(*options: dict[str, object]) -> dict[str, object]:
    return {"choice": "way", "options": list(options)}


def share(share: float, *do: dict[str, object]) -> dict[str, object]:
    return {"share": share, "do": list(do)}


def when(condition: str, *do: dict[str, object]) -> dict[str, object]:
    return {"when": condition, "do": list(do)}


def otherwise(*do: dict[str, object]) -> dict[str, object]:
    return {"otherwise": True, "do": list(do)}


def test_certain_and_impossible_shares() -> None:
    raw = scenario(
        [choice(share(0, wait("never", "1 h")), share(1, wait("always", "1 h"))), wait("after", "1 h")]
    )
    assert [row[0] for row in play(raw, "Mon 09:00").rows()] == ["always", "after"]
    raw = scenario([choice(share(1, wait("always", "1 h")), otherwise(wait("never", "1 h")))])
    assert [row[0] for row in play(raw, "Mon 09:00").rows()] == ["always"]


def test_shares_are_kept_in_the_long_run() -> None:
    raw = scenario(
        [
            choice(
                share(0.2, wait("few", "1 h")),
                share(0.5, wait("half", "1 h")),
                otherwise(wait("rest", "1 h")),
            )
        ]
    )
    ways = [row[0] for row in play(raw, *["Mon 09:00"] * 2000).rows()]
    for way, expected in (("few", 400), ("half", 1000), ("rest", 600)):
        assert abs(ways.count(way) - expected) < 5 * 2000**0.5 / 2


def test_a_larger_share_only_adds() -> None:
    def takers(part: float) -> set[int]:
        played = play(scenario([choice(share(part, wait("yes", "1 h")), otherwise())]), *["Mon 09:00"] * 300)
        return {row.case for row in played.events}

    assert takers(0.1) < takers(0.3) < takers(0.7)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("size == 5", True), ("size != 5", False), ("size < 5.000001", True), ("size <= 5", True),
        ("size > 5", False), ("size >= 5", True), ("size - 2.5 + 1 > 3.4", True), ("size > other", True),
        ("kind == 'b'", True), ("kind != 'b'", False), ("not kind == 'b'", False),
        ("kind == 'a' or size == 5", True), ("kind == 'a' and size == 5", False),
        ("channel == 'online'", True), ("1 < other < size", True), ("other < size < 5", False),
        ("other - size < 0 - 2", True),
    ],
)  # fmt: skip
def test_conditions(condition: str, holds: bool) -> None:
    raw = scenario(
        [choice(when(condition, wait("yes", "1 h")), otherwise(wait("no", "1 h")))],
        attributes={"kind": {"values": {"a": 0, "b": 1}}, "size": {"number": 5}, "other": {"number": 2}},
        channels={"hall": {"rate": "1 /wd"}, "online": {"rate": "1 /wd"}},
    )
    assert [row[0] for row in play(raw, ("Mon 09:00", "main.online")).rows()] == ["yes" if holds else "no"]


def test_the_first_condition_that_holds() -> None:
    raw = scenario(
        [
            choice(
                when("size > 9", wait("large", "1 h")),
                when("size > 4", wait("middle", "1 h")),
                when("size > 1", wait("small", "1 h")),
                otherwise(),
            )
        ],
        attributes={"size": {"number": 5}},
    )
    assert [row[0] for row in play(raw, "Mon 09:00").rows()] == ["middle"]


def test_an_empty_option_goes_straight_on() -> None:
    raw = scenario(
        [choice(when("size > 9", task("large")), otherwise()), task("after")],
        attributes={"size": {"number": 5}},
    )
    assert play(raw, "Mon 09:00").rows() == [("after", "Mon 09:00", "Mon 09:00", "Mon 10:00")]


def test_shares_that_are_one_but_for_rounding() -> None:
    raw = scenario([choice(share(0.7, wait("a", "1 h")), share(0.3000000001, wait("b", "1 h")), otherwise())])
    assert len(play(raw, "Mon 09:00").rows()) == 1
