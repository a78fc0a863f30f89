"""The margin of a target: between which loads its verdict turns, and what binds there.

The turn is found on the sample problem and then moved apart until fresh seeds confirm both sides (SEMANTICS 9.3).
Loads are factors on what the question asks, up to 2.5% apart (`sim.experiments.load.loads`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sim.experiments.load.binding import Binding, binding, busiest
from sim.experiments.load.loads import AS_ASKED, LOADS, Loads, cases_a_day, place_of
from sim.experiments.load.offered import FULL
from sim.experiments.load.steady import Ceiling, OfferedWork
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.bracket import Line, Turn, confirmed, turn, turn_of
from sim.experiments.running.growth import Growth
from sim.experiments.running.requirement import Requirement
from sim.experiments.running.sample_problem import Sample, required
from sim.experiments.statistics.looks import LOOKS, Verdict
from sim.model.quantities import Name
from sim.results.pools import PoolUse

FEWEST = 40
"""Judged cases of the whole sample that a share at a low load must rest on."""

IDLE = 0.1
"""A pool at work for less of its time makes nobody wait to speak of."""

Kind = Literal["turns", "never", "untold", "always", "nobody"]


@dataclass(frozen=True)
class Margin:
    """Between which loads the verdict on a target turns. Loads are factors on what the question asks."""

    target: str
    name: Name | None
    required: Requirement
    kept: float | None
    """The largest load kept on the sample; None: not even the lowest is."""
    broken: float | None
    """The next load of the sample, which is not kept; None: even the highest is."""
    met: float | None
    """The largest load found that fresh seeds, or the verdict as asked, call met; None: none was."""
    not_met: float | None
    """The smallest load found that fresh seeds, or the verdict as asked, call not met; None: none was."""
    lowest: float
    highest: float
    """Where the search ended on either side."""
    service: str
    """Whose cases are counted: the service whose load was changed, or the target's own."""
    cases_a_day: float
    """Its cases a working day at load 1."""
    busiest: PoolUse | None
    """Of the pools that the target's cases ask for, at the load `broken`, or `highest` where nothing breaks."""
    binding: Binding | None = None
    """What one more unit would do at the load `broken`; None where nothing breaks."""
    as_asked: Binding | None = None
    """What it would do at the load asked; None where nothing breaks."""
    untold: bool = False
    """At the load `broken` undetermined cases decide: with all of them on time it would be kept."""
    ceiling: Ceiling | None = None
    """The load at which some pool that its cases need is offered all that it can do; None: at no load."""
    lasts: float | None = None
    """The largest load found, at most `met`, at which no queue of its cases grows; None: none was, or none is met."""
    growth: Growth | None = None
    """How its queue grows on the sample at the load after `lasts`, where no pool is overloaded there."""
    reading: Name | None = None

    @property
    def growing(self) -> bool:
        """What is called met is so for the judged window only: there some queue has no steady state."""
        return self.met is not None and (self.lasts is None or self.lasts < self.met)

    @property
    def growing_as_asked(self) -> bool:
        """Met at the load asked, and for this window only."""
        return self.standing == "met" and (self.lasts is None or self.lasts < 1)

    @property
    def kind(self) -> Kind:
        """turns; never kept, or never told, down to `lowest`; always kept, up to `highest`; nobody was judged."""
        if self.kept is None and self.broken is None:
            return "nobody"
        if self.kept is None:
            return "untold" if self.untold else "never"
        return "always" if self.broken is None else "turns"

    @property
    def standing(self) -> Verdict:
        """Of the load asked: undecided where it lies between what is confirmed met and not met."""
        if self.met is not None and self.met >= 1:
            return "met"
        return "not_met" if self.not_met is not None and self.not_met <= 1 else "undecided"

    @property
    def pool(self) -> str | None:
        """The pool that binds, if one does."""
        return None if self.binding is None or self.binding.pool is None else self.binding.pool.pool

    @property
    def idle(self) -> bool:
        """Never kept although hardly anything queues: the work itself, and its waits, take too long."""
        return self.kind == "never" and (self.busiest is None or self.busiest.utilisation <= IDLE)

    def cases(self, load: float | None) -> float | None:
        """Cases of `service` a working day at a load."""
        return None if load is None else self.cases_a_day * load

    def __str__(self) -> str:
        ends = f"[{_load(self.met)}, {_load(self.not_met)}]"
        told = {
            "nobody": "no case is judged",
            "never": f"not met at any load down to {self.lowest:g}"
            + (": the work itself takes too long" if self.idle else ""),
            "untold": f"cannot be told at any load down to {self.lowest:g}: undetermined cases decide",
            "always": f"still met at {self.highest:g} times the load, where the search ended",
            "turns": f"met … not met at loads {ends}, on the sample {_load(self.kept)} … {_load(self.broken)}",
        }[self.kind]
        if self.growing:
            told += f"; but growing: it lasts up to {_load(self.lasts)}"
        return f"{self.target}: {told}" + ("" if self.binding is None else f"; {self.binding}")

    def to_dict(self) -> dict[str, Any]:
        """As in `capacity --json`."""
        return {
            "target": self.target,
            **self.required.to_dict(),
            "kind": self.kind,
            "met": self.met,
            "met_steady": None if self.met is None else not self.growing,
            "steady_up_to": self.lasts,
            "steady_below": None if self.ceiling is None else self.ceiling.to_dict(),
            "growth": None if self.growth is None else self.growth.to_dict(),
            "not_met": self.not_met,
            "sample": {"kept": self.kept, "broken": self.broken},
            "searched": [self.lowest, self.highest],
            "service": self.service,
            "cases_per_working_day": {
                "at_load_1": round(self.cases_a_day, 4),
                **{
                    end: None if (cases := self.cases(load)) is None else round(cases, 4)
                    for end, load in (("met", self.met), ("not_met", self.not_met))
                },
            },
            "binding_pool": self.pool,
            "binding": None if self.binding is None else self.binding.to_dict(),
            "binding_as_asked": None if self.as_asked is None else self.as_asked.to_dict(),
        }


