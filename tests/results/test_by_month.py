"""A judged year by month: who belongs to which month, and that nobody is lost."""

from __future__ import annotations

from datetime import date

from engine.office import Played, Raw, at, compiled, play, pool, scenario, target, task, wait

from sim.results.by_month import Month, MonthCounts, judged_year, month_counts, months_of, worst
from sim.results.judged import judge
from sim.worktime import instant

YEAR: Raw = {"year": 2025, "lead_in": "3 wd", "follow_up": "5 wd"}


def office(flow: list[Raw], study: Raw = YEAR, limit: str = "90 min", to: str = "finished") -> Raw:
    raw = scenario(
        flow,
        pools={"desk": pool(9, hours="24h")},
        targets={"t": target("arrived", to, limit, "elapsed")},
    )
    return {**raw, "study": study}


def counts(played: Played) -> MonthCounts:
    found = month_counts(played.program, played.outcome, played.program.names.clocks.index("t"))
    assert found is not None
    return found


def by_month(values: object) -> dict[int, int]:
    """Months with their counts, those with none left out."""
    return {month: count for month, count in enumerate(values.tolist(), start=1) if count}  # type: ignore[attr-defined]


def test_a_case_belongs_to_the_month_of_its_from_stamp() -> None:
    """31 March 2025 is a Monday: the fifth counted from the 3rd."""
    played = play(
        office([wait("w", "1 h")]), "Mon5 23:59", "Mon5 23:59", "Mon5 24:00", "Tue5 12:00", "Fri 09:00"
    )
    found = counts(played)
    assert by_month(found.judged) == {3: 3, 4: 2}
    assert by_month(found.on_time) == {3: 3, 4: 2}


def test_late_cases_count_in_the_month_they_began_in() -> None:
    raw = office([{"choice": "size", "options": [
        {"when": "channel == 'hall'", "do": [wait("long", "2 h")]}, {"otherwise": True, "do": []}]}])  # fmt: skip
    raw["services"]["main"]["channels"] = {"hall": {"rate": "1 /wd"}, "post": {"rate": "1 /wd"}}
    found = counts(play(raw, "Mon5 23:00", ("Mon5 23:00", "main.post"), ("Tue5 01:00", "main.post")))
    assert by_month(found.judged) == {3: 2, 4: 1}
    assert by_month(found.on_time) == {3: 1, 4: 1}


def test_the_first_and_the_last_instant_of_the_year() -> None:
    """31 December 2025 is the Wednesday of the 44th week; the lead-in begins on 27 December 2024."""
    program = compiled(office([wait("w", "1 min")]))
    new_year = instant(date(2025, 1, 1))
    stated = [new_year - 1, new_year, at("Wed44 24:00") - 1, at("Wed44 24:00")]
    played = play(program, *stated)
    assert by_month(counts(played).judged) == {1: 1, 12: 1}


def test_months_together_are_the_whole() -> None:
    played = play(
        office([task("a", work="60 min")]),
        *[f"{day}{week} 10:00" for week in range(1, 40) for day in ("Mon", "Thu")],
    )
    clock = played.program.names.clocks.index("t")
    whole, found = judge(played.program, played.outcome, clock), counts(played)
    assert (found.judged.sum(), found.on_time.sum()) == (whole.judged, whole.on_time)
    assert whole.judged == 78


def test_cases_that_are_not_judged_are_in_no_month() -> None:
    raw = office([wait("w", "1 min"), {"end": "refused"}], to="decided")
    raw["services"]["main"]["flow"].insert(0, {"choice": "never", "options": [
        {"share": 0, "do": [{"milestone": "decided"}]}, {"otherwise": True, "do": []}]})  # fmt: skip
    assert by_month(counts(play(raw, "Mon 09:00")).judged) == {}


def test_only_a_calendar_year_has_months() -> None:
    study = {"start": "2025-03-03", "lead_in": "0 wd", "window": "10 wd", "follow_up": "5 wd"}
    plain = play(office([wait("w", "1 h")], study), "Mon 09:00")
    assert judged_year(plain.program) is None
    assert month_counts(plain.program, plain.outcome, 0) is None
    assert judged_year(play(office([wait("w", "1 h")]), "Mon 09:00").program) == 2025


def test_the_worst_month_is_the_lowest_share_and_the_first_of_two() -> None:
    assert months_of([]) == ()
    found = (Month(1, 0, 0), Month(2, 10, 8), Month(3, 100, 79), Month(4, 200, 158))
    assert worst(found) == Month(3, 100, 79)
    assert found[0].share is None
    assert worst([Month(1, 0, 0)]) is None
