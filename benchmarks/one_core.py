"""M/M/5 on one core: the compiled engine against SimPy by hand, Ciw, Naga and Cimba."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

from benchmarks.environments import UnavailableError, environment, kept
from benchmarks.mm5 import mm5_program
from benchmarks.rival_ciw import ciw_mm5
from benchmarks.rival_simpy import lean, textbook
from benchmarks.rounds import Turn, Work, interleaved, rate, ratios
from benchmarks.rows import Budget, Measurement, Options, Row, Text
from sim.engine.compiled import summarise

Rival = Callable[[int, int], tuple[int, float]]

OFTEN = 4
"""Rounds for each one asked for: a quarter of a second each, as speeds of a shared core change within seconds."""

ROWS: dict[str, tuple[Text, Budget]] = {
    "lean SimPy": (
        (
            "M/M/5，单核：编译引擎对手写 SimPy（最快写法）",
            "M/M/5, 1 core: compiled against the fastest plain SimPy",
        ),
        Budget(12, 20),
    ),
    "textbook SimPy": (
        (
            "M/M/5，单核：编译引擎对手写 SimPy（教科书写法）",
            "M/M/5, 1 core: compiled against SimPy as in the textbook",
        ),
        Budget(40, 60),
    ),
    "Ciw": (("M/M/5，单核：编译引擎对 Ciw", "M/M/5, 1 core: compiled against Ciw"), Budget()),
    "Naga": (
        ("M/M/5，单核：编译引擎对 Naga 0.18.0", "M/M/5, 1 core: compiled against Naga 0.18.0"),
        Budget(),
    ),
    "Cimba, case times": (
        (
            "M/M/5，单核：编译引擎对 Cimba（同样记下每件的时间）",
            "M/M/5, 1 core: compiled against Cimba, which keeps the time of every case too",
        ),
        Budget(1.2, 1.5),
    ),
    "Cimba": (
        (
            "M/M/5，单核：编译引擎对 Cimba（原样：只记平均队长）",
            "M/M/5, 1 core: compiled against Cimba as it is, which keeps a mean queue length",
        ),
        Budget(),
    ),
}


def measure(options: Options) -> Sequence[Row]:
    """Cases served per second of processor time, as many to a run for all; compiled and loaded beforehand.

    All keep sums only: ours at detail `summary`, with the time of every case in a histogram besides.
    """
    seconds, cases = (0.05, 1_000) if options.quick else (0.25, 50_000)
    program = mm5_program(cases)

    def compiled(replication: int) -> int:
        return summarise(program, seed=1, replication=replication).tasks

    rivals: dict[str, Rival] = {"lean SimPy": lean, "textbook SimPy": textbook}
    missing = ("未安装：加 --group bench", "Not installed: add --group bench")
    with suppress(ImportError):
        import ciw  # noqa: F401

        rivals["Ciw"] = ciw_mm5
    with suppress(ImportError):
        from benchmarks import rival_cimba

        rivals["Cimba, case times"] = partial(rival_cimba.run, rival_cimba.Cases)
        rivals["Cimba"] = partial(rival_cimba.run, rival_cimba.Level)
    turns: dict[str, Turn] = {"ours": rate(compiled, seconds)}
    turns |= {name: rate(_work(rival, cases), seconds) for name, rival in rivals.items()}
    absent = dict.fromkeys(ROWS, missing)
    try:
        turns["Naga"] = _naga(options, cases)
    except UnavailableError as fault:
        absent["Naga"] = (f"Naga 无法运行：{fault}", f"Naga does not run here: {fault}")
    found = interleaved(turns, options.rounds if options.quick else OFTEN * options.rounds)
    mean = statistics.median(found["ours"])
    rows = []
    for name, (what, budget) in ROWS.items():
        if name not in found:
            rows.append(Row(f"one_core/{name}", what, "×", budget=budget, skipped=absent[name]))
            continue
        other = statistics.median(found[name])
        note = (f"{mean:,.0f} 对 {other:,.0f} 件/秒", f"{mean:,.0f} against {other:,.0f} cases/s")
        rows.append(Row(f"one_core/{name}", what, "×", ratios(found["ours"], found[name]), budget, note))
    return rows


def _naga(options: Options, cases: int) -> Turn:
    """Cases a second of its own process, which is started anew every round. Raises UnavailableError."""
    from benchmarks.rival_naga import PACKAGE, VERSION, naga_mm5

    if options.quick and kept(options.cache, PACKAGE, VERSION) is None:
        raise UnavailableError("--quick makes no environment")
    python = environment(options.cache, PACKAGE, VERSION)

    def turn(number: int) -> float:
        spent, served, _ = naga_mm5(python, cases, number)
        return served / spent

    return turn


def _work(rival: Rival, cases: int) -> Work:
    return lambda repetition: rival(cases, repetition)[0]


MEASUREMENT = Measurement("one_core", ("单核", "One core"), measure)
