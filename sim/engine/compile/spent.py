"""Time that had passed before a study began."""

from __future__ import annotations

from datetime import timedelta

from sim.engine.compile.times import Times, midnight
from sim.worktime import OpenHours, date_of, work_between


class Spent:
    """How long something has lasted when the study begins, on the calendar or in office hours."""

    def __init__(self, times: Times) -> None:
        self.times = times
        self.begins = midnight(times.study.start)
        self._hours: OpenHours | None = None
        self._known_from = self.begins

    def since(self, instant: int, *, working: bool) -> int:
        """µs from an instant before the study to its beginning; office hours only where `working`."""
        if not working:
            return self.begins - instant
        if self._hours is None or instant < self._known_from:
            first = date_of(instant) - timedelta(days=366)
            self._hours = self.times.office.table(first, self.times.study.start)
            self._known_from = midnight(first)
        hours = self._hours
        return work_between(hours.open_at, hours.close_at, hours.worked_before, instant, self.begins)
