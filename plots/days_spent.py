"""Mean time of a case as a table: by cause, and by stage, step or department; what the figure and the chart show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plots.causes import Shade, shades
from sim.words import formats as words
from sim.words.days_spent import SPENT
from sim.words.language import Lang

MOST_ROWS = {1: 12, 2: 8}
"""By the number of sides, so that a figure is no taller than an A3 page; of more sides as few as of two fit each."""
LEAST_SHARE = 0.001
"""Causes that take less of every side are not drawn."""
SHORT_US = 4 * 24 * words.HOUR_US
"""Mean times below this are told in hours, others in calendar days."""


@dataclass(frozen=True)
class Slice:
    """Mean µs a case spends on a step for one cause; cause and department as in the critical path."""

    step: str
    cause: str
    department: str
    span_us: float
    stage: str = ""
    """The stage or item around the step."""


@dataclass(frozen=True)
class Side:
    """One simulation: its name (shown when there are two), its finished cases, and where their time went.

    `whole_us` is the mean from arrival to end, of which a promise's clock runs a part.
    """

    name: str
    cases: int
    unfinished: int
    slices: tuple[Slice, ...]
    whole_us: float = 0.0

    @property
    def total_us(self) -> float:
        return sum(slice_.span_us for slice_ in self.slices)


@dataclass(frozen=True)
class Promised:
    """The promise on whose clock the time is told: its name, and its limit in the unit of the figure."""

    name: str
    limit: float


def sentence(
    sides: Sequence[Side], one: int, unit: words.Unit, promised: Promised | None, inside: str, lang: Lang
) -> str:
    """How long a case takes, all of it or inside a stage; of several sides the first and the last."""
    totals = [words.quantity(side.total_us / one, unit, lang) for side in sides]
    kind = "one" if len(sides) == 1 else "pair"
    what, limit = inside, ""
    if inside:
        kind += "_inside"
    elif promised is not None:
        kind += "_promised"
        what, limit = promised.name, words.quantity(promised.limit, unit, lang, 6)
    return SPENT[lang][kind].format(
        what=what, limit=limit, total=totals[0], first=sides[0].name, before=totals[0], second=sides[-1].name,
        after=totals[-1],
    )  # fmt: skip


def lead(sides: Sequence[Side], found: dict[str, Shade], lang: Lang) -> str:
    """The causes that take most of the last side, with their shares: three, or as many as there are."""
    side = sides[-1]
    spans = by_cause(side.slices)
    largest = sorted(spans.keys() & found.keys(), key=lambda cause: -spans[cause])[:3]
    parts = [
        SPENT[lang]["part"].format(cause=found[cause].name, share=words.share(spans[cause] / side.total_us))
        for cause in largest
    ]
    name = "" if len(sides) == 1 else side.name if lang == "zh" else f" ({side.name})"
    return SPENT[lang]["led"].format(name=name, parts=words.listed(parts, lang)) + words.words(lang).stop


def shades_of(sides: Sequence[Side], lang: Lang) -> dict[str, Shade]:
    """The causes that are shown, in the order they are stacked."""
    return shades(causes_of(sides), lang)


def panels_of(sides: Sequence[Side], lang: Lang) -> list[tuple[str, list[Row]]]:
    """Tables with their headings: by stage, or step where none is named; and by department where there are several."""
    said = SPENT[lang]
    staged = any(part.stage for side in sides for part in side.slices)
    panels = [(said["stages" if staged else "steps"], rows_of(sides, said, by_department=False))]
    if len({part.department for side in sides for part in side.slices if part.department}) > 1:
        panels.append((said["departments"], rows_of(sides, said, by_department=True)))
    return panels


@dataclass(frozen=True)
class Row:
    name: str
    department: str
    sides: tuple[dict[str, float], ...]
    """By side: µs by cause."""
    gathered: bool = False


def rows_of(sides: Sequence[Side], said: Mapping[str, str], *, by_department: bool) -> list[Row]:
    """Largest first (by the longest bar of any side), no more than fit, the rest gathered in the last."""
    spans: dict[str, list[dict[str, float]]] = defaultdict(lambda: [defaultdict(float) for _ in sides])
    departments: dict[str, str] = {}
    for number, side in enumerate(sides):
        for part in side.slices:
            key = (part.department or said["nobody"]) if by_department else part.stage or part.step
            spans[key][number][part.cause] += part.span_us
            departments.setdefault(key, "" if by_department or part.stage else part.department)
    ordered = sorted(spans, key=lambda key: -max(map(total, spans[key])))
    most = MOST_ROWS.get(len(sides), max(2, 2 * MOST_ROWS[2] // len(sides)))
    shown = ordered if len(ordered) <= most else ordered[: most - 1]
    table = [Row(key, departments[key], tuple(spans[key])) for key in shown]
    if rest := ordered[len(shown) :]:
        gathered: list[dict[str, float]] = [defaultdict(float) for _ in sides]
        for key in rest:
            for number, causes in enumerate(spans[key]):
                for cause, span in causes.items():
                    gathered[number][cause] += span
        table.append(Row(said["others"].format(n=len(rest)), "", tuple(gathered), gathered=True))
    return table


def causes_of(sides: Sequence[Side]) -> list[str]:
    spans = [(side.total_us, by_cause(side.slices)) for side in sides]
    named = dict.fromkeys(cause for _, causes in spans for cause in causes)
    return [cause for cause in named if any(own.get(cause, 0.0) >= LEAST_SHARE * all_ for all_, own in spans)]


def by_cause(slices: Sequence[Slice]) -> dict[str, float]:
    spans: dict[str, float] = defaultdict(float)
    for part in slices:
        spans[part.cause] += part.span_us
    return dict(spans)


def total(spans: dict[str, float]) -> float:
    return sum(spans.values())
