"""The whole report as a document of chapters, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.pages.by_name import all_by_name, levers_of, promises_of
from sim.pages.reports.changes import alternatives, levers
from sim.pages.reports.document import Chapter, Document
from sim.pages.reports.ends import again, checklist, limits, method
from sim.pages.reports.numbers import assumptions
from sim.pages.reports.promises import answer, promises, question, verdict_page
from sim.pages.reports.work import case, days, staff
from sim.words.provenance import provenance
from sim.words.report import REPORT

if TYPE_CHECKING:
    from sim.experiments.reports.report import Report
    from sim.words.language import Lang


def document_of(made: Report, command: str, lang: Lang) -> Document:
    """`command` is what makes the report again."""
    chapters = (
        answer(made, lang),
        promises(made, lang),
        alternatives(made, lang),
        levers(made, lang),
        days(made, lang),
        staff(made, lang),
        case(made, lang),
        assumptions(made, lang),
        limits(made, lang),
        method(made, lang),
        checklist(made, lang),
        again(made, command, lang),
    )
    names = promises_of(made.whatif, lang) | levers_of(lang)
    return Document(
        title=made.whatif.scenario.title.in_language(lang),
        kind=REPORT[lang]["report"],
        question=question(made, lang),
        answer=verdict_page(made, lang).answer,
        chapters=tuple(_by_name(one, names) for one in chapters if one is not None),
        line=provenance(made.whatif, lang),
    )


def _by_name(chapter: Chapter, names: Mapping[str, str]) -> Chapter:
    """A chapter as it is read by people who know no keys; how the report is made again is typed as it stands."""
    if chapter.key == "again":
        return chapter
    return replace(
        chapter, pieces=all_by_name(chapter.pieces, names), details=all_by_name(chapter.details, names)
    )
