"""The pictures of a report: each drawn from what the report holds, nothing simulated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from plots.results.asked import Asked
from plots.results.cases import draw_case_gantt, draw_where_days_go
from plots.results.comparisons import as_a_lever, as_a_version, draw_paired_differences, first_on_a_share
from plots.results.pools import draw_throughput, draw_utilisation
from plots.results.process import draw_process_map
from plots.results.searched import draw_capacity
from plots.results.verdicts import board_of, finish_time_of
from sim.experiments.comparing.comparison import Comparison
from sim.experiments.reports.report import REPLICATIONS, Report
from sim.pages.reports.document import Picture
from sim.words.language import Lang

if TYPE_CHECKING:
    from matplotlib.figure import Figure

OF_A_RUN: Mapping[str, Callable[[Asked], Figure]] = {
    "where_days_go": draw_where_days_go,
    "process_map": draw_process_map,
    "utilisation": draw_utilisation,
    "throughput": draw_throughput,
    "case_gantt": draw_case_gantt,
}
"""What is drawn from replications with their events."""


def figure_of(picture: Picture, made: Report, lang: Lang) -> Figure:
    """Draw a picture. Raises ModelError or ValueError where there is nothing to draw."""
    if picture.kind in OF_A_RUN:
        return OF_A_RUN[picture.kind](asked_of(made, lang))
    if picture.kind == "target_board":
        return board_of(made.whatif, made.verdicts, lang)
    if picture.kind == "finish_time":
        target = picture.target
        return finish_time_of(made.whatif, made.verdict(target), made.judged[target], lang)
    if picture.kind == "capacity_curve":
        assert made.capacity is not None
        return draw_capacity(made.capacity, lang)
    compared = made.comparison if made.levers is None or picture.kind != "levers" else made.levers.comparison
    assert compared is not None
    called = as_a_lever if picture.kind == "levers" else as_a_version(made.whatif)
    return draw_paired_differences(of_headline(compared, made), lang, called)


def of_headline(compared: Comparison, made: Report) -> Comparison:
    """The differences of the promise that stands for all, or of the first that is on a share: all are too long."""
    return first_on_a_share(compared, made.headline.target)


def asked_of(made: Report, lang: Lang) -> Asked:
    """What a figure of the report's run is asked: of the headline, and of the case that is told."""
    target = made.headline.target
    return Asked(
        question=made.made,
        lang=lang,
        service=made.whatif.scenario.targets[target].service,
        target=target,
        replications=REPLICATIONS,
        case=None if made.story is None else made.story.story.case,
    )
