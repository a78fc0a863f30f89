"""Who comes in added hours comes instead of in others (docs/reference/visitors.md): Saturday opening invents nobody."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from engine.agreement import both
from engine.office import CALENDAR, STUDY, Raw, at, compiled, pool, scenario, task
from sim.engine.compile import CompileError
from sim.engine.program import Program
from sim.worktime import DAY, to_datetime

SATURDAY: Raw = {"weekdays": "sat", "open": "09:00-12:00", "moved": "10%"}
EVENING: Raw = {"weekdays": "tue", "open": "17:00-19:00", "moved": "5%"}


def office(*rules: Raw, own: tuple[Raw, ...] = (), rate: str = "40 /wd", weeks: int = 2) -> Program:
    return compiled(
        scenario(
            [task("serve", work="5 min")],
            pools={"desk": pool(3, hours="office")},
            calendar={**CALENDAR, "rules": list(rules)},
            study={**STUDY, "window": f"{5 * weeks} wd", "follow_up": "5 wd"},
            channels={"hall": {"rate": rate, "rules": list(own)}},
        )
    )


def expected(program: Program, begin: str, end: str) -> float:
    """Cases expected between two instants."""
    first, count = int(program.stream_knot_first[0]), int(program.stream_knot_count[0])
    rows = slice(first, first + count)
    low, high = np.interp([at(begin), at(end)], program.knot_at[rows], program.knot_value[rows])
    return float(high - low) / 2**32


def test_a_week_keeps_its_people() -> None:
    plain, saturday = office(), office(SATURDAY)
    for week in ("", "2"):
        of_week = f"Mon{week} 00:00", f"Sun{week} 23:59"
        assert expected(saturday, *of_week) == pytest.approx(expected(plain, *of_week), abs=1e-6)
    assert expected(plain, "Sat 00:00", "Sun 00:00") == 0
    assert expected(saturday, "Sat 09:00", "Sat 12:00") == pytest.approx(20, rel=1e-6)
    assert expected(saturday, "Sat 09:00", "Sat 10:30") == pytest.approx(10, rel=1e-6)
    assert expected(saturday, "Mon 00:00", "Tue 00:00") == pytest.approx(36, rel=1e-6)


def test_several_rules_each_move_their_own() -> None:
    both_rules = office(SATURDAY, EVENING)
    assert expected(both_rules, "Tue 17:00", "Tue 19:00") == pytest.approx(10, rel=1e-6)
    assert expected(both_rules, "Tue 09:00", "Tue 17:00") == pytest.approx(34, rel=1e-6)
    assert expected(both_rules, "Mon 00:00", "Sun 00:00") == pytest.approx(200, rel=1e-6)


def test_a_rule_of_the_channel_moves_as_well() -> None:
    plain = office({"weekdays": "sat", "open": "09:00-12:00"})
    own = office({"weekdays": "sat", "open": "09:00-12:00"}, own=(SATURDAY,))
    assert expected(plain, "Sat 00:00", "Sun 00:00") == 0
    # The office is open already: nothing is added, so nobody is moved.
    assert expected(own, "Sat 00:00", "Sun 00:00") == 0
    alone = office(own=(SATURDAY,))
    assert expected(alone, "Sat 09:00", "Sat 12:00") == pytest.approx(20, rel=1e-6)


def test_what_a_later_rule_closes_is_not_added() -> None:
    closed = office(SATURDAY, {"dates": ["2025-03-08"], "closed": True})
    assert expected(closed, "Sat 00:00", "Sun 00:00") == 0
    assert expected(closed, "Mon 00:00", "Sun 00:00") == pytest.approx(200, rel=1e-6)
    assert expected(closed, "Sat2 00:00", "Sun2 00:00") == pytest.approx(20, rel=1e-6)


def test_nobody_moved_is_nobody_there() -> None:
    nobody = office({**SATURDAY, "moved": 0})
    assert expected(nobody, "Sat 00:00", "Sun 00:00") == 0


def test_more_than_all_cannot_be_moved() -> None:
    with pytest.raises(CompileError, match="more than all"):
        office({**SATURDAY, "moved": "70%"}, {**EVENING, "moved": "40%"})


def test_they_come_then_and_are_served_in_both_engines() -> None:
    outcome = both(office(SATURDAY, weeks=4), seed=3)
    by_day: dict[int, int] = defaultdict(int)
    for instant in outcome.stamps[:, 0].tolist():
        by_day[to_datetime(instant // DAY * DAY).weekday()] += 1
    assert by_day[6] == 0
    total = sum(by_day.values())
    assert abs(by_day[5] / total - 0.1) < 0.04
    assert outcome.rows is not None
    served = {to_datetime(int(row)).weekday() for row in outcome.rows[:, 5]}
    assert 5 in served


def test_moved_needs_hours_that_are_added() -> None:
    with pytest.raises(ValueError, match="it needs open or hours"):
        office({"weekdays": "sat", "closed": True, "moved": "5%"})
    with pytest.raises(ValueError, match="end by midnight"):
        office({"weekdays": "sat", "open": "22:00-02:00", "moved": "5%"})
