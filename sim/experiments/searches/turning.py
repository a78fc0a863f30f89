"""One number that flips one target at its end: between which places of its line, narrowed down step by step."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.experiments.running.bracket import Turn
from sim.experiments.running.requirement import Requirement
from sim.experiments.searches.flip import Flip, Uncertain
from sim.experiments.unknowns.number_line import NumberLine

RAREST = 1e-3
"""Shares closer to 0 or 1 than this say no more about where a verdict turns."""


@dataclass(frozen=True)
class Measured:
    """What the sample says of a question, by target."""

    value: dict[str, float]
    """On-time share or mean."""
    required: dict[str, Requirement]
    over: dict[str, float]
    """The clock's quantile at the required share, or its mean, over the limit: up to 1 while the target is kept."""

    def keeps(self, target: str) -> bool:
        return self.required[target].keeps(self.value[target])

    def strains(self, target: str) -> tuple[float, float]:
        """How far a target is broken, in two ways that both cross 0 where it turns: by time and by cases.

        The quantile over the limit, less 1; and the log-odds of being late, less those that are allowed. A mean over
        the limit crosses where it turns itself.
        """
        over, needed = self.over[target] - 1, self.required[target]
        if needed.share is None:
            return over, over
        return over, _log_odds(1 - self.value[target]) - _log_odds(1 - needed.share)


def _log_odds(share: float) -> float:
    within = min(max(share, RAREST), 1 - RAREST)
    return math.log(within / (1 - within))


class Turning:
    """The bracket of one turn on the sample problem.

    It is cut where the verdict would turn if its strain grew evenly, and in the middle after a cut that left more
    than half: bisection that is usually over in three steps.
    """

    def __init__(
        self, target: str, line: NumberLine, favourable: bool, stated: Measured, end: Measured
    ) -> None:
        """`favourable`: the end that flips it, whose measures are `end`."""
        self.target = target
        self.line = line
        self._favourable = favourable
        place = line.end(favourable)
        ends = (stated.strains(target), end.strains(target))
        self.kept, self.broken = (place, line.stated) if favourable else (line.stated, place)
        self._at_kept, self._at_broken = reversed(ends) if favourable else ends
        self.asked = {line.stated, place}
        """Places simulated so far."""
        self._middle = False
        self._value_at_end = end.value[target]
        self.confirmed: Turn | None = None
        """What fresh seeds say; None as long as they were not asked."""

    @property
    def width(self) -> int:
        """Steps of the line between what is kept and what is broken: 1 when it cannot be known better."""
        return self.broken - self.kept

    @property
    def expected(self) -> int:
        """Where the verdict likely turns: a place inside the bracket while there is one."""
        parts = [
            -kept / (broken - kept)
            for kept, broken in zip(self._at_kept, self._at_broken, strict=True)
            if kept <= 0 < broken
        ]
        # Queues grow ever faster, so the later guess is the better one.
        part = max(parts, default=0.5)
        return self.kept + max(1, min(round(part * self.width), self.width - 1))

    @property
    def cut(self) -> int:
        """The next place to ask."""
        return (self.kept + self.broken) // 2 if self._middle else self.expected

    @property
    def distance(self) -> float:
        """How far from the stated value the turn likely is."""
        return self.line.distance(self.expected)

    def learn(self, place: int, found: Measured) -> None:
        """What was found at the place asked."""
        before = self.width
        self.asked.add(place)
        if found.keeps(self.target):
            self.kept, self._at_kept = place, found.strains(self.target)
        else:
            self.broken, self._at_broken = place, found.strains(self.target)
        self._middle = 2 * self.width > before

    def flip(self) -> Flip:
        """What is known by now."""
        line, turn = self.line, self.confirmed
        sample = self.kept, self.broken
        fresh = (None, None) if turn is None else (turn.met, turn.not_met)
        old, new = reversed(sample) if self._favourable else sample
        fresh_old, fresh_new = reversed(fresh) if self._favourable else fresh
        return Flip(
            number=Uncertain.of(line),
            end=line.value(line.end(self._favourable)),
            old=line.value(old),
            new=line.value(new),
            exact=self.width == 1,
            fresh="not_asked" if turn is None else "in_doubt" if fresh_new is None else "confirmed",
            fresh_old=None if fresh_old is None else line.value(fresh_old),
            fresh_new=None if fresh_new is None else line.value(fresh_new),
            value_at_end=self._value_at_end,
            distance=line.distance(new),
        )
