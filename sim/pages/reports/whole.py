"""The report of all promises of the library: a chapter for every place, from the rows of the whole table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.pages.page import Entry, Section
from sim.pages.reports.document import Chapter, Document
from sim.pages.whole_table import Row, answer, counts, page_of, places
from sim.words.marks import marked
from sim.words.report import LIMITS, REPORT

if TYPE_CHECKING:
    from sim.words.language import Lang


def whole_document(
    rows: Sequence[Row], command: str, lang: Lang, load: str, seed: int, version: str
) -> Document:
    """`rows` as `check --all --json` gives them; a place's tables stand in the details of its chapter."""
    w, page = REPORT[lang], page_of(rows, lang, load, seed)
    chapters = [
        Chapter(
            f"place-{number}",
            str(own[0]["place"][lang]),
            (marked("strong", counts(own, lang)), *told.parts),
            (Section("", tables.parts),),
        )
        for number, (own, told, tables) in enumerate(
            zip(places(rows), page.sections, page.details, strict=True), start=1
        )
    ]
    chapters.append(Chapter("limits", w["limits"], tuple(f"• {line}" for line in LIMITS[lang])))
    chapters.append(Chapter("again", w["again"], (Entry(w["reproduced"], (command,)),)))
    return Document(
        title=w["all_promises"],
        kind=w["report"],
        question=(w["asks_all"].format(n=len(rows), places=len(places(rows))),),
        answer=answer(rows, lang),
        chapters=tuple(chapters),
        line=f"onewindow {version} · {page.title}",
    )
