"""The staffings that were tried, as a figure: what so many people come to, and where enough begins."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from plots.results.asked import named
from plots.swept_points import Axis, Dot, Target, swept_points
from sim.experiments.running.sample_problem import required
from sim.experiments.searches.staffing import Staffing
from sim.pages.staffing import counted_in, enough_text
from sim.words import formats as words
from sim.words.amounts import limit_text
from sim.words.comparing import COMPARED
from sim.words.language import Lang
from sim.words.provenance import provenance
from sim.words.staffing import STAFFING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TICKS = 10
"""At most so many numbers stand under a scale."""


def draw_staffing(made: Staffing, lang: Lang) -> Figure:
    """Every target over the people, or the costs, of all staffings that were tried; nothing is simulated."""
    w, first = STAFFING[lang], required(made.whatif, made.targets[0])
    unit = f"in_{first.unit_name}"
    return swept_points(
        [_target(made, place, lang) for place in range(len(made.targets))],
        [Axis(w["in_all"].format(what=w[counted_in(made)]), _ticks(made), made.cost(made.asked.units))],
        name=f"{made.whatif.scenario.title.in_language(lang)} · {made.whatif.label}",
        sentence=w["figure_none"] if made.found is None else enough_text(made, lang),
        keys=[(w["enough_key"], "met"), (w["too_few_key"], "not_met")],
        value_axis=w["axis_share"] if first.share is not None else COMPARED[lang].get(unit, first.unit_name),
        grid=False,
        notes=[
            w["figure_note"],
            w["figure_method"].format(n=made.replications, tried=len(made.tried)),
            provenance(made.whatif, lang),
        ],
        lang=lang,
    )  # fmt: skip


def _target(made: Staffing, place: int, lang: Lang) -> Target:
    name = made.targets[place]
    w, stated, needed = STAFFING[lang], made.whatif.scenario.targets[name], required(made.whatif, name)
    told = (
        w["limit"].format(limit=limit_text(stated.limit.value, lang))
        if needed.share is None
        else w["required"].format(share=words.required(needed.share))
    )
    foot = 0.0 if needed.share is not None else None  # of a staffing at which a pool is overloaded
    dots = [
        Dot(
            (made.cost(one.units),), value, None, None, "met" if one.suffices else "not_met", "", one == made.found
        )
        for one in made.tried
        if (value := foot if one.values[place] is None else one.values[place]) is not None
    ]  # fmt: skip
    dots.sort(key=lambda dot: dot.at[0])
    best = accumulate((dot.value or 0.0 for dot in dots), max if needed.share is not None else min)
    stairs = tuple((dot.at[0], value) for dot, value in zip(dots, best, strict=True))
    said = [named(stated.name, name, lang), named(stated.reading, "", lang), told]
    return Target(
        " · ".join(part for part in said if part),
        needed.level,
        told,
        needed.share is not None,
        tuple(dots),
        stairs,
    )


def _ticks(made: Staffing) -> tuple[tuple[float, str], ...]:
    """Round numbers under the scale, from the least that was tried to the most."""
    costs = [made.cost(one.units) for one in made.tried]
    low, high = int(min(costs)), int(max(costs))
    step = next(s for n in range(9) for s in (10**n, 2 * 10**n, 5 * 10**n) if (high - low) / s <= TICKS)
    return tuple((float(n), words.number(n)) for n in range(low // step * step, high + step, step))
