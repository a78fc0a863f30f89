"""How numbers, shares, dates and spans are written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.words import formats as words


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.125, "0.125"), (3.4, "3.4"), (27.0, "27"), (1239.6, "1,240"), (999.7, "1,000"), (0, "0")],
)
def test_number(value: float, text: str) -> None:
    assert words.number(value) == text


@pytest.mark.parametrize(
    ("value", "against", "text"),
    [
        (0.0, None, "0%"), (1.0, None, "100%"), (0.0001, None, "<0.1%"), (0.9997, None, ">99.9%"),
        (0.9362, 0.95, "93.6%"), (0.9496, 0.95, "94.96%"), (0.95, 0.95, "95.0%"), (0.94996, 0.95, "94.996%"),
    ],
)  # fmt: skip
def test_share(value: float, against: float | None, text: str) -> None:
    assert words.share(value, against) == text


@given(st.floats(0, 1), st.sampled_from([0.9, 0.95, 0.99]))
def test_a_share_never_reads_as_what_it_is_not(value: float, required: float) -> None:
    text = words.share(value, required)
    if text in ("0%", "100%"):
        assert value in (0.0, 1.0)
    elif text[0] not in "<>" and abs(value - required) > 1e-6:
        assert float(text[:-1]) != 100 * required


def test_spans_of_dates_name_the_year_once() -> None:
    first, last = date(2025, 4, 14), date(2025, 5, 20)
    assert words.period(first, last, "zh") == "2025年4月14日至5月20日"
    assert words.period(first, last, "en") == "14 April to 20 May 2025"
    assert words.period(first, date(2026, 1, 2), "zh") == "2025年4月14日至2026年1月2日"
    assert words.period(first, date(2026, 1, 2), "en") == "14 April 2025 to 2 January 2026"
    assert words.period(first, first, "en") == "14 April 2025"


def test_quantities() -> None:
    assert words.quantity(1, "wd", "en") == "1 working day"
    assert words.quantity(3.42, "wh", "en") == "3.42 working hours"
    assert words.quantity(3.42, "wh", "zh") == "3.42个工作小时"
    assert words.unit_us("wd", 7.0) == 7 * words.HOUR_US
    assert words.unit_us("cd", 7.0) == 24 * words.HOUR_US


def test_unknown_words_are_named() -> None:
    with pytest.raises(ValueError, match=r"'fr'.*zh, en"):
        words.words("fr")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'week'"):
        words.unit_us("week", 7.0)  # type: ignore[arg-type]


def test_chinese_uses_full_width_punctuation() -> None:
    for text in vars(words.ZH).values():
        assert not isinstance(text, str) or not any(mark in text for mark in ",;:()")
