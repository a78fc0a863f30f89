"""Time and peak memory of one run by the number of cases, M/M/5, a fresh process a size.

`python -m benchmarks.sizes CASES` is that process: it prints seconds to compile the program, seconds to simulate (warm),
and the largest resident memory before and after.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Sequence
from time import perf_counter

from benchmarks.children import python
from benchmarks.rows import Measurement, Options, Row, Text

SIZES = tuple(10**power for power in range(3, 8))
FULL = SIZES[-1]


def peak_mib() -> float:
    """Largest resident memory of this process so far."""
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def one(cases: int) -> None:
    """What the child prints."""
    from benchmarks.mm5 import mm5_program
    from sim.engine.compiled import simulate

    simulate(mm5_program(100), seed=1, replication=0, events=False)
    begin = perf_counter()
    program = mm5_program(cases)
    made = perf_counter() - begin
    before = peak_mib()
    begin = perf_counter()
    served = simulate(program, seed=1, replication=0, events=False).tasks
    print(served, made, perf_counter() - begin, before, peak_mib())


def measure(options: Options) -> Sequence[Row]:
    """Seconds on the clock, simulation alone; memory of the process beyond what it had before."""
    rows = []
    for cases in SIZES:
        zh, en = f"{cases:,} 件", f"{cases:,} cases"
        time, memory = (f"{zh}：时间", f"{en}: time"), (f"{zh}：进程内存峰值", f"{en}: peak memory of the process")
        reason = _left_out(cases, options)
        if reason:
            rows.append(Row(f"sizes/{cases} time", time, "s", skipped=reason))
            rows.append(Row(f"sizes/{cases} memory", memory, "MiB", skipped=reason))
            continue
        said = [python("benchmarks.sizes", str(cases)).out.split() for _ in range(1 if cases == FULL else 3)]
        seconds = tuple(float(words[2]) for words in said)
        served = int(said[0][0])
        before = float(said[0][3])
        more = float(said[0][4]) - before
        rate = served / sorted(seconds)[len(seconds) // 2]
        rows.append(
            Row(f"sizes/{cases} time", time, "s", seconds, note=(f"{rate:,.0f} 件/秒", f"{rate:,.0f} cases/s"))
        )
        each = more * 2**20 / served
        note = (
            f"其中模拟占 {more:,.0f} MiB，每件 {each:,.0f} 字节",
            f"the run takes {more:,.0f} MiB of it, {each:,.0f} bytes a case",
        )
        rows.append(Row(f"sizes/{cases} memory", memory, "MiB", tuple(float(words[4]) for words in said), note=note))
    return rows


def _left_out(cases: int, options: Options) -> Text | None:
    if options.quick and cases > 10**3:
        return ("--quick 不测", "left out with --quick")
    if cases == FULL and not options.full:
        return ("只在 --full 时测", "only with --full")
    return None


MEASUREMENT = Measurement("sizes", ("规模", "Size"), measure)

if __name__ == "__main__":
    one(int(sys.argv[1]))
