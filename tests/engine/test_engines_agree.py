"""The compiled engine leaves the reference's tables, to the last bit of every one.

Random scenarios are made of every block; on top of their own arrivals they get cases that come at the same instants,
at openings, closings and meetings. How often each rule was put to the test is counted, and printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.agreement import both
from engine.office import FIRST_MONDAY, Raw, compiled, target, task, with_arrivals
from engine.random_scenarios import scenarios
from sim.engine.absence import ran
from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.engine.reference import (
    agenda,
    alarms,
    backgrounds,
    desks,
    draws,
    due,
    ledgers,
    meetings,
    replication,
)
from sim.experiments.questions.whatif import load
from sim.worktime import DAY, MINUTE, NEVER, work_between

SEED = 11
TIES = [FIRST_MONDAY + day * DAY + half * 30 * MINUTE for day in range(3) for half in range(14, 40)]
RELAXED = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)

met: Counter[str] = Counter()
"""How often each rule was met, over all examples."""

RULES: tuple[tuple[str, Any, str, Callable[[Any], bool]], ...] = (
    ("task", replication.Replication, "_enter_task", bool),
    ("timer", replication.Replication, "_enter_timer", bool),
    ("session", meetings.Meetings, "join", bool),
    ("choice", draws.Draws, "option", bool),
    ("repeat, once more", draws.Draws, "again", bool),
    ("fork", replication.Replication, "_fork", bool),
    ("background", replication.Replication, "_fork", lambda goes_on: goes_on is True),
    ("join or race won", replication.Replication, "_join", bool),
    ("require that holds", backgrounds.Backgrounds, "hold", lambda held: held is True),
    ("end", replication.Replication, "_finish", bool),
    ("milestone set", ledgers.Ledgers, "stamp", bool),
    ("milestone taken back", ledgers.Ledgers, "clear", bool),
    ("clock taken over", ledgers.Ledgers, "_take_over", bool),
    ("pause", ledgers.Ledgers, "pause", bool),
    ("deadline or promotion rings", alarms.Alarms, "rings", lambda rang: rang is True),
    ("alarm set anew", alarms.Alarms, "clock_changed", bool),
    ("left lying", due.DueDates, "left_lying", lambda left: left is True),
    ("stands by its due date", ledgers.Ledgers, "due_date", bool),
    ("patience lost", replication.Replication, "_give_up", bool),
    ("meeting held", meetings.Meetings, "_hold", bool),
    ("reservation", desks.Desks, "_reserved_by", lambda pools: bool(pools)),
    ("condition", draws.Draws, "holds", bool),
)


@contextmanager
def counted() -> Iterator[None]:
    """Count what the reference does."""
    with ExitStack() as stack:
        wrapped: dict[tuple[Any, str], Any] = {}
        for label, owner, name, when in RULES:
            inner = wrapped.get((owner, name), getattr(owner, name))
            wrapped[owner, name] = _counting(inner, label, when)
            stack.enter_context(patch.object(owner, name, wrapped[owner, name]))
        in_order = agenda._order

        def order(item: agenda.Item) -> Any:
            met["item tied with others"] += 1
            return in_order(item)

        stack.enter_context(patch.object(agenda, "_order", order))
        yield


def _counting(inner: Any, label: str, when: Callable[[Any], bool]) -> Any:
    def outer(*args: Any, **more: Any) -> Any:
        result = inner(*args, **more)
        met[label] += when is bool or when(result)
        return result

    return outer


def count_rows(program: Program, outcome: Outcome) -> None:
    assert outcome.rows is not None
    program = ran(program, outcome)
    met["unit away"] += (program.change_capacity == 0).sum() > 0 and len(program.session_ways) > 0
    met["row"] += len(outcome.rows)
    for _, _, _, alternative, _, started, completed, withdrawn, _ in outcome.rows.tolist():
        met["withdrawal"] += withdrawn != NEVER
        met["withdrawal of work under way"] += withdrawn != NEVER and started != NEVER
        if alternative < 0 or completed == NEVER or program.alternative_finish[alternative]:
            continue
        calendar = int(program.alternative_calendar[alternative])
        rows = slice(program.calendar_first[calendar], None)
        count = int(program.calendar_count[calendar])
        table = (
            column[rows][:count] for column in (program.open_at, program.close_at, program.worked_before)
        )
        met["work over a shift's end"] += work_between(*table, started, completed) < completed - started
    met["overtime"] += int((outcome.overtime > 0).sum())
    met["void work"] += outcome.void_work


def with_a_beginning_dated_back(raw: Raw) -> Raw:
    """With clocks that begin, late in the flow, as of an earlier milestone."""
    main = raw["services"]["main"]
    flow = [
        {"milestone": "m2"},
        *main["flow"],
        {"milestone": "m1", "as_of": "m2"},
        task("last_task", pool="a"),
    ]
    late = {
        name: target("m1", "finished", limit, clock)
        for name, limit, clock in (("dated_w", "3 wh", "working"), ("dated_n", "1 wd", "statutory"))
    }
    services = {**raw["services"], "main": {**main, "flow": flow}}
    return {**raw, "services": services, "targets": {**raw["targets"], **late}}


def check(raw: Raw, coming: list[int], later: list[int]) -> None:
    program = compiled(with_a_beginning_dated_back(raw))
    for stop in (False, True):
        with counted():
            outcome = both(program, seed=SEED, stop_when_judged=stop)
        count_rows(program, outcome)
    tied = with_arrivals(program, {0: coming, 1: later}, SEED)
    with counted():
        outcome = both(tied, seed=SEED)
    count_rows(tied, outcome)
    arrived = outcome.stamps[:, 0]
    met["case that comes with others"] += len(arrived) - len(np.unique(arrived))


instants = st.lists(st.sampled_from(TIES), max_size=12)


def shown() -> str:
    return "\n".join(f"{count:>12,}  {rule}" for rule, count in met.most_common())


@given(scenarios(), instants, instants)
@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=RELAXED,
    derandomize=True,
    phases=(
        Phase.generate,
    ),  # a fault shows in many at once; the thousands below find the smallest that shows it
)
def test_random_scenarios(raw: Raw, coming: list[int], later: list[int]) -> None:
    check(raw, coming, later)


def test_every_rule_was_put_to_the_test() -> None:
    """Of the examples above; run alone, this test has nothing to say."""
    if not met:
        pytest.skip("counts what the test before it met")
    print("\n" + shown())
    rules = [label for label, *_ in RULES]
    rules += [
        "item tied with others",
        "withdrawal",
        "withdrawal of work under way",
        "work over a shift's end",
    ]
    rules += ["overtime", "void work", "case that comes with others", "unit away"]
    assert [rule for rule in rules if met[rule] < 10] == []


@pytest.mark.verification
@given(scenarios(), instants, instants)
@settings(max_examples=10_000, deadline=None, suppress_health_check=RELAXED)
def test_thousands_of_random_scenarios(raw: Raw, coming: list[int], later: list[int]) -> None:
    check(raw, coming, later)


@pytest.mark.verification
def test_every_rule_was_put_to_the_test_often() -> None:
    print("\n" + shown())
    assert min(met.values()) >= 1000


LIBRARY = [
    "gedian/startup@before", "gedian/startup", "gedian/startup@further", "gedian/startup@what_if",
    "urumqi/small_low_risk@before", "urumqi/small_low_risk", "urumqi/small_low_risk@tolerant",
    "urumqi/small_low_risk@further", "urumqi/small_low_risk@what_if", "chengdu/construction@before",
    "chengdu/construction", "chengdu/construction@further", "chengdu/construction@what_if",
]  # fmt: skip


@pytest.mark.parametrize("reference", LIBRARY)
def test_the_library(reference: str) -> None:
    both(load(reference).program, seed=1, stop_when_judged=True)


@pytest.mark.parametrize("hall", ["karamay/whole_hall", "urumqi/whole_hall"])
def test_whole_halls(hall: str) -> None:
    both(load(hall, load=0.2, set=["study.window=5 wd"]).program, seed=1, stop_when_judged=True)


@pytest.mark.parametrize("load_factor", [0.3, 2.5])
def test_the_library_under_other_loads(load_factor: float) -> None:
    both(load("gedian/startup", load=load_factor).program, seed=2, replication=5)
