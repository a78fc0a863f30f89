"""Gedian's start-up scenario under load: shares fall, windows fill, and a short study flatters nobody."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest

from sim.engine.compile.times import times_of
from sim.experiments.questions.whatif import load
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import Evidence
from sim.experiments.running.requirement import requirement
from sim.experiments.verdicts.check import check
from sim.results.pools import PoolUse

TOTAL = "gd-startup-total"
LOADS = (0.5, 1, 2, 4, 8)
DOCUMENTED = (7.8, 29)
"""Cases a window and day, as halls report them."""


@cache
def evidence(version: str, times: float, window: str = "6 wd", replications: int = 3) -> Evidence:
    asked = load(
        f"gedian/startup@{version}", load=times, set=[f"study.window={window}", "study.follow_up=6 wd"]
    )
    with Crew() as crew:
        gathered = Evidence(asked.program, 1, crew, asked.engine_name)
        gathered.grow(replications)
    return gathered


def share_of(gathered: Evidence) -> float:
    """On time within half a working day."""
    return gathered.value(TOTAL, requirement(load("gedian/startup").scenario, TOTAL))


def pools(version: str, times: float) -> dict[str, PoolUse]:
    return {use.pool: use for use in evidence(version, times).pools(3)}


@pytest.mark.parametrize("version", ["before", "after"])
def test_windows_serve_as_many_as_documented(version: str) -> None:
    scenario = load(f"gedian/startup@{version}").scenario
    used = pools(version, 1)
    windows = [name for name, pool in scenario.pools.items() if pool.kind == "window" and name in used]
    assert windows
    assert all(DOCUMENTED[0] <= used[name].served_per_unit_day <= DOCUMENTED[1] for name in windows)


def test_under_load_shares_fall_and_windows_fill() -> None:
    shares = [share_of(evidence("after", times)) for times in LOADS]
    used = [pools("after", times) for times in LOADS]
    assert all(later <= earlier + 0.02 for earlier, later in pairwise(shares))
    assert shares[0] > shares[-1] + 0.3
    for pool in ("window", "registrar"):
        busy = [one[pool].utilisation for one in used]
        assert all(later >= earlier - 0.02 for earlier, later in pairwise(busy))
        assert busy[0] < 0.7
    assert used[-1]["registrar"].utilisation > 0.9


def test_a_short_study_of_an_overload_does_not_look_better() -> None:
    """Queues grow for ever: who looks for 20 days must not come off better than who looks for 60."""
    short, long = (evidence("after", 2, window, 2) for window in ("20 wd", "60 wd"))
    assert share_of(short) <= share_of(long) + 0.02 <= 0.1
    judged = [sum(one.judged for one in each.of(TOTAL)) for each in (short, long)]
    came = [2 * 4.5 * days * 2 for days in (20, 60)]  # load × 1.35 + 3.15 a day × days × replications
    for each, expected in zip(judged, came, strict=True):
        assert each == pytest.approx(expected, rel=0.15)  # everybody is judged, finished or not


def test_the_judged_window_stands_after_the_lead_in() -> None:
    study = times_of(load("gedian/startup").scenario).study
    assert study.start < study.judged_from < study.judged_until < study.horizon


def test_one_window_and_parallel_approval_help() -> None:
    assert share_of(evidence("after", 1)) > share_of(evidence("before", 1)) + 0.1


@pytest.mark.verification
def test_seeds_never_turn_met_into_not_met() -> None:
    found: dict[str, set[str]] = {}
    for seed in range(1, 6):
        for verdict in check(load("gedian/startup", seed=seed), ends=False):
            found.setdefault(verdict.target, set()).add(verdict.verdict)
            assert verdict.high > verdict.low
    assert all(not {"met", "not_met"} <= verdicts for verdicts in found.values()), found
