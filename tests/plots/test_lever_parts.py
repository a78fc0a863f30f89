"""The figure of levers' parts: the steps lead from the first level to the last, and nothing stands in another's way."""

from __future__ import annotations

import pytest
from tidy import all_text, assert_tidy

from plots.lever_parts import LEFT, SPAN, Fall, Step, lever_parts

STEPS = (
    Step("without", 0.0, 80.0, "80 days"),
    Step("Joint acceptance", 80.0, 63.0, "saves 17 days", "better", 62.0, 64.0),
    Step("Something that costs", 63.0, 65.0, "costs 2 days", "worse", 64.5, 65.5),
    Step("Something unsure", 65.0, 64.8, "not sure", "unclear", 64.0, 65.6),
    Step("with all", 0.0, 64.8, "64.8 days"),
)
FALL = Fall("A promise", "limit 70 days", "mean time, wd", 70.0, "upright line: the limit, 70 days", STEPS)


def drawn(falls=(FALL,), lang="en"):
    return lever_parts(
        falls, name="office", sentence="Joint acceptance saves most", lang=lang, notes=["note"]
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_is_tidy_and_says_every_step(lang):
    figure = drawn((FALL, FALL), lang)
    assert_tidy(figure)
    told = " ".join(all_text(figure))
    for step in STEPS:
        assert step.told in told or step.told.replace(" ", "") in told.replace(" ", "")


def test_every_step_begins_where_the_last_one_ended():
    bars = [patch for patch in drawn().axes[0].patches if patch.get_width() < SPAN + 1]
    edges = [(round(b.get_x(), 6), round(b.get_x() + b.get_width(), 6)) for b in bars]
    level, saves, costs, unsure, rest = edges
    assert level[0] == rest[0] == LEFT
    assert level[1] == saves[1]
    assert saves[0] == costs[0]
    assert costs[1] == pytest.approx(unsure[1], abs=0.02)
    assert rest[1] == pytest.approx(unsure[0], abs=0.02)


def test_refusals():
    with pytest.raises(ValueError, match="no target"):
        drawn(())
    with pytest.raises(ValueError, match="judgement 'good'"):
        drawn((Fall("a", "b", "c", None, "", (Step("x", 0, 1, "1", "good"),)),))
