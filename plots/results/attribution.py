"""The parts of levers, as a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plots.lever_parts import Fall, Step, lever_parts
from plots.results.asked import named
from sim.experiments.comparing.attribution import Attribution
from sim.experiments.comparing.comparison import ComparedTarget
from sim.pages.attribution import amount, called, divided, gain, saved_text, size
from sim.pages.comparison_details import required_of
from sim.words.amounts import limit_text
from sim.words.attribution import ATTRIBUTION
from sim.words.comparing import COMPARED
from sim.words.counted import words_for
from sim.words.formats import required
from sim.words.language import Lang
from sim.words.provenance import ran

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_lever_parts(made: Attribution, lang: Lang) -> Figure:
    """The parts of every lever in the mean of each target that has one, or in the share that gets there; nothing is
    simulated."""
    w = ATTRIBUTION[lang]
    told = [target for target in made.targets if divided(made, target).parts]
    return lever_parts(
        [_fall(made, target, lang) for target in told],
        name=f"{made.title.in_language(lang)} · {made.scenario}",
        sentence=sentence(made, told, lang),
        lang=lang,
        notes=[
            w["method"],
            w["thin"].format(level=f"{made.confidence:.0%}"),
            ran(made.version, made.scenario, made.load, made.seed, made.digest, made.calendar, lang),
        ],
    )


def sentence(made: Attribution, targets: list[ComparedTarget], lang: Lang) -> str:
    """The lever that does most for the first target."""
    w, whole = words_for(ATTRIBUTION[lang], lang, [targets[0].unit]), divided(made, targets[0])
    best = max(whole.parts, key=lambda part: gain(whole, part.change))
    change, share = whole.change or 0.0, "_share" if whole.measure == "on_time_share" else ""
    if best.judgement != "better" or gain(whole, change) <= 0:
        return w[f"title_none{share}"]
    return w[f"title{share}"].format(
        lever=called(best.levers[0], lang),
        x=size(best.change, whole, lang),
        all=size(change, whole, lang),
    )


def _fall(made: Attribution, target: ComparedTarget, lang: Lang) -> Fall:
    w, whole = words_for(ATTRIBUTION[lang], lang, [target.unit]), divided(made, target)
    by, share = (100.0, "_share") if whole.measure == "on_time_share" else (1.0, "")
    before, after = whole.before or 0.0, whole.after or 0.0
    steps = [Step(w["before"], 0.0, by * before, amount(before, whole, lang))]
    at = before
    for part in sorted(whole.parts, key=lambda part: -gain(whole, part.change)):
        ends = (None, None) if part.low is None or part.high is None else (at + part.low, at + part.high)
        low, high = (None if end is None else by * end for end in ends)
        told = {"nothing": "0", "unclear": w["unsure"]}.get(
            part.judgement, saved_text(part.change, whole, lang)
        )
        name = called(part.levers[0], lang)
        steps.append(Step(name, by * at, by * (at + part.change), told, part.judgement, low, high))
        at += part.change
    steps.append(Step(w["after"], 0.0, by * after, amount(after, whole, lang)))
    limit = target.limit.amount if target.clock != "at_once" else None
    limit_told = w["limit"].format(limit=limit_text(target.limit, lang))
    if share:
        limit = None if target.required_share is None else by * target.required_share
        limit_told = w["required"].format(share=required(target.required_share or 0.0))
    reading = named(target.reading, "", lang)
    return Fall(
        name=named(target.name, target.target, lang) + (f" · {reading}" if reading else ""),
        under=required_of(target, lang),
        axis=w[f"axis{share}"].format(unit=COMPARED[lang][f"in_{target.unit}"]),
        limit=limit,
        limit_told=limit_told,
        steps=tuple(steps),
    )
