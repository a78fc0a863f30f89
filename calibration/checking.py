"""A figures file read and held against the scenario it is for: every fault at its line and column."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from pydantic import ValidationError

from calibration.figures import Figure, Figures, Like
from calibration.observing import observation
from calibration.parameters import parameters_of
from calibration.simulated import Study
from sim.engine.names import Names
from sim.engine.nodes import TASK
from sim.engine.program import Program
from sim.experiments.questions.whatif import WhatIf
from sim.model import Fault, ModelError
from sim.model.faults import shown
from sim.model.files import is_file
from sim.model.names import unknown
from sim.model.provenance import NumberAt, numbers
from sim.model.reading import positioned, text_of
from sim.model.tree import Node, closest_place, plain
from sim.model.yaml_tree import parse_yaml

EXAMPLES = Path(__file__).parent / "examples"
CONTRADICTION = 5.0
"""Standard deviations between two figures of the same thing that cannot both be right."""


@dataclass(frozen=True)
class FiguresFile:
    """A figures file as read, with the places of its values."""

    path: str
    figures: Figures
    root: Node

    def fault(self, steps: tuple[str | int, ...], message: str) -> Fault:
        return Fault.at(closest_place(self.root, steps), message)


def example_or_own(path: str | Path) -> Path:
    """A file of one's own, or one of the worked examples by its name, as in visit_times/figures.yaml."""
    example = EXAMPLES / path
    return example if not is_file(Path(path)) and is_file(example) else Path(path)


def read_figures(path: str | Path) -> FiguresFile:
    """Read a figures file, or one of the worked examples by its name. Raises ModelError with every fault of it."""
    found = example_or_own(path)
    file = str(found)
    root, faults = parse_yaml(text_of(found), file)
    if root is None:
        wanted = "a figures file starts with onewindow_figures: 1"
        raise ModelError(
            [
                replace(one, message=one.message.replace("a scenario starts with onewindow: 1", wanted))
                for one in faults
            ]
        )
    raw = plain(root)
    if not isinstance(raw, dict):
        message = f"{shown(raw)} is not a figures file; it is a mapping with onewindow_figures: 1"
        raise ModelError([*faults, Fault.at(root.place, message)])
    try:
        figures = Figures.model_validate(raw, by_alias=True, by_name=False)
    except ValidationError as error:
        raise ModelError([*faults, *positioned(error, root)]) from None
    if faults:
        raise ModelError(faults)
    return FiguresFile(file, figures, root)


def study_of(file: FiguresFile, whatif: WhatIf, replications: int) -> Study:
    """What is to be simulated. Raises ModelError with all that does not fit the scenario, or is impossible."""
    faults: list[Fault] = []
    questions = _questions(file, whatif, faults)
    known: dict[str, NumberAt] = {}
    for question in questions.values():
        known |= {number.path: number for number in numbers(question.stated)}
    found, wrong = parameters_of(file.figures, file.root, known, whatif.stated)
    faults += wrong
    for key, figure in file.figures.figures.items():
        asked = questions.get(figure.variant)
        if asked is not None:
            faults += (
                file.fault(("figures", key, *steps), message)
                for steps, message in _misnamed(file.figures.figures, figure, asked.program)
            )
    faults += _without_value(file)
    faults += _impossible(file, whatif.scenario.wd_hours)
    if all(figure.observed is None or figure.held_back for figure in file.figures.figures.values()):
        faults.append(
            file.fault(("figures",), "nothing to fit: no figure has an observed value that is not held back")
        )
    if faults:
        raise ModelError(faults)
    return Study(whatif, dict(file.figures.figures), found, replications)


def _questions(file: FiguresFile, whatif: WhatIf, faults: list[Fault]) -> dict[str | None, WhatIf]:
    found: dict[str | None, WhatIf] = {None: whatif}
    for key, figure in file.figures.figures.items():
        variant = figure.variant
        if variant is None or variant in found:
            continue
        if variant not in whatif.source.variants:
            message = unknown("variant", variant, whatif.source.variants)
            faults.append(file.fault(("figures", key, "variant"), message))
        else:
            found[variant] = replace(whatif, variant=variant)
    return found


def _without_value(file: FiguresFile) -> Iterator[Fault]:
    """A figure that nobody observed serves in a ratio, or it was forgotten."""
    figures = file.figures.figures
    used = {
        name for one in figures.values() if one.ratio is not None for name in (one.ratio.of, one.ratio.to)
    }
    for key, figure in figures.items():
        if figure.observed is None and key not in used:
            message = f'"{key}" has no observed value, and no ratio uses it; write observed: {{value: …}}'
            yield file.fault(("figures", key), message)


Told = tuple[tuple[str | int, ...], str]


