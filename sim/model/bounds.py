"""The least and the largest value of everything that is stated, and how large a file may be.

Whatever is outside is refused where it is read, in the file and on the command line, with its place and what is
allowed. The limits are far beyond any office; they keep sums inside int64 and a command inside a computer.
"""

from __future__ import annotations

from dataclasses import replace

from sim.frozen import dataclass
from sim.model.faults import Fault, ModelError, shown


@dataclass(frozen=True)
class Bounds:
    """From `least` to `most`, both allowed; with `or_zero` also 0."""

    least: float
    most: float
    or_zero: bool = False

    def __contains__(self, value: float) -> bool:
        return self.least <= value <= self.most or (self.or_zero and value == 0)

    def above(self, least: float) -> Bounds:
        """The same with another least value."""
        return replace(self, least=least)

    def __str__(self) -> str:
        zero = "0, or " if self.or_zero else ""
        return f"{zero}{_amount(self.least)} to {_amount(self.most)}"


def _amount(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.10f}".rstrip("0").rstrip(".")


NUMBER = Bounds(-1_000_000_000_000, 1_000_000_000_000)
"""A plain number: conditions count in millionths, in int64."""
FACTOR = Bounds(1e-6, 1_000_000, or_zero=True)
POSITIVE = Bounds(1e-6, 1_000_000)
WHOLE = Bounds(0, 1_000_000)
"""The largest whole number: units of a pool, cases of a batch or of a row of the backlog, rounds, halls."""
CLASS = Bounds(-(2**31), 2**31 - 1)
MONEY = Bounds(0, 1_000_000_000)
"""A cost: of an hour, a case or a step."""
RATE = Bounds(1e-6, 1_000_000_000, or_zero=True)

CV = Bounds(0.01, 5, or_zero=True)
"""How irregular arrivals may be: the coefficient of variation of the gaps between them."""
BATCH = Bounds(1, 1024)
"""Cases that come at one instant and are told apart by their numbers."""
MEAN_BATCH = Bounds(1, 50)
"""The mean of a batch whose size is geometric; so hardly any is beyond the largest."""
LINE = Bounds(0, 100_000)
"""Visitors who wait in one line."""
PLACES = Bounds(1, 1024)
"""Appointments at one time."""
LISTED = 5_000_000
"""Cases of one list of arrivals, as listed and under a load; and appointments of a study."""
EFFORT = Bounds(0.01, 100)
"""A factor on work."""
WEIGHT = Bounds(1e-9, 1_000_000_000_000, or_zero=True)
"""How often a listed value was seen, or what part of all it is."""
DISTINCT = 100_000
"""Different values of one table of values."""

LONGEST: dict[str, int] = {
    "s": 3_155_760_000, "min": 52_596_000, "h": 876_600, "wh": 876_600, "wd": 36_525, "cd": 36_525,
}  # fmt: skip
"""A duration is at most 100 years, in every unit."""

BYTES = 2_000_000
"""Of a scenario with all its files, or of a figures file."""
TABLE_BYTES = 20_000_000
"""Of a CSV file."""
VALUES = 200_000
"""Of a scenario with all its files: keys, list entries and plain values, with those that aliases repeat."""
DEPTH = 60
"""Levels of mappings and lists in each other."""
INCLUDED = 50
"""Files that one scenario includes."""
INCLUDED_DEEP = 10
"""Files that include each other in a row."""
STEPS = 5_000
"""Blocks of all flows together, with those that `use` repeats."""
CONDITION = 5_000
"""Characters of a condition."""
TESTS = 200
"""Comparisons, sums and words like `not` in one condition."""

REPLICATIONS_ALLOWED = Bounds(1, 1_000_000)
REPLICATION = Bounds(0, 999_999)
"""The number of one of them."""
ORDERS_ALLOWED = Bounds(2, 4096)
"""Orders of levers that are drawn."""
STAFFINGS = 20_000
"""Staffings within the bounds of a search, up to which the cheapest is looked for."""
POINTS = Bounds(1, 100_000)
"""Points of a sweep."""
SAMPLES_ALLOWED = Bounds(2, 16_384)
"""Trajectories, or places of a sample, of a sensitivity."""
DRAWS_ALLOWED = Bounds(0, 100_000)
"""Vectors of what is not known."""
BUDGET = Bounds(0.001, 31_557_600)
"""Nominal seconds: up to a year."""


def within(parameter: str, value: float | None, allowed: Bounds) -> None:
    """Raises ModelError when the value of a parameter is outside; None was not stated."""
    if value is not None and value not in allowed:
        raise ModelError([Fault.of(parameter, shown(value), f"allowed: {allowed}")])
