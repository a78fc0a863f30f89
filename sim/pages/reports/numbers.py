"""The chapter of numbers: every one with its unit, source and range; the uncertain ones first, and which to measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.model.by_law import left_to_law
from sim.model.provenance import NumberAt, numbers, uncertain_numbers
from sim.pages.page import Column, Section, Table
from sim.pages.reports.document import Chapter, Piece
from sim.words.doubt import measure_first
from sim.words.formats import required
from sim.words.marks import marked
from sim.words.number_names import NumberWords
from sim.words.report import REPORT

if TYPE_CHECKING:
    from sim.experiments.questions.whatif import WhatIf
    from sim.experiments.reports.told import Told
    from sim.model.scenario import Scenario
    from sim.model.sources import Source


@dataclass(frozen=True)
class Numbers:
    """The numbers of a question, as its file, version and settings state them."""

    uncertain: tuple[NumberAt, ...]
    """Assumed, borrowed, without a source; each with the range that is drawn from."""
    certain: tuple[NumberAt, ...]
    """Documented, counted, decided, or left to the law."""

    @property
    def all(self) -> tuple[NumberAt, ...]:
        return (*self.uncertain, *self.certain)


def numbers_of(whatif: WhatIf) -> Numbers:
    """Every number of a question."""
    stated = whatif.stated
    uncertain = tuple(uncertain_numbers(stated))
    known = {one.path for one in uncertain}
    certain = [one for one in numbers(stated) if one.path not in known]
    law = [
        NumberAt(path, str(time.value), time.note, "law", None, None, ranged=False, sort="duration")
        for path, time in left_to_law(stated)
    ]
    return Numbers(uncertain, (*certain, *law))


def sources_of(stated: Scenario, found: Numbers) -> list[Source]:
    """The sources that the numbers name, each once, in the order of the numbers."""
    table = stated.sources or {}
    keys = dict.fromkeys(one.source for one in found.all if one.source is not None)
    return [table[key] for key in keys if key in table]


def assumptions(made: Told, lang: str) -> Chapter:
    """What to measure first; uncertain numbers with their ranges; then all others, and the sources."""
    w = REPORT[lang]
    stated = made.whatif.stated
    found, words = numbers_of(made.whatif), NumberWords(stated, lang)
    pieces: list[Piece] = [Section(w["measure_first"], tuple(_measures(made, lang, words)))]
    if found.uncertain:
        table = _uncertain(found.uncertain, words)
        note = marked("faint", w["uncertain_note"])
        heading = w["uncertain_title"].format(n=len(found.uncertain))
        pieces.append(Section(heading, (note, table)))
    else:
        pieces.append(w["no_uncertain"])
    listed = sources_of(stated, found)
    details = (
        Section(w["certain_title"].format(n=len(found.certain)), (_certain(found.certain, words),)),
        Section(w["sources_title"].format(n=len(listed)), (_sources(listed, lang),)),
    )
    return Chapter("assumptions", w["assumptions"], tuple(pieces), details)


def _measures(made: Told, lang: str, words: NumberWords) -> Iterator[str]:
    w = REPORT[lang]
    doubts = {one.target: one.doubt for one in made.verdicts if one.doubt is not None}
    if "draws" in made.left_out:
        yield w["not_drawn"]
    elif doubts:
        yield from measure_first(doubts, lang, words) or [w["nothing_first"]]
    else:
        yield w["no_uncertain"]


def _uncertain(found: Sequence[NumberAt], words: NumberWords) -> Table:
    w = REPORT[words.lang]
    columns = (
        Column(w["number"]), Column(w["value"]), Column(w["range"]), Column(w["kind"]), Column(w["source"])
    )  # fmt: skip
    return Table(
        columns,
        tuple(
            (
                words.name(one.path),
                stated(one, words),
                range_of(one, words),
                kind(one, words.lang),
                one.source or "–",
            )
            for one in found
        ),
    )


def _certain(found: Sequence[NumberAt], words: NumberWords) -> Table:
    w = REPORT[words.lang]
    columns = (Column(w["number"]), Column(w["value"]), Column(w["kind"]), Column(w["source"]))
    rows = (
        (words.name(one.path), stated(one, words), kind(one, words.lang), one.source or "–") for one in found
    )
    return Table(columns, tuple(rows))


def _sources(listed: Sequence[Source], lang: str) -> Table:
    w = REPORT[lang]
    keys = ("key", "kind", "document", "clause", "year")
    rows = ((one.key, w[f"kind_{one.kind}"], _document(one, lang), one.clause, one.year) for one in listed)
    return Table(tuple(Column(w[key]) for key in keys), tuple(rows))


def _document(one: Source, lang: str) -> str:
    """Where it is said, and what is noted of it: an assumption has no document, only a reason."""
    return " ".join(part for part in (one.document_in(lang), one.note_in(lang)) if part)


def stated(one: NumberAt, words: NumberWords) -> str:
    """The value with its unit; as the file has it where it is none of the usual kinds."""
    try:
        return percent(one.value) if one.sort == "share" else words.stated(one.path, one.sort, one.value)
    except ValueError:
        return one.value


def range_of(one: NumberAt, words: NumberWords) -> str:
    """From where to where a number may lie, its unit once."""
    if one.range is None:
        return "–"
    w = REPORT[words.lang]
    low, high = one.range
    if one.by_factor:
        return w["times"].format(low=low, high=high)
    if one.sort == "share":
        low, high = percent(low), percent(high)
    return words.between(one.sort, low, high, w["to"])


def percent(text: str) -> str:
    """A share as readers know it: 0.35 is 35%."""
    return text if text.endswith("%") else required(float(text))


def kind(one: NumberAt, lang: str) -> str:
    """Assumed, borrowed, documented, …"""
    return REPORT[lang][f"kind_{one.kind or 'unsourced'}"]
