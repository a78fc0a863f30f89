"""Systems of one station: M/M/c, M/D/1, M/G/1, batches, priorities, and a desk that closes at night."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from sim.engine.program import Program

from .formulas import (
    batch_wait,
    cobham_waits,
    erlang_c,
    gim1_root,
    gim1_wait,
    mg1_wait,
    mmc_wait,
    mmc_waits_longer,
    random_batch_wait,
)
from .passages import (
    Ints,
    Key,
    Passages,
    Run,
    arrivals_of,
    by_class,
    first_come_first_served,
    works_of,
)
from .programs import desk, exponential, in_office_hours, program_of, steady, task
from .systems import Measure, System, mean_wait, waits_longer, window_of

WORK = 5.0
"""Mean work in minutes, everywhere in this module."""
PER_HOUR = 60 / WORK


def station_twin(program: Program, key: Key) -> Run:
    """The first pool, first come first served."""
    at, epoch, member = arrivals_of(program, key, 0)
    work = works_of(program, key, 0, "serve", epoch, member)
    return {"serve": first_come_first_served(at, work, int(program.change_capacity.max()))}


@cache
def mmc(servers: int, load: float, days: int, lead_in: int = 1) -> System:
    rate = load * servers / WORK
    program = program_of(
        {"desk": desk(servers)},
        {"s": (steady(rate * 60), [task("serve", exponential(WORK))])},
        days=days,
        lead_in=lead_in,
    )
    cases = rate * days * 1440
    late = 2 * WORK / servers
    return System(
        f"M/M/{servers} at {load}",
        program,
        station_twin,
        (
            Measure("mean wait", mmc_wait(servers, rate, WORK), mean_wait("serve", cases)),
            Measure("share that waits", erlang_c(servers, rate * WORK), waits_longer("serve", cases, 0)),
            Measure(
                f"share that waits over {late:g} min",
                mmc_waits_longer(servers, rate, WORK, late),
                waits_longer("serve", cases, late),
            ),
            Measure("utilisation", load, utilisation(servers)),
        ),
    )


def utilisation(servers: int) -> Callable[[Program, Run], float]:
    """Busy share of the units in the window: what is being worked on, not what is waiting."""

    def busy(program: Program, run: Run) -> float:
        begin, end = window_of(program)
        found = run["serve"]
        working = Passages(found.started, found.started, found.completed)
        return working.time_between(begin, end) / servers / (end - begin)

    return busy


@cache
def mg1(family: str, cv: float, load: float, days: int) -> System:
    """M/G/1 with a work of the family, M/D/1 with the family `fixed`."""
    work = f"{WORK} min" if family == "fixed" else {"mean": f"{WORK} min", "cv": cv, "family": family}
    return _mg1(f"M/G/1, {family} of cv {cv}, at {load}", work, cv, load, days)


@cache
def cut(least: float, load: float, days: int) -> System:
    """M/G/1 with exponential work that is never below `least`: at least that, and then exponential anew."""
    rest = WORK - least
    work = {**exponential(rest), "at_least": f"{least} min"}
    return _mg1(f"M/G/1, exponential from {least} min, at {load}", work, rest / WORK, load, days)


@cache
def listed(load: float, days: int) -> System:
    """M/G/1 whose work is 1 min for 3 in 4 and between 16 and 18 min for the rest: mean 5 min."""
    square = 0.75 * 1 + 0.25 * (16 * 16 + 16 * 18 + 18 * 18) / 3
    work = {"values": {"1 min": 3, "16-18 min": 1}}
    return _mg1(f"M/G/1, listed, at {load}", work, (square / WORK**2 - 1) ** 0.5, load, days)


def _mg1(name: str, work: object, cv: float, load: float, days: int) -> System:
    rate = load / WORK
    program = program_of({"desk": desk()}, {"s": (steady(rate * 60), [task("serve", work)])}, days=days)
    cases = rate * days * 1440
    return System(
        name,
        program,
        station_twin,
        (
            Measure("mean wait", mg1_wait(rate, WORK, cv), mean_wait("serve", cases)),
            Measure("share that waits", load, waits_longer("serve", cases, 0)),
            Measure("utilisation", load, utilisation(1)),
        ),
    )


@cache
def batches(size: int, load: float, days: int) -> System:
    """M/D/1 whose cases come `size` at a time."""
    rate = load / WORK / size
    channel = steady(rate * 60, batch=size)
    program = program_of({"desk": desk()}, {"s": (channel, [task("serve", f"{WORK} min")])}, days=days)
    cases = rate * size * days * 1440
    theory = batch_wait(rate, size, WORK)
    return System(
        f"batches of {size}, M/D/1 at {load}",
        program,
        station_twin,
        (Measure("mean wait", theory, mean_wait("serve", cases)),),
    )


@cache
def gim1(cv: float, load: float, days: int, lead_in: int = 1) -> System:
    """GI/M/1 with gamma gaps of this coefficient of variation: D/M/1 with 0."""
    rate = load / WORK
    program = program_of(
        {"desk": desk()},
        {"s": (steady(rate * 60, cv=cv), [task("serve", exponential(WORK))])},
        days=days,
        lead_in=lead_in,
    )
    cases = rate * days * 1440
    return System(
        f"GI/M/1, gaps of cv {cv}, at {load}",
        program,
        station_twin,
        (
            Measure("mean wait", gim1_wait(rate, WORK, cv), mean_wait("serve", cases)),
            Measure("share that waits", gim1_root(rate, WORK, cv), waits_longer("serve", cases, 0)),
        ),
    )


@cache
def random_batches(load: float, days: int) -> System:
    """M[X]/M/1: one, two or five cases at a time."""
    sizes = {1: 0.6, 2: 0.3, 5: 0.1}
    rate = load / WORK
    batch = {"sizes": {str(size): share for size, share in sizes.items()}}
    channel = steady(rate * 60, rate_of="cases", batch=batch)
    program = program_of({"desk": desk()}, {"s": (channel, [task("serve", exponential(WORK))])}, days=days)
    mean = sum(size * share for size, share in sizes.items())
    theory = random_batch_wait(rate / mean, sizes, WORK, 1.0)
    return System(
        f"batches of random size, M/M/1 at {load}",
        program,
        station_twin,
        (Measure("mean wait", theory, mean_wait("serve", rate * days * 1440)),),
    )


URGENT, ORDINARY = 3.0, 7.0
"""Mean works in minutes of two classes at one desk."""


@cache
def priorities(urgent_load: float, ordinary_load: float, days: int) -> System:
    """Two services at one desk, the ordinary one declared first, the urgent one in a class before it."""
    rates = urgent_load / URGENT, ordinary_load / ORDINARY
    program = program_of(
        {"desk": desk()},
        {
            "o": (steady(rates[1] * 60), [{**task("ordinary", exponential(ORDINARY)), "class": 2}]),
            "u": (steady(rates[0] * 60), [{**task("urgent", exponential(URGENT)), "class": 1}]),
        },
        days=days,
    )
    waits = cobham_waits(rates, (URGENT, ORDINARY))
    return System(
        f"priorities at {urgent_load} + {ordinary_load}",
        program,
        two_class_twin,
        tuple(
            Measure(f"mean wait, {step}", wait, mean_wait(step, rate * days * 1440))
            for step, wait, rate in zip(("urgent", "ordinary"), waits, rates, strict=True)
        ),
    )


def two_class_twin(program: Program, key: Key) -> Run:
    streams = [arrivals_of(program, key, stream) for stream in (0, 1)]
    steps = ("ordinary", "urgent")
    works = [works_of(program, key, i, step, *streams[i][1:]) for i, step in enumerate(steps)]
    at = np.concatenate([stream[0] for stream in streams])
    work = np.concatenate(works)
    rank = np.repeat([2, 1], [len(stream[0]) for stream in streams])
    order = np.argsort(at, kind="stable")
    found = by_class(at[order], work[order], rank[order])
    return {
        step: Passages(found.joined[of], found.started[of], found.completed[of])
        for step, of in (("ordinary", rank[order] == 2), ("urgent", rank[order] == 1))
    }


# -- a desk that closes -----------------------------------------------------------------------------------


def working(program: Program, at: Ints) -> Ints:
    """Working µs up to each instant, on the desk's calendar: the time the desk lives in."""
    number = int(program.pool_calendar[0])
    first = int(program.calendar_first[number])
    rows = slice(first, first + int(program.calendar_count[number]))
    opens, closes, before = program.open_at[rows], program.close_at[rows], program.worked_before[rows]
    i = np.searchsorted(opens, at, side="right") - 1
    inside = np.minimum(at, closes[np.maximum(i, 0)]) - opens[np.maximum(i, 0)]
    return np.where(i < 0, 0, before[np.maximum(i, 0)] + inside)


