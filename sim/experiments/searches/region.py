"""A requirement: the question of a promise turned round, where no source tells the process.

Not "is it kept" but "what would have to be true": on a plain flow (`services/intake_handling_decision.yaml`: intake,
handling, sign-offs, decision), how many hours of work a case may take, how many cases a person may have a day, and how
often it may be signed off, for the promise to hold at the stated load. For every number of sign-offs and of cases a day
the hours are searched at which it turns, on the sample problem (SEMANTICS 9.3): longer work never helps. The boundary
is also where the staff's hours are used up, as beyond it a queue grows for ever. In the middle of each line fresh seeds
confirm both sides.

The service is asked about alone: other services of its file are left out. Cases a person and day fix the staff: so many
people, of whom each gives a part of the day to this work.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, log
from typing import Any

from sim.engine.compile.times import times_of
from sim.experiments.load.loads import cases_a_day
from sim.experiments.questions.origin import made_with
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.bracket import Line, Turn, confirmed, turn
from sim.experiments.running.crew import Crew
from sim.experiments.running.first_look import crew_of
from sim.experiments.running.progress import Progress, silent
from sim.experiments.running.requirement import Requirement
from sim.experiments.running.requirement import requirement as required_by
from sim.experiments.running.sample_problem import Sample
from sim.experiments.running.shown import Shown
from sim.experiments.searches.plain_flow import PlainFlow, plain_flow
from sim.experiments.verdicts.check import named_target, turned_round
from sim.library import library
from sim.model import Fault, ModelError
from sim.model.bounds import REPLICATIONS_ALLOWED, within
from sim.model.quantities import Duration, Name
from sim.worktime import HOUR

REPLICATIONS = 6
"""Of the sample."""
CASES = (1.0, 3.0, 6.0, 10.0, 15.0)
"""Cases a person and day, unless stated; halls are known with 6 to 15."""
HOURS: tuple[float, ...] = tuple(
    round(decade * hundredths / 100, 4)
    for decade in (0.01, 0.1, 1.0, 10.0)
    for first, end, step in ((100, 200, 5), (200, 500, 10), (500, 1000, 25))
    for hundredths in range(first, end, step)
)
"""Hours of work a case that are tried: at most 5% apart."""


@dataclass(frozen=True)
class Bound:
    """How many hours a case may take at so many cases a person and day; None: no number tried holds, or fails."""

    cases: float
    people: int
    share_of_day: float
    """What each of them gives to this work."""
    kept: float | None
    """The most hours kept on the sample."""
    broken: float | None
    """The next number tried, which is not."""
    used_up: bool
    """Beyond `kept` the staff's hours are used up; the promise itself would allow more."""
    met: float | None = None
    """The most hours that fresh seeds call met; None also where nobody asked them."""
    not_met: float | None = None
    asked: bool = False
    """Whether fresh seeds were asked."""

    def to_dict(self) -> dict[str, Any]:
        return {
            "cases_per_staff_day": self.cases,
            "people": self.people,
            "share_of_day": round(self.share_of_day, 4),
            "kept_hours": self.kept,
            "broken_hours": self.broken,
            "hours_used_up": self.used_up,
            **({"met_hours": self.met, "not_met_hours": self.not_met} if self.asked else {}),
        }


