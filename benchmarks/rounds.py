"""Interleaved rounds A B C B C A …: every contender once a round, in turned order, so that a slow minute hits all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import process_time

Turn = Callable[[int], float]
"""Round -> what was measured in it: a rate or seconds."""

Work = Callable[[int], int]
"""Number of the repetition -> units of work done."""


def interleaved(turns: Mapping[str, Turn], rounds: int) -> dict[str, list[float]]:
    """What every contender measured, round by round."""
    names = list(turns)
    found: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds):
        shift = number % len(names)
        for name in names[shift:] + names[:shift]:
            found[name].append(turns[name](number))
    return found


def ratios(above: list[float], below: list[float]) -> tuple[float, ...]:
    """Round by round."""
    return tuple(a / b for a, b in zip(above, below, strict=True))


def rate(work: Work, seconds: float) -> Turn:
    """Units a second of processor time: repeated until `seconds` are used, after one repetition that is not timed.

    Processor time is disturbed less than the clock by whatever else the machine does.
    """

    def turn(number: int) -> float:
        work(0)
        units, repetition = 0, 1000 * (number + 1)
        begin = process_time()
        while (spent := process_time() - begin) < seconds or units == 0:
            units += work(repetition)
            repetition += 1
        return units / spent

    return turn
