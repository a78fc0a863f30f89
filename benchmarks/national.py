"""A year of China's new market entities: 33 million cases in 3,058 halls, when that scenario is there."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from time import perf_counter

from benchmarks.children import ROOT, onewindow
from benchmarks.rows import Budget, Measurement, Options, Row, Text

SCENARIO = "national/market_entities"
COMMAND = ("run", SCENARIO, "--detail", "summary")
NAMES: dict[str, tuple[Text, str, Budget]] = {
    "time": (("全国一年（3,300 万件，3,058 个大厅）：时间", "national year (33 M cases, 3,058 halls): time"), "s",
             Budget(60, 30, most=True)),
    "memory": (("全国一年：内存峰值", "national year: peak memory"), "MiB", Budget(1024, most=True)),
}  # fmt: skip


def measure(options: Options) -> Sequence[Row]:
    """The command as a user types it, with the memory of its largest process."""
    reason = _left_out(options)
    if reason is None:
        begin = perf_counter()
        out = os.open(os.devnull, os.O_WRONLY)
        child = os.posix_spawn(
            onewindow(), [onewindow(), *COMMAND], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, out, 1)]
        )
        os.close(out)
        _, status, usage = os.wait4(child, 0)
        taken = perf_counter() - begin
        code = os.waitstatus_to_exitcode(status)
        if code == 0:
            peak = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
            values = {"time": taken, "memory": peak}
            return [
                Row(f"national/{key}", what, unit, (values[key],), budget)
                for key, (what, unit, budget) in NAMES.items()
            ]
        reason = (f"命令以 {code} 退出", f"the command ended with exit code {code}")
    return [
        Row(f"national/{key}", what, unit, budget=budget, skipped=reason)
        for key, (what, unit, budget) in NAMES.items()
    ]


def _left_out(options: Options) -> Text | None:
    folder, _, name = SCENARIO.partition("/")
    if not (ROOT / "scenarios" / folder / f"{name}.yaml").exists():
        return (f"情景库中尚无 {SCENARIO}", f"the library has no {SCENARIO} yet")
    if options.quick:
        return ("--quick 不测", "left out with --quick")
    return None


MEASUREMENT = Measurement("national", ("全国一年", "The national year"), measure)
