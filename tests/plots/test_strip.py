"""Labels in a strip never overlap, never leave it, and move no more than they must."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plots.sheet import blank_figure, text_width, wrap
from plots.strip import spread, two_lines


def test_spread_by_hand() -> None:
    assert spread([2.0, 2.0], [1.0, 1.0], 0.0, 10.0, 0.0) == pytest.approx([1.5, 2.5])
    assert spread([0.0, 5.0], [1.0, 1.0], 0.0, 10.0, 0.5) == pytest.approx([0.5, 5.0])
    assert spread([9.9], [1.0], 0.0, 10.0, 0.0) == pytest.approx([9.5])


@given(st.lists(st.tuples(st.floats(0, 10), st.floats(0.1, 1.0)), min_size=1, max_size=8))
def test_spread_keeps_apart_and_inside(wishes: list[tuple[float, float]]) -> None:
    wishes.sort()
    centres, widths = [x for x, _ in wishes], [w for _, w in wishes]
    placed = spread(centres, widths, 0.0, 10.0, 0.1)
    boxes = [(x - w / 2, x + w / 2) for x, w in zip(placed, widths, strict=True)]
    assert boxes[0][0] >= -1e-9
    assert boxes[-1][1] <= 10 + 1e-9
    assert all(right[0] - left[1] >= 0.1 - 1e-9 for left, right in itertools.pairwise(boxes))


def test_two_lines() -> None:
    assert two_lines("Dragon Boat Festival") == "Dragon Boat\nFestival"
    assert two_lines("国庆节、中秋节") == "国庆节、\n中秋节"
    assert two_lines("春节") == "春节"
    assert (
        two_lines("P50\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}2.11")
        == "P50\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}2.11"
    )


@pytest.mark.parametrize("width", [1.5, 2.0, 3.1, 5.0])
@pytest.mark.parametrize(
    "text",
    ["葛店“企业开办”，收件3,420件（2025）。" * 6, "Nine cases in ten take up to 3.4 hours (now). " * 6],
)
def test_wrapping_keeps_every_character_and_the_width(text: str, width: float) -> None:
    figure = blank_figure()
    lines = wrap(figure, text, 11.0, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(text_width(figure, line, 11.0) <= width for line in lines)
    assert not any(line[0] in "，。）”;:)." for line in lines)
