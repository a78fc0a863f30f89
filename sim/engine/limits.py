"""What both engines refuse alike."""

from __future__ import annotations

MOST_ROUNDS = 100_000
"""Rounds of one instant (SEMANTICS 3.1)."""


class TooManyRoundsError(RuntimeError):
    """An instant does not come to rest: some loop takes no time."""

    def __init__(self, step: str) -> None:
        super().__init__(
            f"more than {MOST_ROUNDS:,} rounds in one instant at step {step!r}: a loop that takes no time?"
        )
