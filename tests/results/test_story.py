"""One case told by instants: what happened, waits and work, clock readings, and verdicts."""

import pytest
from engine.office import Played, Raw, play, said, scenario, service, target, task, wait

from sim.results.clock_runs import clock_runs
from sim.results.judged import judge
from sim.results.pauses import rows_by_case
from sim.results.status import Histories
from sim.results.story import Moment, Story, story
from sim.worktime import HOUR, MINUTE

PANEL: Raw = {"name": "panel", "weekdays": "tue", "at": "14:00"}


def told(played: Played, case: int = 0) -> Story:
    return story(played.program, played.outcome, case)


def events(played: Played, case: int = 0) -> list[tuple[str, str, str]]:
    return [(said(m.at), m.event, m.subject) for m in told(played, case).moments]


def moment(one: Story, event: str, subject: str) -> Moment:
    (found,) = [m for m in one.moments if (m.event, m.subject) == (event, subject)]
    return found


def test_waits_and_work_of_a_queued_task() -> None:
    raw = scenario([task("review", work="9 h")], others={"first": service([task("z")])})
    one = told(play(raw, ("Mon 09:00", "first.hall"), "Mon 09:30"), 1)
    begun, done = moment(one, "started", "review"), moment(one, "completed", "review")
    assert (said(begun.at), begun.waited, begun.pool) == ("Mon 10:00", HOUR // 2, "desk")
    assert (said(done.at), done.worked, done.elapsed) == ("Tue 11:00", 9 * HOUR, 25 * HOUR + HOUR // 2)


def test_the_order_of_one_instant_is_that_of_the_flow() -> None:
    part = {"item": "licence", "do": [{"milestone": "seen"}, task("check")]}
    flow = [task("intake"), {"milestone": "accepted"}, part, {"milestone": "decided"}, wait("w", "0 h")]
    assert events(play(scenario(flow), "Mon 09:00")) == [
        ("Mon 09:00", "arrived", ""),
        ("Mon 09:00", "started", "intake"),
        ("Mon 10:00", "completed", "intake"),
        ("Mon 10:00", "stamped", "accepted"),
        ("Mon 10:00", "part_started", "licence"),
        ("Mon 10:00", "stamped", "seen"),
        ("Mon 10:00", "started", "check"),
        ("Mon 11:00", "completed", "check"),
        ("Mon 11:00", "wait_ended", "w"),
        ("Mon 11:00", "part_done", "licence"),
        ("Mon 11:00", "stamped", "decided"),
        ("Mon 11:00", "finished", "completed"),
    ]  # fmt: skip


def test_what_is_withdrawn() -> None:
    race = {"race": "r", "branches": {"x": [wait("short", "1 h")], "y": [task("work", work="3 h")]}}
    assert events(play(scenario([race]), "Mon 09:00"))[1:] == [
        ("Mon 09:00", "wait_began", "short"), ("Mon 09:00", "started", "work"),
        ("Mon 10:00", "wait_ended", "short"), ("Mon 10:00", "withdrawn", "work"),
        ("Mon 10:00", "finished", "completed"),
    ]  # fmt: skip


def test_a_session_that_pauses() -> None:
    flow = [{"session": "review", "of": "panel", "work": "1 h", "pause": "专家评审"}]
    targets = {"t": target("arrived", "finished", "9 h", "elapsed")}
    raw = {**scenario(flow, targets=targets), "sessions": {"panel": PANEL}}
    one = told(play(raw, "Mon 09:00"))
    assert [(m.event, said(m.at), m.waited, m.pause, m.pool) for m in one.moments if m.subject == "review"] == [
        ("pause_began", "Mon 09:00", 0, "专家评审", "panel"),
        ("started", "Tue 14:00", 29 * HOUR, "专家评审", "panel"),
        ("completed", "Tue 15:00", 0, "专家评审", "panel"),
    ]  # fmt: skip
    assert [s.state for s in moment(one, "pause_began", "review").states] == [9]
    assert moment(one, "pause_began", "review").clock_state == "standing"
    assert one.promises[0].value == 0


def test_clock_readings_side_by_side() -> None:
    flow = [
        wait("walk", "1 h"),
        {"milestone": "accepted"},
        task("a"),
        wait("fix", "1 cd", pause="补正"),
        task("b"),
    ]
    raw = scenario(
        [*flow, {"milestone": "decided"}, task("c")], targets={"t": target("accepted", "decided", "9 wh")}
    )
    one = told(play(raw, "Mon 09:00"))
    read = {(m.event, m.subject): (m.clock, m.clock_state) for m in one.moments}
    assert one.clock == "t"
    assert read["started", "a"] == (0, "running")
    assert read["wait_began", "walk"] == (None, "ahead")
    assert read["wait_began", "fix"] == read["completed", "a"] == (HOUR, "standing")
    assert read["wait_ended", "fix"] == read["started", "b"] == (HOUR, "running")
    assert read["completed", "b"] == read["completed", "c"] == (2 * HOUR, "over")
    assert moment(one, "started", "c").elapsed == 27 * HOUR


def test_a_statutory_clock_and_a_day_off() -> None:
    raw = scenario([task("a", work="9 h")], targets={"t": target("arrived", "finished", "3 wd", "statutory")})
    one = told(play(raw, "Fri 16:00"))
    assert [(said(m.at), m.clock, m.clock_state, m.working_date) for m in one.moments] == [
        ("Fri 16:00", 0, "running", True), ("Fri 16:00", 0, "running", True),
        ("Mon2 17:00", 1, "over", True), ("Mon2 17:00", 1, "over", True),
    ]  # fmt: skip
    away = told(play(scenario([wait("w", "1 cd"), wait("v", "1 h")]), "Fri 10:00"))
    assert [m.working_date for m in away.moments] == [True, True, False, False, False, False]
    assert (away.clock, away.promises) == (None, ())


def test_a_clock_of_natural_days() -> None:
    raw = scenario([task("a", work="9 h")], targets={"t": target("arrived", "finished", "2 cd", "statutory")})
    one = told(play(raw, "Fri 16:00"))
    assert [(said(m.at), m.clock, m.clock_state) for m in one.moments] == [
        ("Fri 16:00", 0, "running"), ("Fri 16:00", 0, "running"), ("Mon2 17:00", 3, "over"), ("Mon2 17:00", 3, "over"),
    ]  # fmt: skip
    (promise,) = one.promises
    assert (promise.verdict, promise.value, promise.limit, one.exact) == ("on_time", 3, 2, True)


def test_a_sum_of_clocks_counts_overlaps_twice() -> None:
    fork = {"parallel": "p", "branches": {"x": [task("a")], "y": [wait("w", "3 h", party="utility")]}}
    ends = ("arrived", "finished", "9 h", "elapsed")
    parts = {name: target(*ends, parties=name) for name in ("government", "utility")}
    targets = {"both": target(*ends, sum_of=list(parts)), **parts}
    one = told(play(scenario([fork], targets=targets), "Mon 09:00"))
    assert (one.clock, one.exact) == ("both", True)
    assert [(said(m.at), m.clock) for m in one.moments if m.event in ("completed", "wait_ended")] == [
        ("Mon 10:00", 2 * HOUR), ("Mon 12:00", 4 * HOUR),
    ]  # fmt: skip


def test_a_pause_stops_its_own_item_only() -> None:
    one = {"item": "one", "do": [wait("fix", "2 h", pause="补正"), task("a")]}
    other = {"item": "other", "do": [wait("carry", "1 h", party="government")]}
    fork = {"parallel": "p", "branches": {"x": [one], "y": [other]}}
    raw = scenario([fork], targets={"t": target("arrived", "finished", "9 h", "elapsed")})
    tale = told(play(raw, "Mon 09:00"))
    assert [(said(m.at), m.clock, m.clock_state) for m in tale.moments if m.event in ("wait_ended", "completed")] == [
        ("Mon 10:00", HOUR, "standing"), ("Mon 11:00", HOUR, "running"), ("Mon 12:00", 2 * HOUR, "over"),
    ]  # fmt: skip


def verdicts(flow: list[Raw], limit: str, until: str | None = None, to: str = "decided") -> list[str]:
    raw = scenario(flow, targets={"t": target("accepted", to, limit, "elapsed")})
    return [p.verdict for p in told(play(raw, "Mon 09:00", until=until)).promises]


def test_verdicts() -> None:
    accepted, decided = {"milestone": "accepted"}, {"milestone": "decided"}
    flow = [accepted, task("a"), task("c"), decided]
    assert verdicts(flow, "2 h") == ["on_time"]
    assert verdicts(flow, "1 h") == ["late"]
    assert verdicts(flow, "30 min", until="Mon 10:30") == ["open_late"]
    assert verdicts(flow, "3 h", until="Mon 10:30") == ["open"]
    assert verdicts([task("a"), {"end": "refused"}, *flow[:1], decided], "1 h") == ["not_begun"]
    assert verdicts([accepted, task("a"), {"end": "refused"}, decided], "3 h") == ["not_judged"]
    assert verdicts([accepted, task("a"), {"end": "refused"}, decided], "1 h") == ["late"]
    assert verdicts([accepted, task("a"), {"end": "deemed"}, decided], "3 h") == ["deemed"]


MAP: Raw = {"missing": 0.5, "supply": {"min": "1 h", "max": "40 h"}}
PASSED: Raw = {"otherwise": True, "do": [{"milestone": "passed"}]}
BUSY: Raw = scenario(
    [
        {"milestone": "accepted"},
        {"documents": "file", "mode": "correct", "papers": {"map": MAP}},
        {"repeat": "r", "maximum": 3, "again_when": "not stamped.passed", "do": [
            task("check", work={"min": "20 min", "max": "3 h"}),
            {"choice": "c", "options": [{"share": 0.4, "do": []}, PASSED]}],
         "between": [wait("rework", {"min": "1 h", "max": "30 h"}, pause="整改")]},
        {"background": "b", "do": [wait("public", {"min": "1 h", "max": "9 h"}, party="government")]},
        task("sign", work="30 min"),
        {"require": "b", "pause": "公示"},
        wait("post", "10 min", party="government"),
        {"milestone": "decided"},
    ],
    channels={"hall": {"rate": "3 /wd"}},
    targets={
        "days": target("accepted", "decided", "2 wd", "statutory"),
        "hours": target("accepted", "decided", "9 wh", parties="government"),
    },
)  # fmt: skip


@pytest.fixture(scope="module")
def busy() -> Played:
    comings = [
        f"{day}{week} {hour:02d}:00" for week in ("", "2") for day in ("Mon", "Wed") for hour in range(9, 17)
    ]
    return play(BUSY, *comings, until="Fri2 12:00")


def test_verdicts_of_all_cases_are_what_is_judged(busy: Played) -> None:
    stories = [told(busy, case) for case in range(len(busy.outcome.service))]
    for number, name in enumerate(("days", "hours")):
        counted = judge(busy.program, busy.outcome, number)
        found = [s.promises[number].verdict for s in stories if s.promises[number].judged]
        assert 0 < counted.on_time < counted.judged
        assert found.count("on_time") == counted.on_time, name
        assert found.count("open") + found.count("open_late") == counted.open
        assert len(found) == counted.judged


def test_runs_add_up_to_the_ledger_of_every_finished_case(busy: Played) -> None:
    histories = Histories(busy.program)
    rows = rows_by_case(busy.outcome)
    compared = 0
    for case in range(len(busy.outcome.service)):
        if busy.outcome.outcome[case] < 0:
            continue
        assert told(busy, case).exact
        pauses = histories.pauses.of(busy.outcome, case, rows[case])
        for clock, name in enumerate(busy.program.names.clocks):
            if name == "paused":
                continue
            runs = clock_runs(busy.program, busy.outcome, case, clock, rows[case], pauses)
            assert runs.value(runs.stopped) == busy.outcome.clock_value[case, clock], (case, name)
            compared += 1
    assert compared > 50


def test_no_such_case() -> None:
    played = play(scenario([task("a", work="10 min")]), "Mon 09:00")
    assert moment(told(played), "completed", "a").worked == 10 * MINUTE
    for number in (-1, 1):
        with pytest.raises(IndexError, match="allowed 0 to 0"):
            told(played, number)
