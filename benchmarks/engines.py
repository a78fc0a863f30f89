"""The two engines on the three library scenarios: that they give the same tables, then the ratio of their speed."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

import numpy as np

import sim
from benchmarks.rounds import Work, interleaved, rate, ratios
from benchmarks.rows import Budget, Measurement, Options, Row, Text
from sim.engine import compiled, reference
from sim.engine.engines import Simulate
from sim.engine.program import Program

SCENARIOS: dict[str, Text] = {
    "gedian/startup": ("企业开办", "start-up"),
    "urumqi/small_low_risk": ("小型低风险", "small low-risk building"),
    "chengdu/construction": ("工程建设", "construction"),
}


def measure(options: Options) -> Sequence[Row]:
    """Event rows a second of processor time, rows not kept; the reference engine's rate is a row of its own."""
    seconds = 0.05 if options.quick else 1.0
    rows, tasks = [], []
    for scenario, (zh, en) in SCENARIOS.items():
        program = sim.load(scenario).program
        for replication in range(1 if options.quick else 3):
            must_agree(program, replication)
        found = interleaved(
            {
                "compiled": rate(tasks_of(program, compiled.simulate), seconds),
                "reference": rate(tasks_of(program, reference.simulate), seconds),
            },
            min(options.rounds, 5),
        )
        ours, theirs = (statistics.median(found[name]) for name in ("compiled", "reference"))
        tasks.append((scenario, (zh, en), found["reference"]))
        rows.append(
            Row(
                f"engines/{scenario}",
                (f"{zh}：编译引擎对参考引擎（表相同）", f"{en}: compiled against reference, same tables"),
                "×",
                ratios(found["compiled"], found["reference"]),
                note=(f"{ours:,.0f} 对 {theirs:,.0f} 环节/秒", f"{ours:,.0f} against {theirs:,.0f} tasks/s"),
            )
        )
    for scenario, (zh, en), rates in tasks:
        rows.append(
            Row(
                f"engines/reference {scenario}",
                (f"参考引擎，{zh}", f"reference engine, {en}"),
                "tasks/s",
                tuple(rates),
                Budget(20_000, 30_000),
            )
        )
    return rows


def tasks_of(program: Program, engine: Simulate) -> Work:
    return lambda replication: (
        engine(program, seed=1, replication=replication, events=False, stop_when_judged=False).tasks
    )


def must_agree(program: Program, replication: int) -> None:
    """Raises AssertionError where the tables differ: a ratio of two different answers means nothing."""
    one, other = (
        engine(program, seed=1, replication=replication, events=True)
        for engine in (compiled.simulate, reference.simulate)
    )
    for name in ("rows", "stamps", "outcome", "clock_value", "clock_late_at", "busy"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


MEASUREMENT = Measurement("engines", ("两个引擎", "Our two engines"), measure)
