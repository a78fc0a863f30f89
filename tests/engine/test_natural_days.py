"""Statutory limits in natural days: Civil Code 200-204, by analogy (SEMANTICS 6.2).

In autumn 2025 Sunday 28 September and Saturday 11 October are worked, 1 to 8 October are closed.
"""

from datetime import datetime

import pytest

from engine.office import Played, Raw, play, scenario, target, wait
from sim.engine.program import DAYS
from sim.worktime import NEVER, instant, to_datetime

PAUSE = "hearing"


def counted(flow: list[Raw], came: str, limit: str, **more: object) -> Played:
    """One case, on a clock of natural days from its arrival to its end; `came` is "09-29 10:00" of 2025."""
    raw = scenario(
        flow,
        study={"start": "2025-09-22"},
        targets={"t": target("arrived", "finished", limit, "statutory", **more)},
    )
    played = play(raw, instant(datetime.fromisoformat(f"2025-{came}")))
    assert played.program.clock_coordinate[0] == DAYS
    return played


def late_at(played: Played) -> str:
    """The instant the limit was over, as "10-10 00:00"; "-" where it was not."""
    late = int(played.outcome.clock_late_at[0, 0])
    return "-" if late == NEVER else f"{to_datetime(late):%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("came", "limit", "deadline"),
    [
        ("09-22 09:00", "3 cd", "09-26 00:00"),  # Monday: Thursday 24:00
        ("09-22 00:00", "3 cd", "09-26 00:00"),
        ("09-22 23:59", "1 cd", "09-24 00:00"),
        ("10-17 09:00", "3 cd", "10-21 00:00"),  # Friday: Monday is the third day and worked
        ("10-17 09:00", "2 cd", "10-21 00:00"),  # Sunday moves on to Monday
        ("10-17 09:00", "1 cd", "10-21 00:00"),
        ("10-18 09:00", "3 cd", "10-22 00:00"),  # begins on a Saturday: Tuesday
        ("10-18 09:00", "1 cd", "10-21 00:00"),
        ("09-25 09:00", "10 cd", "10-10 00:00"),  # 5 October is closed: Thursday 9 October
        ("09-30 09:00", "1 cd", "10-10 00:00"),
        ("10-02 09:00", "20 cd", "10-23 00:00"),  # begins on a holiday: Wednesday 22 October
        ("09-26 09:00", "1 cd", "09-29 00:00"),  # Saturday moves on to Sunday, which is worked
        ("10-06 09:00", "5 cd", "10-12 00:00"),  # Saturday 11 October is worked
        ("10-06 09:00", "6 cd", "10-14 00:00"),  # Sunday the 12th is not: Monday
    ],
)
def test_deadlines(came: str, limit: str, deadline: str) -> None:
    assert late_at(counted([wait("w", "40 cd")], came, limit)) == deadline


@pytest.mark.parametrize(
    ("came", "length", "days"),
    [
        ("10-17 09:00", "14 h", 0),
        ("10-17 09:00", "15 h", 1),
        ("10-17 09:00", "72 h", 3),
        ("10-18 09:00", "72 h", 3),
    ],
)
def test_every_date_counts_but_the_first(came: str, length: str, days: int) -> None:
    assert counted([wait("w", length)], came, "9 cd").clock("t") == days


@pytest.mark.parametrize(
    ("came", "length", "late"),
    [
        ("09-22 09:00", "86 h", False),  # Thursday 23:00
        ("09-22 09:00", "87 h", False),  # Thursday 24:00
        ("09-22 09:00", "5221 min", True),
        ("10-16 09:00", "111 h", False),  # Monday 24:00 for Sunday
        ("10-16 09:00", "6661 min", True),
    ],
)
def test_the_last_day_ends_at_midnight(came: str, length: str, late: bool) -> None:
    played = counted([wait("w", length)], came, "3 cd")
    assert bool(played.outcome.stamps[0, 1] > played.outcome.clock_late_at[0, 0]) is late


def test_nothing_is_late_on_a_day_off_at_the_end() -> None:
    """Done on Saturday, a day over the limit: the last day would have been Monday."""
    played = counted([wait("w", "48 h")], "10-16 09:00", "1 cd")  # Thursday to Saturday
    assert (played.clock("t"), late_at(played)) == (2, "10-18 00:00")  # Friday is worked
    played = counted([wait("w", "48 h")], "10-17 09:00", "1 cd")  # Friday to Sunday
    assert (played.clock("t"), late_at(played)) == (2, "-")


def test_a_pause_over_a_holiday_is_not_counted() -> None:
    """Monday to Tuesday is a day; paused until 9 October, which does not count; the 10th and 11th do."""
    flow = [wait("a", "24 h"), wait("p", "216 h", pause=PAUSE), wait("b", "10 cd")]
    played = counted(flow, "09-29 09:00", "3 cd")
    assert late_at(played) == "10-12 00:00"  # the make-up Saturday is the last day
    assert played.clock("t") == 1 + 10


