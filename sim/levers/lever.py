"""What a lever is: a name, parameters, and a pure function that refuses where it does not fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator

from sim.model.distribution import Distribution
from sim.model.faults import wrong
from sim.model.quantities import Model, Name
from sim.model.scenario import Scenario


class Refusal(Exception):  # noqa: N818 - a lever that does not fit is an answer, not a malfunction
    """A lever does not fit a scenario; `parameter` is the one that does not, or ''."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.message = message


def _in_opening_hours(work: Distribution) -> Distribution:
    if "cd" in work.units:
        raise wrong(
            f'work "{work}" is in calendar days; work is done in opening hours; '
            "allowed: s, min, h, wh, wd (use a wait for elapsed time)"
        )
    return work


Work = Annotated[Distribution, AfterValidator(_in_opening_hours)]
"""Work a lever is given; as that of a task, never in calendar days."""


@dataclass(frozen=True)
class About:
    """What the documents say of a mechanism, for the page that lists them all."""

    clauses: str
    """Where it stands, as "U3, 17; C六(二十二); G37" (U Urumqi, K Karamay, C Chengdu, G Gedian, Y Yingkou)."""
    documented: Name
    """Which of it a document or law says."""
    assumed: Name
    """What is a modelling choice, or a number nobody gives."""


@dataclass(frozen=True)
class Lever:
    """One mechanism. `apply` never changes the scenario it is given."""

    name: str
    """As its file."""
    label: Name
    sentence: Name
    """What it changes, in one plain sentence."""
    parameters: type[Model]
    apply: Callable[[Scenario, Any], Scenario]
    about: About
