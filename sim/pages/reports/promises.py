"""The first chapters: what is asked, the answer, and every promise with its share and interval, and what is open."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from sim.experiments.questions.alternatives import typed_as_called
from sim.pages.page import Column, Table
from sim.pages.reports.document import Chapter, Picture, Piece
from sim.pages.verdicts import page_of
from sim.words.amounts import found_amount, limit_text
from sim.words.counted import words_for
from sim.words.formats import required, share
from sim.words.marks import Tone, marked
from sim.words.means import mean_text, plain, required_text
from sim.words.number_names import NumberWords
from sim.words.offered import verdict_word
from sim.words.promises import TONES, called
from sim.words.report import REPORT
from sim.words.verdict_page import ANSWER

if TYPE_CHECKING:
    from sim.experiments.reports.report import Report
    from sim.experiments.verdicts.verdict import Quantile, TargetVerdict
    from sim.model.quantities import Name
    from sim.pages.page import Page

DRAWN = 2
"""Promises whose time to finish is drawn; the table has all."""


def verdict_page(made: Report, lang: str) -> Page:
    """What `check` says."""
    names = NumberWords(made.whatif.stated, lang)
    return page_of(made.verdicts, lang, names, typed_as_called(made.whatif))


def question(made: Report, lang: str) -> tuple[str, ...]:
    """What is asked, of whom and when, in a sentence or two."""
    w, first = REPORT[lang], made.verdicts[0]
    scenario = made.whatif.scenario
    ends = {"first": first.judged_dates[0], "last": first.judged_dates[1]}
    pattern = "asks" if len(made.verdicts) > 1 else "asks_one"
    asked = w[pattern].format(n=len(made.verdicts), title=_in(scenario.title, lang), **ends)
    version = scenario.variants.get(scenario.variant or "")
    told = (
        []
        if version is None or version.title is None
        else [w["version_is"].format(version=_in(version.title, lang))]
    )
    load = made.whatif.load_text
    told.append(w["as_stated"] if load == "1" else w["of_load"].format(load=load))
    if settings := [setting.text for setting in made.whatif.source.settings]:
        told.append(w["with_settings"].format(what=w["semicolon"].join(settings)))
    return asked, ("" if lang == "zh" else " ").join(told)


def _in(name: Name, lang: str) -> str:
    return name.in_language(lang)  # type: ignore[arg-type]


def answer(made: Report, lang: str) -> Chapter:
    """All promises at a glance, and what to measure first."""
    w, page = REPORT[lang], verdict_page(made, lang)
    pieces: list[Piece] = [Picture("target_board")]
    pieces += [section for section in page.sections if section.heading == ANSWER[lang]["measure"]]
    if made.left_out:
        told = w["semicolon"].join(w[f"part_{part}"] for part in made.left_out)
        pieces.append(marked("faint", w["left_out"].format(what=told)))
    return Chapter("answer", w["answer"], tuple(pieces))


def promises(made: Report, lang: str) -> Chapter:
    """Every promise in a line of a table, then in words; the time to finish of the headline and of the next one."""
    w, page = REPORT[lang], verdict_page(made, lang)
    level = required(min(one.confidence for one in made.verdicts))
    note = w["interval_is"].format(level=level, assumptions=w["assumptions"])
    first = made.headline.target
    order = [first, *(one.target for one in made.verdicts if one.target != first and one.judged_any)]
    drawn = [one for one in order if made.verdict(one).judged_any and made.verdict(one).unit != "case"][
        :DRAWN
    ]
    pieces = (_table(made, lang), marked("faint", note), page.sections[0])
    return Chapter(
        "promises",
        w["promises"],
        (*pieces, *(Picture("finish_time", target) for target in drawn)),
        page.details,
    )


def _table(made: Report, lang: str) -> Table:
    w = words_for(REPORT[lang], lang, [one.unit for one in made.verdicts])
    keys = ("limit", "required", "on_time", "between", "half", "nine")
    columns = (Column(w["promise"]), *(Column(w[key], number=True) for key in keys), Column(w["verdict"]))
    return Table(columns, tuple(_row(one, lang) for one in made.verdicts))


def _row(v: TargetVerdict, lang: str) -> tuple[str, ...]:
    tone: Tone = TONES["undecided" if v.verdict == "met" and v.growing else v.verdict]
    word = marked(tone, verdict_word(v.verdict, v.steadiness, lang))
    w, name = REPORT[lang], (called(v, lang), limit_text(v.limit, lang))
    times = (_time(v, one, lang) for one in (v.p50, v.p90))
    if v.on_time_share is not None and v.required_share is not None:
        between = w["to"].format(low=share(v.low), high=share(v.high))
        own = share(v.on_time_share, v.required_share)
        return (*name, required(v.required_share), own, between, *times, word)
    asked = required_text(v.required_share, v.limit, lang, "{share}")
    if v.mean is None:
        return (*name, asked, "–", "–", "–", "–", word)
    between = w["to"].format(low=plain(v.low), high=plain(v.high) if isfinite(v.high) else "…")
    return (*name, asked, mean_text(v.mean, v.unit, lang, v.limit.amount), between, *times, word)


def _time(v: TargetVerdict, one: Quantile, lang: str) -> str:
    return "–" if one.estimate is None else found_amount(one.estimate, v.unit, lang)
