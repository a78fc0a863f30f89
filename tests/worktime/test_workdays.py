from datetime import date, timedelta
from pickle import dumps, loads

import pytest

from sim.worktime import Closure, Name, Workdays, YearStatus

CHINA = Workdays()
URUMQI = Workdays("CN-XJ")


def test_a_published_break_and_its_makeup_days() -> None:
    # 国庆 and 中秋 2025: 1 to 8 October off, Sunday 28 September and Saturday 11 October worked.
    assert [d for d in range(26, 31) if CHINA.is_workday(date(2025, 9, d))] == [26, 28, 29, 30]
    assert [d for d in range(1, 14) if CHINA.is_workday(date(2025, 10, d))] == [9, 10, 11, 13]
    assert CHINA.is_makeup(date(2025, 9, 28))
    assert CHINA.is_makeup(date(2025, 10, 11))
    assert not CHINA.is_makeup(date(2025, 9, 27))
    assert not CHINA.is_makeup(date(2025, 9, 29))


def test_reasons() -> None:
    assert CHINA.closure(date(2025, 9, 28)) is None
    assert CHINA.closure(date(2025, 9, 27)) == Closure("weekend", Name("周末", "Weekend"))
    assert CHINA.closure(date(2025, 10, 2)) == Closure("national", Name("国庆节", "National Day"))
    assert CHINA.closure(date(2025, 10, 4)) == Closure("national", Name("国庆节", "National Day"))
    assert CHINA.closure(date(2025, 1, 28)) == Closure("national", Name("春节", "Spring Festival"))
    assert URUMQI.closure(date(2025, 6, 9)) == Closure("regional", Name("古尔邦节", "Eid al-Adha"))
    assert CHINA.closure(date(2025, 6, 9)) is None


def test_what_is_stated_beats_everything() -> None:
    flood, fair = date(2025, 7, 2), date(2025, 10, 1)
    here = Workdays("CN", off={flood: Name("防汛", "Flood"), date(2025, 9, 28): "x"}, work={fair: "Fair"})
    assert here.closure(flood) == Closure("stated", Name("防汛", "Flood"))
    assert here.closure(date(2025, 9, 28)) == Closure("stated", Name("x", "x"))
    assert here.is_workday(fair)
    assert not here.is_makeup(fair)
    assert Workdays("CN-XJ", work={date(2025, 6, 7): "Saturday service"}).is_makeup(date(2025, 6, 7))
    assert [here.status(d) for d in (flood, fair, date(2025, 7, 3))] == ["stated", "stated", "published"]


def test_a_coming_year_is_projected_and_says_so() -> None:
    assert [CHINA.status(date(y, 3, 3)) for y in (2003, 2004, 2026, 2027)] == [
        "projected",
        "published",
        "published",
        "projected",
    ]
    year = [date(2027, 1, 1) + timedelta(i) for i in range(365)]
    assert not any(CHINA.is_makeup(day) for day in year)
    # Labour Day 2027 falls on a Saturday, 2 May on a Sunday: Monday and Tuesday are free instead.
    assert [CHINA.is_workday(date(2027, 5, d)) for d in (3, 4, 5)] == [False, False, True]
    assert CHINA.closure(date(2027, 5, 4)) == Closure("national", Name("劳动节", "Labour Day"))
    assert {c.name.zh for c in map(CHINA.closure, year) if c and c.kind == "national"} == {
        *("元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆节")
    }


def test_statuses_by_year() -> None:
    assert CHINA.statuses(date(2026, 12, 31), date(2027, 1, 1)) == (
        YearStatus(2026, "published", (), 0),
        YearStatus(2027, "projected", ("national",), 0),
    )
    here = Workdays("CN-XJ", off={date(2026, 5, 1): "a", date(2026, 8, 3): "b"}, work={date(2027, 8, 1): "c"})
    assert here.statuses(date(2025, 1, 1), date(2027, 12, 31)) == (
        YearStatus(2025, "published", (), 0),
        YearStatus(2026, "projected", ("regional",), 2),
        YearStatus(2027, "projected", ("national", "regional"), 1),
    )
    assert here.statuses(date(2026, 6, 1), date(2026, 6, 1))[0].stated == 0


def test_faults() -> None:
    with pytest.raises(ValueError, match="region 'XJ': allowed are CN, CN-XJ"):
        Workdays("XJ")  # type: ignore[arg-type]
    day = date(2025, 7, 2)
    with pytest.raises(ValueError, match="2025-07-02: stated both"):
        Workdays(off={day: "a"}, work={day: "b"})
    with pytest.raises(ValueError, match="year 2100: the calendar covers 2000 to 2099"):
        CHINA.is_workday(date(2100, 1, 4))
    with pytest.raises(ValueError, match="the last is before the first"):
        CHINA.statuses(date(2025, 1, 2), date(2025, 1, 1))


def test_a_calendar_is_a_value() -> None:
    given = {date(2025, 7, 2): Name("防汛", "Flood")}
    one, other = Workdays(off=given), Workdays(off=given)
    assert one == other == loads(dumps(one))
    assert hash(one) == hash(other)
    assert one != CHINA
    given.clear()
    assert not one.is_workday(date(2025, 7, 2))
