"""What a task costs by the number of pools, services and steps: the size of an office, not of its load.

Every office does about as many tasks at a load of 0.8: only how they are divided differs. A case goes through the steps
of its service one after another, and the steps go through the pools in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from benchmarks.mm5 import DAYS, LOAD, SECONDS
from benchmarks.rounds import Work, interleaved, rate
from benchmarks.rows import Measurement, Options, Row, Text
from sim.engine.compile import compile_program
from sim.engine.compiled import summarise
from sim.engine.program import Program
from sim.model.scenario import Scenario

SIZES = (1, 10, 100, 1_000)
OFFICES: dict[str, tuple[Text, dict[str, int]]] = {
    "pools": (("组", "pools"), {"services": 1_000}),
    "services": (("个事项", "services"), {"pools": 5, "steps": 5}),
    "steps": (("个环节", "steps"), {}),
}
"""What is counted, and what else the office has besides one of each."""


@cache
def office(tasks: int, *, pools: int = 1, services: int = 1, steps: int = 1) -> Program:
    """About so many tasks in ten days, around the clock, of a hundred units, or one a pool."""
    name = {"zh": "办", "en": "Office"}
    units = max(1, 100 // pools)
    work = {"mean": f"{LOAD * units * pools * SECONDS / tasks:.9g} s", "family": "exponential"}
    desk = {"name": name, "kind": "reviewer", "capacity": units, "hours": "24h"}
    cases = tasks / steps / services
    door = {"rate": f"{cases / DAYS / 24:.9g} /h", "around_the_clock": True, "off_days": 1}

    def service(number: int) -> dict[str, Any]:
        flow = [
            {"task": f"t{step}", "pool": f"p{(number + step) % pools}", "work": work} for step in range(steps)
        ]
        return {"name": name, "channels": {"door": door}, "flow": flow}

    stated = {
        "onewindow": 1,
        "title": name,
        "jurisdiction": "theory",
        "calendar": {"region": "CN", "wd": "8 wh", "hours": "09:00-17:00"},
        "study": {"start": "2025-03-03", "lead_in": "0 cd", "window": f"{DAYS} cd", "follow_up": "0 cd"},
        "pools": {f"p{number}": desk for number in range(pools)},
        "services": {f"s{number}": service(number) for number in range(services)},
    }
    return compile_program(Scenario.model_validate(stated))


def measure(options: Options) -> Sequence[Row]:
    """Tasks a second of processor time, all sizes in turn."""
    seconds, tasks = (0.05, 20_000) if options.quick else (1.0, 500_000)
    programs = {
        (axis, size): office(tasks, **{**others, axis: size})
        for axis, (_, others) in OFFICES.items()
        for size in SIZES
    }
    turns = {f"{axis} {size}": rate(_tasks(program), seconds) for (axis, size), program in programs.items()}
    found = interleaved(turns, 1 if options.quick else min(options.rounds, 3))
    return [
        Row(
            f"shapes/{axis} {size}",
            _what(axis, size),
            "ns",
            tuple(1e9 / one for one in found[f"{axis} {size}"]),
        )
        for axis, size in programs
    ]


def _tasks(program: Program) -> Work:
    return lambda replication: summarise(program, seed=1, replication=replication).tasks


def _what(axis: str, size: int) -> Text:
    (zh, en), others = OFFICES[axis]
    beside = [(count, OFFICES[other][0]) for other, count in others.items()]
    beside_zh = "，".join(f"{count:,} {said[0]}" for count, said in beside)
    beside_en = ", ".join(f"{count:,} {said[1]}" for count, said in beside)
    one = en.removesuffix("s") if size == 1 else en
    return (
        f"{size:,} {zh}" + (f"（{beside_zh}）" if beside else "") + "：每个环节",
        f"{size:,} {one}" + (f" ({beside_en})" if beside else "") + ": a task",
    )


MEASUREMENT = Measurement("shapes", ("组、事项和环节", "Pools, services and steps"), measure)
