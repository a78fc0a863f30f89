"""What makes work longer or shorter than stated: what the case is, and at which hours it is begun."""

from __future__ import annotations

from pydantic import model_validator

from sim.model.bounds import EFFORT
from sim.model.conditions import Condition, stamps_in
from sim.model.faults import wrong, wrong_at
from sim.model.quantities import Model, SourceKey, Text
from sim.model.rules import Hours
from sim.model.sourced import SourcedFactor


class WorkFactor(Model):
    """A factor on the work of the cases a condition holds for, begun at these hours; unstated: of all, at any hour."""

    when: Condition | None = None
    hours: Hours | None = None
    factor: SourcedFactor
    source: SourceKey | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _fits(self) -> WorkFactor:
        if self.when is None and self.hours is None:
            raise wrong(
                "a factor needs when (a condition), hours or both; one for all belongs to the work itself"
            )
        if self.when is not None and (stamped := next(stamps_in(self.when.tree), None)) is not None:
            why = (
                f"a factor looks at attributes, not at milestones (stamped.{stamped}); use a choice for that"
            )
            raise wrong_at(["when"], why, self.when.text)
        for end in (self.factor.value, *(self.factor.range or ())):
            if end not in EFFORT:
                raise wrong_at(["factor"], f"the factor {end:g} is not allowed; allowed: {EFFORT}", end)
        return self
