"""Quantities as planners write them: full-width digits and signs, rates as pages tell of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.model.quantities import Duration, Rate, share
from sim.words.amounts import rate


@pytest.mark.parametrize(
    ("written", "plain"),
    [("２ 个工作日", "2 wd"), ("２．５个工作日", "2.5 wd"), ("３０　分钟", "30 min"), ("２ｗｄ", "2 wd")],
)
def test_full_width_durations(written: str, plain: str) -> None:
    assert str(Duration.parse(written)) == plain


def test_full_width_shares() -> None:
    assert share("９０％") == share("90％") == share("90%")


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("5000 件/年", "5000 /year"),
        ("400件／月", "400 /month"),
        ("２４件/工作日", "24 /wd"),
        ("24／wd", "24 /wd"),
    ],
)
def test_rates_of_cases(written: str, plain: str) -> None:
    assert str(Rate.parse(written)) == plain


@pytest.mark.parametrize("per", ["h", "wd", "month", "year"])
def test_a_rate_is_read_as_pages_tell_of_it(per: str) -> None:
    stated = Rate(4.5, per)  # type: ignore[arg-type]
    assert Rate.parse(rate(stated, "en")) == stated
    assert Rate.parse(rate(stated, "zh")) == stated


@pytest.mark.parametrize("written", ["5000 件", "5000 件年", "5000 cases", "件/年", "5000 cases a"])
def test_what_is_no_rate(written: str) -> None:
    with pytest.raises(ValueError, match="rate"):
        Rate.parse(written)


@pytest.mark.parametrize(
    ("read", "written"),
    [
        (Duration.parse, "5² min"),
        (Duration.parse, "①2 min"),
        (share, "1⁰%"),
        (Rate.parse, "2每年5件"),
        (Rate.parse, "2 每年 5 件"),
    ],
)
def test_no_other_number_is_made_of_what_is_written(read: Callable[[object], object], written: str) -> None:
    with pytest.raises(ValueError, match="is not a"):
        read(written)
