"""What a planner may change in a what-if: load, staff, missing papers, levers, the season; all else on demand.

Every number is one of the scenario's own, by its path (`--set`), with its value as the file would write it, its
source and its range. Nothing is simulated here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from onewindow.desk.asked import Asked
from sim.experiments.load.steady import OfferedWork
from sim.experiments.questions.moved_along import moved_along
from sim.experiments.questions.whatif import WhatIf
from sim.levers import REGISTRY, stated_levers
from sim.model import ModelError
from sim.model.provenance import UNCERTAIN, NumberAt, numbers
from sim.model.quantities import Name, number_text
from sim.model.sources import Source
from sim.words.engine import told
from sim.words.language import Lang, said_in
from sim.words.number_names import NUMBERS, NumberWords
from sim.words.offered import OFFERED, cell
from sim.words.page_what_if import WHAT_IF

STAFF = (".capacity", ".units", ".more", ".fewer", ".places")
"""Ends of the paths that count people, windows and places; a profile's are by time of day."""
KEPT = 256


@dataclass(frozen=True)
class Number:
    """A number to change."""

    path: str
    name: str
    value: str
    """As it is now in the what-if; what a setting takes."""
    stated: str
    """As the scenario states it."""
    shown: str
    """The value in words."""
    whole: bool
    """Whether it is counted: one more, one fewer."""
    factor: bool
    """Whether it is changed by a factor on a whole distribution (`*=`)."""
    range: str
    source: str
    kind: str
    """documented, statistic, borrowed, assumed, set, law, unsourced."""

    @property
    def changed(self) -> bool:
        return self.value != self.stated


@dataclass(frozen=True)
class Group:
    """Numbers of one pool, or of one service."""

    name: str
    beside: str
    """What is to be known of it: the work offered to a pool."""
    numbers: tuple[Number, ...]
    used: bool = True
    """Whether anything is asked of a pool as things stand."""


@dataclass(frozen=True)
class Switch:
    """A lever."""

    name: str
    label: str
    sentence: str
    clauses: str
    on: bool
    stated: bool
    """Whether the version of the scenario has it."""
    refused: str
    """Why it cannot be switched, where it cannot."""


@dataclass(frozen=True)
class Inputs:
    """All that may be changed, in one language."""

    title: str
    targets: Mapping[str, str]
    variants: Mapping[str, str]
    variant: str
    load: str
    stages: Mapping[str, str]
    """Names of load stages with their factor, by what `--load` takes."""
    start: str
    staff: tuple[Group, ...]
    papers: tuple[Group, ...]
    others: tuple[Group, ...]
    levers: tuple[Switch, ...]


@lru_cache(KEPT)
def question(asked: Asked) -> WhatIf:
    """The question of a what-if, worked out once. Raises ModelError."""
    return asked.question()


@lru_cache(KEPT)
def inputs_of(asked: Asked, lang: Lang) -> Inputs:
    """Raises ModelError where what is asked does not fit."""
    whatif = question(asked)
    scenario = whatif.stated
    found = _Found(asked, lang)
    staff, papers, others = dict[str, list[Number]](), dict[str, list[Number]](), dict[str, list[Number]]()
    for number in numbers(scenario):
        kind, *rest = number.path.split(".")
        if kind == "pools" and (number.path.endswith(STAFF) or "profile" in rest):
            staff.setdefault(rest[0], []).append(found.number(number))
        elif number.path.endswith(".missing"):
            papers.setdefault(rest[0], []).append(found.number(number))
        elif number.ranged and number.kind in (*UNCERTAIN, "set", None) and number.sort != "cost":
            others.setdefault(f"{kind}.{rest[0]}", []).append(found.number(number))
    return Inputs(
        title=scenario.title.in_language(lang),
        targets={
            key: _called(one.name, one.reading, key, lang) for key, one in whatif.scenario.targets.items()
        },
        variants={name: _said(version.title, name, lang) for name, version in scenario.variants.items()},
        variant=scenario.variant or "",
        load=asked.load or "1",
        stages={
            name: f"{_said(stage.name, name, lang)} × {number_text(float(stage.factor))}"
            for name, stage in scenario.load_stages.items()
        },
        start=asked.start or (scenario.study.start.isoformat() if scenario.study.start else ""),
        staff=tuple(found.groups(staff, "pools")),
        papers=tuple(found.groups(papers, "services")),
        others=tuple(found.groups(others, "")),
        levers=tuple(_switches(whatif, asked, lang)),
    )


