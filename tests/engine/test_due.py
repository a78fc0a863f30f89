"""Work by due dates: the order of a queue, files left until little is left of their limit, and a hurried end."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.agreement import both
from engine.office import Played, Raw, compiled, play, pool, scenario, service, target, task, wait
from sim.engine.compile import CompileError
from sim.experiments.questions.validate import faults_of
from sim.model import ModelError, read

Rows = list[tuple[str, ...]]


def item(promised: str, *flow: Raw, name: str = "permit") -> Raw:
    return {"item": name, "promised": promised, "do": list(flow)}


def begun(played: Played, activity: str = "review") -> list[str]:
    """When each case's work began, by case."""
    rows = zip(played.events, played.rows(), strict=True)
    return [row[2] for _, row in sorted((event.case, row) for event, row in rows if row[0] == activity)]


# -- order --------------------------------------------------------------------------------------------------


def two_services(due: Raw | None) -> Raw:
    """Long files with ten days and short ones with two, before one desk."""
    rule = {} if due is None else {"due": due}
    others = {"quick": service([item("2 wd", task("review", work="4 h", **rule))])}
    return scenario([item("10 wd", task("review", work="4 h", **rule))], others=others)


COMING: list[tuple[str, str]] = [
    ("Mon 09:00", "main.hall"), ("Mon 09:30", "main.hall"), ("Mon 10:00", "quick.hall"), ("Mon 11:00", "quick.hall")
]  # fmt: skip


def test_the_earliest_due_date_first() -> None:
    assert begun(play(two_services(None), *COMING)) == ["Mon 09:00", "Mon 13:00", "Tue 09:00", "Tue 13:00"]
    assert begun(play(two_services({"order": True}), *COMING)) == [
        "Mon 09:00", "Tue 13:00", "Mon 13:00", "Tue 09:00"
    ]  # fmt: skip


def test_a_pool_says_it_for_all_its_tasks() -> None:
    raw = two_services(None)
    raw["pools"] = {"desk": pool(due={"order": True})}
    assert compiled(raw).digest == compiled(two_services({"order": True})).digest


def test_the_class_counts_before_the_due_date() -> None:
    raw = two_services({"order": True})
    raw["services"]["main"]["flow"][0]["do"][0]["class"] = -1
    assert begun(play(raw, *COMING)) == ["Mon 09:00", "Mon 13:00", "Tue 09:00", "Tue 13:00"]


def test_of_a_clock_that_stands_the_due_date_is_as_if_it_ran_from_now_on() -> None:
    """The second file has not begun its clock: five days from now are later than what is left to the first."""
    flow = [item("5 wd", wait("before", "2 wd"), task("review", work="4 h", due={"order": True}))]
    early = [
        task("review", work="4 h", due={"order": True, "clock": "later"}),
        {"milestone": "begun"},
        wait("rest", "1 h"),
    ]
    raw = scenario(
        flow, others={"early": service(early), "blocker": service([task("block", work="6 h")])},
        targets={"later": {**target("begun", "finished", "5 wd"), "service": "early"}},
    )  # fmt: skip
    played = play(raw, ("Mon 09:00", "main.hall"), ("Wed 08:00", "early.hall"), ("Wed 08:00", "blocker.hall"))
    rows = {(row.case, r[0]): r[2] for row, r in zip(played.events, played.rows(), strict=True)}
    # What has no due date counts as due when it comes.
    assert (rows[2, "block"], rows[0, "review"], rows[1, "review"]) == ("Wed 09:00", "Wed 15:00", "Thu 11:00")


def single_machine(jobs: list[tuple[int, int]], due: bool) -> Raw:
    """Jobs (hours of work, days to the due date) that are all there on Monday morning."""
    rule = {"due": {"order": True}} if due else {}
    services = {
        f"s{n}": service([item(f"{days} wd", task("review", work=f"{hours} h", **rule))])
        for n, (hours, days) in enumerate(jobs)
    }
    return {**scenario([task("never", work="1 h")], others=services)}


