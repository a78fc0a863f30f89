"""When offices are open and how working time is counted: calendars, hours, working-day arithmetic.

Dates and names are objects here; what the engines read are int64 tables and functions on integers.
Nothing here knows scenarios, pools or cases, and nothing but the standard library, `sim.frozen`, numpy and two
calendar packages (imported when first needed) may be imported.
"""

from .arithmetic import (
    add_work,
    closing_after,
    dates_counted,
    end_of_counted,
    end_of_last_day,
    instant_of,
    is_open,
    last_day_over,
    natural_date,
    next_open,
    work_between,
    worked,
)
from .closures import Closure, Name, Status
from .hours import DayHours, MonthDay, OfficeHours, Season, season_bound
from .instants import (
    DAY,
    HOUR,
    MICROSECOND,
    MINUTE,
    NEVER,
    SECOND,
    date_of,
    day_number,
    instant,
    to_datetime,
)
from .opening import OpenHours, WorkingDates, intersect, open_hours, working_dates
from .rules import (
    DAY_SORTS,
    DaySort,
    HoursRule,
    Opening,
    Spans,
    When,
    by_the_clock,
    sort_of,
    union,
    weekend_hours,
    without,
)
from .workdays import Workdays, YearStatus
from .xinjiang import xinjiang_hours

__all__ = [
    "DAY",
    "DAY_SORTS",
    "HOUR",
    "MICROSECOND",
    "MINUTE",
    "NEVER",
    "SECOND",
    "Closure",
    "DayHours",
    "DaySort",
    "HoursRule",
    "MonthDay",
    "Name",
    "OfficeHours",
    "OpenHours",
    "Opening",
    "Season",
    "Spans",
    "Status",
    "When",
    "Workdays",
    "WorkingDates",
    "YearStatus",
    "add_work",
    "by_the_clock",
    "closing_after",
    "date_of",
    "dates_counted",
    "day_number",
    "end_of_counted",
    "end_of_last_day",
    "instant",
    "instant_of",
    "intersect",
    "is_open",
    "last_day_over",
    "natural_date",
    "next_open",
    "open_hours",
    "season_bound",
    "sort_of",
    "to_datetime",
    "union",
    "weekend_hours",
    "without",
    "work_between",
    "worked",
    "working_dates",
    "xinjiang_hours",
]
