"""The coordinates in which clocks count (SEMANTICS 6): E, W, N and D of an instant, and the instants of theirs."""

from __future__ import annotations

from sim.engine.prepared import Prepared
from sim.engine.program import DATES, DAYS, ELAPSED, QUEUED, REACHED, VISITS, WORKING
from sim.worktime import NEVER
from sim.worktime.arithmetic import (
    dates_counted,
    end_of_counted,
    end_of_last_day,
    instant_of,
    last_day_over,
    natural_date,
    worked,
)


class Coordinates:
    """Of the office hours and dates of one program."""

    def __init__(self, prepared: Prepared) -> None:
        program = prepared.program
        self._office = prepared.calendars[program.office_calendar]
        self._first_day = program.dates_first_day
        self._counted = prepared.dates_counted
        self._worked = (NEVER, 0)
        self._dates = (NEVER, 0)

    def of(self, kind: int, now: int) -> int:
        """E, W, N or D of the instant `now`; the last W and N asked for are remembered."""
        if kind in (ELAPSED, QUEUED, VISITS, REACHED):
            return now
        if kind == DAYS:
            return natural_date(now)
        if kind == WORKING:
            if self._worked[0] != now:
                office = self._office
                self._worked = now, worked(office.open_at, office.close_at, office.worked_before, now)
            return self._worked[1]
        if self._dates[0] != now:
            self._dates = now, self.dates(now)
        return self._dates[1]

    def deadline(self, kind: int, at: int) -> int:
        """The instant that belongs to coordinate `at`: earliest in E and W, 24:00 of the date in N; in D 24:00 of
        the date, or of the next working date if that is a day off."""
        if kind == ELAPSED:
            return at
        if kind == WORKING:
            office = self._office
            return instant_of(office.open_at, office.close_at, office.worked_before, at)
        if kind == DAYS:
            return end_of_last_day(self._first_day, self._counted, at)
        assert kind == DATES
        return end_of_counted(self._first_day, self._counted, at)

    def dates(self, instant: int) -> int:
        """D of any instant, not remembered."""
        return dates_counted(self._first_day, self._counted, instant)

    def last_day_over(self, now: int) -> int:
        """The last working date that is over."""
        return last_day_over(self._first_day, self._counted, now)

    def mark(self, kind: int, now: int) -> int:
        """What `since` keeps: the coordinate, or for N the instant, which tells a holiday from the day before."""
        return now if kind == DATES else self.of(kind, now)
