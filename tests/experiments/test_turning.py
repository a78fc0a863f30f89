"""A turn is found between two neighbours, in few steps, whichever way the number is moved."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiments.running.bracket import Turn
from sim.experiments.running.requirement import ShareRequired
from sim.experiments.searches.turning import Measured, Turning
from sim.experiments.unknowns.number_line import NumberLine, number_line
from sim.model.provenance import NumberAt


def line(last: int) -> NumberLine:
    """Places 0 … last; the number is 1 at the first."""
    number = NumberAt("a.b", "1", "guess", "assumed", ("1", str(last + 1)), "low", False, True, "count")
    made = number_line(number, 8.0)
    return NumberLine(number, (), tuple(float(n + 1) for n in range(last + 1)), 0, made.unit)


def measured(over: float) -> Measured:
    """A target whose quantile lies so far over its limit, and whose late cases grow with it."""
    return Measured({"t": 1 / (1 + math.exp(5 * (over - 1)))}, {"t": ShareRequired(0.5)}, {"t": over})


def found(turning: Turning, over: list[float]) -> int:
    """The number of places asked until the turn is exact."""
    steps = 0
    while turning.width > 1:
        place = turning.cut
        assert turning.kept < place < turning.broken
        turning.learn(place, measured(over[place]))
        steps += 1
    return steps


@given(st.lists(st.floats(0.0, 4.0), min_size=2, max_size=82), st.booleans())
def test_neighbours_are_found_on_any_line_that_turns(values: list[float], favourable: bool) -> None:
    over = sorted(values)
    over[0], over[-1] = min(over[0], 1.0), max(over[-1], 1.5)
    made = line(len(over) - 1)
    if favourable:  # stated at the unfavourable end
        made = NumberLine(made.number, (), made.amounts, made.last, made.unit)
    stated, end = (over[-1], over[0]) if favourable else (over[0], over[-1])
    turning = Turning("t", made, favourable, measured(stated), measured(end))
    steps = found(turning, over)
    assert over[turning.kept] <= 1 < over[turning.broken]
    assert turning.broken == turning.kept + 1
    assert steps <= 2 * math.ceil(math.log2(len(over)))


def test_an_even_growth_takes_two_steps() -> None:
    over = [0.5 + place / 40 for place in range(41)]
    turning = Turning("t", line(40), False, measured(over[0]), measured(over[-1]))
    assert found(turning, over) <= 3
    assert (turning.kept, turning.broken) == (20, 21)


@pytest.mark.parametrize("favourable", [False, True])
def test_what_a_flip_says(favourable: bool) -> None:
    over = [0.5 + place / 40 for place in range(41)]
    made = line(40)
    made = NumberLine(made.number, (), made.amounts, 40 if favourable else 0, made.unit)
    stated, end = (over[-1], over[0]) if favourable else (over[0], over[-1])
    turning = Turning("t", made, favourable, measured(stated), measured(end))
    coarse = turning.flip()
    assert (coarse.exact, coarse.fresh) == (False, "not_asked")
    assert (coarse.old.text, coarse.new.text) == (("41", "1") if favourable else ("1", "41"))
    found(turning, over)
    turning.confirmed = Turn(20, 21, met=17, not_met=None)
    flip = turning.flip()
    assert flip.exact
    assert (flip.old.text, flip.new.text) == (("22", "21") if favourable else ("21", "22"))
    told = (
        None if flip.fresh_old is None else flip.fresh_old.text,
        None if flip.fresh_new is None else flip.fresh_new.text,
    )
    # `met` is the old verdict of a target that is kept as stated, and the new one of a target that is broken.
    assert told == ((None, "18") if favourable else ("18", None))
    assert flip.fresh == ("confirmed" if favourable else "in_doubt")
