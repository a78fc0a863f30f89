"""The numbers that may move: each between two ends, as a place from 0 to 1 between them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from calibration.figures import Figures
from calibration.figures import Parameter as Stated
from sim.model import Fault, Scenario, Setting
from sim.model.faults import Place, listed, nearest, shown
from sim.model.provenance import NumberAt, Sort
from sim.model.quantities import Duration, Name, Rate, number_text, share
from sim.model.tree import Node, closest_place

FITTED = "fitted-"
"""How the keys of sources begin that a calibration writes."""
DIGITS = 5
"""Significant digits of a value that is simulated and written."""


@dataclass(frozen=True)
class Parameter:
    """A number of the scenario, or several that move together, between two ends.

    `low`, `high` and `stated` are in `unit`, or factors on what is stated when `by_factor`.
    """

    id: str
    name: Name | None
    paths: tuple[str, ...]
    numbers: tuple[NumberAt, ...]
    by_factor: bool
    unit: str
    low: float
    high: float
    stated: float
    log: bool

    def value(self, place: float) -> float:
        """The value at a place from 0 (low) to 1 (high)."""
        if self.log:
            made = self.low * (self.high / self.low) ** place
        else:
            made = self.low + (self.high - self.low) * place
        return float(f"{made:.{DIGITS}g}")

    def place(self, value: float) -> float:
        """The place of a value, 0 or 1 for what lies outside."""
        if self.log:
            made = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            made = (value - self.low) / (self.high - self.low)
        return min(1.0, max(0.0, made))

    def settings(self, value: float) -> list[Setting]:
        """What puts it at a value."""
        operation, text = ("*=", number_text(value)) if self.by_factor else ("=", self.text(value))
        place = Place(f"calibration of {self.id}")
        return [Setting(path, operation, text, place) for path in self.paths]  # type: ignore[arg-type]

    def text(self, value: float) -> str:
        """The value as a scenario writes it; a factor alone."""
        if self.by_factor or not self.unit:
            return number_text(value)
        return f"{number_text(value)} {self.unit}"


def parameters_of(
    figures: Figures, root: Node, known: Mapping[str, NumberAt], scenario: Scenario
) -> tuple[tuple[Parameter, ...], tuple[Fault, ...]]:
    """The parameters of a figures file, and what is wrong with them. `known` holds the scenario's numbers by path."""
    found: list[Parameter] = []
    faults: list[Fault] = []
    taken: dict[str, str] = {}
    for key, stated in figures.parameters.items():
        here = ("parameters", key)

        def fault(message: str, *more: str | int, here: tuple[str, str] = here) -> None:
            faults.append(Fault.at(closest_place(root, (*here, *more)), message))

        numbers = [known[path] for path in stated.path if path in known]
        for path in stated.path:
            if path not in known:
                fault(_unknown(path, known), "path")
            elif path in taken:
                fault(f'"{path}" already moves with "{taken[path]}"', "path")
            taken.setdefault(path, key)
        if len(numbers) < len(stated.path):
            continue
        if counted := [number.path for number in numbers if number.sort == "count"]:
            fault(
                f'"{counted[0]}" is a count of units or places, which is stated, not calibrated; let availability, '
                "a rate or a time move instead",
                "path",
            )
            continue
        if fixed := [number.path for number in numbers if not number.ranged]:
            fault(
                f'"{fixed[0]}" is not calibrated: calendar, study, profiles and weights stay as stated',
                "path",
            )
            continue
        try:
            found.append(_made(key, stated, numbers, scenario))
        except (PydanticCustomError, ValueError) as wrong:
            fault(wrong.message() if isinstance(wrong, PydanticCustomError) else str(wrong), "range")
    return tuple(found), tuple(faults)


def _unknown(path: str, known: Mapping[str, NumberAt]) -> str:
    below = [name for name in known if name.startswith(path + ".")]
    if below:
        return f"{shown(path)} is not a number; numbers in it: {listed(below[:6])}"
    above = path.rpartition(".")[0]
    if above in known:
        return f'{shown(path)} is part of a number; write "{above}"'
    return f"there is no number at {shown(path)}{nearest(path, tuple(known))}"


def _made(key: str, stated: Stated, numbers: Sequence[NumberAt], scenario: Scenario) -> Parameter:
    first = numbers[0]
    sorts = {number.sort for number in numbers}
    if len(sorts) > 1:
        raise ValueError(f"numbers that move together must be of one kind; these are {listed(sorted(sorts))}")
    ends = stated.range if stated.range is not None else first.range
    if stated.range is None and (first.source or "").startswith(FITTED):
        raise ValueError(
            f"the range of {first.path} is the region of an earlier calibration ({first.source}); write "
            "range: [low, high], or the same figures may count twice"
        )
    if ends is None:
        raise ValueError(f"{first.path} states no range; write range: [low, high]")
    plain = all(not isinstance(end, str) or _is_number(end) for end in ends)
    by_factor = first.by_factor or (plain and first.sort in ("duration", "rate"))
    if not by_factor and len({number.value for number in numbers}) > 1:
        raise ValueError("numbers that move together differ; write the range as factors, as in [0.5, 2]")
    if by_factor and not plain:
        raise ValueError(
            f"the range of a distribution is a pair of factors, as in [0.5, 2]; got {listed(map(str, ends))}"
        )
    if by_factor:
        unit, now = "", 1.0
        low, high = (float(end) for end in ends)
    else:
        unit, now = _split(first.value, first.sort, None, scenario)
        (_, low), (_, high) = (_split(end, first.sort, unit, scenario) for end in ends)
    if not low < high:
        raise ValueError(f"the range [{ends[0]}, {ends[1]}] is empty or the wrong way round")
    if not low <= now <= high:
        what = "the factor 1, that is the stated value" if by_factor else f"the stated value {first.value}"
        raise ValueError(f"the range [{ends[0]}, {ends[1]}] does not hold {what}")
    log = stated.scale == "log" if stated.scale is not None else first.sort not in ("share", "number")
    if log and low <= 0:
        raise ValueError(
            f"a range that is crossed by factors begins above 0; got {ends[0]} (or scale: linear)"
        )
    paths = tuple(number.path for number in numbers)
    return Parameter(key, stated.name, paths, tuple(numbers), by_factor, unit, low, high, now, log)


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _split(text: object, sort: Sort, unit: str | None, scenario: Scenario) -> tuple[str, float]:
    """Unit and amount of a value; in `unit`, if one is given."""
    if sort == "share":
        return "", share(float(text) if isinstance(text, str) and _is_number(text) else text)
    if sort == "duration":
        length = Duration.parse(text)
        if unit is None:
            return length.unit, length.amount
        wanted = Duration(1.0, unit)  # type: ignore[arg-type]
        if length.unit != unit and length.working != wanted.working:
            raise ValueError(f"{shown(text)} and the stated value count different time; write it in {unit}")
        return unit, length.micros(scenario.wd_hours) / wanted.micros(scenario.wd_hours)
    if sort == "rate":
        rate = Rate.parse(text)
        if unit is not None and f"/{rate.per}" != unit:
            raise ValueError(
                f"{shown(text)} does not count as the stated value does; write it per {unit[1:]}"
            )
        return f"/{rate.per}", rate.amount
    if isinstance(text, str) and not _is_number(text):
        raise ValueError(f"{shown(text)} is not a number")
    return "", float(text)  # type: ignore[arg-type]
