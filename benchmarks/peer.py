"""LoanOrigination-SC-LU, simulate and write the log as CSV: the compiled engine against Prosimos."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import process_time

import polars as pl

from benchmarks.environments import UnavailableError, environment, kept
from benchmarks.loan_model import FILES, START, loan_program
from benchmarks.rival_prosimos import PACKAGE, VERSION
from benchmarks.rival_prosimos import simulate as prosimos
from benchmarks.rounds import ratios
from benchmarks.rows import Budget, Measurement, Options, Row, Text
from sim.engine.compiled import simulate
from sim.engine.compiled.csv import write_csv
from sim.engine.program import Program
from sim.results.event_columns import event_columns
from sim.results.frames import frame_of

CASES, ROUNDS = 10_000, 3
BUDGET = Budget(100, 250)
COLUMNS = {
    "case": "case_id", "activity": "activity", "enqueued": "enable_time", "started": "start_time",
    "completed": "end_time", "pool": "resource",
}  # fmt: skip

RATIO: Text = (
    "LoanOrigination-SC-LU，10,000 件，模拟并写 CSV 日志：对 Prosimos 2.1.0",
    "LoanOrigination-SC-LU, 10,000 cases, simulate and write the CSV log: against Prosimos 2.1.0",
)
PARQUET: Text = (
    "同上，但日志写成 Parquet，我们的默认格式",
    "the same with our log in Parquet, our own default",
)
CYCLE: Text = (
    "同上，平均历时：与原样的 Prosimos 之比",
    "the same, mean cycle time: ours over that of Prosimos as it is",
)
CORRECTED: Text = (
    "同上，平均历时：与改正后的 Prosimos 之比",
    "the same, mean cycle time: ours over that of Prosimos corrected",
)
AS_IT_IS: Text = (
    "它把环节派给空闲最久的人员，不论是否在岗，办件因此更久",
    "it gives a task to the unit that has been free longest, on duty or not, so cases take longer",
)
SAME: Text = (
    "派给最早能开始的人员；还差在哪里见 benchmarks/loan_model.py",
    "given to the unit that can start first; what still differs: benchmarks/loan_model.py",
)


def measure(options: Options) -> Sequence[Row]:
    """Activities a second of processor time; reading and compiling the model is in neither. Rounds A B A B."""
    cases, rounds = (50, 1) if options.quick else (CASES, ROUNDS)
    try:
        if options.peers is None or not all((options.peers / name).exists() for name in FILES):
            raise _NotMeasuredError(*_no_folder(options.peers))
        if options.quick and kept(options.cache, PACKAGE, VERSION) is None:
            raise _NotMeasuredError("--quick 不建 Prosimos 环境", "--quick makes no environment for Prosimos")
        python = environment(options.cache, PACKAGE, VERSION)
        program = loan_program(options.peers, cases)
        with tempfile.TemporaryDirectory() as folder:
            log, own = Path(folder) / "prosimos.csv", Path(folder) / "onewindow.csv"
            bpmn, params = (options.peers / name for name in FILES)
            write(program, 0, own)
            theirs, ours, parquet, cycles, corrected = [], [], [], [], []
            start = f"{START}T09:00:00+00:00"
            for number in range(rounds):
                said = prosimos(python, bpmn, params, cases, log, start)
                theirs.append(rows_of(log) / said.simulating)
                parquet.append(mean_rate(program, number, own.with_suffix(".parquet")))
                ours.append(mean_rate(program, number, own))
                cycles.append(mean_cycle(own) / mean_cycle(log))
                prosimos(python, bpmn, params, cases, log, start, corrected=True)
                corrected.append(mean_cycle(own) / mean_cycle(log))
    except _NotMeasuredError as left:
        return _skipped(left.why)
    except UnavailableError as fault:
        reason = (f"Prosimos 无法运行：{fault}", f"Prosimos does not run here: {fault}")
        return _skipped(reason)
    a, b = statistics.median(ours), statistics.median(theirs)
    note = (f"{a:,.0f} 对 {b:,.0f} 环节/秒", f"{a:,.0f} against {b:,.0f} activities/s")
    of_parquet = f"{statistics.median(parquet):,.0f}"
    return [
        Row("peer/speed", RATIO, "×", ratios(ours, theirs), BUDGET, note),
        Row(
            "peer/speed-parquet",
            PARQUET,
            "×",
            ratios(parquet, theirs),
            note=(f"{of_parquet} 环节/秒", f"{of_parquet} activities/s"),
        ),
        Row("peer/cycle", CYCLE, "", tuple(cycles), note=AS_IT_IS),
        Row("peer/cycle-corrected", CORRECTED, "", tuple(corrected), note=SAME),
    ]


def _skipped(why: Text) -> list[Row]:
    return [
        Row("peer/speed", RATIO, "×", budget=BUDGET, skipped=why),
        Row("peer/speed-parquet", PARQUET, "×", skipped=why),
        Row("peer/cycle", CYCLE, "", skipped=why),
        Row("peer/cycle-corrected", CORRECTED, "", skipped=why),
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
    """Simulate once and write the log with the columns of Prosimos, as CSV or Parquet by the name. Rows written."""
    outcome = simulate(program, seed=1, replication=replication, events=True)
    known = {column.name: column for column in event_columns(program, outcome)}
    columns = [known[name]._replace(name=said) for name, said in COLUMNS.items()]
    if path.suffix == ".csv":
        with path.open("wb") as file:
            write_csv(file, columns)
    else:
        frame_of(columns).write_parquet(path)
    return outcome.tasks


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
