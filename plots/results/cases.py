"""Where the days of all cases went, and the story of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from plots.case_clocks import ClockLine
from plots.case_gantt import StepRow, Stretch, case_gantt
from plots.days_spent import SHORT_US, Promised, Side, Slice
from plots.results.asked import Asked, days_of, departments, flow_of, label, named
from plots.results.stages import asked_stage, outermost, stages_of, steps_of
from plots.where_days_go import where_days_go
from sim.engine.absence import ran
from sim.engine.compile.times import times_of
from sim.engine.nodes import SESSION
from sim.engine.outcome import Outcome, Row
from sim.engine.program import COUNTS, DATES, DAYS, ELAPSED, FINISHED, QUEUED, WORKING, Program
from sim.experiments.runs.run import Result
from sim.model import Fault, ModelError
from sim.model.scenario import Scenario
from sim.results.clock_runs import clock_runs
from sim.results.days import days_spent
from sim.results.pauses import Pauses, end_of, rows_by_case
from sim.results.stretches import stretches
from sim.results.typical import typical_case
from sim.words import formats
from sim.words.causes import NAMES, PARTIES
from sim.words.language import Lang
from sim.words.provenance import provenance
from sim.worktime import NEVER, to_datetime

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from plots.days import DayInfo


def draw_where_days_go(asked: Asked) -> Figure:
    """Mean time by cause and stage, of one question or of two, on the clock of the promise where there is one."""
    found = spent_of(asked)
    return where_days_go(
        found.sides,
        unit=found.unit,
        wd_hours=asked.scenario.wd_hours,
        name=asked.title,
        lang=asked.lang,
        promised=found.promised,
        inside=found.inside,
        provenance="\n".join(provenance(made.whatif, asked.lang) for made in found.runs),
    )


@dataclass(frozen=True, eq=False)
class Spent:
    """Where the days went, and how it is told: the unit, the promise whose clock it is, the stage it is inside of."""

    runs: list[Result]
    sides: list[Side]
    unit: formats.Unit
    promised: Promised | None
    inside: str


def spent_of(asked: Asked) -> Spent:
    """Raises ModelError where no case finished, or nothing took time."""
    runs = [asked.made(of=one) for one in (asked.against, asked.question) if one is not None]
    promise = asked.timed
    if promise is None or asked.service not in asked.scenario.targets[promise].services:
        promise = None
    staged = asked.stage is None and any(stages_of(made.whatif, asked.service) for made in runs)
    sides = [_side(asked, made, promise, staged) for made in runs]
    for side in sides:
        if side.cases == 0:
            message = "no case of the window finished: nothing to draw; lengthen the follow-up"
            raise ModelError([Fault.of("service", asked.service, message)])
        if side.total_us <= 0:
            message = "took no time on the way of any case: nothing to draw"
            raise ModelError([Fault.of("stage", asked.stage or "", message)])
    unit: formats.Unit = "h" if max(side.total_us for side in sides) < SHORT_US else "cd"
    promised = None
    if promise is not None:
        program = runs[-1].program
        unit, limit = _counted_in(asked, program, program.names.clocks.index(promise))
        promised = Promised(named(asked.scenario.targets[promise].name, promise, asked.lang), limit)
    inside = asked_stage(asked, asked.whatif)
    return Spent(
        runs, sides, unit, promised, "" if inside is None else named(inside.name, inside.id, asked.lang)
    )


def _side(asked: Asked, made: Result, promise: str | None, staged: bool) -> Side:
    whatif, program, lang = made.whatif, made.program, asked.lang
    scenario = whatif.scenario
    clock = None if promise is None else program.names.clocks.index(promise)
    found = days_spent(
        program, made.outcomes, asked.service, departments(scenario, asked.service, lang), clock
    )
    title = scenario.variants[scenario.variant].title if scenario.variant is not None else None
    name = named(title, whatif.label, lang)
    inside = asked_stage(asked, whatif)
    shown = None if inside is None else set(steps_of(inside.do))
    around = outermost(flow_of(scenario, asked.service), lang) if staged else {}
    in_office = clock is not None and program.clock_coordinate[clock] in (WORKING, DATES)
    slices = tuple(
        Slice(
            label(program, "step", part.step, lang, asked.service), part.cause, part.department,
            (part.working if in_office else part.elapsed) / found.cases, around.get(part.step, ""),
        )
        for part in found.parts
        if shown is None or part.step in shown
    )  # fmt: skip
    short = name.split("：" if lang == "zh" else ": ")[0]
    return Side(short, found.cases, found.unfinished, slices, found.whole / max(found.cases, 1))


def _counted_in(asked: Asked, program: Program, clock: int) -> tuple[formats.Unit, float]:
    """The unit in which a promise is told, and its limit in it: short ones in hours, waiting in minutes."""
    kind = int(program.clock_coordinate[clock])
    day, hour = COUNTED_IN[kind]
    limit = asked.scenario.targets[program.names.clocks[clock]].limit.value.micros(asked.scenario.wd_hours)
    days, hours = (limit / formats.unit_us(unit, asked.scenario.wd_hours) for unit in (day, hour))
    return (day, days) if days > 2 or kind in COUNTS else (hour, hours)


COUNTED_IN: dict[int, tuple[formats.Unit, formats.Unit]] = {
    ELAPSED: ("cd", "h"), DAYS: ("cd", "h"), WORKING: ("wd", "wh"), DATES: ("wd", "wh"), QUEUED: ("h", "min"),
}  # fmt: skip
"""The units of each clock: above two of the first, and up to that."""


def draw_case_gantt(asked: Asked) -> Figure:
    """The story of case `asked.case` of replication 0, or of a judged case that was late, or else slow."""
    told = told_of(asked)
    return case_gantt(
        told.rows,
        told.clock,
        told.days,
        arrived=told.arrived,
        end=told.end,
        finished=told.finished,
        case=told.case,
        name=told.name,
        lang=asked.lang,
        open_hours=told.open_hours,
        provenance=provenance(asked.whatif, asked.lang),
    )


@dataclass(frozen=True)
class Told:
    """A case through time, as `case_gantt` takes it."""

    rows: list[StepRow]
    clock: ClockLine | None
    days: Sequence[DayInfo]
    arrived: datetime
    end: datetime
    finished: bool
    case: str
    name: str
    open_hours: list[tuple[datetime, datetime]]


def told_of(asked: Asked) -> Told:
    """Raises ModelError where there is no such case, or nothing of it took time."""
    whatif = asked.whatif
    made = asked.made(replications=1)
    program, outcome = made.program, made.outcomes[0]
    clock = program.names.clocks.index(asked.timed) if asked.timed is not None else None
    case = typical_case(program, outcome, asked.service, clock) if asked.case is None else asked.case
    if case is None or not 0 <= case < len(outcome.service):
        nobody, allowed = (
            "no judged case of the service came to its end",
            f"allowed: 0 to {len(outcome.service) - 1}",
        )
        stated = nobody if case is None else allowed
        raise ModelError([Fault.of("case", asked.case, stated)])
    service = program.names.services[outcome.service[case]]
    if clock is not None and outcome.service[case] not in program.services_of(clock):
        clock = None
    rows = rows_by_case(outcome).get(case, [])
    if not rows:
        raise ModelError([Fault.of("case", case, "nothing of this case took time: nothing to draw")])
    finished = int(outcome.stamps[case, FINISHED])
    end = max(end_of(row) for _, row in rows) if finished == NEVER else finished
    times = times_of(whatif.scenario)
    known = whatif.scenario.services.get(service)
    arrived = to_datetime(int(outcome.stamps[case, 0]))
    # A case of the backlog came before the study, whose calendar begins with it.
    study = replace(times.study, start=min(times.study.start, arrived.date()))
    return Told(
        rows=_steps(whatif.scenario, ran(program, outcome), [row for _, row in rows], asked.lang),
        clock=None if clock is None else _clock_line(asked, program, outcome, case, clock, end),
        days=days_of(whatif.scenario, study),
        arrived=arrived,
        end=to_datetime(end),
        finished=finished != NEVER,
        case=str(case),
        name=asked.title
        if service == asked.service
        else named(known.name if known else None, service, asked.lang),
        open_hours=[
            (to_datetime(a), to_datetime(b)) for a, b in times.office.table(study.start, study.horizon)
        ],
    )


def _steps(scenario: Scenario, program: Program, rows: Sequence[Row], lang: Lang) -> list[StepRow]:
    """One row a step, in the order they were first reached."""
    nodes, names = program.nodes, program.names
    by_step: dict[int, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row.enqueued, row.node)):
        by_step.setdefault(int(nodes.step[row.node]), []).append(row)
    found = []
    for step, visits in by_step.items():
        parts = [
            Stretch(part.cause, to_datetime(part.begin), to_datetime(part.end))
            for row in visits
            for part in stretches(program, row)
        ]
        pool = next((names.alternatives[row.alternative] for row in visits if row.alternative >= 0), "")
        party = names.step_parties[step]
        who = label(program, "pool", pool, lang) if pool else PARTIES[lang].get(party, "")
        if nodes.kind[visits[0].node] == SESSION and not pool:
            meeting = scenario.sessions[names.sessions[nodes.session[visits[0].node]]]
            who = named(meeting.name, NAMES[lang]["session"], lang)
        service = names.services[nodes.service[visits[0].node]]
        found.append(StepRow(label(program, "step", names.steps[step], lang, service), who, tuple(parts)))
    return found


def _clock_line(
    asked: Asked, program: Program, outcome: Outcome, case: int, clock: int, end: int
) -> ClockLine | None:
    """The clock at every instant where its course bends; None for one that never began."""
    rows = rows_by_case(outcome)[case]
    runs = clock_runs(program, outcome, case, clock, rows, Pauses(program).of(outcome, case, rows))
    if runs.begun == NEVER or runs.begun > end:
        return None
    stated = asked.scenario.targets[program.names.clocks[clock]]
    wd_hours = asked.scenario.wd_hours
    kind = int(program.clock_coordinate[clock])
    unit, limit = _counted_in(asked, program, clock)
    scale = 1.0 if kind in COUNTS else float(formats.unit_us(unit, wd_hours))
    day: formats.Unit = "cd" if unit in ("cd", "h") and kind != QUEUED else "wd"
    late_at = int(outcome.clock_late_at[case, clock])
    stopped = min(runs.stopped, end)
    return ClockLine(
        name=named(stated.name, program.names.clocks[clock], asked.lang),
        points=tuple((to_datetime(at), (runs.value(at) or 0) / scale) for at in runs.bends(stopped, end)),
        whole_days=kind in COUNTS,
        unit=unit,
        a_day=formats.unit_us(day, wd_hours) / formats.unit_us(unit, wd_hours),
        limit=limit,
        crossed=to_datetime(late_at)
        if late_at < stopped or (late_at <= end and runs.stopped > end)
        else None,
    )