def on_working_clock(program: Program, run: Run) -> Run:
    """The same passages, every instant replaced by its working time."""
    return {
        step: Passages(*(working(program, at) for at in (p.joined, p.started, p.completed)))
        for step, p in run.items()
    }


def closing_twin(program: Program, key: Key) -> Run:
    """A queue on the working clock; given back on that clock."""
    at, epoch, member = arrivals_of(program, key, 0)
    work = works_of(program, key, 0, "serve", epoch, member)
    return {"serve": first_come_first_served(working(program, at), work, int(program.change_capacity.max()))}


@cache
def overnight(load: float, days: int) -> System:
    """M/M/1 that sleeps: cases come in office hours, work rests at lunch, at night and on holidays.

    On the working clock it is M/M/1 that never sleeps. The run of the engine is in civil time.
    """
    rate = load / WORK
    program = program_of(
        {"desk": desk(hours="office")},
        {"s": (in_office_hours(rate * 60), [task("serve", exponential(WORK))])},
        days=days,
        lead_in=7,
        follow_up=20,
        hours="09:00-12:00 13:30-17:00",
    )
    worked = working(program, np.array(window_of(program), dtype=np.int64))
    open_minutes = int(worked[1] - worked[0]) / 60e6
    cases = rate * open_minutes
    per_day = rate * 6.5 * 60

    def mean_working_wait(_program: Program, run: Run) -> float:
        return float(run["serve"].inside(*worked.tolist()).waits.sum()) / 60e6 / cases

    def completed_per_day(_program: Program, run: Run) -> float:
        done = run["serve"].completed
        return int(((done > worked[0]) & (done <= worked[1])).sum()) / (open_minutes / 390)

    return System(
        f"overnight desk at {load}",
        program,
        closing_twin,
        (
            Measure("mean wait in working time", mmc_wait(1, rate, WORK), mean_working_wait),
            Measure("completed per working day", per_day, completed_per_day),
        ),
        on_working_clock,
    )
