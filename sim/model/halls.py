"""Many halls of one kind: how many there are, how their sizes and staffings are spread."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from sim.model.block import PoolName
from sim.model.faults import shown, wrong, wrong_at
from sim.model.quantities import Model, Share, SourceKey, number_text
from sim.model.sourced import SourcedCount

EXACT = 1e-9


def _factor(raw: object) -> float:
    said = f"{shown(raw)} is not a factor; write a number above 0, as in 0.5"
    try:
        made = float(str(raw))
    except ValueError:
        raise wrong(said) from None
    if not (math.isfinite(made) and made > 0):
        raise wrong(said)
    return made


Factor = Annotated[float, BeforeValidator(_factor)]


class Halls(Model):
    """The scenario describes one hall; this is how many halls there are, each as it but for size and staffing.

    A hall of size 2 has twice the cases, and twice the units of `pools` (rounded, at least one), times its staffing.
    """

    number: SourcedCount
    sizes: Mapping[Factor, Share] = Field(min_length=1)
    """Share of the halls by size; 1 is the hall described, and the mean."""
    staffing: Mapping[Factor, Share] = Field(default_factory=lambda: {1.0: 1.0}, min_length=1)
    """Share of the halls of every size by factor on the units of `pools`."""
    pools: tuple[PoolName, ...] = Field(min_length=1)
    """Pools whose units grow with the hall; the others are as described."""
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _whole(self) -> Halls:
        for index, pool in enumerate(self.pools):
            if pool in self.pools[:index]:
                raise wrong_at(("pools", index), f'pools names "{pool}" twice', pool)
        for name in ("sizes", "staffing"):
            shares = getattr(self, name)
            total = sum(shares.values())
            if abs(total - 1) > EXACT:
                message = f"the shares of {name} sum to {number_text(round(total, 9))}; allowed: exactly 1"
                raise wrong_at((name,), message, shares)
        mean = sum(size * share for size, share in self.sizes.items())
        if abs(mean - 1) > EXACT:
            message = (
                f"the sizes average {number_text(round(mean, 9))} of the hall described; allowed: exactly 1, so that "
                "all halls together have its cases times their number"
            )
            raise wrong_at(("sizes",), message, self.sizes)
        return self
