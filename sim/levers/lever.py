"""What a lever is: a name, parameters, and a pure function that refuses where it does not fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.model.quantities import Model, Name
from sim.model.scenario import Scenario


class Refusal(Exception):  # noqa: N818 - a lever that does not fit is an answer, not a malfunction
    """A lever does not fit a scenario; `parameter` is the one that does not, or ''."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.message = message


@dataclass(frozen=True)
class Lever:
    """One mechanism. `apply` never changes the scenario it is given."""

    name: str
    label: Name
    parameters: type[Model]
    apply: Callable[[Scenario, Any], Scenario]
