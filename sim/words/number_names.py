"""A number of a scenario in words: "Registrars · share of the day for this work" for `pools.registrar.availability`.

Names are those the scenario gives to pools, services, blocks, papers and levers; what only has an id is called by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from sim.levers import REGISTRY
from sim.model.blocks import Block, Choice, Documents, walk
from sim.model.distribution import Distribution, Spread
from sim.model.provenance import Sort
from sim.model.quantities import Duration, Name, Rate
from sim.model.scenario import LeverUse, Scenario
from sim.words.amounts import duration, rate, spread
from sim.words.flips import NUMBERS


class NumberWords:
    """Names and values of one scenario's numbers, in one language. The scenario is as stated, before levers."""

    def __init__(self, scenario: Scenario, lang: str) -> None:
        self.scenario = scenario
        self.lang = lang
        self.w = NUMBERS[lang]

    def name(self, path: str, target: str = "") -> str:
        """What the number at a path is, a number of `target` without its name; the path where it leads nowhere."""
        kind, *steps = path.split(".")
        if kind == "targets" and steps[0] == target:
            return self._field(f"target.{steps[1]}")
        try:
            parts = {
                "pools": self._pool,
                "sessions": self._session,
                "services": self._service,
                "targets": self._target,
                "variants": self._variant,
                "levers": self._lever,
            }[kind](steps)
        except (KeyError, IndexError, ValueError):
            return path
        return self.w["joint"].join(part for part in parts if part)

    def stated(self, path: str, sort: Sort, text: str) -> str:
        """The stated value: a distribution in words, any other as `value` says it."""
        if sort != "factor":
            return self.value(sort, text)
        found = self._at(path.split("."))
        return spread(found, self.lang) if isinstance(found, Spread) else text

    def value(self, sort: Sort, text: str) -> str:
        """A value of a number in its own unit; factors, shares and counts are the same in every language."""
        if sort == "duration":
            return duration(Duration.parse(text), self.lang)
        return rate(Rate.parse(text), self.lang) if sort == "rate" else text

    def brief(self, sort: Sort, text: str) -> str:
        """A value for a table: as the file has it, its unit in the language."""
        if sort not in ("duration", "rate"):
            return text
        amount, unit = text.split(maxsplit=1)
        return f"{amount} {self.w[f'unit.{unit}']}"

    def between(self, sort: Sort, low: str, high: str, mark: str) -> str:
        """Two values around a mark, their unit said once."""
        first, last = self.brief(sort, low), self.brief(sort, high)
        if sort in ("duration", "rate") and low.split()[1:] == high.split()[1:]:
            first = low.split()[0]
        return mark.format(low=first, high=last)

    # -- what stands where ----------------------------------------------------------------------------

    def _said(self, name: Name | None, otherwise: str) -> str:
        return otherwise if name is None else name.in_language(self.lang)  # type: ignore[arg-type]

    def _field(self, *keys: str) -> str:
        """The word for a field, the first that there is one for; else the key."""
        return next((self.w[key] for key in keys if key in self.w), keys[-1])

    def _pool(self, steps: Sequence[str]) -> list[str]:
        pool = self.scenario.pools[steps[0]]
        return [self._said(pool.name, steps[0]), self._field(f"{pool.kind}.{steps[1]}", ".".join(steps[1:]))]

    def _session(self, steps: Sequence[str]) -> list[str]:
        meeting = self.scenario.sessions[steps[0]]
        return [self._said(meeting.name, steps[0]), self._field(steps[1])]

    def _target(self, steps: Sequence[str]) -> list[str]:
        target = self.scenario.targets[steps[0]]
        return [self._said(target.name, steps[0]), self._field(f"target.{steps[1]}")]

    def _service(self, steps: Sequence[str]) -> list[str]:
        service = self.scenario.services[steps[0]]
        several = len(self.scenario.services) > 1
        parts = [self._said(service.name, steps[0])] if several else []
        if steps[1] == "flow":
            block, rest = self._block(service.flow, steps[2:])
            called = self._said(block.name, block.id)
            alike = [other for other in walk(service.flow) if self._said(other.name, other.id) == called]
            called += f" ({block.id})" if len(alike) > 1 and called != block.id else ""
            return [*parts, called, self._in_block(block, rest)]
        channel = service.channels[steps[2]]
        several = len(service.channels) > 1
        named = self._said(channel.name, self.w.get(f"way.{steps[2]}", steps[2]) if several else "")
        return [*parts, named, self._field(f"channel.{steps[3]}")]

    def _block(self, flow: Sequence[Block], steps: Sequence[str]) -> tuple[Block, list[str]]:
        """The block with the longest id that the steps begin with, and the steps below it."""
        known = {block.id: block for block in walk(flow)}
        for length in range(len(steps) - 1, 0, -1):
            block = known.get(".".join(steps[:length]))
            if block is not None:
                return block, list(steps[length:])
        raise KeyError(".".join(steps))

    def _in_block(self, block: Block, steps: Sequence[str]) -> str:
        if isinstance(block, Documents) and steps[0] == "papers":
            paper = self._said(block.papers[steps[1]].name, steps[1])
            return self.w[f"paper.{steps[2]}"].format(paper=paper)
        if isinstance(block, Choice) and steps[0] == "options":
            way = self._said(block.options[int(steps[1])].name, "")
            return self.w["option" if way else "option_unnamed"].format(way=way, n=int(steps[1]) + 1)
        return self._field(f"{block.keyword}.{steps[0]}", steps[0])

    def _variant(self, steps: Sequence[str]) -> list[str]:
        return self._lever(steps[2:])

    def _lever(self, steps: Sequence[str]) -> list[str]:
        lever = REGISTRY[steps[1]]
        return [self._said(lever.label, steps[1]), self._field(f"{steps[1]}.{steps[-1]}", steps[-1])]

    # -- values ---------------------------------------------------------------------------------------

    def _at(self, steps: Sequence[str]) -> object:
        """The value at a path, with a lever's raw numbers read; None where there is none."""
        here: object = self.scenario
        left = list(steps)
        try:
            while left:
                if isinstance(here, tuple) and here and isinstance(here[0], Block):
                    here, left = self._block(here, left)
                else:
                    here = _below(here, left.pop(0))
            return Distribution.model_validate(here) if isinstance(here, Mapping) else here
        except (KeyError, IndexError, ValueError, ValidationError):
            return None


def _below(here: Any, key: str) -> object:
    """The entry of a list or mapping, or the field of a model, by the name the file has for it."""
    if isinstance(here, tuple):
        return here[int(key)]
    if isinstance(here, LeverUse):
        return here.parameters if key == here.name else here.parameters[key]
    if isinstance(here, Mapping):
        return here[key]
    if isinstance(here, BaseModel):
        fields = type(here).model_fields
        return getattr(here, next(name for name, field in fields.items() if key in (name, field.alias)))
    raise KeyError(key)
