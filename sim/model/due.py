"""Working towards a limit: whose due date comes first is first, files lie until little is left, and then it is hurried.

Due dates are those of a clock with a limit, of the promise itself or of the law; a limit is never a length of time.
"""

from __future__ import annotations

from pydantic import model_validator

from sim.model.block import ClockName
from sim.model.bounds import EFFORT
from sim.model.distribution import Distribution
from sim.model.faults import wrong, wrong_at
from sim.model.quantities import Duration, Flag, Model, SourceKey, Text
from sim.model.sourced import SourcedFactor


class Hurry(Model):
    """Another effort once little is left of the limit."""

    left: Duration
    """From so much left on, when the work begins."""
    factor: SourcedFactor
    """On the work."""
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _in_bounds(self) -> Hurry:
        for end in (self.factor.value, *(self.factor.range or ())):
            if end not in EFFORT:
                raise wrong_at(["factor"], f"the factor {end:g} is not allowed; allowed: {EFFORT}", end)
        return self


class Due(Model):
    """How due dates rule the work at a task, or at all tasks of a pool."""

    clock: ClockName | None = None
    """Whose limit; None: of the innermost item or stage around the task that promises one."""
    order: Flag = False
    """The earliest due date first, among requests of one class, in place of who joined first."""
    left: Distribution | None = None
    """Taken up when so much is left of the limit; None: as soon as it comes."""
    hurry: Hurry | None = None
    source: SourceKey | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Due:
        if not self.order and self.left is None and self.hurry is None:
            raise wrong("due dates change nothing here; it needs order: true, left, hurry or several of them")
        return self