@dataclass(frozen=True)
class Boundary:
    """The boundary for one number of sign-offs, from few cases a day to many."""

    sign_offs: int
    bounds: tuple[Bound, ...]

    @property
    def middle(self) -> Bound:
        """The one that fresh seeds were asked about."""
        return self.bounds[len(self.bounds) // 2]


@dataclass(frozen=True)
class Region(Shown):
    """Where one promise holds; see the module."""

    PAGE = "sim.pages.region:page_of"
    FIGURE = "plots.results.searched:draw_requirement"

    whatif: WhatIf
    target: str
    name: Name | None
    reading: Name | None
    limit: Duration
    required: Requirement
    service: str
    cases_a_day: float
    """At the load asked."""
    availability: float
    """Share of the day that a person gives to casework."""
    day_hours: float
    """Hours a working day that the staff's pool is open, mean of the window; those of closed days are among them."""
    boundaries: tuple[Boundary, ...]
    """By number of sign-offs, none first."""
    replications: int

    @property
    def holds_somewhere(self) -> bool:
        return any(bound.kept is not None for one in self.boundaries for bound in one.bounds)

    def to_dict(self) -> dict[str, Any]:
        """As in `requirement --json`."""
        return {
            "target": self.target,
            "scenario": self.whatif.label,
            "answer": "requirement",
            "limit": self.limit.amount,
            "unit": str(self.limit.unit),
            "clock": self.whatif.scenario.targets[self.target].clock,
            **self.required.to_dict(),
            "service": self.service,
            "cases_per_working_day": round(self.cases_a_day, 4),
            "availability": self.availability,
            "office_day_hours": round(self.day_hours, 4),
            "boundaries": [
                {"sign_offs": one.sign_offs, "bounds": [bound.to_dict() for bound in one.bounds]}
                for one in self.boundaries
            ],
            "load": self.whatif.load_text,
            "replications": self.replications,
            "seed": self.whatif.seed,
            "engine": self.whatif.engine_name,
            **made_with(self.whatif),
        }

    def __str__(self) -> str:
        lines = [f"{self.target}: what would have to be true, at {self.cases_a_day:.3g} cases a day"]
        for one in self.boundaries:
            told = (f"{bound.kept or 0:g} h at {bound.cases:g} a person and day" for bound in one.bounds)
            lines.append(f"  {one.sign_offs} sign-offs: {'; '.join(told)}")
        return "\n".join(lines)


def requirement(
    question: WhatIf | str,
    target: str | None = None,
    *,
    cases: Sequence[float] = CASES,
    replications: int = REPLICATIONS,
    confirm: bool = True,
    progress: Progress = silent,
    crew: Crew | None = None,
) -> Region:
    """Where a target of a plain flow holds (the first one that is answered by a requirement, unless named).

    `cases` a person and day are tried. `confirm` asks fresh seeds in the middle of each boundary. Raises ModelError for
    bad input, and for a service that is no plain flow.
    """
    whatif = load(question) if isinstance(question, str) else question
    within("replications", replications, REPLICATIONS_ALLOWED.above(2))
    if not cases or min(cases) <= 0:
        raise ModelError([Fault.of("cases", ",".join(map(str, cases)), "cases a person and day are above 0")])
    name = _chosen(whatif, target)
    flow = plain_flow(whatif, name)
    with crew_of(whatif, crew, [name]) as own, progress(whatif.label, "search", None) as bar:
        sample = Sample(replications, whatif.seed, own, bar.advance)
        return _Search(whatif, name, flow, sample).found(sorted(cases), confirm)


def scenario_of(what: str, target: str | None) -> tuple[str, str | None]:
    """A scenario and the target asked about; `what` may be a target of the library, which says its scenario."""
    for name, listed in library().items():
        if target is None and what in listed.targets:
            return name, what
    return what, target


def _chosen(whatif: WhatIf, target: str | None) -> str:
    turned = turned_round(whatif)
    if target is None:
        if not turned:
            message = "no target here is answered by a requirement; name one"
            raise ModelError([whatif.scenario.fault_at("targets", message)])
        return turned[0]
    return named_target(whatif, target)


class _Search:
    """One search; every question differs from the stated one in numbers of the plain flow only."""

    def __init__(self, whatif: WhatIf, target: str, flow: PlainFlow, sample: Sample) -> None:
        self.whatif, self.target, self.flow, self.sample = whatif, target, flow, sample
        times = times_of(whatif.scenario)
        opening = times.opening(whatif.scenario.pools[flow.pool])
        days = [day for day in times.days() if times.study.judged_from <= day < times.study.judged_until]
        open_for = sum(end - start for day in days for start, end in opening.spans(day))
        self.day_hours = open_for / HOUR / max(1, sum(map(times.works, days)))
        self.rate = cases_a_day(whatif, flow.service)

    def found(self, cases: Sequence[float], confirm: bool) -> Region:
        stated = self.whatif.scenario.targets[self.target]
        boundaries: list[Boundary] = []
        for sign_offs in range(len(self.flow.sign_offs) + 1):
            before = boundaries[-1].bounds if boundaries else ()
            boundaries.append(self._boundary(sign_offs, cases, before, confirm))
        return Region(
            whatif=self.whatif,
            target=self.target,
            name=stated.name,
            reading=stated.reading,
            limit=stated.limit.value,
            required=required_by(self.whatif.scenario, self.target),
            service=self.flow.service,
            cases_a_day=self.rate,
            availability=self.flow.availability,
            day_hours=self.day_hours,
            boundaries=tuple(boundaries),
            replications=self.sample.replications,
        )

    def _boundary(
        self, sign_offs: int, cases: Sequence[float], before: Sequence[Bound], confirm: bool
    ) -> Boundary:
        bounds: list[Bound] = []
        for number, each in enumerate(cases):
            near = before[number] if before else bounds[-1] if bounds else None
            start = None if near is None else (near.kept or HOURS[0])
            bounds.append(self._bound(sign_offs, each, start, confirm and number == len(cases) // 2))
        return Boundary(sign_offs, tuple(bounds))

    def _bound(self, sign_offs: int, cases: float, near: float | None, confirm: bool) -> Bound:
        people = max(1, ceil(self.rate / cases - 1e-9))
        part = self.flow.availability * self.rate / (cases * people)
        most = self.flow.availability * self.day_hours / cases
        last = max((place for place, hours in enumerate(HOURS) if hours < most), default=-1)
        if last < 0:
            return Bound(cases, people, part, None, HOURS[0], used_up=True)
        line = Line(self._question(people, part, sign_offs), 0, last)
        start = min(last, _place(0.5 * most if near is None else near))
        turned = turn(line, self.sample, self.target, start)
        if confirm:
            known = {place for place in (turned.kept, turned.broken) if place is not None}
            turned = confirmed(turned, line, self.sample, self.target, known=known)
        return _bound(cases, people, part, turned, confirm)

    def _question(self, people: int, part: float, sign_offs: int) -> Callable[[int], WhatIf]:
        made: dict[int, WhatIf] = {}

        def question(place: int) -> WhatIf:
            if place not in made:
                made[place] = self.flow.asked(self.whatif, HOURS[place], people, part, sign_offs)
            return made[place]

        return question


def _bound(cases: float, people: int, part: float, found: Turn, asked: bool) -> Bound:
    def hours(place: int | None) -> float | None:
        return None if place is None else HOURS[place]

    return Bound(
        cases,
        people,
        part,
        hours(found.kept),
        hours(found.broken),
        found.broken is None,
        hours(found.met),
        hours(found.not_met),
        asked,
    )


def _place(hours: float) -> int:
    """The place of the number tried that is nearest."""
    return min(range(len(HOURS)), key=lambda place: abs(log(HOURS[place] / hours)))
