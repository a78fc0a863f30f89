"""The page of levers' parts: what they change together and which earns most of it; then a table for each promise."""

from __future__ import annotations

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
        answer_of(made, made.targets[0].target, lang),
        tuple(sections),
        (Section("", tuple(notes)),),
    )


def called(lever: str, lang: str) -> str:
    """What a lever is called."""
    label = label_of(lever)
    return lever if label is None else label.in_language(lang)  # type: ignore[arg-type]


def answer_of(made: Attribution, target: str, lang: str) -> str:
    """What the levers do together to a promise, and the levers that do most of it."""
    w, time = ATTRIBUTION[lang], made.of(target, "mean")
    change = time.change
    if change is None or not time.parts or time.before is None or time.after is None:
        return w["unknown"].format(target=target)
    if not any(part.change for part in time.parts):
        return w["nothing"].format(target=target)
    largest = sorted(time.parts, key=lambda part: part.change if change < 0 else -part.change)
    parts = [
        w["part"].format(lever=called(part.levers[0], lang), change=saved_text(part.change, time.unit, lang))
        for part in largest[:NAMED]
        if part.judgement in ("better", "worse")
    ]
    return w["saves" if change < 0 else "costs"].format(
        target=target,
        change=amount(abs(change), time.unit, lang),
        before=amount(time.before, time.unit, lang),
        after=amount(time.after, time.unit, lang),
        parts=COMPARED[lang]["comma"].join(parts) or w["open"],
    )


def _target(made: Attribution, target: ComparedTarget, lang: str) -> list[Part]:
    """A row a lever, the one that earns most on top; then what levers do to each other."""
    w = words_for(ATTRIBUTION[lang], lang, [target.unit])
    time, share, p95 = (made.of(target.target, m) for m in ("mean", "on_time_share", "p95"))
    if not time.parts:
        return [w["unknown"].format(target=target.target)]
    rows = []
    for number in sorted(range(len(made.levers)), key=lambda number: time.parts[number].change):
        rows.append(
            (
                called(made.levers[number], lang),
                _cell(time, number),
                _of_whole(time, number),
                _cell(share, number),
                _cell(p95, number),
            )
        )
    rows.append((w["all"], _whole(time), "100%" if time.change else "–", _whole(share), _whole(p95)))
    heads = w["columns"].format(unit=COMPARED[lang][f"in_{time.unit}"]).split("|")
    found: list[Part] = [table([Column(heads[0]), *heads[1:]], rows)]
    for one in time.interactions:
        a, b = (called(lever, lang) for lever in one.levers)
        pattern = w["help" if one.judgement == "better" else "overlap"]
        found.append(pattern.format(a=a, b=b, x=amount(abs(one.change), time.unit, lang)))
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
    if not change:
        return "–"
    part = one.parts[number].change / change
    return f"{'−' if part < 0 else ''}{abs(part):.0%}"


def _whole(one: Attributed) -> str:
    scale, decimals = _scale(one)
    return "–" if one.change is None else signed(scale * one.change, decimals)


def _scale(one: Attributed) -> tuple[float, int]:
    """What values are multiplied by to be told, and decimals that suit the whole change."""
    if one.measure == "on_time_share":
        return 100.0, 1
    whole = abs(one.change or 0.0)
    return 1.0, 1 if whole >= 20 else 2 if whole >= 0.5 else 3


def amount(value: float, unit: str, lang: str) -> str:
    """A time to three digits."""
    return found_amount(value, unit, lang)


def saved_text(change: float, unit: str, lang: str) -> str:
    """What a lever saves, or costs."""
    return ATTRIBUTION[lang]["less" if change < 0 else "more"].format(x=amount(abs(change), unit, lang))
