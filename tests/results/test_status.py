"""States of the national exchange standard, by hand: who enters which one, and when."""

import dataclasses
from datetime import datetime

import pytest
from engine.office import Played, Raw, play, pool, said, scenario, service, target, task, wait

from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.results.clock_runs import clock_runs
from sim.results.frames import status_frame
from sim.results.judged import judge
from sim.results.pauses import rows_by_case
from sim.results.status import STATES, Histories, Status

SUPPLY = "补正 supplement"


def history(program: Program, outcome: Outcome, case: int) -> list[Status]:
    return Histories(program).of(outcome, case, rows_by_case(outcome).get(case, []))


def states(played: Played, case: int = 0) -> list[tuple[str | None, int, str]]:
    return [(one.item, one.state, said(one.at)) for one in history(played.program, played.outcome, case)]


def own(played: Played, item: str | None, case: int = 0) -> list[tuple[int, str]]:
    return [(state, at) for owner, state, at in states(played, case) if owner == item]


def item(name: str, *flow: Raw, **more: object) -> Raw:
    return {"item": name, "do": list(flow), **more}


def test_a_case_and_its_item() -> None:
    flow = [
        {"milestone": "submitted"},
        task("intake"),
        {"milestone": "accepted"},
        item("licence", wait("carry", "1 h", party="government"), task("check")),
        {"milestone": "decided"},
        task("hand_out"),
    ]
    assert states(play(scenario(flow), "Mon 09:00")) == [
        (None, 1, "Mon 09:00"),
        ("licence", 1, "Mon 10:00"), (None, 3, "Mon 10:00"), ("licence", 3, "Mon 10:00"),
        (None, 8, "Mon 11:00"), ("licence", 8, "Mon 11:00"),
        (None, 11, "Mon 12:00"), ("licence", 11, "Mon 12:00"),
    ]  # fmt: skip


def states_of_simple_flow(*flow: Raw, until: str | None = None) -> list[tuple[int, str]]:
    return own(play(scenario(list(flow)), "Mon 09:00", until=until), None)


def test_without_milestones_a_case_comes_and_ends() -> None:
    assert states_of_simple_flow(wait("a", "1 h"), task("b")) == [
        (1, "Mon 09:00"), (8, "Mon 10:00"), (11, "Mon 11:00"),
    ]  # fmt: skip


def test_an_open_case_has_not_closed() -> None:
    assert states_of_simple_flow(task("a"), task("b"), until="Mon 10:30") == [
        (1, "Mon 09:00"),
        (8, "Mon 09:00"),
    ]


def test_only_government_tasks_are_a_department_s() -> None:
    flow = [
        item(
            "survey",
            task("measure", party="intermediary"),
            wait("w", "1 h", party="government"),
            task("look"),
        )
    ]
    assert (8, "Mon 11:00") in own(play(scenario(flow), "Mon 09:00"), "survey")


@pytest.mark.parametrize(("reason", "begins", "ends"), [(SUPPLY, 6, 7), ("公示", 9, 10), ("补正材料", 6, 7)])
def test_pauses_inside_an_item_are_its_own(reason: str, begins: int, ends: int) -> None:
    played = play(scenario([item("a", wait("w", "2 h", pause=reason)), wait("x", "1 h")]), "Mon 09:00")
    assert own(played, "a") == [
        (1, "Mon 09:00"), (3, "Mon 09:00"), (begins, "Mon 09:00"), (ends, "Mon 11:00"), (11, "Mon 11:00"),
    ]  # fmt: skip
    assert own(played, None) == [(1, "Mon 09:00"), (11, "Mon 12:00")]


def test_pauses_outside_items_are_the_case_s() -> None:
    assert states_of_simple_flow(wait("w", "2 h", pause="公示"))[1:3] == [(9, "Mon 09:00"), (10, "Mon 11:00")]


def test_a_paused_task_pauses_from_the_queue_on() -> None:
    raw = scenario([item("a", task("b", pause="检测"))], others={"first": service([task("z")])})
    played = play(raw, ("Mon 09:00", "first.hall"), "Mon 09:30")
    assert own(played, "a", 1)[2:4] == [(9, "Mon 09:30"), (8, "Mon 10:00")]
    assert own(played, "a", 1)[4:] == [(10, "Mon 11:00"), (11, "Mon 11:00")]


def test_papers_supplied_side_by_side_are_one_correction() -> None:
    papers = {"map": {"missing": 1, "supply": "2 h"}, "deed": {"missing": 1, "supply": "5 h"}}
    flow = [item("a", {"documents": "file", "mode": "correct", "papers": papers, "do": [task("look")]})]
    assert [one for one in own(play(scenario(flow), "Mon 09:00"), "a") if one[0] in (6, 7)] == [
        (6, "Mon 10:00"), (7, "Mon 15:00"),
    ]  # fmt: skip


def test_one_stay_ends_before_the_next_begins() -> None:
    flow = [wait("a", "1 h", pause=SUPPLY), wait("b", "1 h", pause="公示"), wait("c", "1 h", pause="x")]
    assert states_of_simple_flow(*flow)[1:5] == [
        (6, "Mon 09:00"), (7, "Mon 10:00"), (9, "Mon 10:00"), (10, "Mon 12:00"),
    ]  # fmt: skip


def requiring(length: str, *between: Raw) -> Raw:
    side = {"background": "notice", "do": [wait("public", length, party="government")]}
    return scenario([item("a", side, *between, {"require": "notice", "pause": "公示"}, task("sign"))])


@pytest.mark.parametrize("between", [[], [wait("other", "1 h")], [{"parallel": "p", "branches": {
    "x": [wait("one", "1 h")], "y": [wait("two", "30 min")]}}]])  # fmt: skip
