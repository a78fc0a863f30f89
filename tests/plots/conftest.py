"""A month with Labour Day and a make-up Sunday, and a small case table on it."""

import warnings
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import polars as pl
import pytest

from plots import DayInfo

FIRST, END = date(2025, 4, 21), date(2025, 5, 12)
MAKEUP = date(2025, 4, 27)
LABOUR = {"zh": "劳动节", "en": "Labour Day"}


def day_info(when: date) -> DayInfo:
    if date(2025, 5, 1) <= when <= date(2025, 5, 5):
        return DayInfo(when, False, "national", LABOUR)
    if when == MAKEUP:
        return DayInfo(when, True, "makeup", {"zh": "调休上班", "en": "make-up workday"})
    if when.weekday() >= 5:
        return DayInfo(when, False, "weekend")
    return DayInfo(when, True, "workday")


@pytest.fixture
def days() -> list[DayInfo]:
    return [day_info(FIRST + timedelta(days=i)) for i in range((END - FIRST).days)]


def table(rows: list[tuple[int, datetime, datetime | None]]) -> pl.DataFrame:
    schema = {"replication": pl.Int64, "arrived": pl.Datetime("us"), "finished": pl.Datetime("us")}
    return pl.DataFrame(rows, schema=schema, orient="row")


@pytest.fixture
def cases() -> pl.DataFrame:
    """Two replications: 3 and 5 cases each working day at 10:00; one stays open, the rest take a day."""
    rows: list[tuple[int, datetime, datetime | None]] = []
    for i in range((END - FIRST).days):
        when = FIRST + timedelta(days=i)
        if not day_info(when).working:
            continue
        at = datetime.combine(when, datetime.min.time()) + timedelta(hours=10)
        for replication, number in ((0, 3), (1, 5)):
            rows += [(replication, at, at + timedelta(days=1))] * (number - 1) + [(replication, at, None)]
    return table(rows)


@pytest.fixture(autouse=True)
def no_missing_glyph() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=r".*[Gg]lyph.*")
        yield
