"""Alternatives side by side, as a job: what each changes, whether that is sure, its verdict, what it takes in people.

The comparison is that of `onewindow compare`: 48 replications of each under the same draws, paired, with intervals that
hold together.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from onewindow.desk.asked import Asked, from_query
from onewindow.desk.kinds import Part
from onewindow.desk.told import LANGUAGES, told
from plots.charts.promises import comparison as chart_of
from plots.results.comparisons import first_on_a_share, groups_of
from sim.experiments.comparing.compare import compare
from sim.experiments.comparing.comparison import Comparison, Difference
from sim.experiments.comparing.people import PoolMoved, people_moved
from sim.experiments.questions.library import split_variant
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import Crew, crew_for
from sim.experiments.running.progress import Progress
from sim.experiments.verdicts.check import check, chosen
from sim.experiments.verdicts.verdict import TargetVerdict
from sim.model import Fault, ModelError
from sim.pages.by_name import promises_of, relabelled
from sim.pages.comparisons import page_of, share_of
from sim.pages.html import part_html
from sim.pages.page import Column, Table, table
from sim.words.comparing import COMPARED
from sim.words.comparison_page import CHANGED
from sim.words.counted import words_for
from sim.words.language import Lang
from sim.words.marks import marked, strong
from sim.words.page_compare import COMPARE
from sim.words.promises import SIGNS, TONES
from sim.words.verdicts import WORDS

MOST = 6
"""Side by side, the base among them."""


@dataclass(frozen=True)
class Side:
    """One of those compared: what it is called, by language, and what is asked."""

    name: Mapping[str, str]
    asked: Asked

    def request(self) -> dict[str, Any]:
        return {"name": dict(self.name), "asked": self.asked.query()}


def request_of(base: Side, others: Sequence[Side], target: str = "") -> dict[str, Any]:
    """What a job is asked; `scenario` is that of the base."""
    name, _ = split_variant(base.asked.scenario)
    more = {"target": target} if target else {}
    return {"scenario": name, "sides": [one.request() for one in (base, *others)], **more}


def command(base: Side, others: Sequence[Side], lang: Lang) -> str:
    """The command that compares the same; "" where the base is changed, since options come on top of the base's."""
    if replace(base.asked, target="").changed:
        return ""
    words = ["onewindow", "compare", base.asked.typed]
    for one in others:
        variant = split_variant(one.asked.scenario)[1]
        options = shlex.split(replace(one.asked, target="").command())[3:]
        told = ([f"@{variant}"] if variant else []) + [shlex.quote(word) for word in options]
        words += ["--vs", f"{one.name[lang].replace(':', ' ')}: {' '.join(told)}"]
    return shlex.join(words)


def answer(request: Mapping[str, Any], progress: Progress, part: Part) -> Mapping[str, Any]:
    """Parts: `compared`; then the whole, with verdicts. Raises ModelError."""
    sides = [Side(one["name"], from_query(one["asked"])) for one in request["sides"]]
    if not 2 <= len(sides) <= MOST:
        message = f"{len(sides)} alternatives cannot be set side by side; allowed: 2 to {MOST}"
        raise ModelError([Fault("", 0, 0, message)])
    questions = [replace(one.asked, target="").question() for one in sides]
    base, others = questions[0], questions[1:]
    keys = [f"#{number}" for number in range(len(others))]
    with crew_for(base.engine_name, None) as crew:
        made = compare(base, dict(zip(keys, others, strict=True)), progress=progress, crew=crew)
        moved = [people_moved(base, one) for one in others]
        named = {
            lang: _named(made, {key: one.name[lang] for key, one in zip(keys, sides[1:], strict=True)}, lang)
            for lang in LANGUAGES
        }
        target = request.get("target", "")
        first = first_on_a_share(made, target).targets[0].target
        found = {
            "said": {lang: told(page_of(named[lang], lang), promises_of(base, lang)) for lang in LANGUAGES},
            "charts": {lang: _chart(named[lang], first, lang) for lang in LANGUAGES},
            "found": made.to_dict(),
            "people": [[{"pool": one.pool, "more": round(one.more, 4)} for one in side] for side in moved],
            "target": first,
        }
        part("compared", found | {"tables": _tables(named, first, moved, sides, [])})
        verdicts = [_verdict(one, first, progress, crew) for one in questions]
    return found | {
        "tables": _tables(named, first, moved, sides, verdicts),
        "verdicts": [None if one is None else one.to_dict() for one in verdicts],
    }


