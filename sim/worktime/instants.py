"""Instants and spans: integer microseconds of local civil time.

An instant is the number of µs since 1970-01-01T00:00 on the wall clock of the jurisdiction; there is no
time zone and no leap second. A span is a number of µs. A day number is the number of days since 1970-01-01.
`NEVER` is an instant later than any other and too late to be a date.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

MICROSECOND = 1
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

NEVER = 2**62

_EPOCH = datetime(1970, 1, 1)
_EPOCH_ORDINAL = _EPOCH.toordinal()
_TICK = timedelta(microseconds=1)


def instant(moment: date | datetime) -> int:
    """The instant of a date (its 00:00) or of a local datetime.

    Raises ValueError for a datetime with a time zone: the clock is the local one.
    """
    if not isinstance(moment, datetime):
        return day_number(moment) * DAY
    if moment.tzinfo is not None:
        raise ValueError(f"{moment.isoformat()}: a local datetime without a time zone is needed")
    return (moment - _EPOCH) // _TICK


def to_datetime(t: int) -> datetime:
    """The local datetime of instant `t`. Raises ValueError outside the years 1 to 9999 (so for NEVER)."""
    try:
        return _EPOCH + timedelta(microseconds=int(t))
    except OverflowError:
        said = "NEVER" if t == NEVER else str(t)
        raise ValueError(f"{said} is no date: instants of the years 1 to 9999 have one") from None


def date_of(t: int) -> date:
    """The date that holds instant `t`; midnight belongs to the date it begins."""
    return to_datetime(t).date()


def day_number(day: date) -> int:
    """Days from 1970-01-01 to `day`."""
    return day.toordinal() - _EPOCH_ORDINAL
