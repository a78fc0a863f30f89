"""One case of a question, told: from a simulation made for it, or from a run that was read back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from sim.engine.engines import ENGINES, engine_at_hand
from sim.engine.outcome import Outcome
from sim.engine.program import COUNTS, Program
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.shown import Shown
from sim.experiments.runs.run import Result
from sim.model import Fault, ModelError
from sim.model.bounds import REPLICATION, within
from sim.model.quantities import HOUR, MICROS
from sim.results.story import Moment, Promise, Story, story
from sim.worktime import DAY, to_datetime


@dataclass(frozen=True, eq=False)
class CaseStory(Shown):
    """A case with the question and the replication it belongs to."""

    PAGE = "sim.pages.case_stories:page_of"

    whatif: WhatIf
    outcome: Outcome
    story: Story

    @property
    def program(self) -> Program:
        return self.whatif.program

    @cached_property
    def nearest(self) -> list[int]:
        """The cases before and behind this one that came for a service, not as other work of a pool."""
        names, number = self.program.names.services, self.story.case
        of_services = [
            case
            for case, service in enumerate(self.outcome.service.tolist())
            if names[service] in self.whatif.scenario.services
        ]
        before = [case for case in of_services if case < number]
        return before[-1:] + [case for case in of_services if case > number][:1]

    def in_unit(self, target: str, value: int) -> tuple[float, str]:
        """A clock's value in the unit its limit is written in."""
        unit = self.whatif.scenario.targets[target].unit
        clock = self.program.names.clocks.index(target)
        if self.program.clock_coordinate[clock] in COUNTS:
            return value, unit
        scale = self.whatif.scenario.wd_hours * HOUR if unit == "wd" else MICROS[unit]
        return round(value / scale, 6), unit

    def to_dict(self) -> dict[str, Any]:
        """As in `show --case --json`; instants as ISO text, spans in seconds."""
        told = self.story
        return {
            "scenario": self.whatif.label,
            "seed": self.whatif.seed,
            "digest": self.program.digest,
            **{key: getattr(told, key) for key in ("replication", "case", "service", "channel", "outcome")},
            "later_outcome": told.later_outcome,
            "clock": told.clock,
            "exact": told.exact,
            "moments": [self._moment(moment) for moment in told.moments],
            "targets": [self._promise(promise) for promise in told.promises],
        }

    def _moment(self, moment: Moment) -> dict[str, Any]:
        return {
            "at": to_datetime(moment.at).isoformat(),
            "working_date": moment.working_date,
            "event": moment.event,
            "subject": moment.subject,
            "pool": moment.pool or None,
            "waited_s": moment.waited / 1_000_000,
            "worked_s": moment.worked / 1_000_000,
            "pause": moment.pause or None,
            "states": [
                {"item": status.item, "state": status.state, "name": status.name_zh}
                for status in moment.states
            ],
            "calendar_days": round(moment.elapsed / DAY, 6),
            "clock": None if moment.clock is None else self.in_unit(self.story.clock or "", moment.clock)[0],
            "clock_state": moment.clock_state if self.story.clock else None,
        }

    def _promise(self, promise: Promise) -> dict[str, Any]:
        limit, unit = self.in_unit(promise.target, promise.limit)
        value = None if promise.value is None else self.in_unit(promise.target, promise.value)[0]
        kept = {key: asdict(promise)[key] for key in ("target", "verdict", "judged")}
        return {**kept, "value": value, "limit": limit, "unit": unit}


def case_story(asked: WhatIf | Result, case: int, replication: int = 0) -> CaseStory:
    """The story of case `case`, of a simulation of the question or of a run with events. Raises ModelError."""
    within("replication", replication, REPLICATION)
    whatif, outcome = (
        (asked.whatif, _of_run(asked, replication))
        if isinstance(asked, Result)
        else (asked, _simulated(asked, replication))
    )
    cases = len(outcome.service)
    if not 0 <= case < cases:
        allowed = f"0 to {cases - 1:,}" if cases else "none, as no case came"
        raise ModelError([Fault.of("case", case, f"there is no such case; allowed: {allowed}")])
    return CaseStory(whatif, outcome, story(whatif.program, outcome, case))


def _simulated(asked: WhatIf, replication: int) -> Outcome:
    return ENGINES[engine_at_hand(asked.engine)](
        asked.program, seed=asked.seed, replication=replication, events=True, stop_when_judged=False
    )


def _of_run(made: Result, replication: int) -> Outcome:
    made.needs("events")
    if replication >= len(made.outcomes):
        message = f"the run has no such replication; allowed: 0 to {len(made.outcomes) - 1}"
        raise ModelError([Fault.of("replication", replication, message)])
    return made.outcomes[replication]
