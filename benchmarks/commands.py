"""What a user waits for: help, `validate`, a first answer, the headlines. Whole processes, whatever they load.

Short commands are told in processor time, beyond nothing else than themselves; long ones on the clock. Nothing is kept
from one to the next (no store); the compiled kernel is, save where a first answer is asked for.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence

from benchmarks.children import ROOT, Ended, onewindow, run
from benchmarks.rounds import Turn, interleaved
from benchmarks.rows import Budget, Measurement, Options, Row, Text

ANSWER = ("check", "gd-startup-total", "--no-ends")
SHORT: dict[str, tuple[Sequence[str], Text, Budget]] = {
    "--help": (
        ("--help",),
        ("onewindow --help，超出空 Python 的部分", "onewindow --help, beyond a bare Python"),
        Budget(0.15, most=True),
    ),
    "validate": (
        ("validate", "gedian/startup"),
        ("onewindow validate gedian/startup", "onewindow validate gedian/startup"),
        Budget(0.35, most=True),
    ),
    "answer": (
        ANSWER,
        (
            f"第一个答复，内核已编译：onewindow {' '.join(ANSWER)}",
            f"an answer, warm: onewindow {' '.join(ANSWER)}",
        ),
        Budget(1.0, most=True),
    ),
}
FIRST: Text = (
    "第一个答复，内核尚未编译：同一条命令，缓存为空",
    "the first answer of all: the same with nothing in the cache, so that the kernel is compiled",
)
LONG: dict[str, tuple[Sequence[str], Text, Budget, int]] = {
    "check": (
        ("--draws", "0"),
        (
            "onewindow check --draws 0，三个主目标，含两端",
            "onewindow check --draws 0, three headlines with both ends",
        ),
        Budget(4, most=True),
        3,
    ),
    "check draws": (
        (),
        (
            "onewindow check，三个主目标，各抽取 100 组未知数",
            "onewindow check, three headlines, each with 100 draws of what is not known",
        ),
        Budget(),
        1,
    ),
    "check reference": (
        ("--draws", "0", "--engine", "reference"),
        (
            "onewindow check --draws 0，三个主目标，参考引擎",
            "onewindow check --draws 0, three headlines, reference",
        ),
        Budget(120, 60, most=True),
        1,
    ),
}
"""Options of `check`, what it is called, what is asked, how often it is run."""
FAIR = (0, 1, 3)
"""Exit codes of a check that gave its verdicts."""
PATIENCE = 4.0
"""Times what must be reached after which a check is given up, so that the whole run has an end."""


def measure(options: Options) -> Sequence[Row]:
    return [*short(1 if options.quick else max(5, options.rounds)), *_first(options), *long(options)]


def asked(arguments: Sequence[str], most: float | None = None, cache: str | None = None) -> Ended:
    """A command run to its end. Raises RuntimeError if it ends with another code than the fair ones."""
    env = None if cache is None else {"XDG_CACHE_HOME": cache}
    ended = run([onewindow(), *arguments], cwd=ROOT, most=most, env=env)
    if ended.code not in FAIR:
        raise RuntimeError(f"{' '.join(arguments)}: exit {ended.code}: {ended.err.strip()[-300:]}")
    return ended


def short(rounds: int) -> list[Row]:
    """Processor time; that of help less what a bare Python takes in the same round."""

    def turn(arguments: Sequence[str]) -> Turn:
        return lambda _number: asked(arguments).processor

    asked(ANSWER)  # the kernel is compiled and kept
    turns: dict[str, Turn] = {name: turn(arguments) for name, (arguments, _, _) in SHORT.items()}
    turns["python"] = lambda _number: run([sys.executable, "-c", ""], cwd=ROOT).processor
    found = interleaved(turns, rounds)
    bare = found["python"]
    found["--help"] = [own - python for own, python in zip(found["--help"], bare, strict=True)]
    return [
        Row(f"commands/{name}", what, "s", tuple(found[name]), budget)
        for name, (_, what, budget) in SHORT.items()
    ]


def _first(options: Options) -> list[Row]:
    if options.quick:
        return [Row("commands/first answer", FIRST, "s", skipped=("--quick 不测", "left out with --quick"))]
    with tempfile.TemporaryDirectory() as cache:
        ended = asked(ANSWER, cache=cache)
    note = (f"时钟时间 {ended.seconds:.1f} 秒", f"{ended.seconds:.1f} s on the clock")
    return [Row("commands/first answer", FIRST, "s", (ended.processor,), note=note)]


def long(options: Options) -> list[Row]:
    """On the clock: they use all cores."""
    rows = []
    for name, (arguments, what, budget, times) in LONG.items():
        key = f"commands/{name}"
        if options.quick:
            rows.append(Row(key, what, "s", budget=budget, skipped=("--quick 不测", "left out with --quick")))
            continue
        most = None if budget.must is None else PATIENCE * budget.must
        try:
            done = [asked(("check", "--json", *arguments), most) for _ in range(times)]
        except TimeoutError:
            reason = (f"{most:g} 秒后仍未完成", f"not done after {most:g} s")
            rows.append(Row(key, what, "s", budget=budget, skipped=reason))
            continue
        spent = sorted(one.processor for one in done)[len(done) // 2]
        note = (f"处理器时间 {spent:.1f} 秒", f"{spent:.1f} s of processor time")
        rows.append(Row(key, what, "s", tuple(one.seconds for one in done), budget, note))
    return rows


MEASUREMENT = Measurement("commands", ("命令", "Commands"), measure)
