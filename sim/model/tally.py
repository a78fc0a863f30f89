"""What a target may count over cases instead of time: visits, windows, or whether a case gets somewhere at all.

The number is written with what is counted, as in "1 visit", so that nobody takes it for a time. In a clock's numbers it
is the count itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, WithJsonSchema

from sim.frozen import dataclass
from sim.model.faults import shown, wrong
from sim.model.quantities import UNITS, UNITS_ZH, Duration, Unit, number_text
from sim.model.sourced import SourcedDuration

Measure = Literal["time", "visits", "windows", "reached"]
"""What is measured of every case: time on a clock; visits in person; windows that take it in; whether it gets there."""
COUNTED: Mapping[str, Unit] = {"visits": "visit", "windows": "window", "reached": "case"}
"""What is counted under each measure that is not time."""
WORDS: Mapping[str, Unit] = {
    "visit": "visit", "visits": "visit", "次": "visit", "window": "window", "windows": "window", "个窗口": "window",
    "窗口": "window",
}  # fmt: skip
MOST = 1000
_TALLY = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([^\W\d]+)\s*")


@dataclass(frozen=True)
class Tally(Duration):
    """So many visits or windows."""

    @classmethod
    def read(cls, raw: object) -> Self | None:
        """What the text says, if it counts visits or windows. Raises ValueError for more than anybody counts."""
        found = _TALLY.fullmatch(raw) if isinstance(raw, str) else None
        if found is None or found[2] not in WORDS:
            return None
        if float(found[1]) > MOST:
            raise wrong(f"{shown(raw)} is too many; allowed: 0 to {MOST:,}")
        return cls(float(found[1]), WORDS[found[2]])

    @property
    def whole(self) -> bool:
        return self.amount == int(self.amount)

    def micros(self, wd_hours: float) -> int:  # noqa: ARG002 - as a time has it
        """In the clock's numbers: the count, down to whole ones."""
        return int(self.amount)

    def __str__(self) -> str:
        return f"{number_text(self.amount)} {self.unit}{'' if self.amount == 1 else 's'}"


def counts(limit: Duration) -> bool:
    """Whether a limit counts something, and is no time."""
    return limit.unit not in UNITS


def _tally(raw: object) -> object:
    return Tally.read(raw) or raw


Limit = Annotated[
    Duration,
    BeforeValidator(_tally),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": rf"^\s*\d+(\.\d+)?\s*({'|'.join([*UNITS, *UNITS_ZH, *WORDS])})\s*$",
            "examples": ["20 min", "0.5 wd", "1 visit"],
        }
    ),
]
"""A time, or a number of visits or windows."""


class SourcedLimit(SourcedDuration):
    """A limit with its source."""

    value: Limit
    range: tuple[Limit, Limit] | None = None


def _one_or_several(raw: object) -> object:
    return raw if isinstance(raw, (list, tuple)) else [raw]


OneOrSeveral = BeforeValidator(_one_or_several)
"""A plain value in place of a list of one."""
