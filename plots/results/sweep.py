"""The points of a sweep, as a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plots.results.asked import named
from plots.swept_points import Axis, Dot, Target, Verdict, swept_points
from sim.experiments.running.requirement import requirement
from sim.experiments.searches.sweep import At, Sweep
from sim.pages.sweep import factor_name, notes_of, value_column, value_text, value_told, verdict_of
from sim.words import formats as words
from sim.words.amounts import limit_text
from sim.words.language import Lang
from sim.words.provenance import provenance
from sim.words.sweep import SWEEP

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_swept_points(made: Sweep, lang: Lang) -> Figure:
    """Every target at all points; nothing is simulated."""
    w = SWEEP[lang]
    first = made.targets[0]
    kept = sum(at is not None and at.kept for at in made.of(first))
    table = not made.drawn and len(made.factors) == 2
    alone = not made.drawn and len(made.factors) == 1
    value_axis = value_column(made, first, lang)
    how = w["cell_note"].format(value=value_axis) if table else w["band_note" if alone else "dots_note"]
    return swept_points(
        [_target(made, target, lang, list_all=table or alone) for target in made.targets],
        [_axis(made, place, lang, list_all=table or alone) for place in range(len(made.factors))],
        name=f"{made.whatif.scenario.title.in_language(lang)} · {made.whatif.label}",
        sentence=w["title_met"].format(target=_name(made, first, lang), points=f"{len(made.points):,}", met=kept),
        keys=[(w[f"key_{kind}"], kind) for kind in ("met", "not_met", "undecided")],
        value_axis=value_axis,
        grid=table or alone,
        notes=[how, *notes_of(made, lang), provenance(made.whatif, lang)],
        lang=lang,
    )  # fmt: skip


def _target(made: Sweep, target: str, lang: Lang, *, list_all: bool) -> Target:
    w, stated = SWEEP[lang], made.whatif.scenario.targets[target]
    needed = requirement(made.whatif.scenario, target)
    told = (
        w["limit"].format(limit=limit_text(stated.limit.value, lang))
        if needed.share is None
        else w["required"].format(share=words.required(needed.share))
    )
    dots = []
    for point, at in zip(made.points, made.of(target), strict=True):
        places = tuple(_place(made, place, value, list_all=list_all) for place, value in enumerate(point))
        verdict: Verdict = "undecided" if at is None else _verdict(at)
        value, low, high = (None, None, None) if at is None else (at.value, at.low, at.high)
        dots.append(Dot(places, value, low, high, verdict, value_text(made, target, at, lang)))
    return Target(_name(made, target, lang), needed.level, told, needed.share is not None, tuple(dots))


def _verdict(at: At) -> Verdict:
    kind = verdict_of(at)
    return "not_met" if kind == "growing" else kind  # type: ignore[return-value]


def _axis(made: Sweep, place: int, lang: Lang, *, list_all: bool) -> Axis:
    factor = made.factors[place]
    name = factor_name(made, factor, lang)
    if not list_all and all(factor.number(point[place]) is not None for point in made.points):
        return Axis(name, ())
    values = _values(made, place)
    return Axis(name, tuple((float(n), value_told(factor, value, lang)) for n, value in enumerate(values)))


def _place(made: Sweep, place: int, value: str, *, list_all: bool) -> float:
    factor = made.factors[place]
    if not list_all and all(factor.number(point[place]) is not None for point in made.points):
        return factor.number(value) or 0.0
    return float(_values(made, place).index(value))


def _values(made: Sweep, place: int) -> list[str]:
    """In the order of the factor."""
    return list(made.factors[place].values) or list(dict.fromkeys(point[place] for point in made.points))


def _name(made: Sweep, target: str, lang: Lang) -> str:
    stated = made.whatif.scenario.targets[target]
    reading = named(stated.reading, "", lang)
    return named(stated.name, target, lang) + (f" · {reading}" if reading else "")
