"""Time to finish against a limit: a histogram of one clock's values, the overdue part in its own colour.

Every bar is a share of all judged cases. A long tail is gathered in one last bar, open cases stand apart.
A percentile is the smallest value that p% of all cases do not exceed, open ones counted as the longest.
"""

from __future__ import annotations

from math import isfinite

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from plots.bins import Bins, fill_bins
from plots.fonts import font
from plots.histogram import EXACT, draw_histogram, scale
from plots.legend import heading
from plots.palette import BODY, INK, VERDICT, dress, house_style
from plots.sheet import MARGIN, TOP, WIDTH, blank_figure, block, finish, kicker, note, panel, subtitle, title
from plots.strip import ROOM
from plots.tally import Tally
from sim.words import formats as words
from sim.words.counted import of_counted
from sim.words.doubt import share_kept
from sim.words.language import Lang
from sim.words.means import mean_words

LEFT = 0.95
HEAD, PANEL, AXIS = 0.3, 3.2, 0.75
"""Inches: left edge, heights of the panel's heading, the panel, and its axis labels."""


def time_to_finish(
    values_us: NDArray[np.int64],
    limit_us: int,
    *,
    unit: words.Unit,
    wd_hours: float,
    name: str,
    reading: str,
    verdict: str,
    share: float | None,
    interval: tuple[float, float],
    required_share: float | None,
    lang: Lang,
    open_cases: int = 0,
    confidence: float | None = None,
    growing: bool = False,
    kept: float | None = None,
    provenance: str | None = None,
    mean_us: float | None = None,
) -> Figure:
    """Draw the values (µs, not negative) of the clock a target is judged by.

    `unit` is what people read: wh, wd (of `wd_hours` each), h, cd or min. `name` and `reading` say which
    target. `verdict` (met, not_met, undecided), `share`, `interval` and `confidence` say what was found, and
    are written as given; `kept` is the share of draws from all that is not known in which the promise is kept, None
    where nothing is uncertain. The overdue share is counted from the values. `open_cases` have no value yet.
    `growing`: the verdict holds for its window only. `provenance` is the last line.
    `mean_us`: where the mean is judged, and `share` and `required_share` are None; `interval` is that of the mean then,
    in µs. Raises ValueError for an unknown word, a negative value, or no case at all.
    """
    said = words.words(lang)
    if verdict not in said.verdicts:
        raise ValueError(f"verdict {verdict!r}: must be one of {', '.join(said.verdicts)}")
    tally = Tally(np.sort(np.asarray(values_us, dtype=np.int64)), open_cases, limit_us, mean_us)
    one = words.unit_us(unit, wd_hours)
    bins = fill_bins(tally.values, limit_us, one)
    called = said.verdicts[verdict]
    if kept is not None and verdict != "undecided":
        called = said.as_assumed.format(verdict=called)
    called = said.growing.format(verdict=called) if growing else called
    if share is not None and required_share is not None:
        pattern = of_counted(said.verdict, lang) if unit in words.OF_COUNTS else said.verdict
        found = pattern.format(
            verdict=called,
            share=words.share(share, required_share),
            interval=words.interval(interval, confidence, lang),
            required=words.required(required_share),
        )
    else:
        found = _on_mean(called, tally, interval, confidence, one, unit, lang)
    if kept is not None:
        found += said.kept.format(share=share_kept(kept))
    with house_style():
        figure = blank_figure()
        of = kicker(words.typeset(f"{name} · {reading}" if reading else name, lang))
        told = title(sentence(tally, one, unit, lang))
        head = block(figure, [of, told, subtitle(found, VERDICT[verdict])])
        told_last = [remark(tally, bins, one, unit, lang), *([provenance] if provenance else [])]
        notes = block(figure, [note(line) for line in told_last])
        top = TOP + head.height + 0.2 + HEAD + ROOM
        finish(figure, head, notes, top + PANEL + AXIS)
        heading(figure, LEFT, top - ROOM - HEAD / 2, said.share_of_cases, [])
        axes = panel(figure, LEFT, top, WIDTH - LEFT - MARGIN, PANEL)
        dress(axes)
        draw_histogram(figure, axes, tally, scale(tally, bins, one, said.still_open), unit, lang)
        axes.text(
            (bins.start + bins.end) / 2 / one, -0.48 / PANEL, words.unit_name(unit, lang),
            transform=axes.get_xaxis_transform(), fontproperties=font(BODY), color=INK,
            ha="center", va="center_baseline",
        )  # fmt: skip
        return figure


def _on_mean(
    verdict: str,
    tally: Tally,
    interval: tuple[float, float],
    confidence: float | None,
    one: int,
    unit: words.Unit,
    lang: Lang,
) -> str:
    """The verdict on the mean, with its interval and what is required."""
    if tally.mean is None or confidence is None:
        raise ValueError("neither a share on time nor a mean with its confidence is given")
    mean, limit = (words.quantity(value / one, unit, lang) for value in (tally.mean, tally.limit))
    low, high = (end / one for end in interval)
    pattern = mean_words(unit, lang)["figure" if isfinite(high) else "figure_open"]
    return pattern.format(
        verdict=verdict, mean=mean, limit=limit, level=words.required(confidence), low=words.number(low),
        high=words.number(high) if isfinite(high) else "",
    )  # fmt: skip


def sentence(tally: Tally, one: int, unit: words.Unit, lang: Lang) -> str:
    """What the figure shows: how long nine cases in ten take, and the limit."""
    said = words.words(lang)
    p90 = tally.percentile(90)
    limit = words.quantity(tally.limit / one, unit, lang, EXACT)
    if p90 is None:
        return said.finish_open.format(limit=limit)
    return said.finish.format(p90=words.quantity(p90 / one, unit, lang), limit=limit)


def remark(tally: Tally, bins: Bins, one: int, unit: words.Unit, lang: Lang) -> str:
    """How many cases there are, how many are open, and what the last bar gathers."""
    said = words.words(lang)
    pattern = said.counted_open if tally.open else said.counted
    parts = [pattern.format(n=words.cases(tally.cases, lang), open=f"{tally.open:,}")]
    if bins.beyond:
        end = words.number(bins.end / one, EXACT)
        parts.append(said.gathered.format(n=words.cases(bins.beyond, lang), end=end))
        parts.append(said.longest.format(value=words.quantity(int(tally.values[-1]) / one, unit, lang)))
    return words.joined(parts, lang)
