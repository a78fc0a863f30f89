"""LoanOrigination-SC-LU, simulate and write the log as CSV: the compiled engine against Prosimos."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import process_time

import polars as pl

from benchmarks.loan_model import FILES, START, loan_program
from benchmarks.rival_prosimos import ProsimosRun, UnavailableError, environment
from benchmarks.rival_prosimos import simulate as prosimos
from benchmarks.rows import Budget, Measurement, Options, Row, Text
from sim.engine.compiled import simulate
from sim.engine.program import Program
from sim.results.frames import event_frame

CASES, ROUNDS = 10_000, 3
COLUMNS = {
    "case": "case_id", "activity": "activity", "enqueued": "enable_time", "started": "start_time",
    "completed": "end_time", "pool": "resource",
}  # fmt: skip

RATIO: Text = (
    "LoanOrigination-SC-LU，10,000 件，模拟并写 CSV 日志：对 Prosimos 2.1.0",
    "LoanOrigination-SC-LU, 10,000 cases, simulate and write the CSV log: against Prosimos 2.1.0",
)
CYCLE: Text = ("同上，平均历时：与 Prosimos 之比", "the same, mean cycle time: ours over Prosimos'")


def measure(options: Options) -> Sequence[Row]:
    """Activities a second of processor time; reading and compiling the model is in neither. Rounds A B A B."""
    cases, rounds = (50, 1) if options.quick else (CASES, ROUNDS)
    try:
        if options.peers is None or not all((options.peers / name).exists() for name in FILES):
            raise _NotMeasuredError(*_no_folder(options.peers))
        if options.quick and not (options.cache / "prosimos-2.1.0" / "ready").exists():
            raise _NotMeasuredError("--quick 不建 Prosimos 环境", "--quick makes no environment for Prosimos")
        python = environment(options.cache)
        program = loan_program(options.peers, cases)
        with tempfile.TemporaryDirectory() as folder:
            log, own = Path(folder) / "prosimos.csv", Path(folder) / "onewindow.csv"
            bpmn, params = (options.peers / name for name in FILES)
            write(program, 0, own)
            theirs, ours, cycles = [], [], []
            said: ProsimosRun | None = None
            for number in range(rounds):
                said = prosimos(python, bpmn, params, cases, log, f"{START}T09:00:00+00:00")
                theirs.append(rows_of(log) / said.simulating)
                ours.append(mean_rate(program, number, own))
                cycles.append(mean_cycle(own) / mean_cycle(log))
    except _NotMeasuredError as left:
        return [Row("peer/speed", RATIO, "×", budget=Budget(100, 200), skipped=left.why),
                Row("peer/cycle", CYCLE, "", skipped=left.why)]  # fmt: skip
    except UnavailableError as fault:
        reason = (f"Prosimos 无法运行：{fault}", f"Prosimos does not run here: {fault}")
        return [Row("peer/speed", RATIO, "×", budget=Budget(100, 200), skipped=reason),
                Row("peer/cycle", CYCLE, "", skipped=reason)]  # fmt: skip
    a, b = statistics.median(ours), statistics.median(theirs)
    note = (f"{a:,.0f} 对 {b:,.0f} 环节/秒", f"{a:,.0f} against {b:,.0f} activities/s")
    speed = tuple(x / y for x, y in zip(ours, theirs, strict=True))
    same = ("两个模型有多接近；差别见 benchmarks/loan_model.py",
            "how near the two models are; what differs: benchmarks/loan_model.py")  # fmt: skip
    return [
        Row("peer/speed", RATIO, "×", speed, Budget(100, 200), note),
        Row("peer/cycle", CYCLE, "", tuple(cycles), note=same),
    ]


class _NotMeasuredError(Exception):
    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.why: Text = (zh, en)


def _no_folder(folder: Path | None) -> Text:
    if folder is None:
        return ("未给出模型所在文件夹：--peers 路径", "no folder of the peer's model: --peers PATH")
    return (f"{folder} 里没有 {FILES[0]}", f"there is no {FILES[0]} in {folder}")


def write(program: Program, replication: int, path: Path) -> int:
    """Simulate once and write the log as Prosimos writes its own. Rows written."""
    outcome = simulate(program, seed=1, replication=replication, events=True)
    log = event_frame(program, [outcome]).select(pl.col(name).alias(said) for name, said in COLUMNS.items())
    log.write_csv(path)
    return len(log)


def mean_rate(program: Program, number: int, path: Path, seconds: float = 2.0) -> float:
    """Rows a second of processor time, over as many runs as fit."""
    begin, rows, runs = process_time(), 0, 0
    while (spent := process_time() - begin) < seconds:
        rows += write(program, 100 * number + runs, path)
        runs += 1
    return rows / spent


def rows_of(log: Path) -> int:
    return int(pl.scan_csv(log, infer_schema=False).select(pl.len()).collect().item())


def mean_cycle(log: Path) -> float:
    """Mean seconds from a case's first enabling to its last end, of the first nine tenths of cases (the end is cut)."""
    instant = pl.col("enable_time", "end_time").str.slice(0, 19).str.replace(" ", "T").str.to_datetime()
    cases = (
        pl.read_csv(log, infer_schema=False)
        .with_columns(instant, pl.col("case_id").cast(pl.Int64))
        .group_by("case_id")
        .agg(pl.col("enable_time").min().alias("first"), pl.col("end_time").max().alias("last"))
        .sort("first")
    )
    kept = cases.head(max(1, len(cases) * 9 // 10))
    return float(kept.select((pl.col("last") - pl.col("first")).dt.total_milliseconds().mean()).item()) / 1000


MEASUREMENT = Measurement("peer", ("同类软件的模型", "A peer's model"), measure)
