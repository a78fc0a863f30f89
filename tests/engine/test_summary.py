"""Summaries: what the kernel adds up is what the reference's tables say; sums and quantiles keep their word."""

from __future__ import annotations

import dataclasses
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.agreement import differences as unlike
from engine.office import Raw, compiled
from engine.random_scenarios import scenarios
from sim.engine import compiled as kernel
from sim.engine import reference
from sim.engine.compiled.world import World
from sim.engine.histogram import CELLS, LIMB, cell_of, cells_of, histogram, middle_of, quantile
from sim.engine.program import Program
from sim.engine.summary import ELAPSED, JUDGED, ON_TIME, VALUE, Summary, added, counted_clocks
from sim.results.judged import judge
from sim.results.summarised import summary_of

RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
SEED = 3
LARGEST = 2**63 - 1


def differences(one: Summary, other: Summary) -> list[str]:
    """Names of the tables that are not equal."""
    names = [field.name for field in dataclasses.fields(Summary)]
    return [name for name in names if not np.array_equal(getattr(one, name), getattr(other, name))]


def both(program: Program, replication: int = 0) -> Summary:
    """The summary of a replication, on which both engines agree, and which goes to disk and back."""
    made = kernel.summarise(program, seed=SEED, replication=replication)
    outcome = reference.simulate(program, seed=SEED, replication=replication, events=False)
    events = kernel.simulate(program, seed=SEED, replication=replication, events=True)
    assert differences(made, summary_of(program, outcome)) == []
    assert unlike(outcome, dataclasses.replace(events, rows=None)) == []
    assert differences(Summary.from_json(made.to_json(), program), made) == []
    assert made.arrived.tolist() == np.bincount(outcome.stream, minlength=len(made.arrived)).tolist()
    return made


def check(raw: Raw) -> None:
    both(compiled(raw))


@given(scenarios())
@settings(max_examples=30, deadline=None, suppress_health_check=RELAXED, derandomize=True)
def test_the_engines_agree(raw: Raw) -> None:
    check(raw)


@pytest.mark.verification
@given(scenarios())
@settings(max_examples=3000, deadline=None, suppress_health_check=RELAXED)
def test_the_engines_agree_on_thousands(raw: Raw) -> None:
    check(raw)


@given(st.integers(0, LARGEST))
def test_a_cell_is_narrow(value: int) -> None:
    cell = cell_of(value)
    assert 0 <= cell < CELLS
    assert cells_of(np.array([value])).tolist() == [cell]
    assert abs(middle_of(cell) - value) <= 0.004 * value
    assert cell_of(middle_of(cell)) == cell


@given(st.integers(0, LARGEST - 1))
def test_cells_keep_the_order(value: int) -> None:
    assert cell_of(value + 1) - cell_of(value) in (0, 1)


def test_every_cell_is_used() -> None:
    assert [cell_of(middle_of(cell)) for cell in range(CELLS)] == list(range(CELLS))
    assert cell_of(LARGEST) == CELLS - 1


@given(st.lists(st.integers(0, 10**15), min_size=1), st.floats(0.01, 1), st.integers(0, 5))
def test_a_quantile_is_that_of_the_values(values: list[int], p: float, longer: int) -> None:
    found = quantile(histogram(np.array(values)), p, longer)
    rank = int(np.ceil(p * (len(values) + longer)))
    if rank > len(values):
        assert found is None
    else:
        assert found is not None
        assert abs(found - sorted(values)[rank - 1]) <= 0.004 * found + 0.5


def test_of_nothing_there_is_no_quantile() -> None:
    assert quantile(np.zeros(CELLS, dtype=np.int64), 0.5) is None


def test_sums_do_not_overflow() -> None:
    """33 million cases of 30 years each: more µs than an int64 holds."""
    from engine.office import scenario, target, task

    program = compiled(scenario([task("a")], targets={"t": target("arrived", "finished", "2 wh")}))
    thirty_years, cases = 30 * 366 * 86_400_000_000, 33_000_000
    one = Summary.empty(program)
    one.sums[0, VALUE] = thirty_years >> 32, thirty_years & (LIMB - 1)
    assert one.total(0, VALUE) == thirty_years
    many = dataclasses.replace(one, sums=one.sums * cases)
    assert many.total(0, VALUE) == thirty_years * cases > 2**63
    assert (many + many).total(0, VALUE) == 2 * thirty_years * cases
    assert (many + many).sums[0, VALUE, 1] < LIMB


def test_replications_add_up() -> None:
    from engine.office import scenario, target, task

    program = compiled(
        scenario(
            [task("a", work={"mean": "40 min", "p90": "80 min"})],
            channels={"hall": {"rate": "9 /wd"}},
            targets={"t": target("arrived", "finished", "2 wh")},
        )
    )
    parts = [both(program, replication) for replication in range(3)]
    whole = added(program, parts)
    (row,) = [row for row, clock in enumerate(counted_clocks(program)) if program.names.clocks[clock] == "t"]
    outcomes = [reference.simulate(program, seed=SEED, replication=r, events=False) for r in range(3)]
    judged = [judge(program, outcome, program.names.clocks.index("t")) for outcome in outcomes]
    assert whole.counts[row, JUDGED] == sum(one.judged for one in judged) > 50
    assert whole.counts[row, ON_TIME] == sum(one.on_time for one in judged)
    values = np.concatenate([one.values for one in judged])
    assert whole.total(row, VALUE) == values.sum()
    assert whole.quantile(row, VALUE, 0.9) == pytest.approx(
        np.quantile(values, 0.9, method="inverted_cdf"), rel=0.004
    )
    assert whole.total(row, ELAPSED) == sum(one.elapsed.sum() for one in judged)


def test_nothing_is_kept_of_a_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a line nor a row, and the memory of nine times as many cases is no more."""
    from engine.office import scenario, target, task

    worlds: list[World] = []

    class Watched(World):
        def __init__(self, *args: object, **more: object) -> None:
            super().__init__(*args, **more)  # type: ignore[arg-type]
            worlds.append(self)

    monkeypatch.setattr(sys.modules["sim.engine.compiled.simulate"], "World", Watched)
    for weeks in (2, 20):
        raw = scenario(
            [task("a", work="5 min")],
            channels={"hall": {"rate": "40 /wd"}},
            study={"window": f"{5 * weeks} wd", "follow_up": "1 wd"},
            targets={"t": target("arrived", "finished", "2 wh")},
        )
        kernel.summarise(compiled(raw), seed=SEED, replication=0)
    short, long = worlds
    assert long["case_count"] > 8 * short["case_count"] > 2000
    for room in ("out", "out_room", "rows", "row_room"):
        assert long[room] == 0
    for room in ("future_room", "posted_room", "round_room"):
        assert long[room] <= 2 * short[room]


@pytest.mark.parametrize("text", ["[]", "{}", '{"cells": []}'])
def test_another_file_is_not_a_summary(text: str) -> None:
    from engine.office import scenario, task

    with pytest.raises(ValueError, match="not the summary"):
        Summary.from_json(text, compiled(scenario([task("a")])))
