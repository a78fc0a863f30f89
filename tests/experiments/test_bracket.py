"""Turns on artificial lines: where they are is known, and so is how many questions they may take."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from math import log2
from typing import Any

import pytest

from sim.experiments.running.bracket import LIKELY, Line, Turn, confirmed, turn
from sim.experiments.statistics.looks import Verdict

REQUIRED = 0.9
UNSURE = 0.02
"""Fresh seeds decide nothing closer to the requirement than this."""


class Artificial:
    """A sample whose share on time is a stated function of the place; a question is its own number."""

    def __init__(self, share: Callable[[int], float], off: float = 0.0) -> None:
        """`off`: by how much fresh seeds see higher shares."""
        self._share = share
        self.asked: list[int] = []
        self.fresh: Any = self if off == 0.0 else Artificial(lambda place: share(place) + off)
        self.verdicts: list[int] = []

    def keeps(self, place: int, _target: str) -> bool:
        self.asked.append(place)
        return self._share(place) >= REQUIRED

    def strength(self, place: int, _target: str, _most: int) -> float:
        return (self._share(place) - REQUIRED) / UNSURE

    def verdict(self, place: int, _target: str, _hoped: Verdict, _most: int) -> Verdict:
        self.verdicts.append(place)
        off = self._share(place) - REQUIRED
        return "undecided" if abs(off) <= UNSURE else "met" if off > 0 else "not_met"


def line(first: int = 0, last: int = 100) -> Line:
    return Line(lambda place: place, first, last)  # type: ignore[arg-type, return-value]


def falling(last_kept: float, slope: float = 0.005) -> Callable[[int], float]:
    """Exactly the required share half a place behind `last_kept`."""
    return lambda place: REQUIRED - slope * (place - last_kept - 0.5)


def sought(
    share: Callable[[int], float], start: int = 50, off: float = 0.0, **how: Any
) -> tuple[Turn, Artificial]:
    sample = Artificial(share, off)
    return turn(line(), sample, "target", start, **how), sample  # type: ignore[arg-type]


def moved_apart(
    share: Callable[[int], float], off: float = 0.0, known: tuple[int, ...] = ()
) -> tuple[Turn, Artificial]:
    found, sample = sought(share, off=off)
    return confirmed(found, line(), sample, "target", known=known), sample  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("last_kept", "start"), list(product([0, 1, 33, 49, 50, 51, 98, 99], [0, 1, 50, 99, 100]))
)
def test_a_falling_share_turns_between_neighbours(last_kept: int, start: int) -> None:
    found, sample = sought(falling(last_kept), start)
    assert (found.kept, found.broken) == (last_kept, last_kept + 1)
    # Doubling steps out to the turn, and bisection of the last step.
    away = abs(start - last_kept) + 2
    assert len(set(sample.asked)) <= 2 * log2(away) + 4


@pytest.mark.parametrize("start", [0, 50, 100])
def test_never_kept_and_always_kept(start: int) -> None:
    assert sought(lambda _: 0.5, start)[0] == Turn(None, 0)
    assert sought(lambda _: 1.0, start)[0] == Turn(100, None)


def test_a_share_exactly_at_the_requirement_is_kept() -> None:
    assert sought(lambda place: REQUIRED if place <= 60 else 0.0)[0] == Turn(60, 61)


def test_of_several_turns_one_is_found() -> None:
    def share(place: int) -> float:
        return 1.0 if place < 20 or 45 <= place < 70 else 0.0

    for start in range(0, 101, 5):
        found, _ = sought(share, start)
        assert found.kept in (19, 69)
        assert found.broken == found.kept + 1


def test_what_is_known_is_asked_first() -> None:
    _, alone = sought(falling(73))
    assert len(set(alone.asked) - {50, 51, 53, 57, 65, 81}) >= 4
    found, helped = sought(falling(73), known=[10, 72, 73, 74, 90])
    assert (found.kept, found.broken) == (73, 74)
    assert set(helped.asked) - {50, 51, 53, 57, 65, 81} == {73, 74}


@pytest.mark.parametrize("known", [(), (50, 57, 58, 59, 60, 61, 62, 65, 81)])
def test_the_ends_are_moved_apart_until_fresh_seeds_agree(known: tuple[int, ...]) -> None:
    found, sample = moved_apart(falling(60), known=known)
    assert (found.kept, found.broken) == (60, 61)
    assert found.met is not None
    assert found.not_met is not None
    # Decided from 4.5 places off the requirement; with known places that is aimed at, else found by growing steps.
    assert 51 <= found.met <= 56
    assert 65 <= found.not_met <= 70
    assert len(sample.verdicts) <= (3 if known else 8)


def test_a_plateau_inside_the_doubt_is_left_behind() -> None:
    def share(place: int) -> float:
        return (
            1.0
            if place < 20
            else REQUIRED + UNSURE / 2
            if place <= 60
            else REQUIRED - UNSURE / 2
            if place < 90
            else 0.5
        )

    found, sample = moved_apart(share)
    assert (found.kept, found.broken) == (60, 61)
    assert found.met is not None
    assert found.not_met is not None
    assert found.met < 20
    assert found.not_met >= 90
    assert len(sample.verdicts) <= 20


def test_what_fresh_seeds_confirm_nowhere_is_not_claimed() -> None:
    found, sample = moved_apart(lambda place: REQUIRED + (UNSURE / 2 if place <= 60 else -UNSURE / 2))
    assert found == Turn(60, 61, None, None)
    assert {0, 100} <= set(sample.verdicts)


def test_never_and_always_are_confirmed_on_their_one_side() -> None:
    assert moved_apart(lambda _: 0.5)[0] == Turn(None, 0, None, 0)
    assert moved_apart(lambda _: 1.0)[0] == Turn(100, None, 100, None)


@pytest.mark.parametrize("off", [-0.03, 0.03])
def test_fresh_seeds_that_see_otherwise_move_the_aim(off: float) -> None:
    """The sample turns at 60, fresh seeds at 54 or 66; both ends are theirs, and soon found."""
    known = tuple(range(0, 101, 4))
    found, sample = moved_apart(falling(60), off, known)
    assert found.met is not None
    assert found.not_met is not None
    turning = 60.5 + off / 0.005
    assert found.met <= min(60, turning - 4)
    assert found.not_met >= max(61, turning + 4)
    assert found.not_met - found.met <= 25
    assert len(sample.fresh.verdicts) <= 3  # four where each side steps on without heeding what was said


def test_likely_is_more_than_just_enough() -> None:
    assert LIKELY > 1
