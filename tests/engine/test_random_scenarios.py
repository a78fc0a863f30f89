"""What must hold in every scenario: desks, order, causes, ledgers, conservation.

Everything is counted again from the event rows, from what is still under way at the end, and from the calendars.
"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings

from engine.office import Raw
from engine.random_scenarios import scenarios
from engine.recount import SEED, Run, Span, Start, scopes, union, without
from sim.chance import replication_key
from sim.engine.arrivals import arrivals, backlog
from sim.engine.nodes import SESSION, TASK, TIMER
from sim.engine.outcome import Row
from sim.engine.program import ARRIVED, DATES, DAYS, ELAPSED, FINISHED, REACHED, VISITS, WORKING
from sim.engine.program import QUEUED as QUEUE_CLOCK
from sim.engine.reference import simulate
from sim.engine.reference.tokens import DEAD, FORKED, HOLDING, QUEUED, TIMING
from sim.engine.reference.tokens import WORKING as AT_WORK
from sim.results.critical_path import critical_path
from sim.worktime import (
    DAY,
    NEVER,
    closing_after,
    dates_counted,
    end_of_counted,
    instant_of,
    work_between,
    worked,
)


def check_rows(run: Run) -> None:
    nodes = run.program.nodes
    stamps = run.outcome.stamps
    last = 0
    for row in run.rows:
        ended = min(row.completed, row.withdrawn)
        assert (row.completed == NEVER) != (row.withdrawn == NEVER)
        assert last <= ended < run.program.horizon
        last = ended
        assert row.enqueued <= row.started or row.started == NEVER
        at_once = row.started == max(row.enqueued, run.program.start) == run.gives_up(row)
        assert row.started == NEVER or row.started < run.gives_up(row) or at_once
        assert ended <= run.gives_up(row) or row.started != NEVER
        if row.completed != NEVER:
            assert row.started <= row.completed == run.completion(row)
        elif row.started != NEVER and nodes.clock[row.node] < 0:
            assert row.withdrawn <= run.completion(row)
    for number, row in enumerate((*run.rows, *run.open_rows)):
        assert row.enabled_by < number
        if row.enabled_by < 0 and stamps[row.case, ARRIVED] >= run.program.start:
            assert row.enqueued == stamps[row.case, ARRIVED]
        elif row.enabled_by < 0:
            assert stamps[row.case, ARRIVED] <= row.enqueued <= run.program.start, "in the backlog"
        else:
            parent = run.rows[row.enabled_by]
            assert parent.case == row.case
            # Whoever goes away comes back later; and a visitor is free for another step.
            went_away = nodes.kind[row.node] == TIMER or nodes.in_person[row.node] >= 0
            assert row.enqueued in (parent.completed, parent.withdrawn if went_away else NEVER)
    for row in run.open_rows:
        if row.started != NEVER and nodes.clock[row.node] < 0:
            assert run.completion(row) >= run.end
        assert nodes.kind[row.node] in (TASK, SESSION, TIMER)
    assert (
        max(Counter((r.case, r.node, r.visit) for r in (*run.rows, *run.open_rows)).values(), default=1) == 1
    )


def check_lines(run: Run) -> None:
    """Visitors go away at once where they find no place, or by their draw; where nobody else moves at the instant."""
    program, nodes = run.program, run.program.nodes
    rows = [
        row
        for row in (*run.rows, *run.open_rows)
        if nodes.kind[row.node] == TASK and nodes.in_person[row.node] >= 0
        if nodes.at[row.node] < 0  # who is served at a unit that is kept stands in no line
    ]
    for row in rows:
        at, node, need = row.enqueued, row.node, int(nodes.need[row.node])
        first = int(program.line_first[need])
        line = set(program.line[first : first + int(program.line_count[need])].tolist())
        seat = line
        if len(program.seat_first):
            begin = int(program.seat_first[need])
            seat = set(program.line[begin : begin + int(program.seat_count[need])].tolist())
        others = [other for other in rows if other is not row and int(nodes.need[other.node]) in line | seat]
        moves = {edge for other in others for edge in (other.enqueued, other.started, other.withdrawn)}
        if row.started == at or at in moves or nodes.since[node] >= 0 or run.gives_up(row) == at:
            continue
        there = [other for other in others if other.enqueued < at < min(other.started, other.withdrawn)]
        waiting, seated = (sum(int(nodes.need[o.node]) in one for o in there) for one in (line, seat))
        reach = 0
        for place in range(max(0, int(nodes.balk_count[node]))):
            balk = int(nodes.balk_first[node]) + place
            reach = int(program.balk_threshold[balk]) if program.balk_length[balk] <= waiting else reach
        away = 0 <= program.line_room[need] <= seated
        away |= reach > 0 and run.uniform(row, int(nodes.balk[node])) < reach
        if not away and row.withdrawn == at:
            continue  # withdrawn with something else of its case
        assert (row.withdrawn == at) == away


def check_desks(run: Run) -> None:
    program = run.program
    held: dict[int, list[Start]] = {}
    for start in run.starts:
        for pool in run.pools(start.alternative):
            held.setdefault(pool, []).append(start)
            if start.kept:
                continue
            capacity = run.capacity(pool, start.started)
            assert capacity > 0, "started off shift"
            last_start = int(program.alternative_last_start[start.alternative])
            if last_start:
                opens, closes, _ = run.calendar(int(program.pool_calendar[pool]))
                assert start.started + last_start <= closing_after(opens, closes, start.started)
            busy = sum(s.started <= start.started < s.release for s in held[pool] if not s.kept)
            assert busy <= capacity or start.release == start.started
    check_order(run)
    check_idle(run, held)
    check_sessions(run)
    check_use(run, held)


def check_order(run: Run) -> None:
    """Of one need, nobody starts before one that stood before it in the queue and is still there."""
    nodes = run.program.nodes
    promoted = set(nodes.need[(nodes.urgency_count > 0) | (nodes.due >= 0) | (nodes.ticket >= 0)].tolist())
    for need in set(range(len(run.program.need_group))) - promoted:
        own = [start for start in run.starts if start.need == need and not start.kept]
        for place, later in enumerate(own):
            for other in own[place + 1 :]:
                waiting = other.key[1] < later.started < other.started
                assert not (waiting and other.key < later.key)


def check_idle(run: Run, held: dict[int, list[Start]]) -> None:
    """Where nothing is reserved, nobody waits while a unit that would do is free."""
    program, nodes = run.program, run.program.nodes
    joint = {
        int(program.pool_group[run.pools(a)[0]])
        for a in range(len(program.alternative_first))
        if len(run.pools(a)) > 1
    }
    for row in (*run.rows, *run.open_rows):
        need = int(nodes.need[row.node])
        if nodes.kind[row.node] != TASK or int(program.need_group[need]) in joint or nodes.at[row.node] >= 0:
            continue
        if nodes.ticket[row.node] >= 0:
            continue  # its number may be called in vain
        if nodes.due[row.node] >= 0 and program.due_table[nodes.due[row.node]] >= 0:
            continue  # left lying until its due date is near
        until = min(row.started, row.withdrawn, run.end)
        first = int(program.need_first[need])
        for alternative in range(first, first + int(program.need_count[need])):
            (pool,) = run.pools(alternative)
            if program.alternative_last_start[alternative] or pool in run.keeping:
                continue
            mine = held.get(pool, [])
            edges = {row.enqueued, *(s.release for s in mine)}
            f = int(program.pool_first[pool])
            edges |= set(program.change_at[f : f + int(program.pool_count[pool])].tolist())
            for at in edges:
                if row.enqueued <= at < until:
                    assert sum(s.started <= at < s.release for s in mine) >= run.capacity(pool, at)


def check_sessions(run: Run) -> None:
    """Whoever starts does so at a meeting it was in time for; places go by joining and do not stay empty."""
    program, nodes = run.program, run.program.nodes
    rows = [row for row in (*run.rows, *run.open_rows) if nodes.kind[row.node] == SESSION]
    for session in range(len(program.names.sessions)):
        f, n = int(program.session_first[session]), int(program.session_count[session])
        at, cutoff = program.meeting_at[f : f + n].tolist(), program.meeting_cutoff[f : f + n].tolist()
        most = program.places_by_meeting[f : f + n].tolist()
        own = [row for row in rows if nodes.session[row.node] == session]
        assert {row.started for row in own if row.started != NEVER} <= set(at)
        judged = 0
        for meeting, latest, places in zip(at, cutoff, most, strict=True):
            key = {id(r): (r.enqueued, r.case, int(nodes.step[r.node]), r.visit) for r in own}
            taken = [row for row in own if row.started == meeting]
            left = [
                row for row in own
                if row.enqueued <= latest and row.enqueued < meeting < min(row.started, row.withdrawn, run.end)
            ]  # fmt: skip
            assert all(row.enqueued <= latest for row in taken)
            if taken and left:
                assert max(key[id(r)] for r in taken if r.enqueued < meeting) < min(key[id(r)] for r in left)
            assert places < 0 or len(taken) <= places
            if left and program.session_alternative[session] < 0:
                assert len(taken) == places
            judged += len(taken) if program.judged_from <= meeting < program.judged_until else 0
        assert run.outcome.session_taken[session] == judged


def check_use(run: Run, held: dict[int, list[Start]]) -> None:
    program, outcome = run.program, run.outcome
    first, last = program.judged_from, program.judged_until
    for pool in range(len(program.names.pools)):
        calendar = run.calendar(int(program.pool_calendar[pool]))
        busy = overtime = served = 0
        for start in held.get(pool, []):
            begin, end = max(start.started, first), min(start.release, last)
            if begin < end:
                inside = work_between(*calendar, begin, end)
                busy += inside
                overtime += (end - begin - inside) * int(program.alternative_finish[start.alternative])
        for start in {
            id(start): start for start in held.get(pool, [])
        }.values():  # of several units it is one job
            served += first <= start.release < last
        assert (outcome.busy[pool], outcome.overtime[pool], outcome.served[pool]) == (busy, overtime, served)
    void = sum(start.withdrawn != NEVER and start.release < run.program.horizon for start in run.starts)
    assert outcome.void_work == void


def check_cases(run: Run) -> None:
    program, outcome = run.program, run.outcome
    came = [case for _, case in backlog(program)] + list(arrivals(program, replication_key(SEED, 0)))
    assert [(c.stream, c.epoch, c.member) for c in run.cases] == [(a.stream, a.epoch, a.member) for a in came]
    assert outcome.stamps[:, ARRIVED].tolist() == [a.instant for a in came]
    ended = outcome.outcome >= 0
    assert (ended == (outcome.stamps[:, FINISHED] != NEVER)).all()
    assert not (outcome.later_outcome[~ended] >= 0).any()
    for case in run.cases:
        living = [token for token in run.tokens(case) if token.state != DEAD]
        resting = [token for token in living if token.state in (QUEUED, AT_WORK, TIMING)]
        if case.outcome < 0:
            assert resting, "a case that is open has something under way"
        for token in living:
            if token.state == FORKED:
                assert any(t.branches is not None and t.branches.waiting is token for t in living), (
                    "a fork of nobody"
                )
            elif token.state == HOLDING:
                background = int(program.nodes.background[token.node])
                running = [s for s in scopes(case.scope) if s.background == background]
                assert len(running) == case.running_backgrounds[background] > 0
                assert all(scope.living() for scope in running), "held by nobody"
        if case.outcome >= 0:
            goes_on = {id(t) for s in scopes(case.scope) if s.continues for t in s.living()}
            assert all(id(token) in goes_on for token in living)
            critical_path(program, outcome, case.number)


def check_ledgers(run: Run) -> None:
    program, nodes, outcome = run.program, run.program.nodes, run.outcome
    own: dict[int, list[Row]] = {case.number: [] for case in run.cases}
    for row in (*run.rows, *run.open_rows):
        own[row.case].append(row)
    office = run.calendar(program.office_calendar)
    days = program.dates_first_day, program.dates_counted.tolist()
    for case in run.cases:
        until = run.end

        def span(row: Row) -> Span:
            begin = max(row.enqueued, program.start)
            return begin, max(begin, min(row.completed, row.withdrawn, until))  # noqa: B023 - called at once

        pausing = [row for row in own[case.number] if nodes.pause[row.node] == 1]
        for clock, name in enumerate(program.names.clocks):
            if program.clock_service[clock] != case.service or program.clock_from[clock] != ARRIVED:
                continue  # a part's clock may begin anew in a loop, of which no row tells
            until = min(int(outcome.stamps[case.number, program.clock_to[clock]]), run.end)
            if program.clock_coordinate[clock] == QUEUE_CLOCK:
                waited = sum(run.queued(row, until) for row in own[case.number])
                assert outcome.clock_value[case.number, clock] == waited, (name, case.number)
                late = outcome.clock_late_at[case.number, clock] != NEVER
                assert late == (waited > program.clock_limit[clock]), (name, case.number)
                continue
            if program.clock_coordinate[clock] in (VISITS, REACHED):
                check_counted(run, [(row, span(row)) for row in own[case.number]], case.number, clock, until)
                continue
            if name == "paused":
                spans = union(span(row) for row in pausing)
            else:
                kinds = int(program.clock_pauses[clock])
                pauses: dict[int, list[Span]] = {}
                for row in pausing:
                    if kinds >> int(nodes.pause_kind[row.node]) & 1:
                        pauses.setdefault(int(nodes.item[row.node]), []).append(span(row))
                first = program.node_clock_first
                spans = union(
                    part
                    for row in own[case.number]
                    if clock
                    in program.node_clock[
                        first[row.node] : first[row.node] + program.node_clock_count[row.node]
                    ]
                    for part in without(span(row), union(pauses.get(int(nodes.item[row.node]), [])))
                )
            check_deadlines(run, own[case.number], clock, spans)
            kind, limit = int(program.clock_coordinate[clock]), int(program.clock_limit[clock])
            value, late_at = 0, NEVER
            for begin, end in spans:
                if kind == ELAPSED:
                    gain, reached = end - begin, begin + limit - value
                elif kind == WORKING:
                    gain = work_between(*office, begin, end)
                    reached = instant_of(*office, worked(*office, begin) + limit - value)
                elif kind == DAYS:
                    gain = end // DAY - begin // DAY
                    reached = run.end_of_last_day(begin // DAY + max(0, limit - value))
                else:
                    assert kind == DATES
                    gain = dates_counted(*days, end) - dates_counted(*days, begin)
                    reached = end_of_counted(*days, dates_counted(*days, begin) + max(0, limit - value))
                    if reached <= begin:
                        reached = end_of_counted(*days, dates_counted(*days, begin) + 1)
                value += gain
                if late_at == NEVER and value >= limit and reached <= end:
                    late_at = reached
            assert outcome.clock_value[case.number, clock] == value, (name, case.number)
            assert outcome.clock_late_at[case.number, clock] == late_at, (name, case.number)


def check_counted(run: Run, rows: list[tuple[Row, Span]], case: int, clock: int, until: int) -> None:
    """Visits are stays at the nodes of the clock that lie further apart than it says; what comes at the instant it
    stops may be among them or not."""
    program, value = run.program, int(run.outcome.clock_value[case, clock])
    if program.clock_sum_count[clock]:
        first = program.clock_sum_first[clock]
        parts = program.clock_sum[first : first + program.clock_sum_count[clock]]
        assert value == run.outcome.clock_value[case, parts].sum()
        return
    first = program.node_clock_first
    stays = sorted(
        stay
        for row, stay in rows
        if clock in program.node_clock[first[row.node] : first[row.node] + program.node_clock_count[row.node]]
    )

    def visits(stays: list[Span]) -> int:
        counted, left = 0, None
        for begin, end in stays:
            counted += left is None or begin - left > program.clock_apart[clock]
            left = end if left is None else max(left, end)
        return counted

    least = visits([stay for stay in stays if stay[0] < until])
    assert least <= value <= visits([stay for stay in stays if stay[0] <= until])
    late = run.outcome.clock_late_at[case, clock] != NEVER
    assert late == (value > program.clock_limit[clock])


def check_deadlines(run: Run, rows: list[Row], clock: int, spans: list[Span]) -> None:
    """A timer on a clock is over a microsecond after that clock, while it runs, has used up the timer's limit."""
    program = run.program
    kind, office = int(program.clock_coordinate[clock]), run.calendar(program.office_calendar)
    days = program.dates_first_day, program.dates_counted.tolist()
    for row in rows:
        if program.nodes.clock[row.node] != clock:
            continue
        limit, value, rings, was_over = int(program.nodes.limit[row.node]), 0, [], False
        for begin, end in spans:
            left = max(0, limit - value)
            if kind == ELAPSED:
                gain, reached = end - begin, begin + left
            elif kind == WORKING:
                gain, reached = (
                    work_between(*office, begin, end),
                    instant_of(*office, worked(*office, begin) + left),
                )
            elif kind == DAYS:
                gain, reached = end // DAY - begin // DAY, run.end_of_last_day(begin // DAY + left)
            else:
                gain = dates_counted(*days, end) - dates_counted(*days, begin)
                reached = end_of_counted(*days, dates_counted(*days, begin) + left)
                if reached <= begin:
                    reached = end_of_counted(*days, dates_counted(*days, begin) + 1)
            if was_over if kind == DAYS else value > limit:
                reached = 0
            was_over = was_over or reached <= end
            value += gain
            at = max(row.enqueued, begin, reached + 1)
            if at <= end and reached < end and row.enqueued <= end:
                rings.append((at, at == end))
        first = next((at for at, perhaps in rings if not perhaps), NEVER)
        over = min(row.completed, row.withdrawn, run.end)
        assert over <= first
        # Who holds the case for no time at all leaves no span, but finds the time used up: whoever has just come,
        # or whoever goes on at the end of a pause.
        moments = {at for other in rows if other is not row for at in (other.enqueued, other.completed)}
        held_for_an_instant = value >= limit and row.completed in moments
        if row.completed != NEVER:
            assert held_for_an_instant or row.completed in [at for at, _ in rings]


def check_stopping_early(run: Run) -> None:
    early = simulate(run.program, seed=SEED, replication=0, stop_when_judged=True)
    assert early.rows is not None
    assert run.outcome.rows is not None
    assert early.rows.tobytes() == run.outcome.rows[: len(early.rows)].tobytes()
    arrived = early.stamps[:, ARRIVED]
    judged = (
        (early.service == 0) & (arrived >= run.program.judged_from) & (arrived < run.program.judged_until)
    )
    size = len(arrived)
    assert (early.outcome[judged] == run.outcome.outcome[:size][judged]).all()


def check(raw: Raw) -> None:
    run = Run(raw)
    check_rows(run)
    check_lines(run)
    check_desks(run)
    check_cases(run)
    check_ledgers(run)
    check_stopping_early(run)


RELAXED = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


@given(scenarios())
@settings(max_examples=30, deadline=None, suppress_health_check=RELAXED, derandomize=True)
def test_what_always_holds(raw: Raw) -> None:
    check(raw)


@pytest.mark.verification
@given(scenarios())
@settings(max_examples=5000, deadline=None, suppress_health_check=RELAXED)
def test_what_always_holds_in_thousands(raw: Raw) -> None:
    check(raw)
