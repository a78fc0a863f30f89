"""What every number does to a promise, as a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plots.number_bars import Bar, Bars, number_bars
from plots.palette import ARRIVED, FINISHED, OVERDUE, UNKNOWN
from plots.results.asked import named
from sim.experiments.searches.sensitivity import Sensitivity, TargetSensitivity
from sim.pages.sensitivity import SHOWN, direction, name_of, scale, telling, words_of
from sim.words.comparing import COMPARED
from sim.words.language import Lang
from sim.words.provenance import provenance
from sim.words.sensitivity import SENSITIVITY

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WAYS = {"up": FINISHED, "down": OVERDUE, "mixed": UNKNOWN}
"""Colours; a number that moves nothing has no bar."""


def draw_number_bars(made: Sensitivity, lang: Lang) -> Figure:
    """The numbers that move every target most; nothing is simulated."""
    w, first = SENSITIVITY[lang], made.targets[0]
    moving = telling(first)
    name = _name(made, first, lang)
    what = words_of(made, first.target, lang)[first.statistic]
    sentence = (
        w["title_morris"].format(name=name_of(made, moving[0], first.target, lang), target=name)
        if moving
        else w["title_none"].format(target=name)
    )
    keys = (
        [(w[f"key_{way}"].format(what=what), colour) for way, colour in WAYS.items()]
        if made.method == "morris"
        else [(w["key_first"], FINISHED), (w["key_total"], ARRIVED)]
    )
    return number_bars(
        [_bars(made, one, lang) for one in made.targets],
        name=f"{made.whatif.scenario.title.in_language(lang)} · {made.whatif.label}",
        sentence=sentence,
        keys=keys,
        notes=[w["thin"], w[f"{made.method}_method"], provenance(made.whatif, lang)],
        lang=lang,
    )


def _bars(made: Sensitivity, one: TargetSensitivity, lang: Lang) -> Bars:
    w, by = words_of(made, one.target, lang), scale(one)
    unit = w["in_points"] if one.statistic == "share" else COMPARED[lang][f"in_{one.unit}"]
    axis = w[f"axis_{made.method}"].format(what=w[one.statistic], unit=unit)
    rows: list[tuple[str, tuple[Bar, ...]]] = []
    for number in one.order()[:SHOWN] if made.method == "morris" or one.indices is not None else []:
        name = name_of(made, number, one.target, lang)
        if one.indices is not None:
            parts = ((one.indices.first[number], FINISHED), (one.indices.total[number], ARRIVED))
            rows.append(
                (name, tuple(Bar(max(i.value, 0), max(i.low, 0), max(i.high, 0), c, "") for i, c in parts))
            )
        elif (effect := one.effects[number]) is not None:
            told = f"{by * effect.strength:.3g}"
            bar = Bar(
                by * effect.strength,
                by * effect.low,
                by * effect.high,
                WAYS.get(direction(effect), UNKNOWN),
                told,
            )
            rows.append((name, (bar,)))
    return Bars(_name(made, one, lang), tuple(rows), axis)


def _name(made: Sensitivity, one: TargetSensitivity, lang: Lang) -> str:
    stated = made.whatif.scenario.targets[one.target]
    reading = named(stated.reading, "", lang)
    return named(stated.name, one.target, lang) + (f" · {reading}" if reading else "")
