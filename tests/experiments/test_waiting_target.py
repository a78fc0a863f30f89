"""Waiting targets against theory: the share of an M/M/c queue called within a limit (Erlang C)."""

from __future__ import annotations

from dataclasses import replace
from math import exp, factorial, sqrt
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from sim.engine.summary import JUDGED, ON_TIME, counted_clocks
from sim.experiments.questions.whatif import load
from sim.experiments.runs.run import run
from sim.results.judged import judge

OFFICE = """\
onewindow: 1
title: M/M/c
jurisdiction: theory
calendar: {{wd: 8 wh, hours: "09:00-17:00"}}
study: {{start: 2025-03-03, lead_in: 1 cd, window: 20 cd, follow_up: 1 cd}}
pools: {{desk: {{name: desk, kind: reviewer, capacity: {servers}, hours: 24h}}}}
services:
  main:
    name: main
    channels: {{door: {{rate: 6 /h, around_the_clock: true, off_days: 1}}}}
    flow: [{{task: serve, pool: desk, work: {{mean: {work} min, family: exponential}}}}]
targets:
  called: {{service: main, step: serve, limit: {limit} min, clock: queue, required_share: 0.95}}
  all: {{service: main, from: arrived, to: finished, limit: {limit} min, clock: queue, required_share: 0.95}}
"""


def called_within(servers: int, work: float, limit: float) -> float:
    """1 - C e^(-(c/w - λ) t), C the chance of waiting."""
    rate, offered = 6 / 60, 6 / 60 * work
    tail = offered**servers / factorial(servers) / (1 - offered / servers)
    waits = tail / (sum(offered**n / factorial(n) for n in range(servers)) + tail)
    return 1 - waits * exp(-(servers / work - rate) * limit)


@pytest.mark.parametrize(("servers", "work", "limit"), [(1, 5, 5), (2, 10, 5), (3, 20, 10)])
def test_the_share_called_in_time_is_erlangs(tmp_path: Path, servers: int, work: float, limit: float) -> None:
    path = tmp_path / "mmc.yaml"
    path.write_text(OFFICE.format(servers=servers, work=work, limit=limit), "utf-8")
    made = run(load(str(path)), replications=20)
    clocks = [made.program.names.clocks.index(name) for name in ("called", "all")]
    found = [[judge(made.program, outcome, clock) for outcome in made.outcomes] for clock in clocks]
    assert [one.on_time for one in found[0]] == [one.on_time for one in found[1]]
    shares = np.array([one.on_time / one.judged for one in found[0]])
    error = shares.std(ddof=1) / sqrt(len(shares))
    expected = called_within(servers, work, limit)
    assert abs(shares.mean() - expected) < stats.t.ppf(1 - 0.0005, len(shares) - 1) * error
    assert error < 0.01


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_a_summary_counts_the_same(tmp_path: Path, engine: str) -> None:
    path = tmp_path / "mmc.yaml"
    path.write_text(OFFICE.format(servers=2, work=15, limit=5).replace("20 cd", "2 cd"), "utf-8")
    asked = replace(load(str(path)), engine=engine)
    whole, short = run(asked, replications=2), run(asked, replications=2, detail="summary")
    assert short.summary is not None
    for row, clock in enumerate(counted_clocks(whole.program).tolist()):
        found = [judge(whole.program, outcome, clock) for outcome in whole.outcomes]
        counts = short.summary.counts[row]
        assert counts[[JUDGED, ON_TIME]].tolist() == [
            sum(f.judged for f in found),
            sum(f.on_time for f in found),
        ]


def test_the_story_of_a_figure_is_that_of_a_judged_late_case(tmp_path: Path) -> None:
    from sim.results.typical import typical_case

    path = tmp_path / "mmc.yaml"
    path.write_text(OFFICE.format(servers=2, work=15, limit=30).replace("20 cd", "2 cd"), "utf-8")
    made = run(load(str(path)))
    (outcome,), program = made.outcomes, made.program
    clock = program.names.clocks.index("called")
    case = typical_case(program, outcome, "main", clock)
    assert case is not None
    arrived = outcome.stamps[case, 0]
    assert program.judged_from <= arrived < program.judged_until
    assert outcome.clock_value[case, clock] > program.clock_limit[clock]
    slow = typical_case(program, outcome, "main", None)
    assert slow is not None
    assert program.judged_from <= outcome.stamps[slow, 0] < program.judged_until
