"""What `check` means: the headlines of the library, a scenario with all its targets, or single targets by id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.experiments.questions.library import called_so, scenario_file, split_variant
from sim.library import library
from sim.model import Fault, ModelError
from sim.model.faults import listed, meant
from sim.model.files import spelt
from sim.registry import registry


def questions_of(what: Sequence[str], *, everything: bool = False) -> list[tuple[str, list[str] | None]]:
    """(scenario reference, targets or None for all of them), in order. Raises ModelError for an unknown word."""
    if everything:
        return _whole_library()
    if not what:
        return list(headlines())
    questions: dict[str, list[str] | None] = {}
    for word in what:
        scenario, targets = _question(word)
        known = questions.setdefault(scenario, [])
        # All targets of a scenario are checked on the same replications, so they are asked together.
        questions[scenario] = None if known is None or targets is None else [*known, *targets]
    return list(questions.items())


def headlines() -> Iterator[tuple[str, list[str] | None]]:
    """Every scenario of the library that has headline targets, with these."""
    for name, one in library().items():
        if one.headlines:
            yield name, list(one.headlines)


def _whole_library() -> list[tuple[str, list[str] | None]]:
    """The library's scenarios with targets, and the variants of them that a row of the registry asks for."""
    asked: dict[str, list[str] | None] = {name: None for name, one in library().items() if one.targets}
    for row in registry():
        if row.scenario and (known := asked.setdefault(question_of(row.scenario), [])) is not None:
            known.append(row.target)
    return list(asked.items())


def question_of(scenario: str) -> str:
    """How a scenario of a row is asked for: without the variant that is its default."""
    name, variant = split_variant(scenario)
    known = library().get(name)
    return name if known is not None and variant == known.default_variant else scenario


def _question(word: str) -> tuple[str, list[str] | None]:
    for name, one in library().items():
        if word in one.targets:
            return name, [word]
    try:
        scenario_file(split_variant(word)[0])
    except ModelError:
        names = list(library())
        targets = [target for one in library().values() for target in one.targets]
        message = (
            f'"{spelt(word)}" is neither a scenario nor a target{meant(word, [*names, *targets])} '
            f"scenarios: {listed(names)}; targets: {listed(targets)}"
        )
        if called := called_so(word):
            message = f'"{spelt(word)}" is neither a scenario nor a target; scenarios of that name: {listed(called)}'
        raise ModelError([Fault(spelt(word), 0, 0, message)]) from None
    return word, None
