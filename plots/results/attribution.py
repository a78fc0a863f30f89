"""The parts of levers, as a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plots.lever_parts import Fall, Step, lever_parts
from plots.results.asked import named
from sim.experiments.comparing.attribution import Attribution
from sim.experiments.comparing.comparison import ComparedTarget
from sim.pages.attribution import amount, called, saved_text
from sim.pages.comparison_details import required_of
from sim.words.amounts import limit_text
from sim.words.attribution import ATTRIBUTION
from sim.words.comparing import COMPARED
from sim.words.language import Lang
from sim.words.provenance import ran

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_lever_parts(made: Attribution, lang: Lang) -> Figure:
    """The parts of every lever in the mean time of each target that has one; nothing is simulated."""
    w = ATTRIBUTION[lang]
    told = [target for target in made.targets if made.of(target.target, "mean").parts]
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
    """The lever that saves most in the first target."""
    w, time = ATTRIBUTION[lang], made.of(targets[0].target, "mean")
    best = min(time.parts, key=lambda part: part.change)
    if best.judgement != "better" or (time.change or 0.0) >= 0:
        return w["title_none"]
    return w["title"].format(
        lever=called(best.levers[0], lang),
        x=amount(-best.change, time.unit, lang),
        all=amount(-(time.change or 0.0), time.unit, lang),
    )


def _fall(made: Attribution, target: ComparedTarget, lang: Lang) -> Fall:
    w, time = ATTRIBUTION[lang], made.of(target.target, "mean")
    before, after = time.before or 0.0, time.after or 0.0
    steps = [Step(w["before"], 0.0, before, amount(before, time.unit, lang))]
    at = before
    for part in sorted(time.parts, key=lambda part: part.change):
        ends = (None, None) if part.low is None or part.high is None else (at + part.low, at + part.high)
        told = {"nothing": "0", "unclear": w["unsure"]}.get(
            part.judgement, saved_text(part.change, time.unit, lang)
        )
        steps.append(Step(called(part.levers[0], lang), at, at + part.change, told, part.judgement, *ends))
        at += part.change
    steps.append(Step(w["after"], 0.0, after, amount(after, time.unit, lang)))
    limit = target.limit.amount if target.clock != "at_once" else None
    reading = named(target.reading, "", lang)
    return Fall(
        name=named(target.name, target.target, lang) + (f" · {reading}" if reading else ""),
        under=required_of(target, lang),
        axis=w["axis"].format(unit=COMPARED[lang][f"in_{time.unit}"]),
        limit=limit,
        limit_told=w["limit"].format(limit=limit_text(target.limit, lang)),
        steps=tuple(steps),
    )
