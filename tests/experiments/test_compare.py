"""Comparing: by hand where nothing is left to chance, the same program, coupling, matching, and the record."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from small_hall import hall, written

from sim.experiments.comparing.compare import compare, judged_cases
from sim.experiments.comparing.comparison import MEASURES, Change, Difference
from sim.experiments.comparing.effect import Effect
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.crew import Crew
from sim.experiments.running.progress import Stage
from sim.experiments.running.replications import Simulated
from sim.experiments.statistics.paired import Critical
from sim.experiments.statistics.skewness_t import critical_t
from sim.model import ModelError
from sim.results.case_values import NO_VALUE, CaseValues

FIXED = {
    "task": "- {task: work, pool: desk, work: 30 min}",
    "desk": "desk: {name: desk, kind: reviewer, capacity: 90}",
}
"""Nobody queues, and every case takes half an hour of office time."""
QUICK = "--set 'services.main.flow.work.work=20 min'"
SPAN = "service: main, from: submitted, to: decided"


def only(base: WhatIf, *texts: str, target: str = "kept", n: int = 6) -> list[Change]:
    return list(compare(base, texts, targets=[target], replications=n).changes)


def told(d: Difference) -> tuple[float | None, float | None, str]:
    return d.before, d.after, d.judgement


def test_by_hand_where_nothing_varies(tmp_path: Path) -> None:
    made = compare(hall(tmp_path, **FIXED), [f"quick: {QUICK}"], replications=24)
    assert (made.replications, made.together, len(made.changes)) == (24, 6, 2)
    change = made.change("quick", "kept")
    share, mean, p95 = change.differences
    assert told(share) == (1.0, 1.0, "same")
    # 2.77 / matched at 1.96, for six comparisons at more; never of zero width.
    cases = share.cases[0]
    assert share.high == pytest.approx(made.critical * np.sqrt(2) / (cases + 2), rel=0.01)
    assert (share.low, change.turned_late, change.turned_on_time) == (-share.high, 0, 0)
    assert mean.before == pytest.approx(30 / 480)
    assert mean.after == pytest.approx(20 / 480)
    assert mean.judgement == "better"
    # Alike in every replication: the error is a part 1 / 25 of it.
    assert mean.high == pytest.approx(-10 / 480 * (1 - made.critical / 25))
    assert p95.difference == pytest.approx(-10 / 480)
    assert p95.low is not None
    assert p95.low < -10 / 480 < p95.high < 0  # type: ignore[operator]
    assert change.replications_changed == 24
    assert len(change.gained) == 3
    assert change.lost == ()
    assert [(one.replication, one.before, one.after) for one in change.gained] == [
        (0, pytest.approx(30 / 480), pytest.approx(20 / 480))
    ] * 3


def test_units_are_those_of_the_limit(tmp_path: Path) -> None:
    for limit, clock, values in (
        ("2 wh", "working", {0.5}),
        ("1 wd", "working", {0.0625}),
        ("1 wd", "statutory", {0, 1}),
        ("3 cd", "statutory", {0, 1, 3}),
    ):
        kept = f"kept: {{{SPAN}, limit: {limit}, clock: {clock}, required_share: 0.5}}"
        (change,) = only(hall(tmp_path, kept=kept, **FIXED), QUICK, n=3)
        assert change.of("mean").unit == limit.split()[1]
        assert change.of("p95").before in values


def test_the_same_program_is_identical_and_simulated_once(tmp_path: Path) -> None:
    ticks: list[str] = []

    class Bar:
        def advance(self, _units: float = 1) -> None:
            ticks.append("x")

        def stage(self, name: Stage, units: int | None = None) -> None:
            raise AssertionError(name, units)

    from collections.abc import Iterator
    from contextlib import contextmanager

    @contextmanager
    def noted(_what: str, stage: Stage, units: int | None) -> Iterator[Bar]:
        assert (stage, units) == ("replications", 8)
        yield Bar()

    base = hall(tmp_path)
    made = compare(base, ["@plain", "--load 1", "--load 2"], replications=4, progress=noted)
    assert len(ticks) == 8
    assert [one.identical for one in made.alternatives] == [True, True, False]
    for d in made.change("@plain", "kept").differences:
        assert (d.judgement, d.difference, d.low, d.high) == ("identical", 0, 0, 0)
    assert made.together == 6  # of the third alternative alone


def test_a_change_that_no_case_meets_is_not_called_certain(tmp_path: Path) -> None:
    base = hall(tmp_path, desk="desk: {name: desk, kind: reviewer, capacity: 80}")
    made = compare(base, ["--set pools.desk.capacity=81"], replications=5)
    assert not made.alternatives[0].identical
    for change in made.changes:
        assert change.replications_changed == 0
        share, mean, p95 = change.differences
        assert {d.judgement for d in change.differences} == {"same"}
        assert share.low is not None
        assert share.low < 0 < share.high  # type: ignore[operator]
        assert (mean.difference, mean.low, mean.high, p95.low) == (0, None, None, None)
    assert made.unseen == pytest.approx(1 - 0.05 ** (1 / 5))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_added_unit_never_makes_a_case_slower(tmp_path: Path, seed: int) -> None:
    """First come, first served, by equal units: a coupling argument that common random numbers make true by case."""
    base = load(str(written(tmp_path, desk="desk: {name: desk, kind: reviewer, capacity: 1}")), seed=seed)
    (change,) = only(base, "--set pools.desk.capacity+=1", n=24)
    assert change.lost == ()
    assert change.turned_late == 0
    assert change.turned_on_time > 0
    assert (change.only_before, change.only_after) == (0, 0)
    assert [change.of(measure).judgement for measure in ("mean", "p95")] == ["better"] * 2
    assert change.of("mean").correlation is not None


def test_load_keeps_the_luck_of_a_case_and_judges_others(tmp_path: Path) -> None:
    (change,) = only(hall(tmp_path), "--load 1.5", n=24)
    assert change.only_before > 0
    assert change.only_after > change.only_before
    assert change.matched + change.only_before == change.of("on_time_share").cases[0]
    assert change.of("mean").difference > 0  # type: ignore[operator]


def test_another_start_is_paired_by_replication(tmp_path: Path) -> None:
    (change,) = only(hall(tmp_path), "later: --start 2025-03-10", n=8)
    assert change.of("mean").correlation is not None
    assert change.of("mean").judgement in ("unclear", "same")


OTHER = "desk: {name: desk, kind: reviewer, capacity: 3, other_work: {share: 0.3, work: 20 min}}"


def test_cases_are_matched_by_identity_and_not_by_number(tmp_path: Path) -> None:
    """The other work of a pool comes between the cases, and less of it where the pool is smaller."""
    base = hall(tmp_path, desk=OTHER)
    (change,) = only(base, "fewer: --set pools.desk.capacity-=1", n=4)
    moved = change.lost[0]
    assert moved.case != moved.case_after
    outcomes = []
    for whatif in (base, load(base.reference, set=["pools.desk.capacity-=1"])):
        one = Simulated(lambda _program, outcome: outcome, seed=1)(whatif.program, moved.replication)
        outcomes.append((one, whatif.program.names.streams))
    who = [
        (streams[one.stream[row]], one.epoch[row], one.member[row])
        for (one, streams), row in zip(outcomes, (moved.case, moved.case_after), strict=True)
    ]
    assert who[0] == who[1]
    (before, _), (after, _) = outcomes
    assert before.stamps[moved.case, 0] == after.stamps[moved.case_after, 0]
    assert moved.before is not None
    assert moved.after is not None
    assert moved.after > moved.before


def test_the_cores_do_not_matter(tmp_path: Path) -> None:
    base = hall(tmp_path)
    texts = ["busy: @busy", "two: --set pools.desk.capacity-=1", "--load 1.2"]
    with Crew(2) as two:
        shared = compare(base, texts, replications=7, crew=two).to_dict()
    alone = compare(base, texts, replications=7, crew=Crew(1))
    assert alone.to_dict() == shared


def test_nobody_judged(tmp_path: Path) -> None:
    nobody = "--set 'services.main.channels.hall.rate=0 /wd'"
    (change,) = only(hall(tmp_path), nobody, n=3)
    for d in change.differences:
        assert (d.judgement, d.after, d.difference, d.low, d.high) == ("unknown", None, None, None, None)
        assert d.before is not None
    assert (change.matched, change.only_after) == (0, 0)
    json.dumps(compare(hall(tmp_path), [nobody], replications=3).to_dict(), allow_nan=False)


def test_a_p95_that_is_no_longer_reached(tmp_path: Path) -> None:
    """With one desk for twice the cases, more than one in twenty have no end within the follow-up."""
    base = hall(tmp_path, study="study: {start: 2025-03-03, lead_in: 1 wd, window: 5 wd, follow_up: 0 wd}")
    (change,) = only(base, "--load 3 --set pools.desk.capacity=1", n=8)
    share, mean, p95 = change.differences
    assert (p95.after, p95.difference, p95.high) == (None, None, None)
    assert p95.judgement in ("worse", "unclear")
    assert change.without_value[1] > change.without_value[0]
    assert mean.cases[1] == share.cases[1] - change.without_value[1]
    assert share.judgement == "worse"


def one_target(before: list[int], after: list[int], limit: int = 5) -> Effect:
    """Two replications of the cases given, matched in order; a value below 0 is none."""

    def side(values: list[int]) -> CaseValues:
        n = len(values)
        value = np.array([v if v >= 0 else NO_VALUE for v in values], dtype=np.int64)
        row = np.arange(n)
        late = (value < 0) | (value > limit)
        return CaseValues(row * 2 // n, row, row * 0, row, row * 0, row * 10**12, value, ~late)

    return Effect("a", "t", 2, side(before), side(after), (["s"], ["s"]), dates=False, identical=False)


def test_the_cases_that_changed_most() -> None:
    effect = one_target([1, 9, -1, 4, 5, 7, -1, 6], [1, 2, 3, 8, 9, 4, -1, -1])
    change = effect.change(Critical(10.0, 0.05), 1.0, "wh")
    assert [(one.case, one.before, one.after) for one in change.gained] == [
        (2, None, 3),
        (1, 9, 2),
        (5, 7, 4),
    ]
    assert [(one.case, one.before, one.after) for one in change.lost] == [(7, 6, None), (3, 4, 8), (4, 5, 9)]
    assert [one.on_time for one in change.gained] == [(False, True)] * 3
    assert (change.turned_on_time, change.turned_late) == (3, 2)
    assert change.without_value == (2, 2)
    assert change.of("mean").cases == (6, 6)
    assert change.of("on_time_share").cases == (8, 8)
    assert change.replications_changed == 2


def test_equal_times_change_nothing() -> None:
    change = one_target([1, -1, 3, 4], [1, -1, 3, 4]).change(Critical(10.0, 0.05), 1.0, "wh")
    assert (change.gained, change.lost, change.replications_changed) == ((), (), 0)


def test_the_record_prints_and_travels(tmp_path: Path) -> None:
    made = compare(hall(tmp_path), ["busy: @busy"], replications=4)
    document = json.loads(json.dumps(made.to_dict(), allow_nan=False))
    assert document["alternatives"][0]["label"] == "busy"
    (first, second) = document["alternatives"][0]["targets"]
    assert [first["target"], second["target"]] == ["kept", "broken"]
    assert [d["measure"] for d in first["differences"]] == list(MEASURES)
    frame = made.frame
    assert frame.height == 2 * 3
    assert frame.columns[:5] == ["alternative", "target", "measure", "unit", "before"]
    assert frame["difference"].to_list() == [
        d.difference for change in made.changes for d in change.differences
    ]
    lines = str(made).splitlines()
    assert lines[0].startswith("hall.yaml@plain: 4 replications, 6 intervals")
    assert lines[1].startswith("  busy · kept: on time share 100.0% → 100.0%, ")
    assert made.show_command(made.changes[0].lost[0]).startswith(f"onewindow show {made.asked} --case ")
    with pytest.raises(KeyError):
        made.change("busy", "nothing")


def test_shares_are_those_of_check(tmp_path: Path) -> None:
    from sim.experiments.verdicts.check import check

    base = hall(tmp_path)
    made = compare(base, ["busy: @busy"], replications=24)
    for verdict in check(base, ends=False, budget=0.001):
        change = made.change("busy", verdict.target)
        assert change.of("on_time_share").before == pytest.approx(verdict.on_time_share)
        assert change.of("p95").before == pytest.approx(verdict.p95.estimate)


def test_bad_input_is_named(tmp_path: Path) -> None:
    base = hall(tmp_path)
    with pytest.raises(ModelError, match=r"replications 1.*2 to 1,000,000"):
        compare(base, ["@busy"], replications=1)
    with pytest.raises(ModelError, match='did you mean "kept"'):
        compare(base, ["@busy"], targets=["kpt"])
    with pytest.raises(ModelError, match=r'vs "x: --set .*kept counts elapsed time here and working time'):
        compare(base, ["x: --set targets.kept.clock=elapsed --set 'targets.kept.limit=9 h'"])
    elsewhere = tmp_path / "other"
    elsewhere.mkdir()
    text = written(elsewhere).read_text("utf-8").replace("  kept:", "  keept:")
    (elsewhere / "hall.yaml").write_text(text, "utf-8")
    with pytest.raises(ModelError, match=r'vs "other: .*there is no target "kept"; .*did you mean "keept"'):
        compare(base, {"other": load(str(elsewhere / "hall.yaml"))})


def test_a_comparison_keeps_the_judged_cases_of_targets_only(tmp_path: Path) -> None:
    base = hall(tmp_path)
    one = Simulated(judged_cases, seed=1)(base.program, 3)
    assert len(one) == 2
    assert set(one[0][0].replication.tolist()) == {3}
    assert critical_t(48, 0.05) < compare(base, ["@busy"], replications=3).critical
