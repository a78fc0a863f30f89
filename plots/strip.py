"""A strip of short labels above a panel, each tied to its place on the x axis, none touching another.

Places are moved as little as possible (least squares, by pooling adjacent violators); a slanted leader joins
a label to its true place. Labels that crowd are broken in two lines, then set smaller; what is still too much
is left out and returned, so that the figure can say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from plots.fonts import font
from plots.palette import HAIR
from plots.sheet import text_width

GAP = 0.10
LEADER = 0.16
ROOM = 0.52
"""Inches: least space between labels, height of the leaders, height of the strip with two-line labels."""

TRIES = ((8.5, False), (8.5, True), (7.5, True))
"""Type size, and whether labels are broken in two: the first that leaves every label near is taken."""

NEAR = 0.45
"""Inches a label may stand from its place before a narrower setting is tried."""


@dataclass(frozen=True)
class Label:
    """A text wanted at `x` (data coordinates); higher `rank` stays longer when there is no room."""

    x: float
    text: str
    colour: str
    rank: int = 0


def spread(
    centres: Sequence[float], widths: Sequence[float], low: float, high: float, gap: float
) -> list[float]:
    """The positions nearest to ascending `centres` at which boxes of `widths` are `gap` apart in [low, high].

    Needs sum(widths) + gaps ≤ high − low.
    """
    if not centres:
        return []
    offsets = [0.0]
    for left, right in pairwise(widths):
        offsets.append(offsets[-1] + (left + right) / 2 + gap)
    pools: list[list[float]] = []  # [sum, count] of wished positions that must move together
    for centre, offset in zip(centres, offsets, strict=True):
        pools.append([centre - offset, 1.0])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            total, size = pools.pop()
            pools[-1][0] += total
            pools[-1][1] += size
    floor = low + widths[0] / 2
    ceiling = high - widths[-1] / 2 - offsets[-1]
    placed = []
    for total, size in pools:
        placed.extend([min(max(total / size, floor), ceiling)] * int(size))
    return [base + offset for base, offset in zip(placed, offsets, strict=True)]


def two_lines(text: str) -> str:
    """Break at the space that makes the halves most equal; Chinese of five characters and more midway."""
    cuts = [i for i, character in enumerate(text) if character == " "]
    if cuts:
        best = min(cuts, key=lambda i: max(i, len(text) - i - 1))
        return f"{text[:best]}\n{text[best + 1 :]}"
    if len(text) >= 5 and any(character >= "\u2e80" for character in text):
        half = (len(text) + 1) // 2
        return f"{text[:half]}\n{text[half:]}"
    return text


def draw_strip(figure: Figure, axes: Axes, labels: Sequence[Label]) -> list[Label]:
    """Write labels above `axes`, return those left out. Set the x limits first; needs `ROOM` above."""
    kept = sorted(labels, key=lambda label: label.x)
    dropped: list[Label] = []
    box = axes.get_position()
    width = box.width * figure.get_figwidth()
    low, high = axes.get_xlim()
    while kept:
        true = [(label.x - low) / (high - low) * width for label in kept]
        layouts = [_layout(figure, kept, true, width, size, broken) for size, broken in TRIES]
        fitting = [layout for layout in layouts if layout is not None]
        if fitting:
            near = [layout for layout in fitting if layout.moved(true) <= NEAR]
            best = near[0] if near else min(fitting, key=lambda layout: layout.moved(true))
            _write(axes, kept, true, best, width, box.height * figure.get_figheight())
            break
        least = min(range(len(kept)), key=lambda i: (kept[i].rank, -len(kept[i].text)))
        dropped.append(kept.pop(least))
    return sorted(dropped, key=lambda label: label.x)


@dataclass(frozen=True)
class _Layout:
    texts: list[str]
    size: float
    places: list[float]

    def moved(self, true: Sequence[float]) -> float:
        """The farthest any label stands from its place, in inches."""
        return max(abs(place - wish) for place, wish in zip(self.places, true, strict=True))


def _layout(
    figure: Figure, labels: Sequence[Label], true: Sequence[float], width: float, size: float, broken: bool
) -> _Layout | None:
    texts = [two_lines(label.text) if broken else label.text for label in labels]
    widths = [text_width(figure, text, size) for text in texts]
    if sum(widths) + GAP * (len(widths) - 1) > width:
        return None
    return _Layout(texts, size, spread(true, widths, 0.0, width, GAP))


def _write(
    axes: Axes, labels: Sequence[Label], true: Sequence[float], layout: _Layout, width: float, height: float
) -> None:
    frame = axes.transAxes
    for label, text, wish, place in zip(labels, layout.texts, true, layout.places, strict=True):
        axes.plot(
            [wish / width, wish / width, place / width],
            [1.0, 1 + 0.25 * LEADER / height, 1 + LEADER / height],
            transform=frame, color=label.colour, linewidth=HAIR, clip_on=False, solid_capstyle="butt",
        )  # fmt: skip
        # Line by line on base lines, so that neighbours align whatever letters they hold.
        for row, line in enumerate(reversed(text.split("\n"))):
            base = LEADER + 0.06 + row * 1.2 * layout.size / 72
            axes.text(
                place / width, 1 + base / height, line,
                transform=frame, fontproperties=font(layout.size), color=label.colour,
                ha="center", va="baseline", parse_math=False,
            )  # fmt: skip