def test_resumed_with_no_day_left() -> None:
    """Paused on the last day: the day of the resumption is the last one, or the next working date."""
    to_thursday = [wait("a", "24 h"), wait("p", "48 h", pause=PAUSE), wait("b", "9 cd")]
    assert late_at(counted(to_thursday, "09-22 09:00", "1 cd")) == "09-26 00:00"
    to_saturday = [wait("a", "24 h"), wait("p", "96 h", pause=PAUSE), wait("b", "9 cd")]
    assert late_at(counted(to_saturday, "10-13 09:00", "1 cd")) == "10-21 00:00"


def test_paused_while_the_last_day_was_moved_on() -> None:
    """The limit's day was Saturday; paused on Sunday it is not over, and on Thursday there is none left."""
    flow = [wait("a", "48 h"), wait("p", "96 h", pause=PAUSE), wait("b", "9 cd")]
    assert late_at(counted(flow, "10-17 09:00", "1 cd")) == "10-24 00:00"


def test_a_hand_over_moves_nothing() -> None:
    for hand_over in ("30 h", "48 h", "75 h", "86 h"):  # Saturday, Sunday, Monday, Monday at 23:00
        played = counted([wait("a", hand_over), wait("b", "20 cd")], "10-17 09:00", "1 cd")
        assert late_at(played) == "10-21 00:00", hand_over


def granted_by_silence(flow: list[Raw], limit: str = "100%", promised: str = "2 cd") -> list[Raw]:
    """An `until` on a promise of natural days."""
    until = {"until": "silence", "clock": "licence", "limit": limit, "do": flow, "deemed": True}
    return [{"item": "licence", "promised": promised, "do": [until]}]


@pytest.mark.parametrize(
    ("flow", "limit", "over"),
    [
        ([wait("w", "20 cd")], "100%", "10-21 00:00"),
        ([wait("a", "30 h"), wait("b", "20 cd")], "100%", "10-21 00:00"),
        ([wait("a", "48 h"), wait("b", "30 h"), wait("c", "20 cd")], "100%", "10-21 00:00"),
        ([wait("w", "20 cd")], "50%", "10-21 00:00"),  # one day of two, and that is Saturday
        # Paused on Sunday the 19th, the limit's day; on Wednesday no day is left.
        ([wait("a", "48 h"), wait("p", "72 h", pause=PAUSE), wait("b", "20 cd")], "100%", "10-23 00:00"),
        # A hand-over on that Wednesday takes nothing of it away.
        (
            [wait("a", "48 h"), wait("p", "72 h", pause=PAUSE), wait("b", "2 h"), wait("c", "20 cd")],
            "50%",
            "10-23 00:00",
        ),
    ],
)
def test_until_rings_when_the_last_day_is_over(flow: list[Raw], limit: str, over: str) -> None:
    raw = scenario(granted_by_silence(flow, limit), study={"start": "2025-09-22"})
    played = play(raw, instant(datetime(2025, 10, 17, 9)))
    deemed = int(played.outcome.stamps[0, played.program.names.stamps.index("deemed")])
    assert deemed - 1 == instant(datetime.fromisoformat(f"2025-{over}"))


def test_a_timer_that_begins_when_its_limit_is_over_rings_at_once() -> None:
    """The moved-on last day ended at Monday 24:00; a timer set on Tuesday finds it over, however the work went on."""
    until = {
        "until": "silence",
        "clock": "licence",
        "limit": "100%",
        "do": [wait("b", "20 cd")],
        "deemed": True,
    }
    for first in ([wait("a", "96 h")], [wait("a", "75 h"), wait("c", "21 h")]):
        item = {"item": "licence", "promised": "2 cd", "do": [*first, until]}
        raw = scenario([item], study={"start": "2025-09-22"})
        played = play(raw, instant(datetime(2025, 10, 17, 9)))
        deemed = int(played.outcome.stamps[0, played.program.names.stamps.index("deemed")])
        assert deemed == instant(datetime(2025, 10, 21, 9))


def test_a_timer_that_begins_before_the_moved_on_day_is_over_waits_for_it() -> None:
    """Three days are counted by Monday of a limit of two, but its last day, Sunday, is Monday."""
    until = {
        "until": "silence",
        "clock": "licence",
        "limit": "100%",
        "do": [wait("b", "20 cd")],
        "deemed": True,
    }
    item = {"item": "licence", "promised": "2 cd", "do": [wait("a", "75 h"), until]}
    played = play(scenario([item], study={"start": "2025-09-22"}), instant(datetime(2025, 10, 17, 9)))
    deemed = int(played.outcome.stamps[0, played.program.names.stamps.index("deemed")])
    assert deemed - 1 == instant(datetime(2025, 10, 21))


def test_the_clock_of_working_days_keeps_its_number() -> None:
    raw = scenario([wait("w", "1 h")], targets={"t": target("arrived", "finished", "3 wd", "statutory")})
    assert play(raw, "Mon 09:00").program.clock_coordinate[0] == 2
