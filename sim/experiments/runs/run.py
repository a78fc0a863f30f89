"""Running a scenario: tables of what happened, and waits by activity with intervals."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.engine.summary import Summary
from sim.experiments.load.early import tell_overload
from sim.experiments.load.steady import OfferedWork, Steadiness
from sim.experiments.questions.origin import calendar_status, package_version
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.costing import Costs, costs_of_sums
from sim.experiments.running.crew import Crew, crew_for
from sim.experiments.running.finished import Detail
from sim.experiments.running.first_look import first_look
from sim.experiments.running.progress import Progress, silent
from sim.experiments.running.replications import Simulated, summarising
from sim.experiments.running.shown import Shown
from sim.experiments.running.size import refuse_too_large
from sim.experiments.running.sums import Sums, summed
from sim.experiments.runs.question_files import asked_of, files_of
from sim.experiments.runs.run_counts import (
    ActivityUse,
    PromiseKept,
    ServiceCount,
    SessionUse,
    VisitorCount,
    activity_uses,
    promises_kept,
    service_counts,
    session_uses,
    targets_kept,
    visitor_counts,
)
from sim.experiments.runs.run_folder import QUESTION, RunFolder
from sim.experiments.runs.summaries import (
    TargetCount,
    crew_for_summaries,
    later_outcomes,
    sums_of,
    target_counts,
)
from sim.experiments.store.kept import kept
from sim.model import Fault, ModelError
from sim.model.bounds import REPLICATIONS_ALLOWED, within
from sim.results.costs import Prices, prices_of
from sim.results.pools import PoolUse, pool_use

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, eq=False)
class Result(Shown):
    """Replications of one question. Frames need the outcomes, which a long run does not keep."""

    PAGE = "sim.pages.runs:page_of"

    whatif: WhatIf
    program: Program
    detail: Detail
    sums: tuple[Sums, ...]
    outcomes: tuple[Outcome, ...]
    folder: Path | None = None
    summary: Summary | None = None
    """All replications added up; of detail level `summary` only."""

    def __repr__(self) -> str:
        return f"Result({self.whatif!r}, replications {len(self.sums)}, detail {self.detail})"

    @cached_property
    def cases(self) -> pl.DataFrame:
        """One row a case; see `sim.results.frames`. Raises ValueError when outcomes were not kept."""
        from sim.results.frames import case_frame

        return case_frame(self.program, self._kept(), self.prices)

    @cached_property
    def events(self) -> pl.DataFrame:
        """One row an event. Raises ValueError when events or outcomes were not kept."""
        from sim.results.frames import event_frame

        return event_frame(self.program, self._kept())

    @cached_property
    def statuses(self) -> pl.DataFrame:
        """Status history of the national exchange standard; see `sim.results.status`. Raises ValueError as above."""
        from sim.results.frames import status_frame

        return status_frame(self.program, self._kept())

    def needs(self, detail: Detail) -> None:
        """Raises ModelError where the run kept less than this level does."""
        levels = get_args(Detail)
        if levels.index(self.detail) > levels.index(detail) or not self.outcomes:
            message = f"the run keeps {self.detail} only; this needs a run with --detail {detail}"
            where = self.whatif.label if self.folder is None else str(self.folder)
            raise ModelError([Fault(where, 0, 0, message)])

    def _kept(self) -> tuple[Outcome, ...]:
        if not self.outcomes:
            other = (
                "run with detail 'cases' or 'events'"
                if self.summary is not None
                else "call run(…, keep=True)"
            )
            raise ValueError(f"this run kept no outcomes: {other}, or read its folder")
        return self.outcomes

    @cached_property
    def services(self) -> list[ServiceCount]:
        """Who came, and how their cases ended, by service: means of a replication."""
        return service_counts(self.program, self.sums)

    @cached_property
    def activities(self) -> list[ActivityUse]:
        """Waits and work by activity, with 95% intervals over replications."""
        return activity_uses(self.program, self.sums)

    @cached_property
    def promises(self) -> list[PromiseKept]:
        """How promised items and stages fared, with 95% intervals over replications."""
        return promises_kept(self.program, self.sums, self.whatif.scenario)

    @cached_property
    def on_time(self) -> list[PromiseKept]:
        """How every target fared, with 95% intervals over replications. Verdicts come from `check`."""
        return targets_kept(self.program, self.sums, self.whatif.scenario)

    @cached_property
    def visitors(self) -> list[VisitorCount]:
        """What visitors did at each step that needs them; empty where none does."""
        return visitor_counts(self.program, self.sums)

    @property
    def sessions(self) -> list[SessionUse]:
        """What each session took, and what it could not for lack of staff."""
        return session_uses(self.program, self.sums)

    @cached_property
    def pool_use(self) -> list[PoolUse]:
        """How busy each pool was in the judged window, mean over replications."""
        return pool_use(self.program, self.sums)

    @cached_property
    def steadiness(self) -> Steadiness:
        """The work offered to every pool, and which are offered more than they can do; nobody looks for growth."""
        offered = tuple(OfferedWork(self.whatif).loads)
        return Steadiness(offered, tuple(one for one in offered if one.over), None)

    @cached_property
    def prices(self) -> Prices | None:
        """What the scenario says of costs; None where it states none."""
        return prices_of(self.whatif.scenario, self.program)

    @cached_property
    def costs(self) -> Costs | None:
        """What it costs: rosters by pool and, where event rows were kept, by case; None where no cost is stated."""
        if self.prices is None:
            return None
        return costs_of_sums(self.prices, self.program, self.sums, tuple(self.whatif.scenario.services))

    @cached_property
    def pools(self) -> pl.DataFrame:
        """`pool_use` as a frame, one row a pool."""
        import polars as pl

        rows = [asdict(use) for use in self.pool_use]
        return pl.DataFrame([{**row, "label": row["label"][0]} for row in rows])

    @cached_property
    def targets(self) -> list[TargetCount]:
        """How every target fared over all cases judged. Raises ValueError for other detail levels than `summary`."""
        if self.summary is None:
            raise ValueError("targets are counted at detail 'summary'; verdicts come from check")
        return target_counts(self.whatif, self.program, self.summary)

    def to_dict(self) -> dict[str, Any]:
        """As in `run --json`. Numbers of cases are means of a replication; only `targets`, of detail level `summary`,
        counts the cases of all replications together. `steady` is False where a pool is overloaded, else None: whether
        queues grow for another reason is looked for by `check`."""
        return {
            **manifest_of(self.whatif, self.detail),
            "replications": len(self.sums),
            "services": [count.to_dict() for count in self.services],
            **self._summary(),
            "pools": [
                {
                    "pool": use.pool,
                    "utilisation": round(use.utilisation, 4),
                    **({"held": round(use.held, 4)} if use.held else {}),
                    "tasks_per_unit_day": round(use.served_per_unit_day, 2),
                    "overtime_hours_per_day": round(use.overtime_hours_per_day, 3),
                }
                for use in self.pool_use
            ],
            "on_time": [kept.to_dict("target") for kept in self.on_time],
            "promises": [kept.to_dict() for kept in self.promises],
            "sessions": [use.to_dict() for use in self.sessions],
            **({"visitors": [one.to_dict() for one in self.visitors]} if self.visitors else {}),
            "steady": None if self.steadiness.steady else False,
            "steadiness": self.steadiness.to_dict(),
            "activities": [use.to_dict() for use in self.activities],
            **({} if self.costs is None else {"costs": self.costs.to_dict()}),
        }

    def _summary(self) -> dict[str, Any]:
        if self.summary is None:
            return {}
        later = later_outcomes(self.program, self.summary, len(self.sums))
        together = {"replications": len(self.sums)}
        return {
            "targets": [{**target.to_dict(), **together} for target in self.targets],
            **({"later": later} if later else {}),
        }


def run(
    question: WhatIf | str,
    *,
    replications: int = 1,
    detail: Detail = "events",
    keep: bool = True,
    out: str | Path | None = None,
    resume: bool = False,
    csv: bool = False,
    progress: Progress = silent,
    crew: Crew | None = None,
) -> Result:
    """Simulate to the horizon, replication 0 to `replications` − 1, and write a run folder if `out` is given.

    `keep` holds the outcomes in memory, for frames; without it only sums are kept. `resume` goes on with a folder
    of the same question: what is finished there is read, and only the rest is simulated. `csv` writes the folder's
    tables as CSV too, a file a replication. Detail level
    `summary` keeps no outcomes, and memory does not grow with the cases. Of a scenario with `halls` it is the one hall
    described; `run_halls` runs them all. Raises ModelError for bad input.
    """
    within("replications", replications, REPLICATIONS_ALLOWED)
    if resume and out is None:
        raise ModelError([Fault.of("resume", "", "there is no folder to go on with; name it")])
    if csv and out is None:
        raise ModelError([Fault.of("csv", "", "there is no folder to write to; name it")])
    if csv and detail == "summary":
        raise ModelError([Fault.of("csv", "", "a summary keeps no tables; ask for cases or events")])
    whatif = load(question) if isinstance(question, str) else question
    if not resume:
        tables = 0 if detail == "summary" else replications if keep else 1
        refuse_too_large(whatif.program, replications, tables, events=detail == "events")
    tell_overload(whatif, replications)
    with nullcontext() if out is None else _folder(whatif, Path(out), detail, resume) as folder:
        if detail == "summary":
            return _summarised(whatif, replications, folder, progress, crew)
        made = _simulated(whatif, replications, detail, keep, folder, progress, crew)
        if csv and folder is not None:
            folder.write_csv(whatif.program)
        return made


def _simulated(
    whatif: WhatIf,
    replications: int,
    detail: Detail,
    keep: bool,
    folder: RunFolder | None,
    progress: Progress,
    crew: Crew | None,
) -> Result:
    program = whatif.program
    done = set() if folder is None else folder.finished()
    simulated = [r for r in range(replications) if r not in done]
    engine = _engine(whatif, replications, len(simulated))
    sums: dict[int, Sums] = {}
    outcomes: dict[int, Outcome] = {}
    if folder is not None:
        known = [r for r in range(replications) if r in done]
        sums = {r: folder.sums(r) for r in known}
        outcomes = {r: folder.outcome(r) for r in known} if keep else {}
    # Outcomes are long: a worker sends one back whole only where it is kept or written.
    # Activities are summed from events; a run kept for its cases alone can do without.
    prices = prices_of(whatif.scenario, program)
    simulate = (
        Simulated(
            partial(_whole_and_summed, prices=prices),
            whatif.seed,
            engine,
            events=detail == "events" or folder is not None,
            stop_when_judged=False,
        )
        if keep or folder is not None
        else summing(whatif, engine)
    )
    with (
        crew_for(engine, crew, jobs=len(simulated), meanwhile=partial(first_look, whatif)) as own,
        progress(whatif.label, "replications", len(simulated)) as bar,
    ):
        made = own.replicate(simulate, program, simulated)
        for number, (outcome, one) in zip(simulated, made, strict=True):
            sums[number] = one
            if outcome is not None:
                if detail != "events":
                    outcome = replace(outcome, rows=None)
                if folder is not None:
                    folder.write(program, outcome, one, prices)
                if keep:
                    outcomes[number] = outcome
            bar.advance()
    ordered = tuple(sums[number] for number in range(replications))
    kept = tuple(outcomes[number] for number in range(replications)) if keep else ()
    return Result(whatif, program, detail, ordered, kept, None if folder is None else folder.path)


def summing(whatif: WhatIf, engine: str) -> Simulated[tuple[Outcome | None, Sums]]:
    """What makes the sums of a replication, and nothing else of it."""
    prices = prices_of(whatif.scenario, whatif.program)
    return Simulated(
        partial(_summed_only, prices=prices), whatif.seed, engine, events=True, stop_when_judged=False
    )


def _summarised(
    whatif: WhatIf, replications: int, folder: RunFolder | None, progress: Progress, crew: Crew | None
) -> Result:
    program = whatif.program
    done = set() if folder is None else folder.finished()
    missing = [number for number in range(replications) if number not in done]
    engine = _engine(whatif, 0, len(missing))
    whole, sums = Summary.empty(program), []
    with (
        crew_for_summaries(whatif, engine, len(missing), crew) as own,
        progress(whatif.label, "replications", len(missing)) as bar,
    ):
        wanted = ((program, number) for number in missing)
        new = own.replicate_each(summarising(whatif.seed, engine), wanted, bar.advance)
        for number in range(replications):
            if folder is not None and number in done:
                one = folder.document("summary", number, partial(Summary.from_json, program=program))
            else:
                one = next(new)
                if folder is not None:
                    folder.write_document("summary", number, one.to_json())
            whole += one
            sums.append(sums_of(program, one))
    path = None if folder is None else folder.path
    return Result(whatif, program, "summary", tuple(sums), (), path, whole)


def _engine(whatif: WhatIf, replications: int, missing: int) -> str:
    """The engine that runs what is missing; where nothing is, the one that need not be loaded."""
    return whatif.engine_for(replications) if missing else "reference"


def _folder(whatif: WhatIf, path: Path, detail: Detail, resume: bool) -> RunFolder:
    asked = {**manifest_of(whatif, detail), QUESTION: asked_of(whatif)}
    return RunFolder.opened(path, asked, resume=resume, files=files_of(whatif))


def _whole_and_summed(
    program: Program, outcome: Outcome, prices: Prices | None
) -> tuple[Outcome | None, Sums]:
    return outcome, summed(program, outcome, prices)


@kept
def _summed_only(program: Program, outcome: Outcome, prices: Prices | None) -> tuple[Outcome | None, Sums]:
    return None, summed(program, outcome, prices)


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
        "engine": whatif.engine,
        "detail": detail,
        "digest": whatif.program.digest,
        "calendar": calendar_status(times),
        "judged_dates": _first_and_last(times.study.judged_from, times.study.judged_until),
        "simulated_dates": _first_and_last(times.study.start, times.study.horizon),
    }


def _first_and_last(first: date, after: date) -> list[str]:
    return [first.isoformat(), (after - timedelta(days=1)).isoformat()]
