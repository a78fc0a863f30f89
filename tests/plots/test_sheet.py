"""Where lines may break."""

import pytest

from plots.sheet import blank_figure, flowing, phrased, text_width, wrap


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


def test_a_title_breaks_where_the_sentence_pauses_and_is_as_low_as_it_can_be() -> None:
    figure = blank_figure()
    said = "与基准相比，“改革前”3项变差、1项尚难判定；“少两个窗口”4项尚难判定"
    width = text_width(figure, said, 15) * 0.9
    assert wrap(figure, said, 15, width)[1] == "尚难判定"
    assert phrased(figure, said, 15, width) == [
        "与基准相比，“改革前”3项变差、1项尚难判定；", "“少两个窗口”4项尚难判定"
    ]  # fmt: skip
    assert phrased(figure, said, 15, 2 * width) == [said]


def test_a_note_leaves_no_word_alone() -> None:
    figure = blank_figure()
    said = "each of these words takes a place of its own on the line, and the last one too"
    width = text_width(figure, said, 8) * 0.97
    assert wrap(figure, said, 8, width)[1] == "too"
    first, last = flowing(figure, said, 8, width)
    assert f"{first} {last}" == said
    assert text_width(figure, last, 8) >= 0.15 * width
    assert flowing(figure, "alone", 8, 0.1) == ["alone"]
