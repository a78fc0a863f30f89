"""What a user waits for: `onewindow check` of the headlines, `--help`, `validate`. On the clock, whole process."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from benchmarks.children import ROOT, onewindow, run
from benchmarks.rounds import Turn, interleaved, ratios
from benchmarks.rows import Budget, Measurement, Options, Row, Text

CHECK: dict[str, tuple[Text, Budget]] = {
    "compiled": (
        (
            "onewindow check，三个主目标，编译引擎（已编译）",
            "onewindow check, three headlines, warm compiled",
        ),
        Budget(10, 5, most=True),
    ),
    "reference": (
        ("onewindow check，三个主目标，参考引擎", "onewindow check, three headlines, reference"),
        Budget(120, 60, most=True),
    ),
}
FAIR = (0, 1, 3)
"""Exit codes of a check that gave its verdicts."""
PATIENCE = 4.0
"""Times what must be reached after which a check is given up, so that the whole run has an end."""


def seconds(command: Sequence[str], fair: Sequence[int] = (0,), most: float | None = None) -> Turn:
    """A turn that runs a command. Raises RuntimeError if it ends with another code than the fair ones."""

    def turn(_number: int) -> float:
        ended = run(command, cwd=ROOT, most=most)
        if ended.code not in fair:
            raise RuntimeError(f"{' '.join(command)}: exit {ended.code}: {ended.err.strip()[-300:]}")
        return ended.seconds

    return turn


def measure(options: Options) -> Sequence[Row]:
    """Start-up beside a Python that does nothing; the checks with the engine's kernel in the cache."""
    return [*start_up(1 if options.quick else max(5, options.rounds)), *checks(options)]


def start_up(rounds: int) -> list[Row]:
    file = "scenarios/gedian/startup.yaml"
    found = interleaved(
        {
            "python": seconds([sys.executable, "-c", "pass"]),
            "--help": seconds([onewindow(), "--help"]),
            "validate": seconds([onewindow(), "validate", file]),
        },
        rounds,
    )
    rows = []
    for name, (zh, en) in {
        "--help": ("onewindow --help", "onewindow --help"),
        "validate": (f"onewindow validate {file}", f"onewindow validate {file}"),
    }.items():
        times = sorted(ratios(found[name], found["python"]))[rounds // 2]
        note = (f"空 Python 启动的 {times:.1f} 倍", f"{times:.1f}× the start of a bare Python")
        rows.append(
            Row(f"commands/{name}", (zh, en), "s", tuple(found[name]), Budget(0.5, 0.3, most=True), note)
        )
    return rows


def checks(options: Options) -> list[Row]:
    if options.quick:
        reason = ("--quick 不测", "left out with --quick")
        return [
            Row(f"commands/check {name}", what, "s", budget=b, skipped=reason)
            for name, (what, b) in CHECK.items()
        ]
    rows = []
    for name, (what, budget) in CHECK.items():
        assert budget.must is not None
        most = PATIENCE * budget.must
        turn = seconds([onewindow(), "check", "--json", "--engine", name], FAIR, most)
        try:
            taken = tuple(turn(number) for number in range(3 if name == "compiled" else 1))
        except TimeoutError:
            reason = (f"{most:g} 秒后仍未完成", f"not done after {most:g} s")
            rows.append(Row(f"commands/check {name}", what, "s", budget=budget, skipped=reason))
        else:
            rows.append(Row(f"commands/check {name}", what, "s", taken, budget))
    return rows


MEASUREMENT = Measurement("commands", ("命令", "Commands"), measure)