def margins(
    loads: Loads,
    targets: Sequence[str],
    sample: Sample,
    asked: Mapping[str, Verdict] | None = None,
) -> dict[str, Margin]:
    """The margin of each target, in the order given.

    `asked` is what the verdicts at the load asked are known to be. Else the looks say it where both sides of the
    turn leave it open, so that a margin and a check of the same promise agree.
    """
    lines = {target: line for target in targets if (line := _line(loads, target, sample)) is not None}
    found = {
        target: turn(line, sample, target, AS_ASKED, loads.simulated(sample))
        for target, line in lines.items()
    }
    known = loads.simulated(sample)
    sure = {
        target: confirmed(found[target], line, sample, target, known=known) for target, line in lines.items()
    }
    sure = {
        target: _with_asked(one, _as_asked(loads, target, one, sample) if asked is None else asked[target])
        for target, one in sure.items()
    }
    work = OfferedWork(loads.whatif)
    made = {
        target: _margin(loads, target, line, sure[target], sample)
        if (line := lines.get(target)) is not None
        else _nobody(loads, target)
        for target in targets
    }
    return {
        target: _lasting(loads, replace(margin, ceiling=work.ceiling(target, loads.service)), sample)
        for target, margin in made.items()
    }


def _as_asked(loads: Loads, target: str, found: Turn, sample: Sample) -> Verdict:
    """The verdict at the load asked, as `check` reaches it; undecided where a side of the turn tells it anyway."""
    told_met = found.met is not None and found.met >= AS_ASKED
    told_not_met = found.not_met is not None and found.not_met <= AS_ASKED
    if told_met or told_not_met or found.kept is None or found.broken is None:
        return "undecided"
    return sample.verdict(loads[AS_ASKED], target, None, LOOKS[-1])


