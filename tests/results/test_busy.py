"""Hours of pools by whose work they were, and hands-on time, by hand."""

import pytest
from engine.office import compiled, play, pool, scenario, task, wait, window

from sim.engine.reference import simulate
from sim.results.busy import PoolHours, hands_on, pool_hours
from sim.results.pools import pool_use
from sim.worktime import HOUR


def test_own_work_and_overtime() -> None:
    # Ten working days of eight hours with two units; twice 40 minutes begun at 16:50.
    raw = scenario([task("a", work="40 min")], pools={"desk": window(2)})
    played = play(raw, "Mon 16:50", "Tue 16:50")
    (found,) = pool_hours(played.program, [played.outcome])
    assert found == PoolHours(
        "desk", 2.0, 16.0, pytest.approx(2 / 6 / 10), 0.0, pytest.approx(1 / 10)
    )  # fmt: skip


def test_a_day_without_events_is_refused() -> None:
    program = compiled(scenario([task("a")], pools={"desk": window()}))
    bare = simulate(program, seed=1, replication=0, events=False)
    with pytest.raises(ValueError, match="event rows were not kept"):
        pool_hours(program, [bare])


def test_other_work_is_told_apart() -> None:
    desk = pool(other_work={"share": 0.5, "work": "30 min"})
    program = compiled(scenario([task("a", work="1 h")], pools={"desk": desk}))
    outcome = simulate(program, seed=3, replication=0, events=True)
    assert outcome.rows is not None
    (found,), (use,) = pool_hours(program, [outcome]), pool_use(program, [outcome])
    assert (found.own + found.other) / found.available == pytest.approx(use.utilisation)
    other = program.nodes.service[outcome.rows[:, 1]] == program.names.services.index("desk.other")
    # Half an hour each, all of them inside the window but for those at its end.
    assert found.other * 10 == pytest.approx(0.5 * other.sum(), abs=0.6 * len(set(outcome.rows[other, 0])))
    assert found.other > 2
    assert 0 < found.own < 2


def test_hands_on_time_has_no_nights() -> None:
    flow = [task("review", work="9 h"), wait("home", "30 h"), task("serve", pool="counter", work="2 h")]
    played = play(scenario(flow, pools={"desk": pool(), "counter": window()}), "Mon 09:00")
    assert played.outcome.rows is not None
    # The counter begins on Wed 16:00 at the earliest and finishes after closing.
    assert hands_on(played.program, played.outcome.rows).tolist() == [9 * HOUR, 30 * HOUR, 2 * HOUR]
