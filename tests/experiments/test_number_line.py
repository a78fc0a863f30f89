"""A number along its range: readable steps, exact ends, and how far a place is from the stated value."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import pytest
from small_hall import hall

from sim.experiments.questions.whatif import load
from sim.experiments.running.crew import Crew
from sim.experiments.unknowns.number_line import STEPS, NumberLine, number_line
from sim.experiments.unknowns.ties import number_lines
from sim.model.provenance import NumberAt, Sort, uncertain_numbers
from sim.model.quantities import Favourable

GUESSED = "- {task: work, pool: desk, work: {mean: 60 min, p90: 100 min, source: guess, range: [0.5, 4]}}"
DESKS = "desk: {name: desk, kind: reviewer, capacity: {value: 4, range: [2, 6], source: elsewhere}}"
SPAN = "service: main, from: submitted, to: decided, clock: working"


def line(
    value: str, low: str, high: str, sort: Sort = "number", favourable: Favourable = "low"
) -> NumberLine:
    number = NumberAt("a.b", value, "guess", "assumed", (low, high), favourable, sort == "factor", True, sort)
    return number_line(number, 8.0)


def texts(made: NumberLine) -> list[str]:
    return [made.value(place).text for place in range(made.last + 1)]


def test_factors_grow_in_equal_ratios_between_exact_ends() -> None:
    made = line("mean 20 min", "0.5", "2", "factor")
    assert texts(made)[0] == "× 0.5"
    assert texts(made)[-1] == "× 2"
    assert texts(made)[made.stated] == "× 1"
    ratios = [math.log(b / a) for a, b in pairwise(made.amounts)]
    assert max(ratios) < 1.5 * math.log(2) / STEPS
    assert texts(made)[made.stated + 1 : made.stated + 4] == ["× 1.04", "× 1.07", "× 1.11"]


def test_a_narrow_range_of_factors_is_not_cut_finer_than_a_percent() -> None:
    assert texts(line("mean 20 min", "0.97", "1.03", "factor")) == [
        "× 0.97", "× 0.98", "× 0.99", "× 1", "× 1.01", "× 1.02", "× 1.03",
    ]  # fmt: skip


def test_values_of_their_own_unit_stand_at_round_numbers() -> None:
    made = line("1.35 /wd", "0.77 /wd", "3.3 /wd", "rate")
    assert texts(made)[:3] == ["0.77 /wd", "0.8 /wd", "0.85 /wd"]
    assert texts(made)[made.stated : made.stated + 3] == ["1.35 /wd", "1.4 /wd", "1.5 /wd"]
    assert texts(made)[-1] == "3.3 /wd"
    assert texts(line("0.113", "0.1", "0.12", "number"))[-3:] == ["0.119", "0.1195", "0.12"]


def test_shares_are_percentages() -> None:
    made = line("0.95", "0.9", "0.99", "share")
    assert texts(made)[made.stated - 1 : made.stated + 3] == ["94.5%", "95%", "95.2%", "95.4%"]
    assert (texts(made)[0], texts(made)[-1]) == ("90%", "99%")
    number = NumberAt(
        "targets.t.required_share", "0.95", "guess", "assumed", ("0.9", "0.99"), "low", sort="share"
    )
    assert "95.1%" in texts(number_line(number, 8.0))  # what costs nothing goes in finer steps


def test_counts_and_whole_days_go_one_by_one() -> None:
    assert texts(line("6", "5", "8", "count", "high")) == ["8", "7", "6", "5"]
    assert texts(line("5 wd", "4 wd", "7 wd", "duration", "high")) == ["7 wd", "6 wd", "5 wd", "4 wd"]
    assert len(texts(line("5 wd", "4.5 wd", "7 wd", "duration"))) > 10
    assert texts(line("100", "100", "200", "count"))[:3] == ["100", "105", "110"]


def test_ends_in_another_unit_are_told_in_that_of_the_value() -> None:
    made = line("1 wd", "4 wh", "2 wd", "duration")
    assert (texts(made)[0], texts(made)[-1]) == ("0.5 wd", "2 wd")
    assert texts(line("21 /month", "0.5 /wd", "40 /month", "rate"))[0].endswith("/month")


def test_it_runs_from_the_favourable_end() -> None:
    high = line("0.8", "0.6", "1", "share", "high")
    assert (high.value(0).text, high.value(high.last).text) == ("100%", "60%")
    assert (high.end(True), high.end(False)) == (0, high.last)


def test_no_room_on_one_side() -> None:
    made = line("1", "1", "2", "count", "high")
    assert (texts(made), made.stated) == (["2", "1"], 1)
    assert texts(line("3", "3", "3", "count")) == ["3"]


def test_distance_is_the_log_of_the_factor() -> None:
    made = line("2", "1", "4", "number")
    assert made.distance(made.stated) == 0
    assert made.distance(0) == pytest.approx(math.log(2))
    assert made.distance(made.last) == pytest.approx(math.log(2))
    assert made.value(made.last).factor == 2


def test_zero_counts_as_one_step_of_the_line() -> None:
    from_zero = line("0", "0", "0.4", "share")
    assert from_zero.value(3).factor is None
    assert from_zero.value(3).text == "6%"
    assert from_zero.distance(3) == pytest.approx(math.log(4))
    to_zero = line("0.4", "0", "0.4", "share")
    assert to_zero.value(0).factor == 0
    assert to_zero.distance(0) == pytest.approx(math.log(21))


def test_its_ends_are_those_of_the_assumption(tmp_path: Path) -> None:
    """The same programs, to the last digit, as where all assumptions are moved to their ends."""
    asked = hall(tmp_path, task=GUESSED, desk=DESKS)
    stated = asked.program.digest
    for number, assumption in zip(uncertain_numbers(asked.stated), asked.assumptions, strict=True):
        made = number_line(number, 8.0)
        for favourable, setting in (
            (True, assumption.favourable_setting),
            (False, assumption.unfavourable_setting),
        ):
            found = made.question(asked, made.end(favourable)).program.digest
            assert found == asked.with_settings([setting]).program.digest != stated
        assert made.question(asked, made.stated).program.digest == stated


def test_every_place_can_be_asked(tmp_path: Path) -> None:
    share = "required_share: {value: 0.9, range: [0.8, 0.999], source: guess}"
    kept = f"kept: {{{SPAN}, limit: {{value: 3 wd, range: [1 wd, 4 wd], source: guess}}, {share}}}"
    asked = hall(tmp_path, task=GUESSED, desk=DESKS, kept=kept)
    lines, refused = number_lines(asked, Crew(1))
    assert len(lines) == 4
    assert not refused
    for made in lines:
        for place in range(0, made.last + 1, 7):
            moved = made.question(asked, place).stated
            assert moved.targets["kept"].limit.value.amount in (1, 2, 3, 4)


def test_numbers_that_a_lever_wants_equal_move_together() -> None:
    """Papers handed in together follow one rule: their two times of preparation are one number."""
    lines, refused = number_lines(load("urumqi/small_low_risk"), Crew(1))
    assert refused == []
    flow = "services.small_low_risk.flow"
    joint = {made.path: [other.path for other in made.tied] for made in lines if made.tied}
    assert joint == {
        f"{flow}.planning_papers.{field}": [f"{flow}.permit_papers.{field}"] for field in ("prepare", "again")
    }
    assert f"{flow}.permit_papers.prepare" not in [made.path for made in lines]
