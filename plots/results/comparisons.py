"""Alternatives beside a base, as a figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from plots.paired_differences import Cell, Group, Row, paired_differences
from plots.results.asked import named
from sim.experiments.comparing.comparison import ComparedTarget, Comparison, Difference
from sim.experiments.comparing.lever_effects import LeverEffects, label_of
from sim.model import Fault, ModelError
from sim.pages.by_name import versions_of
from sim.pages.comparison_details import required_of
from sim.pages.comparisons import hardly
from sim.words import formats
from sim.words.amounts import limit_text
from sim.words.comparing import LEVERS
from sim.words.figures import FIGURES
from sim.words.language import Lang
from sim.words.provenance import ran

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.experiments.questions.whatif import WhatIf


Called = Callable[[str, Lang], str]


def as_typed(label: str, _: Lang) -> str:
    """What an alternative is called: its label."""
    return label


def as_a_lever(label: str, lang: Lang) -> str:
    """What a lever is called; all of them together have no id."""
    name = label_of(label)
    return LEVERS[lang]["all"] if name is None else name.in_language(lang)


def as_a_version(whatif: WhatIf) -> Called:
    """What an alternative is called that is a version of the scenario: its title; others by their labels."""

    def called(label: str, lang: Lang) -> str:
        return versions_of(whatif, lang).get(label, label)

    return called


def draw_levers(made: LeverEffects, lang: Lang) -> Figure:
    """The differences that each lever makes, and all together."""
    return draw_paired_differences(made.comparison, lang, as_a_lever)


def draw_paired_differences(made: Comparison, lang: Lang, called: Called = as_typed) -> Figure:
    """The differences of a comparison; nothing is simulated. Raises ModelError where one of the targets is a mean."""
    if on_mean := [target.target for target in made.targets if target.on_mean]:
        message = (
            f'the figure is of shares on time, and "{on_mean[0]}" is judged on the mean; name other targets'
        )
        raise ModelError([Fault.of("figure", "", message)])
    w = FIGURES[lang]
    return paired_differences(
        groups_of(made, lang, called),
        name=w["base"].format(title=made.title.in_language(lang), scenario=made.scenario),
        lang=lang,
        notes=[
            w["paired"].format(
                n=made.replications, together=made.together, level=formats.required(made.confidence)
            ),
            _options(made, lang, called),
        ],
        provenance=ran(made.version, made.scenario, made.load, made.seed, made.digest, made.calendar, lang),
    )


def groups_of(made: Comparison, lang: Lang, called: Called = as_typed) -> list[Group]:
    """A block for every target: a row an alternative, a cell a measure."""
    return [
        Group(
            name=named(target.name, target.target, lang),
            under=" · ".join(
                part for part in (named(target.reading, "", lang), _limit(target, lang)) if part
            ),
            unit=target.unit,
            rows=tuple(
                Row(
                    called(one.label, lang),
                    _cells(target, made.change(one.label, target.target).differences, lang),
                )
                for one in made.alternatives
            ),
        )
        for target in made.targets
    ]


def first_on_a_share(made: Comparison, first: str = "") -> Comparison:
    """The differences of one promise alone: the one named, or else the first that is judged on a share."""
    shares = [target for target in made.targets if not target.on_mean] or made.targets
    own = next((target for target in shares if target.target == first), shares[0])
    return replace(made, targets=(own,))


def _cells(target: ComparedTarget, differences: Sequence[Difference], lang: Lang) -> tuple[Cell, ...]:
    """By measure; who gets there is counted, and has neither mean nor P95."""
    if target.unit != "case":
        return tuple(cell_of(d, lang) for d in differences)
    none = Cell("–", None, None, None, "unknown", "")
    return (cell_of(differences[0], lang), *[none] * (len(differences) - 1))


def cell_of(d: Difference, lang: Lang) -> Cell:
    """A measure of an alternative, as it is drawn."""
    told = f"{_level(d, d.before, lang)} → {_level(d, d.after, lang)}"
    change = "" if d.judgement in ("identical", "unknown") else d.change_text
    return Cell(told, d.difference, d.low, d.high, "within" if hardly(d) else d.judgement, change)


def _level(d: Difference, value: float | None, lang: Lang) -> str:
    if value is None and d.measure == "p95" and min(d.cases):
        return FIGURES[lang]["not_reached"]
    return d.level_text(value)


def _limit(target: ComparedTarget, lang: Lang) -> str:
    assert target.required_share is not None
    if target.unit == "case":
        return required_of(target, lang)
    return FIGURES[lang]["limit"].format(
        limit=limit_text(target.limit, lang), share=formats.required(target.required_share)
    )


def _options(made: Comparison, lang: Lang, called: Called) -> str:
    """What the alternatives were, as typed."""
    colon, stop = ("：", "；") if lang == "zh" else (": ", "; ")
    return stop.join(
        f"{called(one.label, lang)}{colon}{one.options}"
        for one in made.alternatives
        if one.label != one.options
    )
