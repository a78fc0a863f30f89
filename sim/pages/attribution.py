"""The page of levers' parts: what they change together and which earns most of it; then a table for each promise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sim.experiments.comparing.attribute import EXACT
from sim.experiments.comparing.comparison import signed
from sim.experiments.comparing.lever_effects import label_of
from sim.pages.comparison_details import target_title
from sim.pages.page import Column, Page, Part, Section, table
from sim.words.amounts import found_amount
from sim.words.attribution import ATTRIBUTION
from sim.words.comparing import COMPARED
from sim.words.counted import words_for
from sim.words.formats import share
from sim.words.language import said_in
from sim.words.marks import Tone, marked

if TYPE_CHECKING:
    from sim.experiments.comparing.attribution import Attributed, Attribution
    from sim.experiments.comparing.attribution import Part as LeverPart
    from sim.experiments.comparing.comparison import ComparedTarget

NAMED = 3
"""Levers that the answer names."""
TONES: dict[str, Tone] = {"better": "good", "worse": "bad", "unclear": "doubtful"}


def page_of(made: Attribution, lang: str) -> Page:
    """The page of an attribution."""
    w, said = ATTRIBUTION[lang], said_in(lang)
    title = w["head"].format(
        scenario=made.scenario, load=made.load, seed=made.seed, sets=made.coalitions, n=made.replications
    )
    sections = [
        Section(target_title(target, lang), tuple(_target(made, target, lang))) for target in made.targets
    ]
    notes = [w["method"], w["intervals"].format(level=f"{made.confidence:.0%}")]
    if made.orders is not None:
        notes.append(w["orders"].format(exact=EXACT, orders=made.orders))
    if made.refused:
        left_out = tuple(w["refused"].format(lever=lever, why=said(why)) for lever, why in made.refused)
        sections.append(Section(w["levers"], left_out))
    return Page(
        title,
        answer_of(made, made.targets[0], lang),
        tuple(sections),
        (Section("", tuple(notes)),),
    )


def called(lever: str, lang: str) -> str:
    """What a lever is called."""
    label = label_of(lever)
    return lever if label is None else label.in_language(lang)  # type: ignore[arg-type]


def divided(made: Attribution, target: ComparedTarget) -> Attributed:
    """The measure whose change is divided: the mean; of a target that asks who gets there, the share that does."""
    return made.of(target.target, "on_time_share" if target.unit == "case" else "mean")


def gain(one: Attributed, change: float) -> float:
    """A change as what is gained: less time, fewer visits, a larger share."""
    return change if one.measure == "on_time_share" else -change


def answer_of(made: Attribution, target: ComparedTarget, lang: str) -> str:
    """What the levers do together to a promise, and the levers that do most of it."""
    w, whole, name = words_for(ATTRIBUTION[lang], lang, [target.unit]), divided(made, target), target.target
    change = whole.change
    if change is None or not whole.parts or whole.before is None or whole.after is None:
        return w["unknown"].format(target=name)
    if not any(part.change for part in whole.parts):
        return w["nothing"].format(target=name)
    gained = gain(whole, change) > 0
    largest = sorted(whole.parts, key=lambda part: -part.change if change > 0 else part.change)
    parts = [
        w["part"].format(lever=called(part.levers[0], lang), change=saved_text(part.change, whole, lang))
        for part in largest[:NAMED]
        if part.judgement in ("better", "worse")
    ]
    share = "_share" if whole.measure == "on_time_share" else ""
    return w[("saves" if gained else "costs") + share].format(
        target=name,
        change=size(change, whole, lang),
        before=amount(whole.before, whole, lang),
        after=amount(whole.after, whole, lang),
        parts=COMPARED[lang]["comma"].join(parts) or w["open"],
    )


def _target(made: Attribution, target: ComparedTarget, lang: str) -> list[Part]:
    """A row a lever, the one that earns most on top; then what levers do to each other."""
    w, whole = words_for(ATTRIBUTION[lang], lang, [target.unit]), divided(made, target)
    if not whole.parts:
        return [w["unknown"].format(target=target.target)]
    # Of a promise on the mean nothing is on time; of one on who gets there, nothing takes time.
    beside = [] if target.unit == "case" else ["p95"] if target.on_mean else ["on_time_share", "p95"]
    others = [made.of(target.target, measure) for measure in beside]  # type: ignore[arg-type]
    rows = []
    for number in sorted(
        range(len(made.levers)), key=lambda number: -gain(whole, whole.parts[number].change)
    ):
        cells = (_cell(whole, number), _of_whole(whole, number), *(_cell(one, number) for one in others))
        rows.append((called(made.levers[number], lang), *cells))
    rows.append((w["all"], _whole(whole), "100%" if _tells(whole) else "–", *map(_whole, others)))
    unit = COMPARED[lang][f"in_{target.unit}"]
    heads = [w[f"of_{measure}"].format(unit=unit) for measure in (whole.measure, "whole", *beside)]
    found: list[Part] = [table([Column(w["lever"]), *heads], rows)]
    for one in whole.interactions:
        a, b = (called(lever, lang) for lever in one.levers)
        pattern = "help" if one.judgement == "better" else "overlap"
        if whole.measure == "on_time_share":
            pattern += "_share"
        found.append(w[pattern].format(a=a, b=b, x=size(one.change, whole, lang)))
    return found


def _cell(one: Attributed, number: int) -> str:
    """ "−0.19 [−0.21, −0.17]"; nothing is told of a measure that some set of levers does not reach."""
    return _told(one, one.parts[number]) if one.parts else "–"


def _told(one: Attributed, part: LeverPart) -> str:
    scale, decimals = _scale(one)
    if part.judgement == "nothing":
        return "0"
    said = signed(scale * part.change, decimals)
    if part.low is not None and part.high is not None:
        said += f" [{signed(scale * part.low, decimals)}, {signed(scale * part.high, decimals)}]"
    return marked(TONES.get(part.judgement, ""), said)


def _of_whole(one: Attributed, number: int) -> str:
    change = one.change
    if not change or not _tells(one):
        return "–"
    part = one.parts[number].change / change
    return f"{'−' if part < 0 else ''}{abs(part):.0%}"


def _tells(one: Attributed) -> bool:
    """Whether the whole change is more than the nothing that its decimals show, so that parts of it can be told."""
    return bool(re.search("[1-9]", _whole(one)))


def _whole(one: Attributed) -> str:
    scale, decimals = _scale(one)
    return "–" if one.change is None else signed(scale * one.change, decimals)


def _scale(one: Attributed) -> tuple[float, int]:
    """What values are multiplied by to be told, and decimals that suit the whole change."""
    if one.measure == "on_time_share":
        return 100.0, 1
    whole = abs(one.change or 0.0)
    return 1.0, 1 if whole >= 20 else 2 if whole >= 0.5 else 3


def amount(value: float, of: Attributed, lang: str) -> str:
    """A time or a count with its unit, or a share."""
    return share(value) if of.measure == "on_time_share" else found_amount(value, of.unit, lang)


def size(change: float, of: Attributed, lang: str) -> str:
    """How large a change is: of a share in points, which the sentence names."""
    if of.measure == "on_time_share":
        return f"{100 * abs(change):.1f}"
    return found_amount(abs(change), of.unit, lang)


def saved_text(change: float, of: Attributed, lang: str) -> str:
    """What a lever saves, or costs."""
    w = words_for(ATTRIBUTION[lang], lang, [of.unit])
    pattern = "less" if gain(of, change) > 0 else "more"
    if of.measure == "on_time_share":
        pattern += "_share"
    return w[pattern].format(x=size(change, of, lang))
