"""What a lever is: a name, parameters, and a pure function that refuses where it does not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator

from sim.model.blocks import Background, Flow, Task, walk
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
    change: Callable[[Scenario, Any], Scenario]
    about: About

    def apply(self, scenario: Scenario, parameters: Any) -> Scenario:
        """The scenario with the lever. Refuses what does not fit, and to part a stay from who keeps the unit."""
        made = self.change(scenario, parameters)
        for name, service in made.services.items():
            if scenario.services.get(name) is not service:
                _check_stays(service.flow)
        return made


def _check_stays(flow: Flow) -> None:
    """Refuse a flow in which a stay stands twice, or a step `at` a kept unit stands outside its stay."""
    tasks = [block for block in walk(flow) if isinstance(block, Task)]
    often = Counter(task.id for task in tasks)
    inside = {block.id for keeper in tasks for block in walk(keeper.stay) if isinstance(block, Task)}
    parted = next((task.id for task in tasks if task.id in inside and often[task.id] > 1), None)
    parted = parted or next(_parted(flow, ()), None)
    if parted is not None:
        raise Refusal("", f'"{parted}" belongs to a stay at a unit, which it would be parted from')


def _parted(flow: Flow, keepers: tuple[str, ...]) -> Iterator[str]:
    for block in flow:
        if isinstance(block, Task) and block.at is not None and block.at not in keepers:
            yield block.id
        within = () if isinstance(block, Background) else keepers
        for nested in block.inner().values():
            yield from _parted(nested, (*within, block.id) if isinstance(block, Task) else within)
