"""An amount that was found is the same number in a sentence as in a figure."""

from __future__ import annotations

import pytest

from sim.words.amounts import found_amount, natural_time, open_span
from sim.words.formats import quantity
from sim.worktime import HOUR, MINUTE


@pytest.mark.parametrize("value", [0.0, 0.004219, 0.4923, 1, 6.1712, 10.55, 99.96, 999.6, 1239.6, 51234])
@pytest.mark.parametrize("unit", ["wh", "wd", "cd", "min"])
def test_sentences_and_figures_say_one_number(value: float, unit: str) -> None:
    for lang in ("zh", "en"):
        told, drawn = found_amount(value, unit, lang), quantity(value, unit, lang)
        number = drawn.split(" ")[0] if lang == "en" else drawn.rstrip("个工作小时日自然分钟")
        assert told.split(" ")[0] == number


def test_time_by_the_clock_on_the_wall() -> None:
    assert natural_time(None, "zh") == "–"
    assert natural_time(0.6021, "zh") == "0.602 小时"
    assert natural_time(71.96, "en") == "72 h"
    assert natural_time(93.6, "en") == "3.9 calendar days"


def test_time_within_opening_hours_is_never_told_in_days() -> None:
    assert open_span(8 * MINUTE, "zh") == "8 分钟"
    assert open_span(23 * HOUR, "zh") == "23 小时"
    assert open_span(27.3 * HOUR, "zh") == "27.3 个开放小时"
    assert open_span(27.3 * HOUR, "en") == "27.3 open hours"
