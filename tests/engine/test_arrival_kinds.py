"""Arrivals from a list, by appointment, in random batches, with shocks: hand-worked instants, on both engines."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from engine.agreement import both
from engine.office import Played, Raw, at, compiled, said, scenario, task
from sim.engine import compiled as kernel
from sim.engine.compile import compile_program
from sim.engine.compile.faults import CompileError, LoadError
from sim.engine.expected import expected_arrivals
from sim.engine.program import Program
from sim.model.scenario import Scenario
from sim.worktime import DAY, HOUR, MINUTE


def office(channel: Raw, **more: object) -> Raw:
    return scenario([task("look", work="20 min")], channels={"hall": channel}, **more)  # type: ignore[arg-type]


def program_of(channel: Raw, load: object = 1, **more: object) -> Program:
    return compile_program(Scenario.model_validate(office(channel, **more)), load=load)  # type: ignore[arg-type]


def came(program: Program, seed: int = 1) -> list[str]:
    return [said(int(instant)) for instant in both(program, seed=seed).stamps[:, 0]]


def cases(program: Program, seed: int = 1) -> dict[tuple[int, int], int]:
    """Arrival by (epoch, member)."""
    made = both(program, seed=seed)
    return {
        (int(epoch), int(member)): int(instant)
        for epoch, member, instant in zip(made.epoch, made.member, made.stamps[:, 0], strict=True)
    }


# -- lists --------------------------------------------------------------------------------------------------

THREE: list[Raw] = [
    {"at": "2025-03-04 10:00"},
    {"at": "2025-03-03 09:00"},
    {"at": "2025-03-03 09:10:30", "cases": 2},
]


def test_cases_of_a_list_come_at_their_moments_and_queue() -> None:
    program = program_of({"list": THREE})
    played = Played(program, both(program, seed=1))
    assert played.rows() == [
        ("look", "Mon 09:00", "Mon 09:00", "Mon 09:20"),
        ("look", "Mon 09:10:30", "Mon 09:20", "Mon 09:40"),
        ("look", "Mon 09:10:30", "Mon 09:40", "Mon 10:00"),
        ("look", "Tue 10:00", "Tue 10:00", "Tue 10:20"),
    ]
    assert came(program, seed=2) == came(program, seed=3), "nothing of it is left to chance"


def test_a_shift_moves_the_list_in_calendar_or_working_days() -> None:
    """Friday 1 March 2024 and Saturday; so many calendar days, or working days, with the Saturday's on a Monday."""
    rows = [{"at": "2024-03-01 09:00"}, {"at": "2024-03-02 09:30"}]
    assert came(program_of({"list": rows, "shift": "367 cd"})) == ["Mon 09:00", "Tue 09:30"]
    own = [{"at": "2025-02-28 09:00"}, {"at": "2025-03-01 09:30"}, {"at": "2025-03-03 09:15"}]
    assert came(program_of({"list": own, "shift": "2 wd"})) == ["Tue 09:00", "Wed 09:15", "Wed 09:30"]
    late = [{"at": "2025-03-14 11:00"}]
    assert came(program_of({"list": late, "shift": "-9 wd"})) == ["Mon 11:00"]


