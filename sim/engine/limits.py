"""What both engines refuse alike."""

from __future__ import annotations

from sim.model.faults import Fault, ModelError

MOST_ROUNDS = 100_000
"""Rounds of one instant (SEMANTICS 3.1)."""


class TooManyRoundsError(ModelError):
    """An instant does not come to rest: some loop takes no time."""

    def __init__(self, step: str) -> None:
        message = f"more than {MOST_ROUNDS:,} rounds in one instant: a loop that takes no time?"
        super().__init__([Fault(f'step "{step}"', 0, 0, message)])
        self.step = step

    def __reduce__(self) -> tuple[type[TooManyRoundsError], tuple[str]]:  # type: ignore[override]
        return type(self), (self.step,)
