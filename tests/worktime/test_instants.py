from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.worktime import DAY, HOUR, NEVER, date_of, day_number, instant, to_datetime


def test_the_clock_counts_microseconds_from_1970() -> None:
    assert instant(date(1970, 1, 2)) == DAY == 86_400_000_000
    assert instant(datetime(1970, 1, 1, 1, 0, 0, 7)) == HOUR + 7
    assert instant(datetime(1969, 12, 31, 23)) == -HOUR
    assert day_number(date(1969, 12, 31)) == -1


def test_midnight_belongs_to_the_date_it_begins() -> None:
    assert date_of(DAY) == date(1970, 1, 2)
    assert date_of(DAY - 1) == date(1970, 1, 1)


def test_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="2025-01-01T00:00:00\\+00:00: a local datetime"):
        instant(datetime(2025, 1, 1, tzinfo=UTC))


def test_never_is_no_date() -> None:
    with pytest.raises(ValueError, match="NEVER is no date"):
        to_datetime(NEVER)


@given(st.datetimes())
def test_there_and_back(moment: datetime) -> None:
    assert to_datetime(instant(moment)) == moment
    assert date_of(instant(moment)) == moment.date()
    assert instant(moment) // DAY == day_number(moment.date())
