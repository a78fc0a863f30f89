"""The board: every promise by place, with its verdict, how far it is from what is required, and what that rests on.

It is made of the answers that come with the package, so that it is there at once; an answer that was found with other
files or another version is not shown as one of today's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from onewindow.desk.asked import Asked
from sim.experiments.questions.headlines import question_of
from sim.experiments.verdicts.stored_answers import Kept, current, kept, rows
from sim.pages import whole_table
from sim.words.causes import NAMES
from sim.words.formats import share
from sim.words.language import Lang
from sim.words.marks import plain
from sim.words.page_board import BOARD
from sim.words.promises import SIGNS, TONES
from sim.words.verdicts import WORDS

VERDICTS = ("not_met", "undecided", "met")
"""The worst first: that is what a planner looks for."""
HARDLY = 0.5
"""Points: one more that gains less hardly helps."""


@dataclass(frozen=True)
class Line:
    """A promise on the board, in one language."""

    id: str
    place: str
    name: str
    promise: str
    """What is asked: "0.5 working day"."""
    kind: str
    """met, not_met or undecided; else how it is answered: requirement, input, …; `old` where it is to be asked anew."""
    said: str
    """The kind in words."""
    sign: str
    tone: str
    share: float | None
    low: float
    high: float
    required: float | None
    found: str
    """The share or the mean, with its interval."""
    holds: tuple[str, ...]
    """What holds it back: where most of its time goes, and what one more there would do."""
    beside: tuple[str, ...]
    """How late it is, and what is to be measured first; why it is not judged."""
    basis: str
    """Where the numbers come from."""
    asked: Asked | None
    """The what-if that tells its story; of a requirement, what is asked of it."""

    @property
    def on_a_card(self) -> bool:
        """Whether a simulation judges it."""
        return self.asked is not None and self.kind != "requirement"


@dataclass(frozen=True)
class Board:
    """All promises, and a sentence about them."""

    answer: str
    lines: tuple[Line, ...]
    places: tuple[str, ...]

    def shown(self, place: str = "", kind: str = "") -> list[Line]:
        """The lines of a place and of a kind; "" for all."""
        return [one for one in self.lines if place in ("", one.place) and kind in ("", one.kind)]


@cache
def stored_board(lang: Lang) -> Board:
    """The board of what came with the package, made once."""
    return board_of(lang)


def board_of(lang: Lang, known: Kept | None = None, version: str = "") -> Board:
    """The board of what is stored, or of what is given."""
    known = kept() if known is None else known
    fresh = current(known, version)
    told = rows({reference: one for reference, one in known.items() if reference in fresh})
    held = {reference: one.get("holds", {}) for reference, one in known.items() if reference in fresh}
    lines = sorted((_line(row, lang, question_of(row["scenario"] or ""), held) for row in told), key=_order)
    places = tuple(dict.fromkeys(row["place"][lang] for row in told))
    order = {place: number for number, place in enumerate(places)}
    lines.sort(key=lambda line: order[line.place])
    return Board(whole_table.answer(told, lang), tuple(lines), places)


def _order(line: Line) -> tuple[int, float]:
    rank = VERDICTS.index(line.kind) if line.kind in VERDICTS else len(VERDICTS)
    return rank, line.share if line.share is not None else 2.0


def _line(row: Mapping[str, Any], lang: Lang, reference: str, held: Mapping[str, Any]) -> Line:
    result = row["result"] if whole_table.judged(row) else None
    kind = whole_table.shown_as(row)
    kind = result["verdict"] if result else "old" if kind == "verdict" else kind
    unsteady = result is not None and kind == "met" and result["steady"] is False
    on_time = result["on_time_share"] if result else None
    low, high = result["ci"] if result and on_time is not None else (0.0, 1.0)
    return Line(
        id=row["id"],
        place=row["place"][lang],
        name=whole_table.called(row, lang),
        promise=whole_table.promise(row, lang),
        kind=kind,
        said=WORDS[lang][kind] if result else BOARD[lang]["kind_" + kind],
        sign=SIGNS.get(kind, "·"),
        tone=TONES["undecided" if unsteady else kind] if result else "faint",
        share=on_time,
        low=low,
        high=high,
        required=result["required_share"] if result else None,
        found=whole_table.found(result, lang) if result else "",
        holds=tuple(_holds(held.get(reference, {}).get(row["target"]), lang)) if result else (),
        beside=tuple(_beside(row, result, lang)),
        basis=whole_table.sources(result, lang) if result else "",
        asked=Asked(reference, row["target"]) if result or kind in ("old", "requirement") else None,
    )


def _holds(held: Mapping[str, Any] | None, lang: Lang) -> Iterator[str]:
    if held is None:
        return
    w, cause = BOARD[lang], held["cause"]
    told = w.get(f"holds_{cause}", w["holds_other"])
    name = NAMES[lang].get(cause, cause)
    yield told.format(where=held["where"][lang], cause=name, share=share(held["share"]))
    if more := held["one_more"]:
        points = 100 * (more["after"] - more["before"])
        told = w["one_more" if points >= HARDLY else "one_more_hardly"]
        yield told.format(before=share(more["before"]), after=share(more["after"]), points=f"{points:+.1f}")


def _beside(row: Mapping[str, Any], result: Mapping[str, Any] | None, lang: Lang) -> Sequence[str]:
    if result is None:
        why = whole_table.reason(row, lang)
        return [why] if why else []
    said = [whole_table.within(row, lang)]
    if result.get("by_construction") is not None:
        said.append(whole_table.by_construction(result, lang))
    if result["measure_first"] is not None:
        said.append(BOARD[lang]["measure_first"].format(what=result["measure_first"][lang]))
    if result["kept"] is not None:
        said.append(BOARD[lang]["kept_in"].format(kept=whole_table.kept(result, lang)))
    return [plain(text) for text in said]
