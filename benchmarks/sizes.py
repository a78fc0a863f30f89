"""Time and peak memory of one run by the number of cases, M/M/5, a fresh process a size.

`python -m benchmarks.sizes CASES TIMES` is that process. It prints the cases served, the resident memory in MiB before
the first run and at its peak, and the seconds that every run took.
"""

from __future__ import annotations

import resource
import statistics
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import perf_counter

from benchmarks.children import python
from benchmarks.rows import Measurement, Options, Row, Text

SIZES = tuple(10**power for power in range(3, 9))
ONCE, FULL = SIZES[-2:]
"""Run a single time; and only where all is asked."""
A_DAY = 10**6
"""The most cases in a day: beyond two million the instants of one day would not be told apart."""


def peak_mib() -> float:
    """Largest resident memory of this process since `forget_peak`, or since it began where that cannot be told."""
    with suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text("utf-8").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 2**10
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def forget_peak() -> None:
    """Let the peak begin anew at what is resident now; Linux only."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")


def one(cases: int, times: int) -> None:
    """What the child does."""
    from benchmarks.mm5 import DAYS, mm5_program
    from sim.engine.compiled import summarise

    summarise(mm5_program(100), seed=1, replication=0)
    program = mm5_program(cases, max(DAYS, cases // A_DAY))
    forget_peak()
    before = after = peak_mib()
    taken = []
    for number in range(times):
        begin = perf_counter()
        served = summarise(program, seed=1, replication=number).tasks
        taken.append(perf_counter() - begin)
        after = after if number else peak_mib()
    print(served, before, after, *taken)


def measure(options: Options) -> Sequence[Row]:
    """Seconds on the clock, simulation alone; memory of the process beyond what it had before."""
    rows = []
    for cases in SIZES:
        zh, en = f"{cases:,} 件", f"{cases:,} cases"
        time, memory = (
            (f"{zh}：时间", f"{en}: time"),
            (f"{zh}：进程内存峰值", f"{en}: peak memory of the process"),
        )
        reason = _left_out(cases, options)
        if reason:
            rows.append(Row(f"sizes/{cases} time", time, "s", skipped=reason))
            rows.append(Row(f"sizes/{cases} memory", memory, "MiB", skipped=reason))
            continue
        said = python("benchmarks.sizes", str(cases), "1" if cases >= ONCE else "3").out.split()
        served, (before, after, *seconds) = int(said[0]), map(float, said[1:])
        rate = served / statistics.median(seconds)
        rows.append(
            Row(
                f"sizes/{cases} time",
                time,
                "s",
                tuple(seconds),
                note=(f"{rate:,.0f} 件/秒", f"{rate:,.0f} cases/s"),
            )
        )
        more = after - before
        each = more * 2**20 / served
        note = (
            f"其中模拟占 {more:,.0f} MiB，每件 {each:,.0f} 字节",
            f"the run takes {more:,.0f} MiB of it, {each:,.0f} bytes a case",
        )
        rows.append(Row(f"sizes/{cases} memory", memory, "MiB", (after,), note=note))
    return rows


def _left_out(cases: int, options: Options) -> Text | None:
    if options.quick and cases > 10**3:
        return ("--quick 不测", "left out with --quick")
    if cases == FULL and not options.full:
        return ("只在 --full 时测", "only with --full")
    return None


MEASUREMENT = Measurement("sizes", ("规模", "Size"), measure)

if __name__ == "__main__":
    one(int(sys.argv[1]), int(sys.argv[2]))
