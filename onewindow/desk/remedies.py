"""What would make a promise hold: one step after another, each the one that helps most, until it is met.

A step is one more unit of a pool, or a lever on or off; what was already changed in the what-if stays. The steps are
tried on the same replications of the same seed, and the last one is judged as `check` does. It is a search that takes
the best step each time: that a smaller change would do is not excluded (`onewindow staffing` proves the fewest people).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from onewindow.desk.asked import Asked, from_request
from onewindow.desk.inputs import Inputs, inputs_of, question, refused, switched
from onewindow.desk.kinds import Part
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import Crew, crew_for
from sim.experiments.running.evidence import Evidence
from sim.experiments.running.progress import Bar, Progress
from sim.experiments.running.requirement import requirement
from sim.experiments.verdicts.check import check
from sim.experiments.verdicts.verdict import TargetVerdict
from sim.pages import whole_table
from sim.words.language import Lang
from sim.words.page_what_if import WHAT_IF
from sim.words.promises import TONES
from sim.words.verdicts import WORDS

REPLICATIONS = 8
"""On which steps are compared."""
STEPS = 4
"""At most so many, one after another."""
ENOUGH = 0.0005
"""A step that changes the share on time by less does nothing."""


@dataclass(frozen=True)
class Step:
    """One change: a pool's count, or a lever."""

    kind: str
    """more, lever, without."""
    name: str
    """The pool's path, or the lever."""
    asked: Asked
    """The what-if with it."""


def answer(request: Mapping[str, Any], progress: Progress, part: Part) -> Mapping[str, Any]:
    """`steps`, each with the share on time by then and what else was tried; `verdict` of the last. Raises ModelError.

    Of a promise on the mean, the value is minus the mean over the limit: more is better there too.
    """
    asked = from_request(request)
    whatif = question(asked)
    target = asked.target or next(iter(whatif.scenario.targets))
    steps: list[dict[str, Any]] = []
    with crew_for(whatif.engine_name, None) as crew:
        judged = _judged(asked, target, crew, progress)
        with progress(whatif.label, "search", None) as bar:
            best = _value(whatif, target, crew, bar)
            while judged.verdict != "met" and len(steps) < STEPS:
                tried = [(step, _value(question(step.asked), target, crew, bar)) for step in _next(asked)]
                found = max(tried, key=lambda pair: pair[1], default=None)
                if found is None or found[1] <= best + ENOUGH:
                    break
                step, best = found
                asked = step.asked
                judged = _judged(asked, target, crew, progress)
                others = sorted((pair for pair in tried if pair[0] is not step), key=lambda pair: -pair[1])
                steps.append(
                    _told(step, judged) | {"tried": [_of(one) | {"value": v} for one, v in others[:5]]}
                )
                part("steps", list(steps))
    return {"steps": steps, "verdict": judged.to_dict(), "asked": asked.request()}


def _next(asked: Asked) -> Iterator[Step]:
    """Every step there is from here that can be asked at all."""
    made = inputs_of(asked, "en")
    for group in made.staff:
        for number in group.numbers if group.used else ():
            if number.whole and number.path.endswith((".capacity", ".units", ".places")):
                text = f"{number.path}={int(float(number.value)) + 1}"
                yield Step("more", number.path, asked.with_setting(number.path, text))
    for lever in made.levers:
        turned = switched(asked, lever.name, not lever.on, stated=lever.stated)
        if not lever.refused and not refused(turned, "en"):
            yield Step("without" if lever.on else "lever", lever.name, turned)


def _value(whatif: WhatIf, target: str, crew: Crew, bar: Bar) -> float:
    """The share on time on the sample; of a mean, minus the mean over the limit."""
    evidence = Evidence(whatif.program, whatif.seed, crew, whatif.engine_name)
    evidence.grow(REPLICATIONS, bar.advance)
    needed = requirement(whatif.scenario, target)
    value = evidence.value(target, needed, REPLICATIONS)
    if value != value:
        return float("-inf")
    return value if needed.share is not None else -value / needed.level


def _judged(asked: Asked, target: str, crew: Crew, progress: Progress) -> TargetVerdict:
    return check(question(asked), [target], ends=False, progress=progress, crew=crew)[0]


def _told(step: Step, judged: TargetVerdict) -> dict[str, Any]:
    return _of(step) | {"verdict": judged.to_dict()}


def _of(step: Step) -> dict[str, Any]:
    return {"kind": step.kind, "name": step.name}


@dataclass(frozen=True)
class ToldStep:
    """A step in words."""

    said: str
    found: str
    """The share or mean by then, with its interval."""
    verdict: str
    tone: str


@dataclass(frozen=True)
class Told:
    """What came of the search, in one language."""

    sentence: str
    steps: tuple[ToldStep, ...]


def told(found: Mapping[str, Any], inputs: Inputs, lang: Lang) -> Told:
    """`inputs` are those of the what-if that was asked: they have the names."""
    w, words = WHAT_IF[lang], WORDS[lang]
    names = {number.path: group.name for group in inputs.staff for number in group.numbers}
    names |= {lever.name: lever.label for lever in inputs.levers}
    steps = tuple(
        ToldStep(
            said=w["hold_" + one["kind"]].format(what=names.get(one["name"], one["name"])),
            found=whole_table.found(one["verdict"], lang),
            verdict=words[one["verdict"]["verdict"]],
            tone=TONES[one["verdict"]["verdict"]],
        )
        for one in found["steps"]
    )
    last = found["verdict"]
    values = {"found": whole_table.found(last, lang), "verdict": words[last["verdict"]]}
    if not steps:
        return Told(w["hold_already" if last["verdict"] == "met" else "hold_nothing"].format(**values), steps)
    said = w["and"].join(one.said for one in steps)
    return Told(
        w["hold_found" if last["verdict"] == "met" else "hold_not"].format(steps=said, **values), steps
    )