class _Found:
    """Numbers in words."""

    def __init__(self, asked: Asked, lang: Lang) -> None:
        self.lang, self.whatif = lang, question(asked)
        self.words = NumberWords(self.whatif.stated, lang)
        plain = question(replace(asked, set=()))
        self.stated = {one.path: one for one in numbers(plain.stated)}
        self.along = {one.pool: told("along", one.told[1], lang) for one in moved_along(plain, self.whatif)}
        self.changed = {
            text.partition("*=")[0]: text.partition("*=")[2] for text in asked.set if "*=" in text
        }

    def number(self, number: NumberAt) -> Number:
        stated = self.stated.get(number.path, number)
        source = (self.whatif.stated.sources or {}).get(stated.source or "")
        value = self.changed.get(number.path, "1") if number.by_factor else number.value
        return Number(
            path=number.path,
            name=self.words.name(number.path),
            value=value,
            stated="1" if number.by_factor else stated.value,
            shown=self.words.stated(number.path, number.sort, number.value),
            whole=number.sort == "count",
            factor=number.by_factor,
            range=self._range(stated),
            source=stated.source or ""
            if source is None
            else f"{source.document_in(self.lang)} {source.clause}".strip(),
            kind=stated.kind or "unsourced",
        )

    def _cited(self, source: Source) -> str:
        return f"{source.document_in(self.lang)} {source.clause}".strip()

    def _range(self, number: NumberAt) -> str:
        if number.range is None:
            return ""
        mark = WHAT_IF[self.lang]["between_factors" if number.by_factor else "between"]
        return self.words.between(number.sort, *number.range, mark)

    def groups(self, found: Mapping[str, list[Number]], kind: str) -> Iterator[Group]:
        """Those in use first, the busiest first."""
        offered = self._offered() if kind == "pools" else {}
        joint = NUMBERS[self.lang]["joint"]
        made = []
        for key, several in found.items():
            head = several[0].name.partition(joint)[0]
            own = [
                replace(one, name=one.name.removeprefix(head).removeprefix(joint) or head) for one in several
            ]
            load, beside = offered.get(key, (0.0, WHAT_IF[self.lang]["not_used"] if offered else ""))
            beside = " · ".join(filter(None, (beside, self.along.get(key, ""))))
            made.append((-load, Group(head, beside, tuple(own), not offered or key in offered)))
        yield from (group for _, group in sorted(made, key=lambda pair: pair[0]))

    def _offered(self) -> dict[str, tuple[float, str]]:
        """The work offered to each pool: nothing where the scenario cannot run."""
        try:
            loads = OfferedWork(self.whatif).loads
        except ModelError:
            return {}
        head = OFFERED[self.lang]["head"]
        return {
            one.key[1]: (one.load, f"{head} {cell(one, self.lang)}") for one in loads if one.key[0] == "pool"
        }


def _switches(whatif: WhatIf, asked: Asked, lang: Lang) -> Iterator[Switch]:
    """Every lever that some version of the scenario states, in the order of the registry.

    Whether one fits is tried with the numbers as stated: they seldom decide it, and then it is known when one moves.
    """
    plain = replace(asked, set=())
    in_force = {use.name for use in whatif.levers}
    own = {use.name for use in whatif.stated.lever_uses}
    known = stated_levers(whatif.stated)
    for name, lever in REGISTRY.items():
        if name in own or name in known:
            turned = switched(plain, name, name not in in_force, stated=name in own)
            yield Switch(
                name=name,
                label=lever.label.in_language(lang),
                sentence=lever.sentence.in_language(lang),
                clauses=lever.about.clauses,
                on=name in in_force,
                stated=name in own,
                refused=refused(turned, lang),
            )


def switched(asked: Asked, lever: str, on: bool, *, stated: bool) -> Asked:
    """The what-if with a lever on or off; `stated` says whether its version has the lever."""
    with_ = tuple(one for one in asked.with_ if one != lever)
    without = tuple(one for one in asked.without if one != lever)
    if on and not stated:
        with_ = (*with_, lever)
    elif not on and stated:
        without = (*without, lever)
    return replace(asked, with_=with_, without=without)


def refused(asked: Asked, lang: Lang) -> str:
    """Why a what-if cannot be asked; nothing where it can."""
    try:
        question(asked)
    except ModelError as error:
        return said_in(lang)(error.faults[0].message)
    return ""


def _called(name: Name | None, reading: Name | None, key: str, lang: Lang) -> str:
    parts = [one.in_language(lang) for one in (name, reading) if one is not None]
    return " · ".join(parts) or key


def _said(name: Name | None, key: str, lang: Lang) -> str:
    return key if name is None else name.in_language(lang)