def test_a_requirement_that_pauses_is_read_off_the_row_behind_it(between: list[Raw]) -> None:
    begin = "Mon 10:00" if between else "Mon 09:00"
    found = own(play(requiring("4 h", *between), "Mon 09:00"), "a")
    assert [one for one in found if one[0] in (9, 10)] == [(9, begin), (10, "Mon 13:00")]


def test_a_requirement_that_was_met_already_does_not_pause() -> None:
    found = own(play(requiring("1 h", wait("other", "4 h")), "Mon 09:00"), "a")
    assert [state for state, _ in found] == [1, 3, 8, 11]


def test_a_way_round_the_requirement_does_not_pause() -> None:
    held = {"when": "channel == 'hall' and missing.p", "do": [{"require": "b", "pause": "公示"}]}
    ways = [held, {"otherwise": True, "do": [task("x")]}]
    papers = {"documents": "d", "mode": "correct", "papers": {"p": {"missing": 0, "supply": "1 h"}}}
    side = {"background": "b", "do": [wait("w", "9 h")]}
    found = states_of_simple_flow(papers, side, task("a"), {"choice": "c", "options": ways}, task("y"))
    assert [state for state, _ in found] == [1, 8, 11]


def test_refused_before_acceptance_and_after() -> None:
    refused = {"end": "refused"}
    flow = [task("intake"), {"milestone": "accepted"}]
    early = states_of_simple_flow(task("look"), refused, *flow)
    assert early == [(1, "Mon 09:00"), (5, "Mon 10:00")]
    played = play(scenario([*flow, item("a", task("look"), refused), {"milestone": "decided"}]), "Mon 09:00")
    assert own(played, None) == [(1, "Mon 09:00"), (3, "Mon 10:00"), (8, "Mon 10:00"), (13, "Mon 11:00")]
    assert own(played, "a")[-1] == (13, "Mon 11:00")


def test_a_case_that_is_granted_passed() -> None:
    assert states_of_simple_flow(task("look"), {"end": "granted"})[-1] == (11, "Mon 10:00")


def tolerating(supply: str, late: str = "revoke") -> Played:
    papers = {"plan": {"missing": 1, "supply": supply, "deferrable": True}}
    file = {"documents": "file", "mode": "tolerate", "papers": papers, "do": [task("intake")],
            "deadline": "5 h", "late": late, "gate": "after_delivery"}  # fmt: skip
    return play(
        scenario([file, {"milestone": "accepted"}, task("look"), {"milestone": "decided"}]), "Mon 09:00"
    )


def test_passed_with_papers_to_follow_and_revoked() -> None:
    assert own(tolerating("9 h"), None)[-2:] == [(12, "Mon 11:00"), (15, "Mon 15:00")]
    assert own(tolerating("3 h"), None)[-1] == (12, "Mon 11:00")
    assert own(tolerating("30 min"), None)[-1] == (11, "Mon 11:00")


def test_the_clock_of_an_item_stands_while_it_is_suspended() -> None:
    flow = [
        item(
            "a",
            task("look"),
            wait("fix", "2 h", pause=SUPPLY),
            task("sign"),
            wait("public", "3 h", pause="公示"),
        ),
        {
            "parallel": "p",
            "branches": {"x": [item("b", wait("w", "1 h"))], "y": [wait("v", "1 h", pause="x")]},
        },
    ]
    ends = ("arrived", "finished")
    raw = scenario(flow, targets={"own": {**target(*ends, "9 h", "elapsed"), "item": "a"}})
    del raw["targets"]["own"]["from"], raw["targets"]["own"]["to"]
    played = play(raw, "Mon 09:00")
    program, outcome = played.program, played.outcome
    rows = rows_by_case(outcome)[0]
    runs = clock_runs(program, outcome, 0, 0, rows, Histories(program).pauses.of(outcome, 0, rows))
    stays = [one for one in history(program, outcome, 0) if one.item == "a" and one.state in (6, 7, 9, 10)]
    suspended = 0
    for begun, ended in zip(stays[::2], stays[1::2], strict=True):
        assert (begun.state, ended.state) in ((6, 7), (9, 10))
        assert runs.state(begun.at) == runs.state(ended.at - 1) == "standing"
        assert runs.value(begun.at) == runs.value(ended.at)
        suspended += ended.at - begun.at
    (whole,) = judge(program, outcome, 0).values.tolist()
    assert whole == runs.stopped - runs.begun - suspended
    assert suspended == 5 * 3600 * 1_000_000


def test_the_frame() -> None:
    raw = scenario(
        [item("a", task("look"))], pools={"desk": pool(other_work={"share": 0.5, "work": "10 min"})}
    )
    played = play(raw, "Mon 09:00", ("Mon 09:00", "desk.other"))
    frame = status_frame(played.program, [played.outcome, dataclasses.replace(played.outcome, replication=1)])
    assert frame.columns == ["replication", "case", "service", "item", "state", "name_zh", "name_en", "at"]
    assert frame["replication"].to_list() == [0] * 7 + [1] * 7
    assert set(frame["service"]) == {"main"}
    assert frame.row(-1) == (1, 0, "main", "a", 11, "办结(通过)", "closed: passed", datetime(2025, 3, 3, 10))
    assert frame["item"].null_count() == 6
    assert list(STATES) == list(range(1, 16))
    assert status_frame(played.program, []).schema == frame.schema


def test_rows_are_needed() -> None:
    played = play(scenario([task("a")]), "Mon 09:00")
    with pytest.raises(ValueError, match="event rows were not kept"):
        history(played.program, dataclasses.replace(played.outcome, rows=None), 0)
