"""Use of pools against numbers added up by hand."""

import pytest
from engine.office import Raw, play, pool, scenario, task, window

from sim.results.pools import PoolUse, pool_use


def use(raw: Raw, *coming: str) -> PoolUse:
    played = play(raw, *coming)
    (found,) = pool_use(played.program, [played.outcome])
    return found


def test_a_desk() -> None:
    # Ten working days of eight hours with two units; 4 h and 6 h of work.
    raw = scenario([task("a", work="4 h"), task("b", work="2 h")], pools={"desk": pool(2)})
    found = use(raw, "Mon 09:00", "Mon 16:00")
    assert found == PoolUse("desk", ("pool", "pool"), 12 / 160, 4 / 20, 0.0, 2.0)


def test_overtime_is_apart() -> None:
    found = use(scenario([task("a", work="40 min")], pools={"desk": window()}), "Mon 16:50", "Tue 16:50")
    assert found.utilisation == pytest.approx(2 * 10 / 60 / 80)
    assert found.overtime_hours_per_day == pytest.approx(2 * 30 / 60 / 10)


def test_a_profile_is_weighed_by_its_hours() -> None:
    # 3 h with 2 units and 5 h with 4: 26 unit-hours a day.
    found = use(
        scenario([task("a", work="13 h")], pools={"desk": pool({"09:00": 2, "12:00": 4})}), "Mon 09:00"
    )
    assert found.capacity == pytest.approx(26 / 8)
    assert found.utilisation == pytest.approx(13 / 260)
    assert found.served_per_unit_day == pytest.approx(1 / (26 / 8 * 10))


def test_round_the_clock_every_date_counts() -> None:
    # The window of ten working days runs from Monday to Friday of the next week: twelve dates.
    found = use(scenario([task("a", work="12 h")], pools={"desk": pool(hours="24h")}), *["Mon 09:00"] * 3)
    assert found.served_per_unit_day == pytest.approx(3 / 12)
    assert found.utilisation == pytest.approx(36 / (12 * 24))


def test_only_the_judged_window_counts() -> None:
    raw = scenario([task("a", work="8 h")], study={"lead_in": "1 wd", "window": "1 wd"})
    # Monday 13:00 to Tuesday 13:00, then to Wednesday 13:00: 8 h of Tuesday, one completion.
    found = use(raw, "Mon 13:00", "Mon 13:00")
    assert found.utilisation == pytest.approx(1.0)
    assert found.served_per_unit_day == pytest.approx(1.0)


def test_a_cut_may_bring_it_above_one() -> None:
    raw = scenario(
        [task("a", work="8 h")], pools={"desk": pool({"09:00": 2, "11:00": 1})}, study={"window": "1 wd"}
    )
    assert use(raw, "Mon 09:00", "Mon 09:00").utilisation == pytest.approx(16 / 10)


def test_the_mean_of_replications() -> None:
    raw = scenario([task("a", work="4 h")])
    one, two = play(raw, "Mon 09:00"), play(raw, "Mon 09:00", "Tue 09:00")
    (found,) = pool_use(one.program, [one.outcome, two.outcome])
    assert found.utilisation == pytest.approx(6 / 80)


def test_void_work_is_use() -> None:
    race = {"race": "r", "branches": {"x": [task("a", work="8 h")], "y": [{"wait": "w", "for": "1 h"}]}}
    assert use(scenario([race]), "Mon 09:00").utilisation == pytest.approx(8 / 80)
