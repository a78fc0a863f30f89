"""Critical paths added up, by hand, and exactly."""

import pytest
from engine.office import play, scenario, target, task, wait, window

from sim.results.days import Spent, days_spent
from sim.worktime import HOUR

FLOW = [task("review", work="9 h"), wait("home", "2 h")]


def test_two_cases_by_hand() -> None:
    # Both come on Monday at 9; the second is worked on Tuesday 10 to Wednesday 11.
    played = play(scenario(FLOW), "Mon 09:00", "Mon 09:00")
    found = days_spent(played.program, [played.outcome], "main", {"review": "planning"})
    assert (found.cases, found.unfinished) == (2, 0)
    assert found.parts == (
        # Shut: Monday night twice (both wait or rest), Tuesday night for the second.
        Spent("review", "closed", "planning", 3 * 16 * HOUR, 0),
        Spent("review", "queue", "planning", 9 * HOUR, 9 * HOUR),
        Spent("review", "work", "planning", 18 * HOUR, 18 * HOUR),
        Spent("home", "wait_applicant", "", 4 * HOUR, 4 * HOUR),
    )
    assert found.elapsed == (27 + 52) * HOUR
    assert found.working == 31 * HOUR


def test_replications_add_up_and_the_open_are_counted_apart() -> None:
    played = play(scenario(FLOW), "Mon 09:00", "Mon 09:00", until="Wed 09:00")
    found = days_spent(played.program, [played.outcome, played.outcome], "main")
    assert (found.cases, found.unfinished) == (2, 2)
    assert found.elapsed == 2 * 27 * HOUR
    assert {part.department for part in found.parts} == {""}


def test_only_cases_of_the_window_and_the_service() -> None:
    raw = scenario(
        [task("a")], pools={"desk": window(4)}, study={"lead_in": "1 wd"},
        others={"side": {"name": "side", "channels": {"hall": {"rate": "1 /wd"}}, "flow": [task("b", work="3 h")]}},
    )  # fmt: skip
    played = play(raw, "Mon 09:00", ("Tue 09:00", "side.hall"), "Tue 10:00", "Mon4 09:00")
    assert days_spent(played.program, [played.outcome], "main").elapsed == HOUR
    assert days_spent(played.program, [played.outcome], "side").elapsed == 3 * HOUR
    with pytest.raises(ValueError, match="'other' is not one of main, side"):
        days_spent(played.program, [played.outcome], "other")


PROMISED = [
    task("intake", work="1 h"),
    {"milestone": "accepted"},
    task("review", work="2 h"),
    wait("home", "1 cd", pause="补正 supplement"),
    {"parallel": "both", "branches": {"a": [task("sign", work="1 h")], "b": [task("seal", work="3 h")]}},
    {"milestone": "decided"},
    task("handed", work="1 h"),
]


def test_of_a_promise_only_while_its_clock_ran() -> None:
    stated = {
        "w": target("accepted", "decided", "1 wd"),
        "e": target("accepted", "decided", "2 cd", "elapsed", parties="all"),
    }
    played = play(scenario(PROMISED, pools={"desk": window(4)}, targets=stated), "Mon 09:00", "Mon 15:00")
    outcome, clocks = played.outcome, played.program.names.clocks
    for name in stated:
        clock = clocks.index(name)
        found = days_spent(played.program, [outcome], "main", clock=clock)
        counted = found.working if name == "w" else found.elapsed
        assert counted == int(outcome.clock_value[:, clock].sum())
        assert (found.cases, found.unfinished) == (2, 0)
        assert found.whole == days_spent(played.program, [outcome], "main").elapsed
    worked = days_spent(played.program, [outcome], "main", clock=clocks.index("w"))
    # Neither what came before acceptance, nor the applicant's day, nor what came after the decision.
    assert {part.step for part in worked.parts if part.working} == {"review", "seal"}
    # The second review went on for an hour after closing, which is no office hour.
    assert sum(part.working for part in worked.parts if part.cause == "work") == (2 * (2 + 3) - 1) * HOUR


def test_who_has_no_value_is_counted_apart() -> None:
    stated = {"w": target("accepted", "decided", "1 wd")}
    played = play(
        scenario(PROMISED, pools={"desk": window(4)}, targets=stated),
        "Mon 09:00",
        "Wed 09:00",
        until="Wed 17:00",
    )
    found = days_spent(played.program, [played.outcome], "main", clock=0)
    assert (found.cases, found.unfinished) == (1, 1)
