"""The page of checked promises: what holds, by how much, what to measure first; all else are details."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING

from sim.model.tally import counts
from sim.model.target import at_once
from sim.pages.page import Entry, Page, Section
from sim.pages.verdict_details import (
    beside,
    busiest_first,
    calendar_words,
    caveats,
    pool_table,
)
from sim.words.amounts import found_amount, limit_text, unit_amount
from sim.words.doubt import kept, kept_in, measured_first, no_range, nothing_to_measure, stated
from sim.words.formats import required, share
from sim.words.marks import Tone, marked
from sim.words.means import MEANS, mean_text, plain
from sim.words.offered import verdict_word, window_only
from sim.words.promises import TONES, called, counted, headed
from sim.words.verdict_page import ANSWER
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from sim.experiments.verdicts.verdict import TargetVerdict
    from sim.words.number_names import NumberWords

BUSIEST = 3
"""Pools that the page names; the details hold all."""
KEPT = 0.005
"""Share of the time on duty for which units are kept idle that is told."""
SHORT = 16.0
"""Limits up to so many working hours are told in hours."""
MEASURED = 3
"""Numbers to measure first that the page names."""


def page_of(
    verdicts: Sequence[TargetVerdict],
    lang: str,
    names: NumberWords | None = None,
    asked: str | None = None,
) -> Page:
    """The page of one scenario's verdicts. `names` holds the words for its numbers; without it they are paths.

    `asked` is what was checked, with its what-if options, as one types it for the next command.
    """
    w, first = ANSWER[lang], verdicts[0]
    sections = [Section("", (*(_promise(verdict, lang) for verdict in verdicts), *_samples(verdicts, lang)))]
    if first.uncertain and all(verdict.doubt is None for verdict in verdicts):
        sections.append(Section("", (marked("faint", w["as_stated"].format(n=first.uncertain)),)))
    measures = _measures(verdicts, lang, names)
    doubts = [verdict.doubt for verdict in verdicts if verdict.doubt is not None]
    measures += [marked("faint", told) for told in no_range(doubts, lang)]
    if measures:
        sections.append(Section(w["measure"], tuple(measures)))
    if first.pools:
        busy = [
            w["busy_kept" if use.held >= KEPT else "busy"].format(
                pool=use.label[0 if lang == "zh" else 1],
                share=f"{use.utilisation:.0%}",
                kept=f"{use.held:.0%}",
            )
            for use in busiest_first(first.pools)[:BUSIEST]
        ]
        sections.append(Section(w["staff"], (w["busiest"].format(pools=w["and"].join(busy)),)))
    details = (
        Section("", tuple(beside(verdict, lang, names) for verdict in verdicts)),
        Section("", (pool_table(first, lang),)),
    )
    asked = first.scenario if asked is None else asked
    steps = tuple(f"onewindow {command} {asked}" for command in (*first.worth_asking, "capacity"))
    return Page(_title(first, lang), _answer(verdicts, lang), tuple(sections), details, steps)


def _samples(verdicts: Sequence[TargetVerdict], lang: str) -> list[str]:
    """Why times of two promises may not fit together: each is told on the replications of its own verdict."""
    used = sorted(verdict.replications for verdict in verdicts if verdict.judged_any)
    if not used or used[0] == used[-1]:
        return []
    return [marked("faint", ANSWER[lang]["samples"].format(least=used[0], most=used[-1]))]


def _title(first: TargetVerdict, lang: str) -> str:
    w = WORDS[lang]
    return (
        f"{first.scenario} · {w['judged']} {' – '.join(first.judged_dates)} · {w['load']} {first.load}"
        f" · {w['seed']} {first.seed} · {w['calendar']} {calendar_words(first, lang)}"
    )


def page_of_one(verdict: TargetVerdict, lang: str) -> Page:
    """The page of one promise."""
    return page_of([verdict], lang)


def _answer(verdicts: Sequence[TargetVerdict], lang: str) -> str:
    """One sentence for all of them, and what it is worth given what is not known."""
    w = ANSWER[lang]
    doubted = [v.doubt for v in verdicts if v.verdict == "met" and v.doubt is not None]
    if len(verdicts) == 1:
        (only,) = verdicts
        assumed = "_assumed" if only.as_assumed else ""
        told = w[f"one_{only.verdict}{assumed}"].format(name=called(only, lang))
        doubted = [only.doubt] if only.doubt is not None else []
    else:
        counts = counted((v.verdict for v in verdicts), lang, assumed=any(v.as_assumed for v in verdicts))
        told = w["several"].format(n=len(verdicts), counts=counts)
    told += window_only([one.growing for one in verdicts if one.verdict == "met"], lang)
    if doubted:
        *others, last = (kept(doubt, lang) for doubt in doubted)
        shares = w["last"].join(([w["and"].join(others)] if others else []) + [last])
        told += (" " if lang == "en" else "") + w["doubt_one" if len(doubted) == 1 else "doubt"].format(
            kept=shares, draws=max(doubt.draws for doubt in doubted)
        )
    return told


def _promise(v: TargetVerdict, lang: str) -> Entry:
    """The verdict on one promise in three lines."""
    w = ANSWER[lang]
    tone: Tone = TONES["undecided" if v.verdict == "met" and v.growing else v.verdict]
    head = headed(v.target, called(v, lang), v.verdict, tone)
    if not v.judged_any:
        return Entry(head, (WORDS[lang]["nobody"],))
    told = value_of(v, lang)
    if v.doubt is not None:
        told += w["kept"].format(kept=kept_in(v.doubt, lang))
    lines = [
        f"{marked(tone, verdict_word(v.verdict, v.steadiness, lang))}  {told}",
        _times(v, lang),
        *caveats(v, lang),
    ]
    return Entry(head, tuple(lines))


def value_of(v: TargetVerdict, lang: str) -> str:
    """The share on time, or the mean, with its interval and what is required."""
    if v.on_time_share is not None and v.required_share is not None:
        return ANSWER[lang][f"share_{v.unit}" if counts(v.limit) else "share"].format(
            share=share(v.on_time_share, v.required_share),
            low=f"{100 * v.low:.1f}",
            high=f"{100 * v.high:.1f}",
            required=required(v.required_share),
            limit=limit_text(v.limit, lang),
            to=_end(v, lang),
        )
    assert v.mean is not None
    limit = v.limit.amount
    return MEANS[lang]["told" if isfinite(v.high) else "told_open"].format(
        mean=mean_text(v.mean, v.unit, lang, limit),
        low=plain(v.low, limit),
        high=plain(v.high, limit),
        limit=limit_text(v.limit, lang),
    )


def _times(v: TargetVerdict, lang: str) -> str:
    w = ANSWER[lang]
    if at_once(v.limit):
        return w["at_once"]

    hours = v.limit_working_hours
    unit, factor = ("wh", hours / v.limit.amount) if hours is not None and hours <= SHORT else (v.unit, 1.0)

    def amount(value: float | None) -> str:
        return "–" if value is None else found_amount(value * factor, unit, lang)

    def done(part: str, value: float | None) -> str:
        return w[f"no_{part}" if value is None else part].format(time=amount(value))

    within = unit_amount(v.limit.amount * factor, unit, lang)
    p50, p90 = v.p50.estimate, v.p90.estimate
    if not counts(v.limit):
        reached = [done("half", p50), *([done("nine", p90)] if p50 is not None else [])]
        return w["times"].format(reached=w["then"].join(reached), limit=within)
    return w[f"counts_{v.unit}"].format(p50=amount(p50), p90=amount(p90), limit=within, to=_end(v, lang))


def _end(v: TargetVerdict, lang: str) -> str:
    """What people call the milestone that is counted."""
    return v.to if v.to_called is None else v.to_called[0 if lang == "zh" else 1]


def _measures(verdicts: Sequence[TargetVerdict], lang: str, names: NumberWords | None) -> list[str]:
    """The numbers to measure first: each once, with the promises it decides."""
    doubts = [(v.target, v.doubt) for v in verdicts if v.doubt is not None]
    found = measured_first(doubts)
    w = ANSWER[lang]
    return [
        w["measured"].format(
            name=measure.path if names is None else names.name(measure.path),
            value=stated(measure, names),
            low=f"{measure.kept_low:.0%}",
            high=f"{measure.kept_high:.0%}",
            target=first,
        )
        + (w["measured_too"].format(targets=w["and"].join(others)) if others else "")
        for measure, (first, *others) in found[:MEASURED]
    ] or nothing_to_measure(doubts, lang, names)
