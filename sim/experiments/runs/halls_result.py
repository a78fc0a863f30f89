"""What became of many halls: of those of one size and staffing, and of all together."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.nodes import Ints
from sim.engine.program import Program
from sim.engine.summary import Summary, added, counted_clocks
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.shown import Shown
from sim.experiments.runs.hall_classes import HallClass
from sim.experiments.runs.run import manifest_of
from sim.experiments.runs.summaries import TargetCount, outcome_counts, target_counts
from sim.experiments.verdicts.verdict import rounded
from sim.results.pools import duty

SPREAD = (0.0, 0.1, 0.5, 0.9)
"""Quantiles of the halls' own shares that are told: the worst hall, a tenth, half, nine tenths."""


@dataclass(frozen=True, eq=False)
class HallsOfAClass:
    """What became of the halls of one size and staffing; the arrays as in `Counts`."""

    hall: HallClass
    program: Program
    summary: Summary
    judged: Ints
    on_time: Ints

    def share(self, row: int) -> float | None:
        """On time of all their judged cases, on one clock."""
        judged = int(self.judged[:, row].sum())
        return int(self.on_time[:, row].sum()) / judged if judged else None

    def shares(self, row: int) -> NDArray[np.float64]:
        """On time in each hall that judged anybody, sorted."""
        some = self.judged[:, row] > 0
        return np.sort(self.on_time[some, row] / self.judged[some, row])

    def busy(self, pool: int) -> float:
        """Share of its time on duty that a pool was busy."""
        on_duty = duty(self.program, pool)[0] * len(self.judged)
        return int(self.summary.busy[pool]) / on_duty if on_duty else 0.0

    def to_json(self) -> str:
        counts = {"judged": self.judged.tolist(), "on_time": self.on_time.tolist()}
        return json.dumps({**counts, "summary": json.loads(self.summary.to_json())})

    @classmethod
    def from_json(cls, text: str, hall: HallClass, program: Program) -> HallsOfAClass:
        """Raises ValueError for anything `to_json` did not write for such halls."""
        stated = json.loads(text)
        if not isinstance(stated, dict) or stated.keys() != {"judged", "on_time", "summary"}:
            raise ValueError("this is not a summary of halls")
        clocks = len(counted_clocks(program))
        judged, on_time = (
            np.array(stated[k], dtype=np.int64).reshape(-1, clocks) for k in ("judged", "on_time")
        )
        return cls(hall, program, Summary.from_json(json.dumps(stated["summary"]), program), judged, on_time)


@dataclass(frozen=True, eq=False)
class HallsResult(Shown):
    """All halls of a scenario, over the judged window."""

    PAGE = "sim.pages.halls:page_of"

    whatif: WhatIf
    years: int
    """How often the window was simulated in every hall."""
    classes: tuple[HallsOfAClass, ...]
    folder: Path | None = None

    def __repr__(self) -> str:
        return f"HallsResult({self.whatif!r}, classes {len(self.classes)}, years {self.years})"

    @cached_property
    def summary(self) -> Summary:
        """All halls added up; of pools and sessions, the sums over halls."""
        return added(self.program, (one.summary for one in self.classes))

    @property
    def program(self) -> Program:
        """One of the programs: names and clocks are the same in all."""
        return self.classes[0].program

    @property
    def halls(self) -> int:
        return sum(one.hall.halls for one in self.classes)

    @cached_property
    def targets(self) -> list[TargetCount]:
        """Every target over the cases of all halls."""
        return target_counts(self.whatif, self.program, self.summary)

    def row_of(self, target: str) -> int:
        """Which counted clock is a target's."""
        clock = self.program.names.clocks.index(target)
        return int(np.flatnonzero(counted_clocks(self.program) == clock)[0])

    def cases_a_day(self, hall: HallClass) -> float:
        """Cases judged a hall and working day: its size in figures anybody can compare."""
        one = next(c for c in self.classes if c.hall == hall)
        services = {target.service: target.target for target in reversed(self.targets)}
        judged = sum(int(one.judged[:, self.row_of(target)].sum()) for target in services.values())
        return judged / (hall.halls * self.years * _working_days(self.program))

    def table(self) -> list[dict[str, object]]:
        """A line a size, staffing and target: flat, for a spreadsheet."""
        lines: list[dict[str, object]] = []
        for one in map(self._class, self.classes):
            told = {key: one[key] for key in ("size", "staffing", "halls", "cases_a_day")}
            told |= {f"units_{pool}": units for pool, units in one["units"].items()}
            told |= {f"busy_{pool}": busy for pool, busy in one["busy"].items()}
            lines += [{**told, "target": target, **counts} for target, counts in one["targets"].items()]
        return lines

    def to_dict(self) -> dict[str, Any]:
        """As in `run --json`."""
        arrived, finished = int(self.summary.arrived.sum()), int(self.summary.finished.sum())
        return {
            **manifest_of(self.whatif, "summary"),
            "replications": self.years,
            "halls": self.halls,
            "arrived": arrived,
            "ended": finished,
            "open": arrived - finished,
            "targets": [target.to_dict() for target in self.targets],
            "outcomes": outcome_counts(self.program, self.summary),
            "classes": [self._class(one) for one in self.classes],
        }

    def _class(self, one: HallsOfAClass) -> dict[str, Any]:
        names = self.program.names.pools
        return {
            "size": one.hall.size,
            "staffing": one.hall.staffing,
            "halls": one.hall.halls,
            "cases_a_day": rounded(self.cases_a_day(one.hall), 2),
            "units": dict(one.hall.units),
            "busy": {name: rounded(one.busy(pool)) for pool, name in enumerate(names)},
            "targets": {
                target.target: {
                    "judged": int(one.judged[:, row].sum()),
                    "on_time": int(one.on_time[:, row].sum()),
                    "on_time_share": rounded(one.share(row), 6),
                    **spread_of(one.shares(row)),
                }
                for target in self.targets
                for row in (self.row_of(target.target),)
            },
        }


def spread_of(shares: NDArray[np.float64]) -> dict[str, float | None]:
    """Of the shares of single halls: the lowest, and what a tenth, half and nine tenths of halls do not exceed."""
    found = (
        np.quantile(shares, SPREAD, method="inverted_cdf").tolist() if len(shares) else [None] * len(SPREAD)
    )
    return dict(zip(("hall_lowest", "hall_p10", "hall_p50", "hall_p90"), map(_places, found), strict=True))


def _places(value: float | None) -> float | None:
    return rounded(value, 6)


def _working_days(program: Program) -> int:
    """Dates of the judged window on which the offices are open."""
    from sim.worktime import DAY

    first = int(program.calendar_first[program.office_calendar])
    rows = slice(first, first + int(program.calendar_count[program.office_calendar]))
    opens = program.open_at[rows]
    inside = (opens >= program.judged_from) & (opens < program.judged_until)
    return len(np.unique(opens[inside] // DAY))
