"""The chapters of what else could be done: alternatives beside the base, levers, one more of each pool, other loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.pages.by_name import relabelled, versions_of
from sim.pages.capacity import page_of as loads_page
from sim.pages.comparisons import page_of as compared_page
from sim.pages.levers import page_of as levers_page
from sim.pages.page import Column, Section, Table
from sim.pages.reports.document import Chapter, Picture, Piece
from sim.words.marks import marked
from sim.words.means import mean_text
from sim.words.promises import names_of
from sim.words.report import REPORT

if TYPE_CHECKING:
    from sim.experiments.load.binding import OneMore
    from sim.experiments.load.margin import Margin
    from sim.experiments.reports.report import Report
    from sim.words.language import Lang


def alternatives(made: Report, lang: Lang) -> Chapter | None:
    """The base beside alternatives with paired differences; nothing where there are none."""
    if made.comparison is None:
        return None
    compared = relabelled(made.comparison, versions_of(made.whatif, lang))
    page = compared_page(compared, lang)
    pieces: list[Piece] = [marked("strong", page.answer), *page.sections, Picture("paired_differences")]
    return Chapter("alternatives", REPORT[lang]["alternatives"], tuple(pieces), page.details)


def levers(made: Report, lang: Lang) -> Chapter | None:
    """What each lever does, what one more of each pool does, and how many more cases the promises bear."""
    w = REPORT[lang]
    pieces: list[Piece] = []
    details: list[Section] = []
    if made.capacity is not None:
        pieces.append(_one_more(made.capacity.margins, lang))
        page = loads_page(made.capacity, lang)
        first = Section(w["loads_title"], (page.answer, *page.sections[0].parts))
        pieces += [first, *page.sections[1:], Picture("capacity_curve")]
        details += page.details
    if made.levers is not None:
        page = levers_page(made.levers, lang)
        told, *more = page.sections
        pieces.append(Section(w["each_lever"], (page.answer, marked("faint", told.heading), *told.parts)))
        pieces += [*more, Picture("levers")]
        details += page.details
    return Chapter("levers", w["levers"], tuple(pieces), tuple(details)) if pieces else None


def _one_more(margins: tuple[Margin, ...], lang: str) -> Section:
    """A row a pool, a column a promise: how many more are on time with one more unit at the load asked."""
    w = REPORT[lang]
    names = names_of(margins, lang)
    tried: dict[str, dict[str, OneMore]] = {}
    for margin in margins:
        for one in () if margin.as_asked is None else margin.as_asked.tried:
            tried.setdefault(one.pool, {})[margin.target] = one
    best = sorted(tried.items(), key=lambda item: -max(one.rise for one in item[1].values()))
    spoken = 0 if lang == "zh" else 1
    rows = tuple(
        (next(iter(own.values())).label[spoken], *(_rise(own.get(margin.target), lang) for margin in margins))
        for _, own in best
    )
    columns = (Column(w["pool"]), *(Column(names[margin.target]) for margin in margins))
    return Section(w["one_more_title"], (Table(columns, rows), marked("faint", w["one_more_note"])))


def _rise(one: OneMore | None, lang: str) -> str:
    w = REPORT[lang]
    if one is None:
        return marked("faint", w["not_tried"])
    if one.low <= 0 <= one.high and abs(one.rise) < 5e-4:
        return w["no_effect"]
    if one.unit_name:
        said = f"−{mean_text(one.rise, one.unit_name, lang)}"
        return marked("good", said) if one.low > 0 else w["no_effect"]
    told = w["points"].format(rise=100 * one.rise, low=100 * one.low, high=100 * one.high).replace("-", "−")
    return marked("good", told) if one.low > 0 else told