def _misnamed(figures: Mapping[str, Figure], figure: Figure, program: Program) -> Iterator[Told]:
    """Names the scenario does not have, and figures that are not there."""
    names = program.names
    tasks = [
        names.steps[step] for step in dict.fromkeys(program.nodes.step[program.nodes.kind == TASK].tolist())
    ]
    if figure.service is not None and figure.service not in names.services:
        yield ("service",), unknown("service", figure.service, names.services)
    for key in ("share", "count", "among"):
        like = getattr(figure, key)
        if like is not None:
            for steps, message in _unlike(like, names):
                yield (key, *steps), message
    span = figure.span
    if span is not None:
        key = figure.statistic
        for side, milestone in (("from", span.start), ("to", span.to)):
            if milestone is not None and milestone not in names.stamps:
                yield (key, side), unknown("milestone", milestone, names.stamps)
        for step in span.wait or ():
            if step not in tasks:
                yield (key, "wait"), unknown("task", step, tasks)
    if figure.per_unit_day is not None and figure.per_unit_day not in names.pools:
        yield ("per_unit_day",), unknown("pool", figure.per_unit_day, names.pools)
    if figure.ratio is not None:
        simple = [key for key, other in figures.items() if other.ratio is None]
        for side, other in (("of", figure.ratio.of), ("to", figure.ratio.to)):
            if other not in simple:
                yield ("ratio", side), unknown("figure", other, simple)


def _unlike(like: Like, names: Names) -> Iterator[Told]:
    def each(key: str, said: Collection[str] | None, known: Collection[str], what: str) -> Iterator[Told]:
        for name in said or ():
            if name not in known:
                yield (key,), unknown(what, name, tuple(known))

    yield from each("outcome", like.outcome, names.outcomes, "outcome")
    yield from each("channel", like.channel, dict.fromkeys(names.channels), "channel")
    stamps = {"reached": like.reached, "not_reached": like.not_reached, "from": like.start, "to": like.to}
    for key, milestone in stamps.items():
        if milestone is not None and milestone not in names.stamps:
            yield (key,), unknown("milestone", milestone, names.stamps)
    for attribute, values in like.attribute.items():
        if attribute not in names.attributes:
            yield ("attribute", attribute), unknown("attribute", attribute, names.attributes)
        else:
            known = names.attribute_values[names.attributes.index(attribute)]
            for value in values:
                if value not in known:
                    yield ("attribute", attribute), unknown("value", value, known)


def _impossible(file: FiguresFile, wd_hours: float) -> Iterator[Fault]:
    """Figures that cannot hold at the same time."""
    told = {k: f for k, f in file.figures.figures.items() if f.observed is not None}
    seen = {key: observation(figure, wd_hours) for key, figure in told.items()}
    for one, other in combinations(told, 2):
        a, b = told[one], told[other]
        if _of_one_kind(a, b, "quantile"):
            assert a.quantile is not None
            assert b.quantile is not None
            both = seen[one].side == seen[other].side == "both"
            rises = ((b.quantile.p or 0) - (a.quantile.p or 0)) * (seen[other].value - seen[one].value)
            if both and rises < 0:
                message = f'the quantiles of "{one}" and "{other}" cross: the larger p has the smaller value'
                yield file.fault(("figures", other, "observed"), message)
        if _measure(a) == _measure(b):
            gap = _gap(seen[one].value, seen[one].side, seen[other].value, seen[other].side)
            spread = math.sqrt(seen[one].own + seen[other].own)
            if gap > CONTRADICTION * spread and seen[one].cases is None and seen[other].cases is None:
                first, second = seen[one].text(seen[one].value), seen[other].text(seen[other].value)
                message = (
                    f'"{other}" says {second} and "{one}" {first} of the same; both cannot hold: '
                    "give one figure with a range, or hold one back"
                )
                if not (a.held_back or b.held_back):
                    yield file.fault(("figures", other, "observed"), message)
    yield from _over_one(file, told)


def _over_one(file: FiguresFile, told: Mapping[str, Figure]) -> Iterator[Fault]:
    """Shares of the same cases by outcome cannot come to more than all of them."""
    groups: dict[str, list[str]] = {}
    for key, figure in told.items():
        like = figure.share
        if like is not None and like.outcome is not None and like == Like(outcome=like.outcome):
            groups.setdefault(repr((figure.variant, figure.service, figure.among)), []).append(key)
    for keys in groups.values():
        outcomes = [outcome for key in keys for outcome in told[key].share.outcome]  # type: ignore[union-attr]
        if len(set(outcomes)) < len(outcomes):
            continue
        whole = sum(float(told[key].observed.stated) for key in keys)  # type: ignore[union-attr, arg-type, misc]
        if whole > 1.005:
            message = (
                f"shares of the same cases come to {whole:.3g}, more than all of them: {', '.join(keys)}"
            )
            yield file.fault(("figures", keys[-1], "observed"), message)


def _gap(one: float, side: str, other: float, other_side: str) -> float:
    """How far two figures are apart; bounds only exclude one side."""
    if one > other:
        return 0.0 if side == "above" or other_side == "below" else one - other
    return 0.0 if side == "below" or other_side == "above" else other - one


def _of_one_kind(a: Figure, b: Figure, key: str) -> bool:
    one, other = getattr(a, key), getattr(b, key)
    if one is None or other is None:
        return False
    same = one.model_copy(update={"p": None}) == other.model_copy(update={"p": None})
    return same and (a.variant, a.service, a.among) == (b.variant, b.service, b.among)


def _measure(figure: Figure) -> object:
    """What is measured, whatever was observed."""
    return figure.model_copy(update={"name": None, "observed": None, "held_back": False, "source": None})
