"""The page of checked promises: what holds, by how much, what to measure first; all else are details."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.pages.page import Entry, Page, Part, Section
from sim.pages.verdict_details import (
    beside,
    busiest_first,
    calendar_words,
    caveats,
    pool_table,
    reading,
)
from sim.words.amounts import unit_amount
from sim.words.doubt import kept, nothing_stands_out, stated
from sim.words.formats import required, share
from sim.words.marks import Tone, marked, strong
from sim.words.offered import verdict_word
from sim.words.verdict_page import ANSWER
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from sim.experiments.unknowns.doubt import Doubt, Measure
    from sim.experiments.verdicts.verdict import TargetVerdict
    from sim.words.number_names import NumberWords

SIGNS = {"met": "●", "not_met": "✕", "undecided": "?"}
TONES: Mapping[str, Tone] = {"met": "good", "not_met": "bad", "undecided": "doubtful"}
BUSIEST = 3
"""Pools that the page names; the details hold all."""
SHORT = 16.0
"""Limits up to so many working hours are told in hours."""
MEASURED = 3
"""Numbers to measure first that the page names."""


def page_of(verdicts: Sequence[TargetVerdict], lang: str, names: NumberWords | None = None) -> Page:
    """The page of one scenario's verdicts. `names` holds the words for its numbers; without it they are paths."""
    w, first = ANSWER[lang], verdicts[0]
    sections = [Section("", tuple(_promise(verdict, lang) for verdict in verdicts))]
    measures = _measures(verdicts, lang, names)
    if measures:
        sections.append(Section(w["measure"], tuple(measures)))
    if first.pools:
        busy = [
            w["busy"].format(pool=use.label[0 if lang == "zh" else 1], share=f"{use.utilisation:.0%}")
            for use in busiest_first(first.pools)[:BUSIEST]
        ]
        sections.append(Section(w["staff"], (w["busiest"].format(pools=w["and"].join(busy)),)))
    details = (
        Section("", tuple(beside(verdict, lang, names) for verdict in verdicts)),
        Section("", (pool_table(first, lang),)),
    )
    steps = tuple(f"onewindow {command} {first.scenario}" for command in ("levers", "capacity"))
    return Page(_title(first, lang), _answer(verdicts, lang), tuple(sections), details, steps)


def _title(first: TargetVerdict, lang: str) -> str:
    w = WORDS[lang]
    return (
        f"{first.scenario} · {w['judged']} {' – '.join(first.judged_dates)} · {w['load']} {first.load}"
        f" · {w['seed']} {first.seed} · {w['calendar']} {calendar_words(first, lang)}"
    )


def _answer(verdicts: Sequence[TargetVerdict], lang: str) -> str:
    """One sentence for all of them, and what it is worth given what is not known."""
    w = ANSWER[lang]
    doubted = [v.doubt for v in verdicts if v.verdict == "met" and v.doubt is not None]
    if len(verdicts) == 1:
        (only,) = verdicts
        assumed = "_assumed" if only.doubt is not None else ""
        told = w[f"one_{only.verdict}{assumed}"].format(name=_name(only, lang))
        doubted = [only.doubt] if only.doubt is not None else []
    else:
        counted = Counter(verdict.verdict for verdict in verdicts)
        parts = []
        for verdict in ("met", "not_met", "undecided"):
            if counted[verdict]:
                assumed = "_assumed" if verdict == "met" and doubted else ""
                parts.append(w[f"count_{verdict}{assumed}"].format(n=counted[verdict]))
        told = w["several"].format(n=len(verdicts), counts=w["comma"].join(parts))
    told += _growing(verdicts, lang)
    if doubted:
        *others, last = (kept(doubt, lang) for doubt in doubted)
        shares = w["last"].join(([w["and"].join(others)] if others else []) + [last])
        told += (" " if lang == "en" else "") + w["doubt_one" if len(doubted) == 1 else "doubt"].format(
            kept=shares
        )
    return told


def _name(verdict: TargetVerdict, lang: str) -> str:
    """What readers call the promise."""
    return reading(verdict, lang) or verdict.target


def _promise(v: TargetVerdict, lang: str) -> Entry:
    """The verdict on one promise in three lines."""
    w = ANSWER[lang]
    tone: Tone = TONES["undecided" if v.verdict == "met" and v.growing else v.verdict]
    head = f"{marked(tone, SIGNS[v.verdict])} {strong(_name(v, lang))}  {marked('faint', v.target)}"
    if not v.judged_any or v.on_time_share is None:
        return Entry(head, (WORDS[lang]["nobody"],))
    told = w["share"].format(
        share=share(v.on_time_share, v.required_share),
        low=f"{100 * v.low:.1f}",
        high=f"{100 * v.high:.1f}",
        required=required(v.required_share),
    )
    if v.doubt is not None:
        told += w["kept"].format(kept=kept(v.doubt, lang))
    lines = [
        f"{marked(tone, verdict_word(v.verdict, v.steadiness, lang))}  {told}",
        _times(v, lang),
        *caveats(v, lang),
    ]
    return Entry(head, tuple(lines))


def _times(v: TargetVerdict, lang: str) -> str:
    w = ANSWER[lang]
    if not v.limit:
        return w["at_once"]

    hours = v.limit_working_hours
    unit, factor = ("wh", hours / v.limit) if hours is not None and hours <= SHORT else (v.unit, 1.0)

    def amount(value: float | None) -> str:
        return "–" if value is None else unit_amount(float(f"{value * factor:.2g}"), unit, lang)

    limit = unit_amount(v.limit * factor, unit, lang)
    return w["times"].format(p50=amount(v.p50.estimate), p90=amount(v.p90.estimate), limit=limit)


def _measures(verdicts: Sequence[TargetVerdict], lang: str, names: NumberWords | None) -> list[Part]:
    """The numbers to measure first: each once, with the promises it decides."""
    w = ANSWER[lang]
    doubts = [(v, v.doubt) for v in verdicts if v.doubt is not None and 0 < v.doubt.kept < 1]
    found: dict[str, tuple[Measure, list[str]]] = {}
    for verdict, doubt in doubts:
        for measure in _named_first(doubt):
            found.setdefault(measure.path, (measure, []))[1].append(verdict.target)
    decided = {one.path: v.target for v, doubt in doubts for one in doubt.measures if one.policy}
    if not found and decided:
        named = (path if names is None else names.name(path, target) for path, target in decided.items())
        return [w["decided"].format(name=w["and"].join(named))]
    if not found:
        return [nothing_stands_out(doubts[0][1], lang)] if doubts else []
    return [
        w["measured"].format(
            name=measure.path if names is None else names.name(measure.path),
            value=stated(measure, names),
            low=f"{measure.kept_low:.0%}",
            high=f"{measure.kept_high:.0%}",
            targets=w["and"].join(targets),
        )
        for measure, targets in list(found.values())[:MEASURED]
    ]


def _named_first(doubt: Doubt) -> list[Measure]:
    """The first number; decisions are not measured."""
    return [measure for measure in doubt.measures if not measure.policy][:1]


def _growing(verdicts: Sequence[TargetVerdict], lang: str) -> str:
    """How many of those met hold for the judged window only."""
    met = [verdict for verdict in verdicts if verdict.verdict == "met"]
    growing = sum(verdict.growing for verdict in met)
    if not growing:
        return ""
    return ANSWER[lang]["growing" if growing == len(met) else "growing_some"].format(n=growing)
