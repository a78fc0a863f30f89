"""The loads a search steps through, and what a load is in cases a working day.

Loads are factors on what a question asks: of `--load 1.5` the factor 1.2 makes 1.8 times the stated arrivals.
Under more load a case keeps its luck and never comes later (SEMANTICS 2.3), so two loads of one seed differ in
nothing but how dense the cases come.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sim.engine.expected import expected_arrivals
from sim.experiments.load.worlds import streams_of
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.bracket import Line
from sim.experiments.running.sample_problem import Sample
from sim.model import Fault, ModelError
from sim.model.names import unknown
from sim.model.scenario import other_service
from sim.worktime.arithmetic import dates_counted

LOWEST, HIGHEST = Fraction(1, 50), Fraction(10)
"""Where a search ends on either side."""

_STEPS = ((100, 200, 2), (200, 500, 5), (500, 1000, 10))
"""Of each decade, in hundredths: from, below, step. So neighbours lie 1 to 2.5% apart."""

LOADS: tuple[Fraction, ...] = (
    *(
        factor
        for decade in (Fraction(1, 100), Fraction(1, 10), Fraction(1))
        for first, end, step in _STEPS
        for hundredths in range(first, end, step)
        if (factor := decade * hundredths / 100) >= LOWEST
    ),
    HIGHEST,
)
"""Factors of at most three digits: 0.02, 0.0205, … 0.99, 1, 1.02, … 9.9, 10."""

AS_ASKED = LOADS.index(Fraction(1))
"""The place of the load that the question asks."""


def place_of(load: float) -> int:
    """The place of the largest load that is not above this one; the first for what is below all."""
    return max(0, sum(float(factor) <= load * (1 + 1e-9) for factor in LOADS) - 1)


def under(whatif: WhatIf, factor: Fraction, service: str | None = None) -> WhatIf:
    """The same question with so many times the cases it asks for: of one service, or of all."""
    asked = dict(whatif.factors)
    everywhere = asked.get("", Fraction(1))
    if service is None:
        made = {"": everywhere, **asked}
        return replace(whatif, load=tuple((name, stated * factor) for name, stated in made.items()))
    return replace(whatif, load=tuple({**asked, service: asked.get(service, everywhere) * factor}.items()))


class Loads:
    """One question under every load, each made once."""

    def __init__(self, whatif: WhatIf, service: str | None = None) -> None:
        """Raises ModelError for an unknown service."""
        others = [
            other_service(name) for name, pool in whatif.scenario.pools.items() if pool.other_work is not None
        ]
        known = [*whatif.scenario.services, *others]
        if service is not None and service not in known:
            raise ModelError([Fault.of("service", service, unknown("service", service, known))])
        self.whatif = whatif
        self.service = service
        self._made: dict[int, WhatIf] = {}

    def __getitem__(self, place: int) -> WhatIf:
        if place not in self._made:
            self._made[place] = under(self.whatif, LOADS[place], self.service)
        return self._made[place]

    def line(self, first: int = 0) -> Line:
        """The loads from place `first` on."""
        return Line(self.__getitem__, first, len(LOADS) - 1)

    def simulated(self, sample: Sample) -> list[int]:
        """Places that the sample knows."""
        return sorted(place for place, whatif in self._made.items() if sample.knows(whatif))


def cases_a_day(whatif: WhatIf, service: str) -> float:
    """Cases of a service expected in the judged window, a working day of it; those of closed days are among them."""
    program = whatif.program
    begin, end = program.judged_from, program.judged_until
    streams = streams_of(program, program.names.services.index(service))
    expected = sum(expected_arrivals(program, stream, begin, end) for stream in streams)
    until, before = (
        int(dates_counted(program.dates_first_day, program.dates_counted, at - 1)) for at in (end, begin)
    )
    return expected / max(1, until - before)