def _verdict(whatif: WhatIf, target: str, progress: Progress, crew: Crew) -> TargetVerdict | None:
    """The verdict on a promise; None where the levers in force leave nothing to judge."""
    if target not in chosen(whatif, None):
        return None
    return check(whatif, [target], ends=False, progress=progress, crew=crew)[0]


def _named(made: Comparison, names: Mapping[str, str], lang: Lang) -> Comparison:
    """The comparison with the names of one language; names that are alike are told apart by numbers."""
    taken = {COMPARED[lang]["base"], ""}
    called = {}
    for key, name in names.items():
        while name in taken:
            name += "′"
        taken.add(name)
        called[key] = name
    return relabelled(made, called)


def _chart(made: Comparison, target: str, lang: Lang) -> dict[str, Any] | None:
    own = first_on_a_share(made, target)
    if own.targets[0].on_mean:
        return None
    (group,) = groups_of(own, lang)
    return chart_of(group, words_for(CHANGED[lang], lang, [group.unit])["on_time"]).to_dict()


def _tables(
    named: Mapping[Lang, Comparison],
    target: str,
    moved: Sequence[Sequence[PoolMoved]],
    sides: Sequence[Side],
    verdicts: Sequence[TargetVerdict | None],
) -> dict[str, str]:
    """A row each: on time, what differs from the base, the verdict, what it takes in people."""
    return {
        lang: "".join(part_html(table_of(one, target, moved, sides[0].name[lang], verdicts, lang)))
        for lang, one in named.items()
    }


def table_of(
    made: Comparison,
    target: str,
    moved: Sequence[Sequence[PoolMoved]],
    base: str,
    verdicts: Sequence[TargetVerdict | None],
    lang: Lang,
) -> Table:
    """As a table of a page; colour only where a difference is certain."""
    w = words_for(COMPARE[lang], lang, [one.unit for one in made.targets if one.target == target])
    differences = [share_of(made, one, target) for one in made.alternatives]
    first = differences[0]
    rows = [(strong(base), first.level_text(first.before), "—", _said(verdicts, 0, lang), w["as_base"])]
    for number, (one, d) in enumerate(zip(made.alternatives, differences, strict=True)):
        changed = w["identical"] if one.identical else difference_text(d, lang)
        verdict, people = _said(verdicts, number + 1, lang), people_text(moved[number], lang)
        rows.append((strong(one.label), d.level_text(d.after), changed, verdict, people))
    heads: list[str | Column] = [
        w["alternative"],
        Column(w["on_time"], number=True),
        Column(w["difference"], number=True),
        Column(w["verdict"]),
        Column(w["people"]),
    ]
    return table(heads, rows)


def difference_text(d: Difference, lang: Lang) -> str:
    """ "+12.9 [+10.8, +15.0]", coloured where it is certain."""
    w = COMPARE[lang]
    if d.difference is None or d.judgement == "unknown":
        return w["unknown"]
    if d.judgement == "same":
        return w["same"]
    told = d.change_text
    if d.judgement == "better":
        return marked("good", told)
    return marked("bad", told) if d.judgement == "worse" else f"{told} {w['unsure']}"


def people_text(moved: Sequence[PoolMoved], lang: Lang) -> str:
    """ "registrars +1; windows −2", or that nobody is moved."""
    w = COMPARE[lang]
    if not moved:
        return w["no_people"]
    return w["semicolon"].join(_moved(one, lang) for one in moved)


def _moved(one: PoolMoved, lang: Lang) -> str:
    number = f"{abs(one.more):.2f}".rstrip("0").rstrip(".")
    return COMPARE[lang]["moved"].format(
        pool=one.name[0 if lang == "zh" else 1],
        more=f"{'+' if one.more > 0 else '−'}{number}",
        before=f"{one.before:.2f}".rstrip("0").rstrip("."),
        after=f"{one.after:.2f}".rstrip("0").rstrip("."),
    )


def _said(verdicts: Sequence[TargetVerdict | None], number: int, lang: Lang) -> str:
    if not verdicts:
        return "…"
    one = verdicts[number]
    if one is None:
        return COMPARE[lang]["not_judged"]
    return marked(TONES[one.verdict], f"{SIGNS[one.verdict]} {WORDS[lang][one.verdict]}")
