"""A scenario simulated at any place of its parameters, always with the same draws."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from calibration.figures import Figure
from calibration.measured import UNKNOWN, Floats, Measured, Part, divided, parts, together
from calibration.parameters import Parameter
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.replications import Simulated
from sim.model import ModelError

Figured = dict[str, Measured]
"""What was simulated, by figure."""


@dataclass(frozen=True)
class Study:
    """Which figures are simulated of which question, by which parameters. It travels to worker processes."""

    whatif: WhatIf
    figures: Mapping[str, Figure]
    parameters: tuple[Parameter, ...]
    replications: int

    @cached_property
    def questions(self) -> dict[str | None, WhatIf]:
        """By variant a figure names; None: the variant asked."""
        variants = dict.fromkeys(figure.variant for figure in self.figures.values() if figure.ratio is None)
        return {
            name: self.whatif if name is None else replace(self.whatif, variant=name) for name in variants
        }

    @cached_property
    def stated(self) -> Floats:
        """Places of the stated values."""
        return np.array([parameter.place(parameter.stated) for parameter in self.parameters])

    def only(self, keys: Collection[str]) -> Study:
        """The same with these figures alone, and those they are ratios of."""
        ratios = [self.figures[key].ratio for key in keys]
        needed = {*keys, *(name for ratio in ratios if ratio is not None for name in (ratio.of, ratio.to))}
        return replace(self, figures={key: figure for key, figure in self.figures.items() if key in needed})

    def values(self, places: Floats) -> list[float]:
        """What the parameters are at these places."""
        return [p.value(float(place)) for p, place in zip(self.parameters, places, strict=True)]

    def simulate(self, places: Floats) -> Figured:
        """Every figure at these places; unknown where the scenario cannot be simulated so."""
        found: Figured = {}
        for variant, question in self.questions.items():
            own = {k: f for k, f in self.figures.items() if f.variant == variant and f.ratio is None}
            try:
                found |= self._simulated(question, own, places)
            except ModelError:
                found |= dict.fromkeys(own, UNKNOWN)
        for key, figure in self.figures.items():
            if figure.ratio is not None:
                found[key] = divided(found[figure.ratio.of], found[figure.ratio.to])
        return found

    def _simulated(self, question: WhatIf, own: Mapping[str, Figure], places: Floats) -> Figured:
        moved = self.moved(question, self.values(places))
        run: Simulated[dict[str, Part]] = Simulated(
            partial(parts, figures=own, wd_hours=moved.scenario.wd_hours),
            question.seed,
            question.engine_name,
            events=any(figure.span is not None and figure.span.wait for figure in own.values()),
            stop_when_judged=False,
        )
        made = [run(moved.program, number) for number in range(self.replications)]
        return {key: together(figure, [part[key] for part in made]) for key, figure in own.items()}

    def moved(self, question: WhatIf, values: Sequence[float]) -> WhatIf:
        """The question with the parameters at these values; one at its stated value is left as it stands."""
        settings = [
            setting
            for parameter, value in zip(self.parameters, values, strict=True)
            if value != parameter.stated
            for setting in parameter.settings(value)
        ]
        return question.with_settings(settings) if settings else question
