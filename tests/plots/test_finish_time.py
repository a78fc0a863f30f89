"""Bins that respect the limit, percentiles by hand, and the numbers a reader sees."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from plots import time_to_finish
from plots.bins import fill_bins
from plots.palette import ON_TIME, OVERDUE
from plots.save import render
from plots.tally import Tally
from sim.words.language import Lang

H = 3_600_000_000


def draw(values: list[int], limit: int = 4 * H, **changed: object) -> Figure:
    settings_: dict[str, object] = {
        "unit": "wh", "wd_hours": 7.0, "name": "企业开办 Start-up", "reading": "工作时间 working time",
        "verdict": "not_met", "share": 0.9496, "interval": (0.91, 0.967), "required_share": 0.95,
        "lang": "en", "open_cases": 0, "confidence": 0.98,
    } | changed  # fmt: skip
    return time_to_finish(np.array(values, dtype=np.int64), limit, **settings_)  # type: ignore[arg-type]


def texts(figure: Figure) -> str:
    axes = figure.axes[0]
    found = [*figure.texts, *axes.texts, *axes.get_xticklabels()]
    return "\n".join(text.get_text() for text in found)


@given(
    st.lists(st.integers(0, 40 * H), max_size=60),
    st.integers(0, 12 * H // 900_000_000).map(lambda quarter: quarter * 900_000_000),
    st.sampled_from([H, 7 * H, 24 * H]),
)
@settings(max_examples=200, deadline=None)
def test_no_bin_mixes_on_time_and_late(values: list[int], limit: int, unit: int) -> None:
    array = np.array(values, dtype=np.int64)
    bins = fill_bins(array, limit, unit)
    edges = bins.start + bins.width * np.arange(len(bins.counts))
    assert int(bins.counts.sum()) + bins.beyond == len(values)
    assert limit in [*edges, bins.end]
    assert bins.end > limit
    assert bins.counts[edges >= limit].sum() + bins.beyond == np.count_nonzero(array > limit)
    assert bins.beyond == np.count_nonzero(array > bins.end)


def test_percentiles_by_hand() -> None:
    tally = Tally(np.arange(1, 20, dtype=np.int64), 1, 10)
    assert [tally.percentile(p) for p in (5, 50, 90, 95, 96)] == [1, 10, 18, 19, None]
    assert tally.overdue == 9 / 20


@pytest.mark.parametrize(("lang", "text"), [("zh", "超时 25.0%"), ("en", "25.0% overdue")])
def test_the_overdue_share_is_counted(lang: Lang, text: str) -> None:
    figure = draw([1 * H, 2 * H, 4 * H, 5 * H], lang=lang)  # at the limit is on time
    render(figure, ".png")
    assert text in texts(figure)
    late = sum(bar.get_height() for bar in figure.axes[0].patches if bar.get_facecolor()[:3] == _rgb(OVERDUE))
    early = sum(
        bar.get_height() for bar in figure.axes[0].patches if bar.get_facecolor()[:3] == _rgb(ON_TIME)
    )
    assert (late, early) == pytest.approx((0.25, 0.75))


def _rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))


def test_heading_and_subtitle() -> None:
    written = texts(draw([H] * 9 + [6 * H], lang="en"))
    assert "Nine cases in ten take up to 1 working hour; the limit is 4 working hours" in written
    assert (
        "Target not met: 94.96% on time (98% confidence interval 91.0% to 96.7%), at least 95% required"
        in written
    )
    written = texts(draw([H] * 9 + [6 * H], lang="zh", verdict="met"))
    assert "九成办件在1个工作小时内办完，时限为4个工作小时" in written
    assert "达标：按时办结率94.96%（98%置信区间91.0%至96.7%），要求不低于95%" in written


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tail_and_open_cases_are_stated(lang: Lang) -> None:
    values = [H + i * H // 100 for i in range(300)] + [90 * H] * 3
    figure = draw(values, lang=lang, open_cases=60)
    render(figure, ".png")
    written = texts(figure)
    assert "363" in written
    assert "60" in written
    assert "16.5%" in written  # 60 of 363 open
    assert "0.8%" in written  # 3 of 363 in the gathered bar
    assert ("P90、P95 在办" if lang == "zh" else "P90, P95 open") in written
    assert ("一成以上办件尚未办完" if lang == "zh" else "More than one case in ten is still open") in written


def test_whole_days_stand_in_the_middle_of_their_bars() -> None:
    day = 7 * H
    figure = draw([0, day, day, 2 * day, 4 * day], limit=3 * day, unit="wd")
    axes = figure.axes[0]
    heights = {round(bar.get_x() + bar.get_width() / 2 + 0.5, 6): bar.get_height() for bar in axes.patches}
    assert heights[0] == pytest.approx(0.2)
    assert heights[1] == pytest.approx(0.4)
    assert heights[4] == pytest.approx(0.2)
    upright = [line.get_xdata()[0] for line in axes.lines if len(line.get_xdata()) == 2]
    assert sorted(upright) == [0.5, 3.0, 3.5]  # P50 = 1, the limit at the end of day 3, P90 = P95 = 4


def test_at_once_and_all_open_still_draw() -> None:
    assert render(draw([0, 0, H], limit=0), ".png")
    assert render(draw([], open_cases=3), ".png")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"verdict": "maybe"}, "'maybe'"),
        ({"unit": "weeks"}, "'weeks'"),
        ({"lang": "fr"}, "'fr'"),
        ({"open_cases": -1}, "-1"),
    ],
)
def test_bad_input_is_named(changed: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw([H], **changed)
    with pytest.raises(ValueError, match="nothing to draw"):
        draw([])
    with pytest.raises(ValueError, match="-5"):
        draw([-5, H])


def test_no_share_kept_is_rounded_to_a_certainty() -> None:
    assert ">99%" in texts(draw([H, 2 * H], verdict="met", kept=0.9975))
    assert "<1%" in texts(draw([H, 2 * H], verdict="met", kept=0.0025))
    assert "100%" in texts(draw([H, 2 * H], verdict="met", kept=1.0))
