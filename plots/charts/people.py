"""The chart of a staffing that suffices: how many people each pool has now, and how many keep the promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from plots.charts.chart import Chart, base, names_axis, value_axis
from sim.experiments.running.sample_problem import required
from sim.pages.staffing import answer_of, pool_name
from sim.words.language import Lang
from sim.words.report import REPORT
from sim.words.staffing import STAFFING

if TYPE_CHECKING:
    from sim.experiments.searches.staffing import Staffing

ROW = 52


def staffing(made: Staffing, lang: Lang) -> Chart:
    """People of each pool, two bars; where no staffing suffices, how far the most people bring each promise.

    Raises ValueError where not even that is known.
    """
    w = STAFFING[lang]
    if made.found is None:
        return _at_most(made, lang)
    sides = ((w["as_asked"], made.asked.units, "$rule"), (w["found"], made.found.units, "$finished"))
    return _chart(
        made, lang, w["people"], [pool_name(made, seat, lang) for seat in made.seats], sides, minInterval=1
    )


def _at_most(made: Staffing, lang: Lang) -> Chart:
    w = STAFFING[lang]
    needed = [required(made.whatif, target).share for target in made.targets]
    known = [
        place
        for place, share in enumerate(needed)
        if share is not None and made.most.values[place] is not None
    ]
    if not known:
        raise ValueError("no promise on a share was simulated with the most people")

    def told(values: Sequence[float | None]) -> list[float | None]:
        shares = (values[place] for place in known)
        return [None if share is None else round(100 * share, 1) for share in shares]

    sides = (
        (w["as_asked"], told(made.asked.values), "$rule"),
        (w["the_most"], told(made.most.values), "$finished"),
        (REPORT[lang]["required"], told(needed), "$ink"),
    )
    return _chart(
        made, lang, f"{REPORT[lang]['on_time']} %", [made.targets[place] for place in known], sides, max=100
    )


def _chart(
    made: Staffing,
    lang: Lang,
    measure: str,
    names: Sequence[str],
    sides: Sequence[tuple[str, Sequence[float | None], str]],
    **axis: object,
) -> Chart:
    series = [
        {
            "type": "bar", "name": name, "data": list(values), "barMaxWidth": 16, "itemStyle": {"color": colour},
            "label": {"show": True, "position": "right", "color": "$ink"},
        }
        for name, values, colour in sides
    ]  # fmt: skip
    option = base(
        legend={"top": 0, "left": 0, "textStyle": {"color": "$ink"}},
        grid={"left": 12, "right": 48, "top": 36, "bottom": 38, "containLabel": True},
        xAxis=value_axis(measure, min=0, **axis),
        yAxis=names_axis(names),
        series=series,
    )
    return Chart(answer_of(made, lang), option, height=110 + ROW * len(names) * len(sides) // 2)