@pytest.mark.parametrize(
    "jobs", [[(8, 9), (16, 4), (4, 2), (12, 6)], [(16, 3), (8, 2), (24, 12), (8, 5), (4, 1)]]
)
def test_it_keeps_the_greatest_lateness_least(jobs: list[tuple[int, int]]) -> None:
    """Jackson 1955: on one machine, all jobs there at once, no order has a smaller greatest lateness. All are tried."""
    played = play(single_machine(jobs, due=True), *((("Mon 09:00"), f"s{n}.hall") for n in range(len(jobs))))
    clocks = [played.clock(f"s{n}.permit", n) for n in range(len(jobs))]
    lateness = max(value - days for value, (_, days) in zip(clocks, jobs, strict=True))

    def worst(order: tuple[tuple[int, int], ...]) -> int:
        total, most = 0, -99
        for hours, days in order:
            total += hours
            most = max(most, (total - 1) // 8 - days)  # the first day is not counted
        return most

    assert lateness == min(worst(order) for order in permutations(jobs))


def test_no_order_makes_work_or_takes_any() -> None:
    """Conservation: the desk is busy at the same instants, whoever is first."""
    made = []
    for rule in ({}, {"due": {"order": True}}):
        review = task("review", work={"mean": "50 min", "cv": 1}, **rule)
        others = {"quick": service([item("2 wd", review)], channels={"hall": {"rate": "4 /wd"}})}
        raw = scenario([item("10 wd", review)], others=others, channels={"hall": {"rate": "4 /wd"}})
        outcome = both(compiled(raw), seed=4, replication=0)
        assert outcome.rows is not None
        made.append((outcome.busy.tolist(), outcome.rows))
    (busy, by_joining), (busy_too, by_due) = made
    assert busy == busy_too
    assert not np.array_equal(by_joining, by_due)
    # The last stretch is cut by the end of the simulation.
    one, other = (_busy(sorted(map(tuple, rows[:, 5:7].tolist())))[:-1] for rows in (by_joining, by_due))
    assert len(one) > 20
    assert one == other


def _busy(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans put together where they touch."""
    found: list[tuple[int, int]] = []
    for begin, end in spans:
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((begin, end))
    return found


# -- left lying ---------------------------------------------------------------------------------------------


def test_taken_up_when_so_much_is_left() -> None:
    """Five days: Tue is the first, Thu the third; with two left, Fri and Mon, it is taken up on Friday morning."""
    raw = scenario([item("5 wd", task("review", work="2 h", due={"left": "2 wd"}))])
    played = play(raw, "Mon 09:00", "Mon 10:00", "Tue 09:00")
    assert begun(played) == ["Fri 09:00", "Fri 11:00", "Mon2 09:00"]
    assert played.clock("main.permit") == 4


def test_on_a_clock_of_hours_to_the_minute() -> None:
    raw = scenario([task("review", work="1 h", due={"clock": "soon", "left": "3 wh"})],
                   targets={"soon": target("arrived", "finished", "1 wd")})  # fmt: skip
    assert begun(play(raw, "Mon 10:00")) == ["Mon 15:00"]


def test_drawn_by_case_where_it_is_random_and_alike_for_variants() -> None:
    def raw(hours: str) -> Raw:
        due = {"left": {"min": "0 wd", "max": "5 wd"}}
        return scenario([item("6 wd", task("review", work=hours, due=due))], pools={"desk": pool(9)})

    coming = ["Mon 09:00"] * 6
    one, other = play(raw("1 h"), *coming), play(raw("2 h"), *coming)
    assert len(set(begun(one))) > 2
    assert begun(one) == begun(other)


def test_at_once_where_the_clock_stands_or_less_is_left_already() -> None:
    flow = [task("before", work="1 h", due={"clock": "later", "left": "1 wh"}), {"milestone": "begun"},
            wait("on", "1 wd"), task("after", work="1 h", due={"clock": "later", "left": "9 wh"})]  # fmt: skip
    raw = scenario(flow, targets={"later": target("begun", "finished", "2 wd")})
    played = play(raw, "Mon 09:00")
    assert [row[2] for row in played.rows() if row[0] in ("before", "after")] == ["Mon 09:00", "Tue 10:00"]


def test_taken_up_when_its_clock_stops() -> None:
    """Beside it a step off the clock's parties begins a pause: nobody knows a due date any more."""
    branches = {
        "file": [task("review", work="1 h", due={"clock": "gov", "left": "1 wh"})],
        "panel": [wait("call", "3 wh", party="government"), wait("panel", "2 wd", pause="expert review")],
    }
    raw = scenario([item("5 wd", {"parallel": "both", "branches": branches})],
                   targets={"gov": target("arrived", "finished", "5 wd", rules="licensing")})  # fmt: skip
    assert begun(play(raw, "Mon 09:00")) == ["Mon 12:00"]


def test_a_promotion_takes_it_up_too() -> None:
    rule = {"due": {"clock": "soon", "left": "1 wh"}, "urgency": {"clock": "soon", "classes": {"50%": -1}}}
    raw = scenario(
        [task("review", work="1 h", **rule)], targets={"soon": target("arrived", "finished", "1 wd")}
    )
    assert begun(play(raw, "Mon 09:00")) == ["Mon 13:00"]


def test_patience_ends_while_it_lies() -> None:
    raw = scenario([task("review", work="1 h", patience="4 h", due={"clock": "soon", "left": "1 wh"})],
                   targets={"soon": target("arrived", "finished", "1 wd")})  # fmt: skip
    played = play(raw, "Mon 09:00")
    assert played.ends() == ("abandoned", "Mon 13:00")


def test_left_lying_it_takes_no_unit_from_others() -> None:
    others = {"else": service([task("single", work="4 h")])}
    raw = scenario([item("5 wd", task("review", work="2 h", due={"left": "4 wd"}))], others=others)
    played = play(raw, ("Mon 09:00", "main.hall"), ("Mon 10:00", "else.hall"))
    assert [(row[0], row[2]) for row in played.rows()] == [("single", "Mon 10:00"), ("review", "Wed 09:00")]


# -- hurry --------------------------------------------------------------------------------------------------


def test_the_work_is_hurried_once_little_is_left() -> None:
    due = {"hurry": {"left": "1 wd", "factor": 0.5}}
    raw = scenario([item("2 wd", task("review", work="8 h", due=due))])
    # Two days: Tue and Wed. Mon's file is begun at once, the next on Tue with two left; Wed's begins with one left.
    played = play(raw, *["Mon 09:00"] * 3)
    assert [row[3] for row in played.rows()] == ["Mon 17:00", "Tue 17:00", "Wed 13:00"]


# -- what is said -------------------------------------------------------------------------------------------


def test_limits_change_nothing_where_it_is_off_and_due_dates_alone_where_it_is_on() -> None:
    plain = [compiled(scenario([item(limit, task("review"))])) for limit in ("5 wd", "9 wd")]
    rows = [both(program, seed=2, replication=0).rows for program in plain]
    assert np.array_equal(*rows)  # type: ignore[arg-type]
    ruled = [
        compiled(scenario([item(limit, task("review", due={"left": "2 wd"}))])) for limit in ("5 wd", "9 wd")
    ]
    left = [both(program, seed=2, replication=0) for program in ruled]
    assert not np.array_equal(left[0].rows, left[1].rows)  # type: ignore[arg-type]


REFUSED: list[tuple[Any, str]] = [
    ({"clock": "nobody"}, "order: true, left, hurry"),
    ({"clock": "soon", "left": "2 cd"}, "cd is not what its clock counts; allowed: wh, wd"),
    ({"clock": "soon", "hurry": {"left": "1 h", "factor": 2}}, "h is not what its clock counts"),
    ({"clock": "waited", "order": True}, "has no due date"),
    ({"clock": "both", "order": True}, "clock"),
    ({"order": True}, "no item or stage around the task promises a limit"),
    ({"clock": "soon", "hurry": {"left": "1 wh", "factor": 0}}, "the factor 0 is not allowed; allowed: 0.01 to 100"),
]  # fmt: skip


@pytest.mark.parametrize(("due", "said"), REFUSED)
def test_refused(due: Raw, said: str) -> None:
    targets = {
        "soon": target("arrived", "finished", "1 wd"),
        "waited": target("arrived", "finished", "1 wh", "queue"),
        "half": target("arrived", "finished", "1 wd"),
        "both": {**target("arrived", "finished", "2 wd"), "sum_of": ["soon", "half"]},
    }
    with pytest.raises((CompileError, ValueError, ModelError), match=said.replace("(", r"\(")):
        compiled(scenario([task("review", due=due)], targets=targets))


OFFICE = """\
onewindow: 1
title: office
jurisdiction: testland
calendar: {region: CN, wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 2 wd, window: 10 wd, follow_up: 10 wd}
pools:
  desk: {name: desk, kind: reviewer, capacity: 2, due: {order: true, left: {min: 1 wd, max: 3 wd}}}
services:
  main:
    name: main
    channels: {hall: {rate: 5 /wd}}
    flow: [{item: permit, promised: 5 wd, do: [{task: visit, pool: desk, work: 30 min}]}]
targets:
  soon: {service: main, from: arrived, to: finished, limit: 5 wd, clock: statutory, required_share: 90%}
"""


def test_a_file_says_it(tmp_path: Path) -> None:
    file = tmp_path / "office.yaml"
    file.write_text(OFFICE, "utf-8")
    assert faults_of(str(file)) == ((), ())
    file.write_text(OFFICE.replace("promised: 5 wd, ", ""), "utf-8")
    (fault,) = faults_of(str(file))[0]
    assert (fault.line, 'no task of "desk" has a due date' in fault.message) == (7, True)
    file.write_text(OFFICE.replace("{order: true,", "{clok: soon,"), "utf-8")
    with pytest.raises(ModelError, match='"clok" is not a key here; allowed: clock, order, left, hurry'):
        read(str(file)).build()
