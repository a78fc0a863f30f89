"""The process as a map: boxes are steps with their mean times, ways are as broad as the cases on them.

Waiting is light, work dark, both drawn to one scale at the foot of each box. Where branches join, the one that
came last most often is marked: the others wait for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Polygon

from plots.canvas import bar, fitted, line, paint, stacked, text
from plots.causes import WAITING, Shade, shades
from plots.legend import SWATCH_ROW, draw_swatches, swatches
from plots.overview import condensed
from plots.palette import FINISHED, HAIR, INK, OVERDUE, PAPER, RULE, SMALL, SOFT_INK, house_style
from plots.process_parts import Part, StepBox, boxes
from plots.railway import BOX_HEIGHT, BOX_WIDTH, Frame, Knot, Placed, Way, Written, laid_out
from plots.sheet import (
    A3,
    MARGIN,
    TOP,
    WIDTH,
    blank_figure,
    block,
    finish,
    kicker,
    note,
    subtitle,
    text_width,
    title,
)
from sim.words import formats as words
from sim.words.language import Lang
from sim.words.process_map import MAP

INSET = 0.22
"""Inches: room for the start and the end at both sides of the map."""
THINNEST, BROADEST = 0.6, 4.2
"""Points: a way nobody takes, and one that all cases take."""
GROUND, WAY, STAGE = "#F4F6F7", "#93A3B1", "#4E5A64"
ARROW = 0.07
MOST_HEIGHT = A3 - 3.6
"""Inches for the map itself; the rest is for title, key and notes."""


def process_map(
    parts: Sequence[Part], *, cases: int, name: str, lang: Lang, provenance: str | None = None
) -> Figure:
    """Draw a process, or an overview of one that is too long for a page. `cases` were counted, `name` says of what.

    Raises ValueError for an unknown language and for a process without a step.
    """
    words.words(lang)
    every = boxes(tuple(parts))
    if not every:
        raise ValueError("the process has no step: there is nothing to draw")
    said = MAP[lang]
    room = WIDTH - 2 * MARGIN - 2 * INSET
    shown = condensed(
        parts, lambda some: laid_out(some, room).height <= MOST_HEIGHT, lambda n: _steps(n, said)
    )
    track, found = laid_out(shown, room), boxes(shown)
    whole = shown == tuple(parts)
    waits = shades((box.cause for box in found if box.kind == "wait"), lang)
    with house_style():
        figure = blank_figure()
        head = block(figure, [
            kicker(words.typeset(name, lang)),
            title(sentence(every, lang) if whole else longest_stage(found, every, lang)),
            subtitle(words.joined([_joins(track.marks, len(every), said, lang) if whole else
                                   sentence(every, lang)], lang)),
        ])  # fmt: skip
        remarks = [note(words.joined([said["breadth"]], lang))]
        remarks.append(note(words.joined([said["reading"].format(n=words.count(cases))], lang)))
        if not whole:
            remarks.append(note(words.joined([said["overview"].format(n=len(every))], lang)))
        notes = block(figure, [*remarks, *([note(provenance)] if provenance else [])])
        stages = [box for box in found if box.kind == "stage"]
        entries = [(said["stage"], STAGE, "")] if any(box.work_us for box in stages) else []
        if len(stages) < len(found):
            entries = [(said["waiting"], WAITING, ""), (said["work"], FINISHED, ""), *entries]
        entries += [(shade.name, shade.colour, shade.hatch) for shade in waits.values()]
        keys = swatches(figure, MARGIN, WIDTH - 2 * MARGIN, entries)
        key_top = TOP + head.height + 0.18
        top = key_top + SWATCH_ROW * len(keys) + 0.25
        foot = top + track.height + 0.3
        finish(figure, head, notes, foot)
        draw_swatches(figure, key_top, keys)
        axes = paint(figure)
        left = MARGIN + INSET
        _ends(axes, left, top, track.width, track.enter, track.leave)
        most = max(box.waiting_us + box.work_us for box in found) or 1.0
        for mark in track.marks:
            if isinstance(mark, Frame):
                bar(axes, left + mark.x, top + mark.y, mark.width, mark.height, GROUND, z=0.5)
        for way in track.marks:
            if isinstance(way, Way):
                _way(axes, way, left, top)
        for mark in track.marks:
            match mark:
                case Placed():
                    _box(figure, axes, mark, left, top, most, waits, lang)
                case Knot():
                    _knot(axes, mark, left, top)
                case Written():
                    _written(figure, axes, mark, left, top, lang)
        return figure


def longest_stage(shown: Sequence[StepBox], every: Sequence[StepBox], lang: Lang) -> str:
    """The stage that takes longest from its first step to its last; how many steps there are where nobody knows."""
    stages = [box for box in shown if box.kind == "stage"]
    longest = max(stages, key=lambda box: box.work_us)
    if longest.work_us == 0:
        return MAP[lang]["no_joins"].format(n=len(every))
    told = MAP[lang]["longest_stage"]
    return told.format(name=longest.name, time=duration(longest.work_us, lang))


def _steps(number: int, said: Mapping[str, str]) -> str:
    return said.get("steps_one" if number == 1 else "steps", said["steps"]).format(n=number)


def sentence(found: Sequence[StepBox], lang: Lang) -> str:
    """The step where a visit waits longest."""
    worked = [box for box in found if box.kind != "wait" and box.waiting_us > 0]
    if not worked:
        return MAP[lang]["none"]
    longest = max(worked, key=lambda box: box.waiting_us)
    return MAP[lang]["longest"].format(name=longest.name, time=duration(longest.waiting_us, lang))


def duration(span_us: float, lang: Lang) -> str:
    """A mean time, short: minutes below one and a half hours, hours below two days, else days."""
    said = MAP[lang]
    minutes = span_us / 60e6
    if minutes < 90:
        told = words.number(minutes, 2) if minutes >= 1 else "<1" if minutes > 0 else "0"
        return said["minutes"].format(n=told)
    if minutes < 48 * 60:
        return said["hours"].format(n=f"{minutes / 60:.1f}")
    days = minutes / 1440
    return said["days"].format(n=f"{days:.1f}" if days < 100 else f"{days:,.0f}")


def times_of(box: StepBox, lang: Lang) -> str:
    """How long a visit waits and how long it is worked on; how long a wait or a stage takes."""
    said = MAP[lang]
    waiting, work = duration(box.waiting_us, lang), duration(box.work_us, lang)
    if box.kind in ("wait", "stage"):
        return "" if box.kind == "stage" and box.work_us == 0 else said["alone"].format(time=work)
    if box.work_us == 0:
        return said["waits"].format(waiting=waiting)
    return said["times"].format(waiting=waiting, work=work)


def told_of(mark: Written, lang: Lang) -> str:
    """What stands beside a way, and what a stage is called."""
    share = "" if mark.share is None else f"{mark.share:.0%}"
    match mark.role:
        case "branch":
            return f"{mark.text} {share}".strip()
        case "again":
            return MAP[lang]["again"].format(share=share)
        case "last":
            return MAP[lang]["last"].format(name=mark.text, share=share)
    return mark.text


def _joins(marks: Sequence[object], steps: int, said: Mapping[str, str], lang: Lang) -> str:
    lasts = [mark for mark in marks if isinstance(mark, Written) and mark.role == "last"]
    if not lasts:
        return said["no_joins"].format(n=steps)
    lasts = sorted(lasts, key=lambda mark: -(mark.share or 0))[:4]
    names = [f"{mark.text} {mark.share:.0%}" for mark in lasts]
    return said["joins"].format(names=words.listed(names, lang))


def _ends(axes: Axes, left: float, top: float, width: float, enter: float, leave: float) -> None:
    """Where cases come in, and where they leave."""
    for x, to, y in (
        (left - INSET + 0.05, left, top + enter),
        (left + width + INSET - 0.05, left + width, top + leave),
    ):
        line(axes, [x, to], [y, y], WAY, BROADEST, zorder=1)
        filled = FINISHED if x < to else PAPER
        axes.plot(
            [x], [y], linestyle="none", marker="o", markersize=7, color=filled, markeredgecolor=FINISHED,
            markeredgewidth=1.4, zorder=4,
        )  # fmt: skip


def _way(axes: Axes, way: Way, left: float, top: float) -> None:
    colour = OVERDUE if way.marked else WAY
    points = [(left + x, top + y) for x, y in way.points]
    points = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
    if len(points) < 2:
        return
    width = THINNEST + (BROADEST - THINNEST) * way.share
    (x0, y0), (x1, y1) = points[-2], points[-1]
    length = abs(x1 - x0) + abs(y1 - y0)
    size = min(ARROW + 0.01 * width, length)
    dx, dy = ((x1 > x0) - (x1 < x0)), ((y1 > y0) - (y1 < y0))
    drawn = list(points)
    if way.head:
        drawn[-1] = (x1 - dx * size * 0.8, y1 - dy * size * 0.8)
    axes.plot(
        [x for x, _ in drawn], [y for _, y in drawn], color=colour, linewidth=width, solid_capstyle="projecting",
        solid_joinstyle="round", dash_capstyle="butt", zorder=3 if way.marked else 2,
        linestyle=(0, (3.2 / max(width, 1), 1.8 / max(width, 1))) if way.dashed else "-",
    )  # fmt: skip
    if way.head:
        half = 0.4 * size + 0.01 * width
        axes.add_patch(
            Polygon(
                [(x1, y1), (x1 - dx * size - dy * half, y1 - dy * size - dx * half),
                 (x1 - dx * size + dy * half, y1 - dy * size + dx * half)],
                closed=True, facecolor=colour, edgecolor="none", zorder=3,
            )
        )  # fmt: skip


def _box(
    figure: Figure, axes: Axes, placed: Placed, left: float, top: float, most: float, waits: dict[str, Shade],
    lang: Lang,
) -> None:  # fmt: skip
    box, x, y = placed.box, left + placed.x, top + placed.y
    shade = waits.get(box.cause) if box.kind == "wait" else None
    seen = box.share > 0
    axes.add_patch(
        FancyBboxPatch(
            (x + 0.03, y + 0.03), BOX_WIDTH - 0.06, BOX_HEIGHT - 0.06, boxstyle="round,pad=0.03,rounding_size=0.06",
            facecolor=GROUND if box.kind == "stage" else PAPER,
            edgecolor=shade.colour if shade is not None else SOFT_INK if seen else RULE,
            linewidth=1.5 * HAIR, linestyle="--" if box.kind == "wait" else "-", zorder=5,
        )
    )  # fmt: skip
    room = BOX_WIDTH - 0.12
    ink = INK if seen else RULE
    times = times_of(box, lang)
    said = fitted(figure, box.name, SMALL - 0.75, room, 2)
    lines = [(one, SMALL - 0.75, ink) for one in said]
    if box.kind == "stage":
        times = words.listed([one for one in (box.who, times) if one], lang)
    elif len(said) == 1 and box.who:
        lines += [(one, SMALL - 1.5, SOFT_INK) for one in fitted(figure, box.who, SMALL - 1.5, room, 1)]
    if seen and times:
        size = SMALL - 1.5
        while text_width(figure, times, size) > room and size > 5.5:
            size -= 0.25
        lines.append((times, size, SOFT_INK))
    stacked(axes, x + BOX_WIDTH / 2, y + (BOX_HEIGHT - 0.1) / 2, lines, ha="center")
    scale = (BOX_WIDTH - 0.16) / most
    foot = y + BOX_HEIGHT - 0.115
    bar(axes, x + 0.08, foot, box.waiting_us * scale, 0.06, WAITING, z=6)
    own = STAGE if box.kind == "stage" else FINISHED
    colour, hatch = (own, "") if shade is None else (shade.colour, shade.hatch)
    bar(axes, x + 0.08 + box.waiting_us * scale, foot, box.work_us * scale, 0.06, colour, hatch, z=6)


def _knot(axes: Axes, knot: Knot, left: float, top: float) -> None:
    """A dot where ways part or join; a ring where the case ends."""
    ending = knot.kind == "end"
    axes.plot(
        [left + knot.x], [top + knot.y], linestyle="none", marker="D" if knot.kind == "choice" else "o",
        markersize=5.5 if ending else 4.5, color=PAPER if ending or knot.kind == "choice" else SOFT_INK,
        markeredgecolor=SOFT_INK, markeredgewidth=1.0, zorder=7,
    )  # fmt: skip


def _written(figure: Figure, axes: Axes, mark: Written, left: float, top: float, lang: Lang) -> None:
    size, colour = SMALL - 1.0, SOFT_INK
    if mark.role == "group":
        size, colour = SMALL - 0.5, INK
    elif mark.role == "last":
        colour = OVERDUE
    shown = fitted(figure, told_of(mark, lang), size, mark.room, 1)[0]
    text(axes, left + mark.x, top + mark.y, shown, size=size, colour=colour, ha=mark.anchor)
