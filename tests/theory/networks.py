"""Systems of several stations, or with a desk for everybody: tandem, fork and join, M/G/infinity, pooling."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from sim.engine.program import Program
from sim.worktime.instants import DAY

from .formulas import longest_exceeds, mean_numbers_two_halves, mean_of_longest, mmc_wait
from .passages import Key, Passages, Run, arrivals_of, first_come_first_served, unhindered, works_of
from .programs import desk, exponential, program_of, steady, task
from .systems import Measure, System, mean_wait, window_of

WORK = 5.0
AMPLE = 2000
"""Units of a pool where nobody ever waits."""


@cache
def tandem(first_load: float, second_load: float, days: int) -> System:
    """M/M/1 behind M/M/1; Jackson and Burke: the second is M/M/1 with the arrivals of the first."""
    rate = first_load / WORK
    second = second_load / rate
    program = program_of(
        {"desk": desk(), "next": desk()},
        {
            "s": (
                steady(rate * 60),
                [task("one", exponential(WORK)), task("two", exponential(second), "next")],
            )
        },
        days=days,
    )
    cases = rate * days * 1440
    return System(
        f"tandem at {first_load}, {second_load}",
        program,
        tandem_twin,
        (
            Measure("mean wait, first", mmc_wait(1, rate, WORK), mean_wait("one", cases)),
            Measure("mean wait, second", mmc_wait(1, rate, second), mean_wait("two", cases)),
            Measure("mean product of the works", WORK * second, mean_product),
        ),
    )


def mean_product(program: Program, run: Run) -> float:
    """Of the two works of a case, in min²: the product of the means if and only if they are uncorrelated."""
    begin, end = window_of(program)
    own = (run["one"].joined >= begin) & (run["one"].joined < end)
    one, two = (((run[step].completed - run[step].started) / 60e6)[own] for step in ("one", "two"))
    return float((one * two).mean())


def tandem_twin(program: Program, key: Key) -> Run:
    at, epoch, member = arrivals_of(program, key, 0)
    one = first_come_first_served(at, works_of(program, key, 0, "one", epoch, member), 1)
    two = first_come_first_served(one.completed, works_of(program, key, 0, "two", epoch, member), 1)
    return {"one": one, "two": two}


BRANCHES = ("a", "b", "c")


@cache
def fork_join(rate: float, days: int) -> System:
    """Three exponential branches, nobody waits: the join waits for the longest."""
    program = program_of(
        {"desk": desk(AMPLE)},
        {
            "s": (
                steady(rate * 60),
                [
                    {"parallel": "all", "branches": {b: [task(b, exponential(WORK))] for b in BRANCHES}},
                    task("after", f"{WORK} min"),
                ],
            )
        },
        days=days,
    )
    cases = rate * days * 1440

    def until_join(program: Program, run: Run) -> np.ndarray:
        begin, end = window_of(program)
        arrived = run["a"].joined
        return (run["after"].joined - arrived)[(arrived >= begin) & (arrived < end)] / 60e6

    count = len(BRANCHES)
    return System(
        "fork and join",
        program,
        fork_join_twin,
        (
            Measure(
                "mean of the longest branch",
                mean_of_longest(count, WORK),
                lambda program, run: float(until_join(program, run).sum()) / cases,
            ),
            Measure(
                "longest branch over 10 min",
                longest_exceeds(count, WORK, 10.0),
                lambda program, run: float((until_join(program, run) > 10.0).sum()) / cases,
            ),
        ),
    )


def fork_join_twin(program: Program, key: Key) -> Run:
    at, epoch, member = arrivals_of(program, key, 0)
    run = {b: unhindered(at, works_of(program, key, 0, b, epoch, member)) for b in BRANCHES}
    joined = np.maximum.reduce([run[b].completed for b in BRANCHES])
    return {**run, "after": unhindered(joined, works_of(program, key, 0, "after", epoch, member))}


@cache
def infinite(family: str, cv: float, rate: float, days: int) -> System:
    """M/G/infinity: the mean number there depends on the mean work only."""
    work = {"mean": f"{WORK} min", "cv": cv, "family": family}
    program = program_of({"desk": desk(AMPLE)}, {"s": (steady(rate * 60), [task("serve", work)])}, days=days)
    return System(
        f"M/G/infinity, {family} of cv {cv}",
        program,
        infinite_twin,
        (Measure("mean number", rate * WORK, mean_number(0, DAY)),),
    )


@cache
def two_halves(rate: float, work: float, days: int) -> System:
    """M_t/M/infinity: half the mean rate before noon, one and a half times as much after it."""
    channel = steady(rate * 60, hours={"00:00": 0.5, "12:00": 1.5})
    program = program_of(
        {"desk": desk(AMPLE)}, {"s": (channel, [task("serve", exponential(work))])}, days=days
    )
    before, after = mean_numbers_two_halves(rate / 2, rate * 1.5, 720.0, work)
    return System(
        "M_t/M/infinity",
        program,
        infinite_twin,
        (
            Measure("mean number before noon", before, mean_number(0, DAY // 2)),
            Measure("mean number after noon", after, mean_number(DAY // 2, DAY)),
        ),
    )


def infinite_twin(program: Program, key: Key) -> Run:
    at, epoch, member = arrivals_of(program, key, 0)
    return {"serve": unhindered(at, works_of(program, key, 0, "serve", epoch, member))}


def mean_number(begin: int, end: int) -> Callable[[Program, Run], float]:
    """Time average, over the part [begin, end) of each day of the window, of the number being served."""

    def number(program: Program, run: Run) -> float:
        first, last = window_of(program)
        spent = sum(run["serve"].time_between(day + begin, day + end) for day in range(first, last, DAY))
        return spent / (end - begin) / ((last - first) // DAY)

    return number


# -- pooling ----------------------------------------------------------------------------------------------


@cache
def two_halls(servers: int, load: float, days: int, *, pooled: bool) -> System:
    """Two services of equal rate, each with its own desks, or both at all of them. The draws are the same."""
    rate = load * servers / WORK
    pools = {"desk": desk(2 * servers)} if pooled else {"left": desk(servers), "right": desk(servers)}
    where = ("desk", "desk") if pooled else ("left", "right")
    program = program_of(
        pools,
        {
            name: (steady(rate * 60), [task(f"{name}_work", exponential(WORK), pool)])
            for name, pool in zip(("l", "r"), where, strict=True)
        },
        days=days,
    )
    cases = rate * days * 1440
    theory = mmc_wait(2 * servers, 2 * rate, WORK) if pooled else mmc_wait(servers, rate, WORK)
    left, right = mean_wait("l_work", 2 * cases), mean_wait("r_work", 2 * cases)
    return System(
        f"two halls of {servers}, {'pooled' if pooled else 'apart'}",
        program,
        pooled_twin if pooled else apart_twin,
        (Measure("mean wait", theory, lambda program, run: left(program, run) + right(program, run)),),
    )


def apart_twin(program: Program, key: Key) -> Run:
    run = {}
    for stream, step in enumerate(("l_work", "r_work")):
        at, epoch, member = arrivals_of(program, key, stream)
        work = works_of(program, key, stream, step, epoch, member)
        run[step] = first_come_first_served(at, work, int(program.change_capacity.max()))
    return run


def pooled_twin(program: Program, key: Key) -> Run:
    streams = [arrivals_of(program, key, stream) for stream in (0, 1)]
    works = [works_of(program, key, i, step, *streams[i][1:]) for i, step in enumerate(("l_work", "r_work"))]
    at = np.concatenate([stream[0] for stream in streams])
    side = np.repeat([0, 1], [len(stream[0]) for stream in streams])
    order = np.argsort(at, kind="stable")
    work = np.concatenate(works)[order]
    found = first_come_first_served(at[order], work, int(program.change_capacity.max()))
    sides = side[order]
    return {
        step: Passages(found.joined[of], found.started[of], found.completed[of])
        for step, of in (("l_work", sides == 0), ("r_work", sides == 1))
    }
