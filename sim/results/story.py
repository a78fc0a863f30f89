"""One case told instant by instant: what happened, what it waited for, and what its clocks said.

Times of a `Moment` are µs. The instants are those of stamps, event rows and states; what is still under way when
the simulation ends has no row yet and is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from sim.engine.absence import ran
from sim.engine.nodes import MILESTONE, SESSION, TASK, TIMER
from sim.engine.outcome import Outcome, Row
from sim.engine.prepared import prepared
from sim.engine.program import ARRIVED, FINISHED, REACHED, VISITS, Program, UnknownNode
from sim.frozen import dataclass
from sim.results.clock_runs import ClockRuns, ClockState, clock_runs
from sim.results.judged import asked
from sim.results.pauses import end_of, rows_by_case
from sim.results.status import Histories, Status
from sim.results.waits import waiting
from sim.worktime import DAY, NEVER
from sim.worktime.arithmetic import work_between

Event = Literal[
    "arrived", "stamped", "part_started", "part_done", "started", "completed", "wait_began", "wait_ended",
    "pause_began", "withdrawn", "state", "finished", "later",
]  # fmt: skip
CaseVerdict = Literal[
    "on_time", "late", "deemed", "not_judged", "open", "open_late", "not_begun", "backwards", "not_asked"
]

_RANK: Mapping[Event, int] = {
    "arrived": 0, "completed": 1, "wait_ended": 1, "withdrawn": 1, "part_done": 2, "stamped": 2, "part_started": 2,
    "pause_began": 3, "started": 3, "wait_began": 3, "state": 4, "finished": 5, "later": 6,
}  # fmt: skip
"""Order within one instant: what ends, then what is reached, then what begins. Beyond that: ends as their rows are
numbered, beginnings as their blocks are declared, stamps by their nodes, which a flow numbers from its end."""

_TOLD: Mapping[int, tuple[Event, Event]] = {
    TASK: ("started", "completed"),
    SESSION: ("started", "completed"),
    TIMER: ("wait_began", "wait_ended"),
}
"""By kind of node that leaves rows: what its beginning and its end are called."""


@dataclass(frozen=True)
class Moment:
    """Something that happened to the case."""

    at: int
    event: Event
    subject: str
    """Id of the step, milestone, item or stage; the outcome of an end; "" for the arrival."""
    pool: str = ""
    waited: int = 0
    """From joining to the start: for a queue, in the hours of its pools (`sim.results.waits`)."""
    worked: int = 0
    """Hands-on time, nights left out; for a wait its whole length."""
    pause: str = ""
    """Why the clock stood meanwhile."""
    states: tuple[Status, ...] = ()
    elapsed: int = 0
    """Since the arrival."""
    clock: int | None = None
    clock_state: ClockState = "ahead"
    working_date: bool = True


@dataclass(frozen=True)
class Promise:
    """One target and what became of it for this case."""

    target: str
    verdict: CaseVerdict
    value: int | None
    """What the clock counted: µs or dates; None if it never began."""
    limit: int
    coordinate: int
    judged: bool
    """Whether it began in the judged window, so that a verdict over all cases counts this one."""


@dataclass(frozen=True)
class Story:
    """A case from arrival to end."""

    replication: int
    case: int
    service: str
    channel: str
    outcome: str | None
    later_outcome: str | None
    clock: str | None
    """Target whose clock stands beside every moment: the first of the service; None if it has no target."""
    coordinate: int | None
    moments: tuple[Moment, ...]
    promises: tuple[Promise, ...]
    exact: bool
    """False when the rows cannot tell all pauses: the clock's last reading differs from the engine's ledger."""


def story(program: Program, outcome: Outcome, case: int) -> Story:
    """The story of a case. Raises IndexError for one that is not there, ValueError without event rows."""
    if not 0 <= case < len(outcome.service):
        raise IndexError(f"no case {case}: allowed 0 to {len(outcome.service) - 1}")
    program = ran(program, outcome)
    rows = rows_by_case(outcome).get(case, [])
    names = program.names
    histories = Histories(program)
    statuses = histories.of(outcome, case, rows)
    service = int(outcome.service[case])
    targets = [
        c
        for c in range(len(names.clocks))
        if program.clock_judged[c] == 1 and program.clock_service[c] == service
    ]
    timed = [clock for clock in targets if program.clock_coordinate[clock] not in (VISITS, REACHED)]
    runs = None
    if timed:
        runs = clock_runs(program, outcome, case, timed[0], rows, histories.pauses.of(outcome, case, rows))
    moments = sorted(
        [*_ends(program, outcome, case, rows), *_stamps(program, outcome, case), *_rows(program, rows)],
        key=lambda found: (found[0].at, _RANK[found[0].event], found[1]),
    )
    told = _with_states([moment for moment, _ in moments], statuses)
    return Story(
        replication=outcome.replication,
        case=case,
        service=names.services[service],
        channel=names.channels[outcome.stream[case]],
        outcome=_named(names.outcomes, int(outcome.outcome[case])),
        later_outcome=_named(names.outcomes, int(outcome.later_outcome[case])),
        clock=names.clocks[timed[0]] if timed else None,
        coordinate=int(program.clock_coordinate[timed[0]]) if timed else None,
        moments=tuple(_with_clocks(program, outcome, moment, runs, case) for moment in told),
        promises=tuple(_promise(program, outcome, case, clock) for clock in targets),
        exact=runs is None or _agrees(runs, outcome, case, timed[0]),
    )


def _named(names: Sequence[str], code: int) -> str | None:
    return names[code] if code >= 0 else None


def _ends(
    program: Program, outcome: Outcome, case: int, rows: Sequence[tuple[int, Row]]
) -> Iterator[tuple[Moment, int]]:
    """Arrival and end, each with a number that orders it among what happens at the same instant."""
    names = program.names
    yield Moment(int(outcome.stamps[case, ARRIVED]), "arrived", ""), 0
    finished = int(outcome.stamps[case, FINISHED])
    if finished != NEVER:
        yield Moment(finished, "finished", names.outcomes[outcome.outcome[case]]), 0
    later = int(outcome.later_outcome[case])
    if later >= 0:
        at = max((end_of(row) for _, row in rows), default=finished)
        yield Moment(at, "later", names.outcomes[later]), 0


def _stamps(program: Program, outcome: Outcome, case: int) -> Iterator[tuple[Moment, int]]:
    nodes, names = program.nodes, program.names
    service = outcome.service[case]
    for number, name in enumerate(names.stamps):
        at = int(outcome.stamps[case, number])
        if number in (ARRIVED, FINISHED) or at == NEVER:
            continue
        own = [
            node
            for node in range(len(nodes.kind))
            if nodes.kind[node] == MILESTONE
            and nodes.stamp[node] == number
            and nodes.service[node] == service
        ]
        node = max(own)
        part = names.steps[nodes.step[node]]
        event: Event = "stamped"
        if name == f"{part}.started":
            event = "part_started"
        elif name == f"{part}.done":
            event = "part_done"
        yield Moment(at, event, name if event == "stamped" else part), -node


def _rows(program: Program, rows: Sequence[tuple[int, Row]]) -> Iterator[tuple[Moment, int]]:
    """What each row tells: its start, and its end; what takes no time is told once."""
    nodes, names = program.nodes, program.names
    for number, row in rows:
        step = int(nodes.step[row.node])
        if int(nodes.kind[row.node]) not in _TOLD:
            raise UnknownNode(program, row.node, "the story of a case")
        begins, ends = _TOLD[int(nodes.kind[row.node])]
        waited = _waited(program, row)
        blank = Moment(row.enqueued, begins, names.steps[step], _place(program, row))
        pause = names.pauses[step]
        if row.completed == NEVER:
            if row.started < row.withdrawn:
                yield replace(blank, at=row.started, waited=waited, pause=pause), step
                waited = 0
            yield replace(blank, at=row.withdrawn, event="withdrawn", waited=waited), number
            continue
        if pause and row.enqueued < row.started:
            yield replace(blank, event="pause_began", pause=pause), step
        if row.started < row.completed:
            yield replace(blank, at=row.started, waited=waited, pause=pause), step
            waited = 0
        worked = _worked(program, row)
        yield replace(blank, at=row.completed, event=ends, waited=waited, worked=worked, pause=pause), number


def _place(program: Program, row: Row) -> str:
    """Pool or pools that served a row, or the session it took part in."""
    nodes, names = program.nodes, program.names
    if nodes.kind[row.node] == SESSION:
        return names.sessions[int(nodes.session[row.node])]
    return "" if row.alternative < 0 else names.alternatives[row.alternative]


def _waited(program: Program, row: Row) -> int:
    left = min(row.started, end_of(row))
    if program.nodes.kind[row.node] != TASK:
        return left - row.enqueued
    stretches = waiting(program, row.node, row.enqueued, left)
    return sum(end - begin for begin, end, is_open in stretches if is_open)


def _worked(program: Program, row: Row) -> int:
    """From start to completion, without the nights of work that is suspended at closing."""
    lists = prepared(program)
    if row.alternative < 0 or lists.alternative_finish[row.alternative]:
        return row.completed - row.started
    calendar = lists.calendars[lists.alternative_calendar[row.alternative]]
    return work_between(
        calendar.open_at, calendar.close_at, calendar.worked_before, row.started, row.completed
    )


def _with_states(moments: Sequence[Moment], statuses: Sequence[Status]) -> list[Moment]:
    """Each state beside the last moment of its instant that can bring it, or on its own."""
    told = list(moments)
    for status in statuses:
        fitting = [i for i, moment in enumerate(told) if moment.at == status.at]
        if not fitting:
            told.append(Moment(status.at, "state", "", states=(status,)))
            continue
        best = max(fitting, key=lambda i: (_fits(told[i], status), -i))
        told[best] = replace(told[best], states=(*told[best].states, status))
    return sorted(told, key=lambda moment: moment.at)


def _fits(moment: Moment, status: Status) -> bool:
    """Whether this moment is what brought the state."""
    if status.item is not None and moment.event in ("part_started", "part_done"):
        return moment.subject == status.item and (moment.event == "part_done") == (status.state > 10)
    if status.state in (6, 9):
        return bool(moment.pause) and moment.event in ("wait_began", "pause_began", "started")
    if status.state in (7, 10):
        return bool(moment.pause) and moment.event in ("wait_ended", "completed")
    if status.state == 8:
        return moment.event == "started"
    if status.item is None and moment.event == "stamped":
        return moment.subject == {1: "submitted", 3: "accepted"}.get(status.state, "decided")
    return moment.event == {1: "arrived", 15: "later"}.get(status.state, "finished")


def _with_clocks(
    program: Program, outcome: Outcome, moment: Moment, runs: ClockRuns | None, case: int
) -> Moment:
    day = moment.at // DAY - program.dates_first_day
    counted = program.dates_counted
    return replace(
        moment,
        elapsed=moment.at - int(outcome.stamps[case, ARRIVED]),
        clock=None if runs is None else runs.value(moment.at),
        clock_state="ahead" if runs is None else runs.state(moment.at),
        # Dates before the study, which only a case of the backlog has, are in no table.
        working_date=day < 0 or bool(counted[day] > (counted[day - 1] if day > 0 else 0)),
    )


def _promise(program: Program, outcome: Outcome, case: int, clock: int) -> Promise:
    """As `sim.results.judged` counts it, for one case (SEMANTICS 8)."""
    names = program.names
    begun = int(outcome.stamps[case, program.clock_from[clock]])
    reached = int(outcome.stamps[case, program.clock_to[clock]])
    late_at = int(outcome.clock_late_at[case, clock])
    finished = int(outcome.stamps[case, FINISHED])
    ended = _named(names.outcomes, int(outcome.outcome[case]))
    verdict: CaseVerdict
    if begun == NEVER:
        verdict = "not_begun"
    elif not asked(program, outcome, clock, case):
        verdict = "not_asked"
    elif (ended == "deemed" and reached >= finished) or (
        "deemed" in names.stamps
        and begun <= outcome.stamps[case, names.stamps.index("deemed")] <= min(reached, finished)
    ):
        verdict = "deemed"
    elif reached < begun:
        verdict = "backwards"
    elif reached != NEVER:
        verdict = "on_time" if reached <= late_at else "late"
    elif ended is not None:
        verdict = "late" if late_at <= finished else "not_judged"
    else:
        verdict = "open_late" if late_at <= outcome.ended_at else "open"
    return Promise(
        target=names.clocks[clock],
        verdict=verdict,
        value=int(outcome.clock_value[case, clock]) if begun != NEVER else None,
        limit=int(program.clock_limit[clock]),
        coordinate=int(program.clock_coordinate[clock]),
        judged=bool(program.judged_from <= begun < program.judged_until)
        and asked(program, outcome, clock, case),
    )


def _agrees(runs: ClockRuns, outcome: Outcome, case: int, clock: int) -> bool:
    """Whether the runs add up to the ledger; an open case has rows still to come and is not asked."""
    if runs.begun == NEVER or outcome.outcome[case] < 0:
        return True
    return runs.value(min(runs.stopped, outcome.ended_at)) == int(outcome.clock_value[case, clock])
