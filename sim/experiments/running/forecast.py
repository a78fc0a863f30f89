"""How much work a search still has before it: a guess by stage, corrected as the stages go.

Nobody knows beforehand where a search will turn. So each stage has its guess; what a stage needs beyond it is
added to the bar as it comes, and what a stage did not need is taken off when it is over.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.experiments.running.progress import Bar


class Forecast:
    """The stages of a search on a bar, in units of work."""

    def __init__(self, bar: Bar, stages: Sequence[int]) -> None:
        """`stages`: units each is likely to take."""
        self._bar = bar
        self._stages = list(stages)
        self._left = self._stages.pop(0) if self._stages else 0
        bar.extend(sum(stages))

    def tick(self, units: int = 1) -> None:
        """So many units of the stage are done."""
        for _ in range(units):
            if self._left > 0:
                self._left -= 1
            else:
                self._bar.extend(1)
            self._bar.advance()

    def next(self) -> None:
        """The stage is over, whatever was left of its guess."""
        self._bar.extend(-self._left)
        self._left = self._stages.pop(0) if self._stages else 0
