"""What a scenario says, flat: path and text of all that has a say in a verdict, to tell two versions apart.

Numbers stand as `provenance.numbers` has them, at the paths `--set` takes; around them every step by its id, the
other words (pools, conditions, clocks), and the levers in force by name. Titles, sources, ranges and what is expected
have no say and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.experiments.questions.whatif import WhatIf
from sim.model.blocks import walk
from sim.model.names import keyword_of
from sim.model.provenance import numbers
from sim.model.scenario import MADE_OF, Scenario
from sim.model.tree import plain

NO_SAY = (
    "name", "title", "department", "reading", "clause", "headline", "expected", "source", "note", "range", "favourable",
)  # fmt: skip
"""Keys, at any depth, that describe."""
ELSEWHERE = ("fragments", "variants", "levers", "onewindow", *MADE_OF)
"""Keys of the file whose part in force stands elsewhere: in the steps, or as levers."""

Statements = dict[str, str]


def statements(whatif: WhatIf) -> Statements:
    """All that the scenario says: numbers in the file's order, then the words, then the levers."""
    stated = whatif.stated
    lever_paths = _lever_paths(whatif)
    said: Statements = {}
    for number in numbers(stated):
        path = next(
            (
                named + number.path[len(own) :]
                for own, named in lever_paths.items()
                if _at_or_below(number.path, own)
            ),
            number.path,
        )
        said[path] = number.value
    told = tuple(said)
    for path, text in (*_words(stated), *_levers(whatif)):
        if not any(_at_or_below(path, number) for number in told):
            said[path] = text
    return said


def orders(scenario: Scenario) -> dict[str, list[str]]:
    """By service, its steps in the order they stand."""
    return {
        f"services.{name}.flow": [block.id for block in walk(service.flow)]
        for name, service in scenario.services.items()
    }


def _words(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Every value of the file below its path; steps are addressed from their flow, however deep they stand."""
    raw = plain(scenario.root) if scenario.root is not None else {}
    for key, value in raw.items():
        if key not in (*ELSEWHERE, *NO_SAY):
            yield from _leaves(value, (key,))


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    keyword = keyword_of(value) if path[:1] == ("services",) else None
    if keyword is not None:
        path = (*path[:3], str(value[keyword]))
        yield ".".join(path), keyword
    if isinstance(value, Mapping):
        for key, below in value.items():
            if key not in NO_SAY and key != keyword:
                yield from _leaves(below, (*path, str(key)))
    elif isinstance(value, list) and any(isinstance(entry, (Mapping, list)) for entry in value):
        for index, below in enumerate(value):
            yield from _leaves(below, (*path, str(index)))
    elif value != []:
        yield ".".join(path), _text(value)


def _levers(whatif: WhatIf) -> Iterator[tuple[str, str]]:
    for use, named in zip(whatif.levers, _lever_names(whatif), strict=True):
        yield named, "in force"
        yield from _leaves(dict(use.parameters), tuple(named.split(".")))


def _lever_names(whatif: WhatIf) -> list[str]:
    """levers.one_window, and levers.one_window.2 for a second use."""
    names: list[str] = []
    for use in whatif.levers:
        times = sum(name.split(".")[1] == use.name for name in names)
        names.append(f"levers.{use.name}" + (f".{times + 1}" if times else ""))
    return names


def _lever_paths(whatif: WhatIf) -> dict[str, str]:
    """Where a lever's parameters stand in the file, and what they are called here."""
    return {
        ".".join(map(str, use.path)): named
        for use, named in zip(whatif.levers, _lever_names(whatif), strict=True)
    }


def _at_or_below(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above}.")


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "true", False: "false"}[value]
    return str(value)
