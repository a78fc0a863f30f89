"""Units that are absent at random: who is, what becomes of their work, and what is told of the pool (both engines)."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest

from engine.agreement import both
from engine.office import Played, Raw, at, compiled, play, pool, said, scenario, task, window
from sim.engine import absence
from sim.engine.absence import as_run, present
from sim.engine.compile.faults import CompileError
from sim.engine.program import Program
from sim.results.busy import hands_on, pool_hours
from sim.results.critical_path import critical_path
from sim.results.pools import duty, pool_use
from sim.worktime import HOUR

ILL = {"share": "30%"}


def staffed(units: int = 2, **more: object) -> Raw:
    return {"desk": pool(units, **{"absence": ILL, **more})}


class Absent:
    """Stands for the draws: these units of the first pool are absent on these dates ("Tue")."""

    def __init__(self, *missing: tuple[int, str]) -> None:
        self.missing = missing

    def __call__(self, program: Program, number: int, _seed: int, _replication: int) -> tuple[object, object]:
        rows = absence._rows(program, number)
        shifts = np.unique(program.change_shift[rows])
        shifts = shifts[shifts >= 0]
        there = np.ones((int(program.change_capacity[rows].max()), len(shifts)), dtype=np.bool_)
        for unit, day in self.missing:
            there[unit, shifts == at(f"{day} 00:00") // (24 * HOUR)] = False
        return shifts, there


def played(raw: Raw, missing: tuple[tuple[int, str], ...], *coming: str) -> Played:
    absence._drawn.cache_clear()
    with patch.object(absence, "present", Absent(*missing)):
        return play(raw, *coming)


def test_work_rests_while_its_unit_is_away_and_the_other_goes_on() -> None:
    raw = scenario([task("t", work="6 h")], pools=staffed())
    # The first unit takes the first case: 13-17 on Monday, away on Tuesday, 9-11 on Wednesday.
    found = played(raw, ((0, "Tue"),), "Mon 13:00", "Mon 13:00", "Tue 09:00")
    assert sorted(row[1:] for row in found.rows()) == [
        ("Mon 13:00", "Mon 13:00", "Tue 11:00"),
        ("Mon 13:00", "Mon 13:00", "Wed 11:00"),
        ("Tue 09:00", "Tue 11:00", "Tue 17:00"),
    ]
    assert found.pool("busy") == 3 * 6 * 60
    assert found.pool("served") == 3


def test_a_window_that_is_away_serves_nobody() -> None:
    raw = scenario([task("t", work="2 h")], pools={"desk": window(2, absence=ILL)})
    found = played(raw, ((0, "Mon"),), "Mon 09:00", "Mon 09:00", "Tue 09:00", "Tue 09:00")
    assert [row[1:] for row in found.rows()] == [
        ("Mon 09:00", "Mon 09:00", "Mon 11:00"),
        ("Mon 09:00", "Mon 11:00", "Mon 13:00"),
        ("Tue 09:00", "Tue 09:00", "Tue 11:00"),
        ("Tue 09:00", "Tue 09:00", "Tue 11:00"),
    ]


def test_where_all_are_away_the_pool_is_closed() -> None:
    raw = scenario([task("t", work="2 h")], pools=staffed(1))
    found = played(raw, ((0, "Tue"), (0, "Wed")), "Tue 10:00")
    assert found.row("t") == ("Tue 10:00", "Thu 09:00", "Thu 11:00")
    with patch.object(absence, "present", Absent((0, "Tue"), (0, "Wed"))):
        absence._drawn.cache_clear()
        parts = [(part.cause, part.length // HOUR) for part in critical_path(found.program, found.outcome, 0)]
    assert parts == [("closed", 47), ("work", 2)]


def test_a_night_shift_is_away_until_the_morning() -> None:
    raw = scenario([task("t", work="10 h")], pools=staffed(1, hours="22:00-06:00"))
    found = played(raw, ((0, "Tue"),), "Mon 22:00")
    assert found.row("t") == ("Mon 22:00", "Mon 22:00", "Thu 00:00")


def test_hands_on_time_leaves_the_days_away_out() -> None:
    raw = scenario([task("t", work="6 h")], pools=staffed(1))
    missing = ((0, "Tue"),)
    found = played(raw, missing, "Mon 13:00")
    assert found.row("t")[2] == "Wed 11:00"
    absence._drawn.cache_clear()
    with patch.object(absence, "present", Absent(*missing)):
        run = absence.ran(found.program, found.outcome)
        assert hands_on(run, found.outcome.rows).tolist() == [6 * HOUR]
        assert pool_hours(found.program, [found.outcome])[0].other == 0


def test_joint_work_goes_on_while_both_are_there() -> None:
    raw = scenario(
        [task("t", all_of=["desk", "seal"], work="6 h")],
        pools={**staffed(1), "seal": pool({"09:00": 1, "15:00": 0})},
    )
    found = played(raw, ((0, "Tue"),), "Mon 13:00")
    # 13-15 on Monday, 9-13 on Wednesday.
    assert found.row("t")[2] == "Wed 13:00"


def test_a_meeting_takes_whoever_is_there() -> None:
    raw = scenario([{"session": "s", "of": "panel", "work": "30 min"}], pools=staffed(2))
    raw["sessions"] = {"panel": {"name": "panel", "at": "10:00", "places": 2, "pools": ["desk"]}}
    found = played(raw, ((0, "Mon"),), "Mon 09:00", "Mon 09:00")
    assert [row[2] for row in found.rows()] == ["Mon 10:00", "Tue 10:00"]
    assert found.outcome.session_short.tolist() == [1]


def test_who_is_away_depends_on_seed_replication_pool_unit_and_date_alone() -> None:
    plain = compiled(scenario([task("t")], pools=staffed(3)))
    dates, there = present(plain, 0, 5, 2)
    more = compiled(scenario([task("t")], pools={**staffed(4), "other": pool(2)}))
    assert (present(more, 0, 5, 2)[1][:3] == there).all()
    later = compiled(scenario([task("t")], pools=staffed(3), study={"start": "2025-03-05"}))
    own, there_later = present(later, 0, 5, 2)
    assert (there_later[:, : len(dates) - 2] == there[:, np.isin(dates, own)]).all()
    for seed, replication in ((6, 2), (5, 3)):
        assert not (present(plain, 0, seed, replication)[1] == there).all()
    assert (present(plain, 0, 5, 2)[1] == there).all()


def test_a_larger_share_only_adds_absences() -> None:
    few, many = (
        present(compiled(scenario([task("t")], pools=staffed(5, absence={"share": share}))), 0, 1, 0)[1]
        for share in (0.1, 0.4)
    )
    assert (few | ~many).all()
    assert few.sum() > many.sum()


LONG = {"lead_in": "0 wd", "window": "700 wd", "follow_up": "20 wd"}


@pytest.mark.parametrize("spell", [None, "1 wd", "4 wd"])
def test_the_share_and_the_length_of_absences_are_the_stated_ones(spell: str | None) -> None:
    stated = {"share": "20%", **({"spell": spell} if spell else {})}
    program = compiled(scenario([task("t")], pools=staffed(40, absence=stated), study=LONG))
    there = present(program, 0, 1, 0)[1]
    assert 1 - there.mean() == pytest.approx(0.2, abs=0.01)
    ended = (~there[:, :-1] & there[:, 1:]).sum()
    length = (~there[:, :-1]).sum() / ended
    assert length == pytest.approx({None: 1.25, "1 wd": 1.0, "4 wd": 4.0}[spell], rel=0.03)


def test_rules_change_the_share_by_date() -> None:
    rules = [{"from": "2025-06-01", "to": "2025-12-31", "absence": "50%"}]
    program = compiled(
        scenario([task("t")], pools=staffed(40, absence={"share": 0.1}, rules=rules), study=LONG)
    )
    dates, there = present(program, 0, 1, 0)
    june = (dates >= at("Mon 00:00") // (24 * HOUR) + 90) & (dates < at("Mon 00:00") // (24 * HOUR) + 304)
    assert 1 - there[:, june].mean() == pytest.approx(0.5, abs=0.02)
    assert 1 - there[:, ~june].mean() == pytest.approx(0.1, abs=0.01)


def test_the_mean_staff_is_told() -> None:
    raw = scenario([task("t")], pools=staffed(10, absence={"share": "15%"}))
    program = compiled(raw)
    plain = compiled(scenario([task("t")], pools={"desk": pool(10)}))
    assert duty(program, 0)[0] == pytest.approx(0.85 * duty(plain, 0)[0])
    outcome = both(program, seed=1)
    assert pool_use(program, [outcome])[0].capacity == pytest.approx(8.5)


def test_a_full_pool_does_what_those_do_who_are_there() -> None:
    """Work of two days: a quarter of the staff away takes a quarter of what can be done."""
    raw = scenario(
        [task("t", work="16 h")],
        pools=staffed(5, absence={"share": "25%"}),
        channels={"hall": {"rate": "40 /wd"}},
        study={"lead_in": "5 wd", "window": "200 wd", "follow_up": "5 wd"},
    )
    program = compiled(raw)
    busy = [pool_use(program, [both(program, seed=1, replication=n)])[0].utilisation for n in range(3)]
    assert np.mean(busy) == pytest.approx(1, abs=0.02)


def test_nobody_absent_is_the_same_program() -> None:
    plain = compiled(scenario([task("t")], pools={"desk": pool(2)}))
    nobody = compiled(scenario([task("t")], pools=staffed(2, absence={"share": 0})))
    assert plain.digest == nobody.digest
    assert as_run(plain, 1, 0) is plain
    assert compiled(scenario([task("t")], pools=staffed(2))).digest != plain.digest


def test_a_share_of_nothing_moves_no_event() -> None:
    """Pools of units do what the pool did, as long as nobody is away: windows, several tasks, classes, a session."""
    flow = [
        task("a", work={"min": "10 min", "max": "2 h"}),
        task("b", any_of=["desk", "two"], work={"min": "10 min", "max": "5 h"}, rank=-1),
        {"session": "s", "of": "panel", "work": "20 min"},
    ]
    pools = {
        "desk": pool(3, absence={"share": 0.4}),
        "two": window(2, absence={"share": 0.4}, last_start="20 min"),
    }
    raw = scenario(flow, pools=pools, channels={"hall": {"rate": "14 /wd"}})
    raw["sessions"] = {
        "panel": {"name": "panel", "at": ["10:00", "15:00"], "places": 3, "pools": ["desk", "two"]}
    }
    program = compiled(raw)
    plain = replace(program, change_absent=program.change_absent[:0], change_shift=program.change_shift[:0])
    absence._drawn.cache_clear()
    with patch.object(absence, "present", Absent()):
        found = both(program, seed=3)
    stated = both(plain, seed=3)
    # By rows without the number of the unit.
    columns = [0, 1, 2, 4, 5, 6, 7, 8]
    assert (found.rows[:, columns] == stated.rows[:, columns]).all()
    for column in ("busy", "overtime", "served", "session_taken", "session_short"):
        assert (getattr(found, column) == getattr(stated, column)).all()
    names = program.names.alternatives
    assert [names[n] for n in found.rows[:, 3]] == [names[n] for n in stated.rows[:, 3]]
    absence._drawn.cache_clear()


def test_too_many_choices_are_refused() -> None:
    pools = {name: pool(80, absence=ILL) for name in ("a", "b")}
    with pytest.raises(
        CompileError, match="6,400 choices of units for one task are too many; allowed: 4,096"
    ):
        compiled(scenario([task("t", all_of=["a", "b"])], pools=pools))


def test_other_work_takes_its_share_of_those_who_are_there() -> None:
    other = {"other_work": {"share": 0.5, "work": "10 min"}}
    study = {"lead_in": "0 wd", "window": "100 wd", "follow_up": "5 wd"}

    def coming(desk: Raw) -> int:
        program = compiled(scenario([task("t")], pools={"desk": desk}, study=study))
        stream = program.names.streams.index("desk.other")
        last = int(program.stream_knot_first[stream]) + int(program.stream_knot_count[stream]) - 1
        return int(program.knot_value[last])

    assert coming(pool(10, absence={"share": 0.2}, **other)) == pytest.approx(0.8 * coming(pool(10, **other)))


def test_instants_are_those_of_the_calendar() -> None:
    run = as_run(compiled(scenario([task("t")], pools=staffed(1))), 1, 0)
    assert {said(int(when))[-5:] for when in run.change_at} == {"09:00", "17:00"}
