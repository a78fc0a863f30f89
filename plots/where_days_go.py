"""Where the days go: the mean time of a case along its critical path, by cause, by stage or step, by department.

Upper panel: one bar a side (one simulation, or before and after). Below: the stages that take most, or the steps
where there are none or one stage is asked for, and the departments where there are several, each cut by the same
causes; what is left over is gathered in one row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from plots.canvas import SCALE, bar, fitted, line, paint, scale_lines, stacked, text
from plots.causes import Shade
from plots.days_spent import (
    SHORT_US,
    Promised,
    Row,
    Side,
    by_cause,
    lead,
    panels_of,
    sentence,
    shades_of,
    total,
)
from plots.legend import SWATCH_ROW, draw_swatches, swatches
from plots.palette import BODY, INK, PAPER, SMALL, SOFT_INK, house_style
from plots.sheet import (
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
from sim.words.days_spent import SPENT
from sim.words.language import Lang

LEFT = 2.75
SPAN = WIDTH - LEFT - 0.85
HEAD, GAP = 0.32, 0.28
SIDE, SINGLE, HALF = 0.46, 0.36, 0.21
"""Inches: heading of a panel, gap between panels; height of a row of the upper panel, of a step's row
with one side, and what each side takes of a row with more."""


def where_days_go(
    sides: Sequence[Side],
    *,
    unit: words.Unit,
    wd_hours: float,
    name: str,
    lang: Lang,
    promised: Promised | None = None,
    inside: str = "",
    provenance: str | None = None,
) -> Figure:
    """Draw one side, or several below each other. `name` says what was simulated, `unit` is what people read.

    With `promised` the slices are those of its clock. Rows are stages where the slices name some, and steps `inside`
    one of them. Raises ValueError for an unknown unit or language, for no side, and for a side without time.
    """
    words.words(lang)
    one = words.unit_us(unit, wd_hours)
    if not sides:
        raise ValueError("sides is empty: there is nothing to draw")
    for side in sides:
        if side.cases == 0 or side.total_us <= 0:
            raise ValueError(
                f"side {side.name!r} holds no finished case that took time: there is nothing to draw"
            )
    said = SPENT[lang]
    found = shades_of(sides, lang)
    panels = panels_of(sides, lang)
    with house_style():
        figure = blank_figure()
        head = block(figure, [
            kicker(words.typeset(name, lang)),
            title(sentence(sides, one, unit, promised, inside, lang)),
            subtitle(lead(sides, found, lang)),
        ])  # fmt: skip
        notes = block(
            figure,
            [
                *(note(one) for one in _remarks(sides, unit, wd_hours, promised, lang)),
                *(note(one) for one in (provenance or "").split("\n") if one),
            ],
        )
        entries = [(shade.name, shade.colour, shade.hatch) for shade in found.values()]
        keys = swatches(figure, MARGIN, WIDTH - 2 * MARGIN, entries)
        row = SINGLE if len(sides) == 1 else HALF * len(sides) + 0.16
        key_top = TOP + head.height + 0.18
        upper = key_top + SWATCH_ROW * len(keys) + 0.12 + HEAD
        end = upper + SIDE * len(sides) + SCALE
        foot = end + sum(GAP + HEAD + row * len(table) + SCALE for _, table in panels) + 0.2
        finish(figure, head, notes, foot)
        axes = paint(figure)
        draw_swatches(figure, key_top, keys)
        most = max(side.total_us for side in sides) / one
        causes = "causes_promised" if promised else "causes"
        text(axes, MARGIN, upper - HEAD / 2, said[causes], size=BODY)
        scale_lines(axes, LEFT, SPAN, upper, end - SCALE, most, unit, lang)
        for number, side in enumerate(sides):
            place = _Bar(LEFT, upper + SIDE * number + 0.07, SIDE - 0.14, SPAN / most / one)
            _stack(figure, axes, place, by_cause(side.slices), found, one, most, labelled=True)
            label = fitted(figure, side.name, BODY, LEFT - MARGIN - 0.2, 2) if len(sides) > 1 else []
            stacked(axes, LEFT - 0.12, place.middle, [(each, BODY, INK) for each in label], ha="right")
        for heading, table in panels:
            top = end + GAP + HEAD
            _panel(figure, axes, top, row, heading, table, found, one, unit, lang)
            end = top + row * len(table) + SCALE
        return figure


def _panel(
    figure: Figure, axes: Axes, top: float, row: float, heading: str, table: Sequence[Row],
    found: dict[str, Shade], one: int, unit: words.Unit, lang: Lang,
) -> None:  # fmt: skip
    """Rows of steps or departments; gathered ones that would dwarf the rest are cut at the edge."""
    own = [each for each in table if not each.gathered] or table
    most = max(total(spans) for each in own for spans in each.sides) / one
    text(axes, MARGIN, top - HEAD / 2, heading, size=BODY)
    scale_lines(axes, LEFT, SPAN, top, top + row * len(table), most, unit, lang)
    for number, each in enumerate(table):
        at = top + row * number
        for side, spans in enumerate(each.sides):
            single = len(each.sides) == 1
            offset, height = (0.06, SINGLE - 0.12) if single else (0.08 + HALF * side, HALF - 0.03)
            _stack(figure, axes, _Bar(LEFT, at + offset, height, SPAN / most / one), spans, found, one, most)
        stacked(axes, LEFT - 0.12, at + row / 2, _label(figure, each), ha="right")


@dataclass(frozen=True)
class _Bar:
    left: float
    top: float
    height: float
    scale: float
    """Inches a µs."""

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def _stack(
    figure: Figure, axes: Axes, place: _Bar, spans: dict[str, float], found: dict[str, Shade], one: int,
    most: float,
    labelled: bool = False,
) -> None:  # fmt: skip
    """Segments and the total behind them, in units; `most` sets the decimals, `labelled` writes each inside."""
    x = place.left
    edge = LEFT + SPAN
    for cause, shade in found.items():
        width = min(spans.get(cause, 0.0) * place.scale, edge - x)
        if width <= 0:
            continue
        bar(axes, x, place.top, width, place.height, shade.colour, shade.hatch)
        value = words.even(spans[cause] / one, most)
        if labelled and not shade.hatch and text_width(figure, value, SMALL) + 0.1 < width:
            colour = PAPER if shade.dark else INK
            text(axes, x + width / 2, place.middle, value, colour=colour, ha="center")
        x += width
    if total(spans) * place.scale > SPAN * (1 + 1e-9):
        for at in (edge - 0.22, edge - 0.14):
            line(axes, [at - 0.03, at + 0.05], [place.top + place.height, place.top], PAPER, 2.2, zorder=4)
    if spans:
        told = words.even(total(spans) / one, most)
        text(axes, x + 0.07, place.middle, told, size=BODY if labelled else SMALL)


def _label(figure: Figure, row: Row) -> list[tuple[str, float, str]]:
    room = LEFT - MARGIN - 0.15
    if row.department:
        named = fitted(figure, row.name, SMALL + 0.5, room, 1)
        return [
            *((one, SMALL + 0.5, INK) for one in named),
            *((one, SMALL - 1.5, SOFT_INK) for one in fitted(figure, row.department, SMALL - 1.5, room, 1)),
        ]
    return [(one, SMALL + 0.5, INK) for one in fitted(figure, row.name, SMALL + 0.5, room, 2)]


def _remarks(
    sides: Sequence[Side], unit: words.Unit, wd_hours: float, promised: Promised | None, lang: Lang
) -> list[str]:
    said = SPENT[lang]
    counts = [words.count(side.cases) for side in sides]
    parts = [said["counted"].format(n=words.listed(counts, lang) if len(set(counts)) > 1 else counts[0])]
    if unfinished := sum(side.unfinished for side in sides):
        parts.append(said["unfinished"].format(n=words.count(unfinished)))
    parts.append(said["critical_ran" if promised else "critical"])
    if len(sides) > 1:
        parts.append(said["order"].format(names=words.listed([side.name for side in sides], lang)))
    if promised is None:
        return [words.joined(parts, lang)]
    wholes = dict.fromkeys(_calendar(side.whole_us, lang) for side in sides)
    clock = [said["ran"].format(whole=words.listed(list(wholes), lang))]
    if unit in ("wd", "wh"):
        clock.append(said["office"].format(hours=words.number(wd_hours)))
    return [words.joined(parts, lang), words.joined(clock, lang)]


def _calendar(span_us: float, lang: Lang) -> str:
    unit: words.Unit = "h" if span_us < SHORT_US else "cd"
    return words.quantity(span_us / words.unit_us(unit, 1), unit, lang)