def test_a_count_of_a_date_comes_within_the_open_hours_and_one_of_an_hour_within_it() -> None:
    rows = [
        {"date": "2025-03-03", "cases": 40},
        {"date": "2025-03-04", "hour": 9, "cases": 10},
        {"date": "2025-03-04", "hour": "14:30-15:00", "cases": 5},
    ]
    calendar = {"hours": "09:00-12:00 13:00-17:00"}
    program = program_of({"list": rows, "hours": {"09:00": 0, "10:00": 3, "13:00": 1}}, calendar=calendar)
    for seed in (1, 2):
        instants = [int(instant) for instant in both(program, seed=seed).stamps[:, 0]]
        assert Counter((instant - at("Mon 00:00")) // DAY for instant in instants) == {0: 40, 1: 15}
        monday = [instant - at("Mon 00:00") for instant in instants[:40]]
        assert all(10 * HOUR <= t < 12 * HOUR or 13 * HOUR <= t < 17 * HOUR for t in monday)
        assert 16 <= sum(t < 12 * HOUR for t in monday) <= 32, "3 × 2 hours against 1 × 4"
        # The profile moves cases within a date; a count of an hour stays in it.
        assert all(at("Tue 09:00") <= t < at("Tue 10:00") for t in instants[40:50])
        assert all(at("Tue 14:30") <= t < at("Tue 15:00") for t in instants[50:])


def test_a_count_of_hours_without_a_profile_is_even() -> None:
    program = program_of({"list": [{"date": "2025-03-03", "hour": 11, "cases": 4000}]})
    instants = both(program, seed=1).stamps[:, 0] - at("Mon 11:00")
    assert (instants >= 0).all()
    assert (instants < HOUR).all()
    assert abs(instants.mean() / HOUR - 0.5) < 4 / np.sqrt(12 * 4000)


def test_more_load_keeps_everybody_and_adds_whoever_comes_once_more() -> None:
    rows = [
        {"at": f"2025-03-{day:02d} {hour:02d}:{minute:02d}"}
        for day in (3, 4)
        for hour in range(9, 17)
        for minute in (0, 25)
    ]
    seen: dict[tuple[int, int], int] = {}
    for load in ("0.4", "0.9", "1", "1.6", "2", "3.5"):
        now = cases(program_of({"list": rows}, load))
        assert seen.items() <= now.items()
        assert abs(len(now) - float(load) * len(rows)) < 4 * np.sqrt(len(rows) / 4) + 1
        seen = now
    assert {member for _, member in seen} == {0, 1, 2, 3}
    assert len(cases(program_of({"list": rows}, 2))) == 2 * len(rows)
    for (epoch, member), instant in seen.items():
        if member:  # between the case before it on its date, and itself
            own = seen[epoch, 0]
            before = seen.get((epoch - 1, 0), own)
            assert (before if before // DAY == own // DAY else own) <= instant <= own


def test_scale_and_load_are_one_factor() -> None:
    assert cases(program_of({"list": THREE, "scale": 1.5}, 2)) == cases(program_of({"list": THREE}, 3))


def test_a_list_outside_the_study_is_refused_and_one_partly_outside_is_not() -> None:
    with pytest.raises(
        CompileError, match=r"hall\.list: none of the 1 cases .* it reaches from 2024-03-04 to 2024-03-04; "
    ):
        program_of({"list": [{"at": "2024-03-04 09:00"}]})
    rows = [{"at": "2024-03-04 09:00"}, {"at": "2025-03-04 09:00"}]
    (only,) = cases(program_of({"list": rows})).items()
    assert only == ((1, 0), at("Tue 09:00")), "numbered in the whole list"


def test_too_much_of_a_list_is_told_at_the_load_or_the_list() -> None:
    with pytest.raises(LoadError, match="would come 2,000 times; allowed: up to 1,023"):
        program_of({"list": THREE}, 2000)
    with pytest.raises(CompileError, match="would come 5,000 times"):
        program_of({"list": THREE, "scale": 5000})


# -- appointments -------------------------------------------------------------------------------------------


def test_appointments_stand_on_a_grid_within_the_hours() -> None:
    """Two places at 09:00 and 09:30, one at 13:00; 10:00 would not end by 10:15."""
    asked: Raw = {
        "every": "30 min", "hours": "09:00-10:15 13:00-13:30", "weekdays": ["tue", "fri"],
        "profile": {"09:00": 2, "13:00": 1},
    }  # fmt: skip
    program = program_of({"appointments": asked})
    assert came(program)[:6] == ["Tue 09:00", "Tue 09:00", "Tue 09:30", "Tue 09:30", "Tue 13:00", "Fri 09:00"]


def test_appointments_and_counts_follow_the_rules_of_the_office() -> None:
    """Friday afternoon closed, Saturday opened until 10:00: no time of the grid and no case of a count is outside."""
    rules = [{"weekdays": "fri", "closed": "13:00-17:00"}, {"dates": ["2025-03-08"], "hours": "09:00-10:00"}]
    calendar = {"hours": "09:00-12:00 13:00-17:00", "wd": "7 wh", "rules": rules}
    grid = {"appointments": {"every": "1 h", "places": 1}}
    on_day = Counter(instant.split()[0] for instant in came(program_of(grid, calendar=calendar)))
    assert (on_day["Thu"], on_day["Fri"], on_day["Sat"]) == (7, 3, 1)
    listed = {"list": [{"date": "2025-03-07", "cases": 40}, {"date": "2025-03-08", "cases": 40}]}
    moments = came(program_of(listed, calendar=calendar))
    assert len(moments) == 80
    assert all("Fri 09:00" <= one < "Fri 12:00" or "Sat 09:00" <= one < "Sat 10:00" for one in moments)


def test_who_is_early_or_late_comes_that_much_off_the_time() -> None:
    asked: Raw = {"every": "1 h", "hours": "09:00-11:00", "places": 1, "early": "5 min"}
    assert came(program_of({"appointments": asked}))[:3] == ["Mon 08:55", "Mon 09:55", "Tue 08:55"]
    late = {**asked, "late": {"share": 1, "by": "12 min"}}
    assert came(program_of({"appointments": late}))[:2] == ["Mon 09:12", "Mon 10:12"]
    some = {**asked, "places": 30, "late": {"share": 0.25, "by": "12 min"}}
    minutes = Counter(
        said(t)[-2:] for t in both(program_of({"appointments": some}), seed=1).stamps[:, 0].tolist()
    )
    assert set(minutes) == {"55", "12"}
    assert minutes["12"] / minutes.total() == pytest.approx(0.25, abs=4 * np.sqrt(0.1875 / minutes.total()))


def test_booked_places_and_no_shows_are_shares() -> None:
    asked: Raw = {"every": "10 min", "places": 10}
    booked = cases(program_of({"appointments": {**asked, "booked": 0.8}}))
    shown = cases(program_of({"appointments": {**asked, "booked": 0.8, "no_show": 0.3}}))
    everybody = cases(program_of({"appointments": asked}))
    assert shown.items() <= booked.items() <= everybody.items()
    assert len(booked) / len(everybody) == pytest.approx(0.8, abs=0.01)
    assert len(shown) / len(booked) == pytest.approx(0.7, abs=0.01)


def test_load_books_more_places_and_then_some_twice() -> None:
    asked: Raw = {"appointments": {"every": "10 min", "places": 2, "booked": 0.5, "no_show": 0.1}}
    half, full, double = (cases(program_of(asked, load)) for load in (1, 2, 4))
    assert half.items() <= full.items() <= double.items()
    assert {member for _, member in full} == {0}
    assert Counter(member for _, member in double).keys() == {0, 1}
    assert len(double) / len(full) == pytest.approx(2, rel=0.02)


def test_a_place_more_changes_nobody_elses_luck() -> None:
    fewer, more = (
        cases(
            program_of(
                {
                    "appointments": {
                        "every": "1 h",
                        "places": n,
                        "booked": 0.5,
                        "late": {"share": 0.5, "by": {"min": "1 min", "max": "20 min"}},
                    }
                }
            )
        )
        for n in (2, 3)
    )
    assert fewer.items() < more.items()


def test_nobody_comes_before_the_study_begins() -> None:
    asked: Raw = {"every": "1 h", "hours": "00:00-01:00", "places": 1, "early": "30 min"}
    assert came(program_of({"appointments": asked}))[0] == "Mon 00:00"


def test_a_grid_without_times_is_refused() -> None:
    with pytest.raises(CompileError, match="there is no appointment between 2025-03-03"):
        program_of({"appointments": {"every": "3 h", "hours": "09:00-11:00", "places": 1}})


# -- batches, regularity, shocks ------------------------------------------------------------------------------


def test_batches_of_random_size_keep_their_size_under_every_load() -> None:
    channel: Raw = {"rate": "40 /wd", "batch": {"sizes": {"1": 0.5, "2": 0.3, "7": 0.2}}}
    one, more = cases(program_of(channel)), cases(program_of(channel, 1.5))
    sizes = Counter(epoch for epoch, _ in one)
    grown = Counter(epoch for epoch, _ in more)
    assert set(sizes.values()) == {1, 2, 7}
    assert all(grown[epoch] == size for epoch, size in sizes.items())
    assert all(more[case] <= instant for case, instant in one.items())
    shares = Counter(sizes.values())
    for size, share in ((1, 0.5), (2, 0.3), (7, 0.2)):
        assert shares[size] / len(sizes) == pytest.approx(share, abs=4 * np.sqrt(share / len(sizes)))


def test_a_batch_with_a_mean_is_geometric() -> None:
    program = program_of({"rate": "400 /wd", "batch": {"mean": 2.5}})
    sizes = Counter(Counter(epoch for epoch, _ in cases(program)).values())
    total = sizes.total()
    for size in (1, 2, 3):
        theory = 0.4 * 0.6 ** (size - 1)
        assert sizes[size] / total == pytest.approx(theory, abs=4 * np.sqrt(theory / total))


@pytest.mark.parametrize("batch", [{"mean": 2.5}, {"sizes": {"1": 0.25, "3": 0.75}}, 2.0])
def test_a_rate_of_cases_is_divided_by_the_mean_size(batch: object) -> None:
    program = program_of({"rate": "50 /wd", "rate_of": "cases", "batch": batch})
    begin, end = program.judged_from, program.judged_until
    assert expected_arrivals(program, 0, begin, end) == pytest.approx(500, rel=1e-6)
    batches = program_of({"rate": "50 /wd", "batch": batch})
    mean = batch if isinstance(batch, float) else 2.5
    assert expected_arrivals(batches, 0, begin, end) == pytest.approx(500 * mean, rel=1e-6)


def test_a_channel_of_cv_0_has_a_case_for_each_that_is_expected() -> None:
    """16 a day of 8 hours: one every half hour of office time, from a random moment of the first one on."""
    instants = both(program_of({"rate": "16 /wd", "cv": 0}), seed=1).stamps[:, 0]
    gaps = np.round(np.diff(instants[instants < at("Sat2 00:00")]) / MINUTE, 5)
    assert Counter(gaps.tolist()) == {30: 10 * 15, 30 + 16 * 60: 8, 30 + 64 * 60: 1}
    assert at("Mon 09:00") <= instants[0] < at("Mon 09:30")


def test_a_cv_of_1_is_the_program_without_one() -> None:
    assert program_of({"rate": "16 /wd", "cv": 1}).digest == program_of({"rate": "16 /wd"}).digest


def test_a_cv_keeps_load_monotone() -> None:
    channel: Raw = {"rate": "16 /wd", "cv": 1.8}
    one, more = cases(program_of(channel)), cases(program_of(channel, Fraction(3, 2)))
    assert all(more[case] <= instant for case, instant in one.items())


def test_shocks_multiply_what_comes_on_their_dates_and_move_nothing() -> None:
    shocks: list[Raw] = [
        {"from": "2025-03-04", "to": "2025-03-05", "factor": 2},
        {"from": "03-05", "to": "03-06", "factor": 0.5},
        {"from": "2025-03-13", "factor": 0},
    ]
    days = [at(f"{day} 00:00") for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat")]

    def by_day(channel: Raw) -> list[float]:
        program = program_of(channel)
        return [expected_arrivals(program, 0, a, a + DAY) for a in days[:5]]

    for channel, usual in (
        ({"rate": "10 /wd"}, 10.0),
        ({"appointments": {"every": "2 h", "places": 5, "booked": 0.5}}, 10.0),
        ({"list": [{"date": f"2025-03-{d:02d}", "cases": 10} for d in range(3, 15)]}, 10.0),
    ):
        assert by_day(channel) == pytest.approx([usual] * 5)
        assert by_day({**channel, "shocks": shocks}) == pytest.approx(  # type: ignore[dict-item]
            [usual, 2 * usual, usual, usual / 2, usual]
        )
    late = program_of({"rate": "10 /wd", "shocks": shocks})
    assert expected_arrivals(late, 0, at("Thu2 00:00"), late.horizon) == 0


def test_the_expected_cases_are_those_that_come_on_the_average() -> None:
    channels: list[Raw] = [
        {"list": [{"date": "2025-03-03", "cases": 8}, {"date": "2025-03-05", "cases": 30}], "scale": 1.3},
        {
            "list": [{"at": "2025-03-03 09:30", "cases": 9}, {"at": "2025-03-05 10:00", "cases": 4}],
            "scale": 0.7,
        },
        {"appointments": {"every": "1 h", "places": 3, "booked": 0.6, "no_show": 0.2}},
        {"rate": "12 /wd", "batch": {"mean": 3}, "cv": 0.4},
    ]
    begin, end = at("Mon 12:00"), at("Fri 13:00")
    for channel in channels:
        program = program_of(channel)
        counts = []
        for replication in range(60):
            run = both if replication < 6 else kernel.simulate
            instants = run(program, seed=4, replication=replication).stamps[:, 0]
            counts.append(int(((instants >= begin) & (instants < end)).sum()))
        theory = expected_arrivals(program, 0, begin, end)
        assert abs(np.mean(counts) - theory) < 4 * max(np.std(counts), 0.5) / np.sqrt(60)


def test_new_columns_are_part_of_the_digest() -> None:
    digests = {
        program_of(channel).digest
        for channel in (
            {"rate": "10 /wd"}, {"rate": "10 /wd", "cv": 0.5}, {"rate": "10 /wd", "batch": {"mean": 2}},
            {"list": THREE}, {"list": THREE[:2]}, {"list": THREE, "scale": 2},
            {"appointments": {"every": "1 h", "places": 1}},
            {"appointments": {"every": "1 h", "places": 1, "no_show": 0.1}},
            {"appointments": {"every": "1 h", "places": 1, "late": {"share": 0.1, "by": "5 min"}}},
            {"appointments": {"every": "1 h", "places": 1, "early": "5 min"}},
        )
    }  # fmt: skip
    assert len(digests) == 10
    assert compiled(office({"list": THREE})).digest == compiled(office({"list": THREE[::-1]})).digest
