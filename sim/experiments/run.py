"""Running a scenario: tables of what happened, waits by activity with intervals, and a folder on disk.

A run folder holds `manifest.json` (no wall clock, no host) and, for every finished replication, one Parquet file
of cases and, with detail `events`, one of events. Files appear whole or not at all, so a killed run resumes.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from sim.engine.outcome import Outcome
from sim.engine.program import TASK, Ints, Program
from sim.experiments.mean_interval import MeanInterval, ratio_interval
from sim.experiments.progress import Progress, silent
from sim.experiments.replicate import Replicator, workers
from sim.experiments.verdict import calendar_status, package_version
from sim.experiments.whatif import WhatIf
from sim.model import Fault, ModelError
from sim.results.pools import PoolUse, pool_use
from sim.worktime import HOUR, NEVER

if TYPE_CHECKING:
    import polars as pl

Detail = Literal["events", "cases"]
MANIFEST = "manifest.json"
PART = ".part"
"""What the name of a file not yet whole ends with."""
CONFIDENCE = 0.95


@dataclass(frozen=True)
class ActivityUse:
    """One activity in the judged window: how many enqueued, and their mean wait and work in hours."""

    service: str
    activity: str
    count: float
    """Mean number a replication."""
    wait: MeanInterval
    """Hours from enqueueing to the start of work, nights included."""
    served: MeanInterval
    """Hours from start to completion, nights included."""


@dataclass(frozen=True, eq=False)
class Sums:
    """One replication in a few numbers, whatever its length."""

    tasks: NDArray[np.float64]
    """(task nodes, 3): number enqueued in the judged window, hours waited, hours from start to completion."""
    arrived: Ints
    """By service."""
    finished: Ints
    busy: Ints
    served: Ints
    overtime: Ints


@dataclass(frozen=True, eq=False)
class Run:
    """Replications of one question. Frames need the outcomes, which a long run does not keep."""

    whatif: WhatIf
    program: Program
    detail: Detail
    sums: tuple[Sums, ...]
    outcomes: tuple[Outcome, ...]
    folder: Path | None = None

    @cached_property
    def cases(self) -> pl.DataFrame:
        """One row a case; see `sim.results.frames`. Raises ValueError when outcomes were not kept."""
        from sim.results.frames import case_frame

        return case_frame(self.program, self._kept())

    @cached_property
    def events(self) -> pl.DataFrame:
        """One row an event. Raises ValueError when events or outcomes were not kept."""
        from sim.results.frames import event_frame

        return event_frame(self.program, self._kept())

    def _kept(self) -> tuple[Outcome, ...]:
        if not self.outcomes:
            raise ValueError("this run kept no outcomes: call run(…, keep=True), or read its folder")
        return self.outcomes

    @cached_property
    def activities(self) -> list[ActivityUse]:
        """Waits and work by activity, with 95% intervals over replications."""
        nodes, names = self.program.nodes, self.program.names
        sums = np.stack([one.tasks for one in self.sums], axis=-1)
        return [
            ActivityUse(
                service=names.services[nodes.service[node]],
                activity=names.steps[nodes.step[node]],
                count=float(sums[i, 0].mean()),
                wait=ratio_interval(sums[i, 1], sums[i, 0], 1 - CONFIDENCE),
                served=ratio_interval(sums[i, 2], sums[i, 0], 1 - CONFIDENCE),
            )
            for i, node in enumerate(task_nodes(self.program))
            if sums[i, 0].any()
        ]

    @cached_property
    def pools(self) -> list[PoolUse]:
        return pool_use(self.program, self.sums)

    def to_dict(self) -> dict[str, Any]:
        """As in `run --json`."""
        arrived = np.sum([one.arrived for one in self.sums], axis=0)
        finished = np.sum([one.finished for one in self.sums], axis=0)
        return {
            **manifest_of(self.whatif, self.detail),
            "replications": len(self.sums),
            "services": [
                {
                    "service": name,
                    "arrived": int(arrived[number]),
                    "finished": int(finished[number]),
                    "open": int(arrived[number] - finished[number]),
                }
                for number, name in enumerate(self.program.names.services)
            ],
            "pools": [
                {
                    "pool": use.pool,
                    "utilisation": round(use.utilisation, 4),
                    "tasks_per_unit_day": round(use.served_per_unit_day, 2),
                    "overtime_hours_per_day": round(use.overtime_hours_per_day, 3),
                }
                for use in self.pools
            ],
            "activities": [
                {
                    "service": use.service,
                    "activity": use.activity,
                    "per_replication": round(use.count, 2),
                    "wait_hours": _interval(use.wait),
                    "served_hours": _interval(use.served),
                }
                for use in self.activities
            ],
        }


def run(
    whatif: WhatIf,
    *,
    replications: int = 1,
    detail: Detail = "events",
    keep: bool = True,
    out: str | Path | None = None,
    resume: bool = False,
    progress: Progress = silent,
) -> Run:
    """Simulate to the horizon, replication 0 to `replications` − 1, and write a run folder if `out` is given.

    `keep` holds the outcomes in memory, for frames; without it only sums are kept. `resume` goes on with a folder
    of the same question; without it the folder must be empty or absent. Raises ModelError for bad input.
    """
    if replications < 1:
        raise ModelError([Fault(f"--replications {replications}", 0, 0, "allowed: 1 or more")])
    if resume and out is None:
        raise ModelError([Fault("--resume", 0, 0, "there is no folder to go on with; name it with --out")])
    program = whatif.program
    folder = None if out is None else Path(out)
    done = set() if folder is None else _prepare(folder, manifest_of(whatif, detail), resume)
    sums: list[Sums] = []
    outcomes: list[Outcome] = []
    with workers(None if replications > 1 else 1) as executor, progress(whatif.label, replications) as bar:
        if keep or folder is not None:
            whole = Replicator(
                program,
                _whole_outcome,
                seed=whatif.seed,
                engine=whatif.engine_name,
                events=detail == "events" or not keep,  # activities are summed from events
                stop_when_judged=False,
                executor=executor,
            )
            for outcome in whole.results(0, replications):
                if folder is not None and outcome.replication not in done:
                    _write_replication(folder, program, outcome, detail)
                sums.append(summed(program, outcome))
                if keep:
                    outcomes.append(outcome)
                bar.advance()
        else:
            short = Replicator(
                program,
                summed,
                seed=whatif.seed,
                engine=whatif.engine_name,
                events=True,
                stop_when_judged=False,
                executor=executor,
            )
            for one in short.results(0, replications):
                sums.append(one)
                bar.advance()
    return Run(whatif, program, detail, tuple(sums), tuple(outcomes), folder)


def _whole_outcome(_program: Program, outcome: Outcome) -> Outcome:
    return outcome


def task_nodes(program: Program) -> list[int]:
    """Nodes of tasks, in the declared order of their steps."""
    steps = program.nodes.step.tolist()
    tasks = [node for node, kind in enumerate(program.nodes.kind.tolist()) if kind == TASK]
    return sorted(tasks, key=lambda node: steps[node])


def summed(program: Program, outcome: Outcome) -> Sums:
    """The sums of one replication; task sums are zero when event rows were not kept."""
    nodes = task_nodes(program)
    tasks = np.zeros((len(nodes), 3))
    if outcome.rows is not None:
        _, node, _, _, enqueued, started, completed, _, _ = outcome.rows.T
        inside = (enqueued >= program.judged_from) & (enqueued < program.judged_until) & (completed != NEVER)
        for i, task in enumerate(nodes):
            own = inside & (node == task)
            waited, served = (started - enqueued)[own], (completed - started)[own]
            tasks[i] = own.sum(), waited.sum() / HOUR, served.sum() / HOUR
    services = range(len(program.names.services))
    ended = outcome.outcome >= 0
    return Sums(
        tasks=tasks,
        arrived=np.array([(outcome.service == s).sum() for s in services], dtype=np.int64),
        finished=np.array([(ended & (outcome.service == s)).sum() for s in services], dtype=np.int64),
        busy=outcome.busy,
        served=outcome.served,
        overtime=outcome.overtime,
    )


def manifest_of(whatif: WhatIf, detail: str) -> dict[str, Any]:
    """What a run was: enough to repeat it, nothing that differs between two machines."""
    from sim.engine.compile.times import times_of

    times = times_of(whatif.scenario)
    return {
        "onewindow": package_version(),
        "scenario": whatif.label,
        "levers": [use.name for use in whatif.levers],
        "settings": [setting.text for setting in whatif.source.settings],
        "load": whatif.load_text,
        "seed": whatif.seed,
        "engine": whatif.engine_name,
        "detail": detail,
        "digest": whatif.program.digest,
        "calendar": calendar_status(times),
        "window": [times.study.judged_from.isoformat(), times.study.judged_until.isoformat()],
    }


def _prepare(folder: Path, manifest: dict[str, Any], resume: bool) -> set[int]:
    """Replications already on disk; the manifest is written first, so a half-done folder can be recognised."""
    path = folder / MANIFEST
    if path.is_file():
        found = _manifest_in(path)
        if found != manifest:
            changed = [key for key in manifest if found.get(key) != manifest[key]]
            message = f"the folder holds another run (different: {', '.join(changed)}); choose another --out"
            raise ModelError([Fault(str(folder), 0, 0, message)])
        if not resume:
            raise ModelError(
                [Fault(str(folder), 0, 0, "the folder holds this run already; add --resume to go on")]
            )
        tables = ("cases", "events") if manifest["detail"] == "events" else ("cases",)
        return set.intersection(*(_written(folder, table) for table in tables))
    if folder.exists() and not folder.is_dir():
        raise ModelError([Fault(str(folder), 0, 0, "this is a file, not a folder; choose another --out")])
    if folder.exists() and any(file.suffix != PART for file in folder.iterdir()):
        raise ModelError(
            [Fault(str(folder), 0, 0, "the folder is not empty and holds no run; choose another --out")]
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"the folder cannot be made: {error.strerror or error}"
        raise ModelError([Fault(str(folder), 0, 0, message)]) from None
    _whole(path, json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n")
    return set()


def _manifest_in(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        message = "the file is not the manifest of a run; choose another --out"
        raise ModelError([Fault(str(path), 0, 0, message)])
    return found


def _written(folder: Path, table: str) -> set[int]:
    """Replications whose table is there."""
    return {int(file.stem.rpartition("-")[2]) for file in folder.glob(f"{table}-*.parquet")}


def _write_replication(folder: Path, program: Program, outcome: Outcome, detail: Detail) -> None:
    from sim.results.frames import case_frame, event_frame

    if detail == "events":
        _parquet(folder / f"events-{outcome.replication:05d}.parquet", event_frame(program, [outcome]))
    _parquet(folder / f"cases-{outcome.replication:05d}.parquet", case_frame(program, [outcome]))


def _parquet(path: Path, frame: pl.DataFrame) -> None:
    part = path.with_name(path.name + PART)
    frame.write_parquet(part)
    os.replace(part, path)


def _whole(path: Path, content: bytes) -> None:
    part = path.with_name(path.name + PART)
    part.write_bytes(content)
    os.replace(part, path)


def _interval(interval: MeanInterval) -> dict[str, float | None]:
    return {
        "mean": _finite(interval.estimate),
        "low": _finite(interval.low),
        "high": _finite(interval.high),
    }


def _finite(value: float) -> float | None:
    return round(float(value), 6) if np.isfinite(value) else None
