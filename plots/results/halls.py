"""What became of many halls, as a figure; nothing is simulated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plots import hall_sizes
from plots.figure_file import write
from plots.hall_sizes import SizePoint, Staffed
from plots.results.asked import named, target_of
from sim.experiments.runs.halls_result import HallsResult, spread_of
from sim.model import Fault, ModelError
from sim.words.figures import FIGURES
from sim.words.language import Lang
from sim.words.provenance import ran

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def saved(made: HallsResult, path: Path, lang: Lang) -> list[Path]:
    """Draw and write; the paths written. Raises ModelError where the file cannot be written."""
    return write(draw_halls(made, lang), path)


def draw_halls(made: HallsResult, lang: Lang) -> Figure:
    """On-time share of the first headline, or the first target, against the size of the hall."""
    scenario = made.whatif.scenario
    target = target_of(scenario, None)
    if target is None:
        raise ModelError(
            [Fault.of("figure", "", "the scenario has no targets, so there is no share to draw")]
        )
    row, stated = made.row_of(target), scenario.targets[target]
    assert stated.required_share is not None  # `run` refuses to tell means by hall
    points: dict[float, list[SizePoint]] = {}
    for one in made.classes:
        spread = spread_of(one.shares(row))
        share, low, high = one.share(row), spread["hall_p10"], spread["hall_p90"]
        if share is not None and low is not None and high is not None:
            point = SizePoint(made.cases_a_day(one.hall), share, low, high, one.hall.halls)
            points.setdefault(one.hall.staffing, []).append(point)
    if not points:
        raise ModelError([Fault.of("figure", "", f'no case of target "{target}" was judged in any hall')])
    whole = next(found.share for found in made.targets if found.target == target)
    assert whole is not None
    told = made.to_dict()
    return hall_sizes(
        [Staffed(factor, points[factor]) for factor in sorted(points)],
        name=f"{scenario.title.in_language(lang)} · {named(stated.name, target, lang)}",
        share=whole,
        required=stated.required_share.value,
        lang=lang,
        notes=[FIGURES[lang]["halls"]],
        provenance=ran(
            told["onewindow"], made.whatif.label, made.whatif.load_text, made.whatif.seed, told["digest"],
            told["calendar"], lang,
        ),
    )  # fmt: skip
