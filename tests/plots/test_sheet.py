"""Where lines may break."""

import pytest

from plots.sheet import blank_figure, text_width, wrap


@pytest.mark.parametrize(
    ("text", "first", "lines"),
    [
        ("Working drawings (shortened)", "Working drawings", ["Working drawings", "(shortened)"]),
        ("施工图设计（缩短）", "施工图设计（缩短", ["施工图设计（缩", "短）"]),
        ("办理（fast）完", "办理（fast", ["办理", "（fast）完"]),
    ],
)
def test_brackets_stay_with_what_they_hold(text: str, first: str, lines: list[str]) -> None:
    figure = blank_figure()
    assert wrap(figure, text, 8, text_width(figure, first, 8) * 1.001) == lines
