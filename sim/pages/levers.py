"""The page of a scenario's levers: what each changes alone, and all together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.pages.comparison_details import details_of
from sim.pages.comparisons import costs_of, lasts, legend, share_of, shares_of, signed_points, worse_in
from sim.pages.page import Entry, Page, Section
from sim.words.amounts import found_amount
from sim.words.comparing import COMPARED, LEVERS
from sim.words.comparison_page import CHANGED
from sim.words.counted import words_for
from sim.words.formats import required, share
from sim.words.language import said_in
from sim.words.marks import marked
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from sim.experiments.comparing.comparison import (
        ComparedTarget,
        Comparison,
        Difference,
    )
    from sim.experiments.comparing.lever_effects import LeverEffects

BEST = 3
"""Levers that the answer names."""


def page_of(made: LeverEffects, lang: str) -> Page:
    """The page of a scenario's levers, each added alone to the process without any, then all together."""
    from sim.experiments.comparing.lever_effects import TOGETHER, label_of

    w, shown = LEVERS[lang], made.comparison
    labels = {TOGETHER: w["all"]}
    if lang == "zh":  # ids of levers are English words; who reads Chinese reads their names
        labels |= {one.label: label.zh for one in shown.alternatives if (label := label_of(one.label))}
    stated_in, builds_on, said = dict(made.stated_in), dict(made.builds_on), said_in(lang)

    def called(lever: str, more: str = "") -> str:
        label = label_of(lever)
        said = w["together"] if label is None else label.in_language(lang)  # type: ignore[arg-type]
        where = w["stated_in"].format(variant=stated_in[lever]) if lever in stated_in else ""
        own = labels[TOGETHER] if lever == TOGETHER else lever
        return f"{own}  {said}{where}" + (f"  {more}" if more else "")

    refused = [
        called(
            lever,
            w["builds_on" if lever in builds_on else "not_alone"].format(
                why=said(why), other=builds_on.get(lever)
            ),
        )
        for lever, why in made.alone_refused
    ]
    refused += [
        called(lever, w["not_together"].format(why=said(why))) for lever, why in made.together_refused
    ]
    effects = [
        Entry(
            called(one.label),
            tuple(marked("doubtful", line) for line in worse_in(shown, one.label, one.label, lang)),
        )
        for one in shown.alternatives
    ]
    sections = [
        Section(
            w["base"].format(base=shown.asked),
            (shares_of(shown, lang, labels), *legend(shown, lang, labels)),
        ),
        *([costs_of(shown, lang, labels)] if shown.costs else []),
        Section(CHANGED[lang]["levers"], (*effects, *refused)),
    ]
    title = w["head"].format(load=shown.load, seed=shown.seed, n=shown.replications)
    details = details_of(shown, lang, labels, cases=False)
    example = w["cases"].format(base=shown.asked, lever=shown.alternatives[0].label)
    return Page(
        title, _best(shown, labels, TOGETHER, lang), tuple(sections), (*details, Section("", (example,)))
    )


def _best(made: Comparison, labels: Mapping[str, str], together: str, lang: str) -> str:
    """Which levers bring most on time for the first promise that one helps alone, and what all of them do for it."""
    helped = {target.target: _alone(made, target.target, together) for target in made.targets}
    first = next((target for target in made.targets if helped[target.target]), made.targets[0])
    w = words_for(CHANGED[lang], lang, [first.unit])
    target, more = first.target, "_mean" if first.on_mean else ""
    told = COMPARED[lang]["comma"].join(
        w["sorted"].format(label=labels.get(label, label), points=signed_points(d))
        for label, d in helped[target][:BEST]
    )
    unit = WORDS[lang][first.unit]
    said = w[f"best{more}" if told else f"none{more}"].format(target=target, labels=told, unit=unit)
    whole = next((share_of(made, one, target) for one in made.alternatives if one.label == together), None)
    if whole is not None and whole.difference is not None and whole.after is not None:
        said += (" " if lang == "en" else "") + _all(first, whole, whole.after, w, lang)
    growing = [
        labels.get(one.label, one.label) for one in made.alternatives if lasts(made, one.label) == "grows"
    ]
    return said + (w["growing"].format(labels=COMPARED[lang]["comma"].join(growing)) if growing else "")


def _all(target: ComparedTarget, whole: Difference, after: float, w: Mapping[str, str], lang: str) -> str:
    """What all levers together do for a promise, and whether that is what it requires."""
    if target.required_share is None:
        limit = target.limit.amount
        reached, needed = (found_amount(amount, target.unit, lang) for amount in (after, limit))
        keeps = after <= limit
    else:
        reached, needed = share(after, target.required_share), required(target.required_share)
        keeps = after >= target.required_share
    return w["all_mean" if target.on_mean else "all"].format(
        points=signed_points(whole),
        after=reached,
        required=needed,
        enough=w["enough" if keeps else "not_enough"],
    )


def _alone(made: Comparison, target: str, together: str) -> list[tuple[str, Difference]]:
    """Alternatives, all of them at once left out, that surely do better for a promise, the best first."""
    rises = [(one.label, share_of(made, one, target)) for one in made.alternatives if one.label != together]
    better = [(label, d) for label, d in rises if d.judgement == "better"]
    return sorted(better, key=lambda item: -abs(item[1].difference or 0.0))
