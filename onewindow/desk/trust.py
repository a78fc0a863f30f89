"""What a planner may rely on, as a job: where the numbers come from, what is uncertain, how it was simulated, limits.

Parts: `numbers`, which simulates nothing; then the whole, with verdicts and why so many replications are enough. It
tells what the chapters of the report tell, in the same words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from onewindow.desk.asked import Asked, from_request
from onewindow.desk.kinds import Part
from onewindow.desk.told import LANGUAGES, sections
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.reports.told import Verdicts
from sim.experiments.running.progress import Progress
from sim.experiments.verdicts.check import check, chosen
from sim.experiments.verdicts.stored_answers import current, kept
from sim.pages.by_name import promises_of
from sim.pages.html import part_html, text_html
from sim.pages.overviews import Overview
from sim.pages.page import Column, Section, Table, table
from sim.pages.reports.ends import facts_of, limits, method
from sim.pages.reports.numbers import assumptions, numbers_of
from sim.words.formats import share
from sim.words.language import Lang
from sim.words.page_trust import TRUST
from sim.words.provenance import provenance
from sim.words.report import REPORT

KINDS = ("documented", "statistic", "law", "set", "borrowed", "assumed", "unsourced")
"""Where a number may come from, the firmest first."""
FIRM = ("documented", "statistic", "law")


def answer(request: Mapping[str, Any], progress: Progress, part: Part) -> Mapping[str, Any]:
    """Raises ModelError."""
    asked = from_request(request)
    whatif = asked.question()
    known = {lang: numbers(asked, whatif, lang) for lang in LANGUAGES}
    part("numbers", known)
    names = chosen(whatif, [asked.target] if asked.target else None)
    verdicts = check(whatif, names, ends=False, progress=progress)
    made = Verdicts(whatif, tuple(verdicts), ("draws",))
    return {
        "numbers": known,
        "method": {lang: how(made, lang) for lang in LANGUAGES},
        "verdicts": [one.to_dict() for one in verdicts],
    }


def numbers(asked: Asked, whatif: WhatIf, lang: Lang) -> dict[str, Any]:
    """What the scenario states, before anything is simulated."""
    made = Verdicts(whatif, (), ("draws",))
    chapter = assumptions(made, lang)
    overview = Overview(whatif, lang).page()
    uncertain = [piece for piece in chapter.pieces if isinstance(piece, Section)][1:]
    found = Counter(one.kind or "unsourced" for one in numbers_of(whatif).all)
    counted = {kind: found[kind] for kind in KINDS if found[kind]}
    all_ = sum(counted.values()) or 1
    return {
        "answer": text_html(_basis(counted, lang)),
        "shares": [
            {"kind": kind, "name": REPORT[lang][f"kind_{kind}"], "n": n, "share": n / all_}
            for kind, n in counted.items()
        ],
        "calendar": text_html(provenance(whatif, lang).rpartition(" · ")[2]),
        "first": [text_html(one) for one in _first(asked, whatif, lang)],
        "uncertain": sections(uncertain) or f"<p>{text_html(REPORT[lang]['no_uncertain'])}</p>",
        "certain": sections(chapter.details),
        "scenario": f"<p>{text_html(overview.answer)}</p>" + sections(overview.sections[:1]),
        "whole": sections(overview.sections[1:]),
        "limits": "".join(line for one in limits(made, lang).pieces[:-1] for line in _html(one)),
    }


def _html(piece: Any) -> Iterator[str]:
    """Limits are sentences, each behind a dot."""
    yield f"<li>{text_html(str(piece).removeprefix('• '))}</li>"


def _basis(counted: Mapping[str, int], lang: Lang) -> str:
    """How many of the numbers somebody wrote down, and how many are assumed."""
    w, all_ = TRUST[lang], sum(counted.values())
    if not all_:
        return w["no_numbers"]
    firm = sum(counted.get(kind, 0) for kind in FIRM)
    return w["basis"].format(
        n=all_,
        firm=share(firm / all_),
        borrowed=share(counted.get("borrowed", 0) / all_),
        assumed=share((counted.get("assumed", 0) + counted.get("unsourced", 0)) / all_),
    )


def _first(asked: Asked, whatif: WhatIf, lang: Lang) -> Sequence[str]:
    """Which number to measure first, where a stored answer says so."""
    w, names = TRUST[lang], promises_of(whatif, lang)
    if asked.changed or asked.scenario not in current(known := kept()):
        return [w["not_drawn"]]
    results = known[asked.scenario]["results"]
    chosen_ = {asked.target: results[asked.target]} if asked.target in results else results
    told = [
        w["first"].format(target=names.get(target, target), what=one["measure_first"][lang])
        for target, one in chosen_.items()
        if one.get("measure_first")
    ]
    return told or [w["none_first"]]


def how(made: Verdicts, lang: Lang) -> str:
    """How it was simulated, why that is enough, and what makes the same again, as HTML."""
    lines = "".join(
        f"<li>{text_html(str(piece).removeprefix('• '))}</li>" for piece in method(made, lang).pieces
    )
    facts: Table = table([Column(""), Column("")], list(facts_of(made, lang)))
    return f"<ul>{lines}</ul>" + "".join(part_html(facts))