def _with_asked(found: Turn, verdict: Verdict) -> Turn:
    """The turn with the load asked on the side that its verdict takes, where no nearer load was confirmed."""
    if verdict == "met" and found.kept is not None:
        return replace(found, met=AS_ASKED if found.met is None else max(found.met, AS_ASKED))
    if verdict == "not_met" and found.broken is not None:
        return replace(found, not_met=AS_ASKED if found.not_met is None else min(found.not_met, AS_ASKED))
    return found


def _line(loads: Loads, target: str, sample: Sample) -> Line | None:
    """The loads at which the sample judges enough cases to speak of a share; None when it judges nobody as asked."""
    judged = sum(one.judged for one in sample.evidence(loads[AS_ASKED]).of(target, sample.replications))
    if not judged:
        return None
    if loads.service not in (None, *loads.whatif.scenario.targets[target].services):
        return loads.line()
    enough = next((place for place, load in enumerate(LOADS) if judged * load >= FEWEST), AS_ASKED)
    return loads.line(min(enough, AS_ASKED))


def _margin(loads: Loads, target: str, line: Line, found: Turn, sample: Sample) -> Margin:
    stated = loads.whatif.scenario.targets[target]
    end = line.last if found.broken is None else found.broken
    untold = found.broken is not None and _perhaps(sample, loads[found.broken], target)
    breaks = found.broken is not None and not (untold and found.kept is None)
    uses = busiest(sample.evidence(loads[end]), stated.services, sample.replications)

    def load(place: int | None) -> float | None:
        return None if place is None else float(LOADS[place])

    return replace(
        _nobody(loads, target),
        kept=load(found.kept),
        broken=load(found.broken),
        met=load(found.met),
        not_met=load(found.not_met),
        lowest=float(LOADS[line.first]),
        highest=float(LOADS[line.last]),
        busiest=uses[0] if uses else None,
        untold=untold,
        binding=binding(loads[end], float(LOADS[end]), target, sample) if breaks else None,
        as_asked=binding(loads[AS_ASKED], 1.0, target, sample) if breaks else None,
    )


def _lasting(loads: Loads, margin: Margin, sample: Sample) -> Margin:
    """The margin with the load up to which it lasts: no pool overloaded, and no queue that grows on the sample."""
    if margin.met is None:
        return margin

    def growth(place: int) -> Growth | None:
        return sample.evidence(loads[place]).growth(margin.target, sample.replications)

    def steady(place: int) -> bool:
        found = growth(place)
        return found is None or not found.grows

    full = math.inf if margin.ceiling is None else margin.ceiling.load * FULL
    first, last = place_of(margin.lowest), place_of(margin.met)
    while last >= first and LOADS[last] >= full:
        last -= 1
    if last < first:
        return margin
    found = turn_of(steady, Line(loads.__getitem__, first, last), last, loads.simulated(sample))
    return replace(
        margin,
        lasts=None if found.kept is None else float(LOADS[found.kept]),
        growth=None if found.broken is None else growth(found.broken),
    )


def _perhaps(sample: Sample, question: WhatIf, target: str) -> bool:
    """Whether the sample would keep the target if every undetermined case did as well as it can."""
    return required(question, target).perhaps(sample.evidence(question).of(target, sample.replications))


def _nobody(loads: Loads, target: str) -> Margin:
    stated = loads.whatif.scenario.targets[target]
    counted = stated.services if loads.service is None else (loads.service,)
    return Margin(
        target=target,
        name=stated.name,
        required=required(loads.whatif, target),
        kept=None,
        broken=None,
        met=None,
        not_met=None,
        lowest=1.0,
        highest=1.0,
        service=" + ".join(counted),
        cases_a_day=sum(cases_a_day(loads.whatif, service) for service in counted),
        busiest=None,
        reading=stated.reading,
    )


def _load(load: float | None) -> str:
    return "?" if load is None else f"{load:g}"
