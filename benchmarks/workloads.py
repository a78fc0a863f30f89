"""What is measured: each workload simulates one replication and returns how many tasks it did."""

from __future__ import annotations

import random
from collections.abc import Callable, Generator

import simpy

import sim
from sim.engine.compile import compile_program
from sim.engine.program import Program
from sim.engine.reference import simulate
from sim.model.scenario import Scenario

Workload = Callable[[int], int]
"""Replication number -> tasks done."""

SERVERS, LOAD, WORK_MIN, DAYS = 5, 0.8, 5.0, 10
PER_MIN = LOAD * SERVERS / WORK_MIN


def simpy_mm5(replication: int) -> int:
    """M/M/5 as the shortest SimPy program one would write by hand: float minutes, no calendar, no tables."""
    random.seed(replication)
    env = simpy.Environment()
    desk = simpy.Resource(env, SERVERS)
    done = 0

    def case() -> Generator[simpy.Event, None, None]:
        nonlocal done
        with desk.request() as request:
            yield request
            yield env.timeout(random.expovariate(1 / WORK_MIN))
        done += 1

    def door() -> Generator[simpy.Event, None, None]:
        while True:
            yield env.timeout(random.expovariate(PER_MIN))
            env.process(case())

    env.process(door())
    env.run(until=DAYS * 1440)
    return done


def mm5_program() -> Program:
    """The same system as a scenario: one desk of five that never closes."""
    name = {"zh": "M/M/5", "en": "M/M/5"}
    door = {"rate": f"{PER_MIN * 60} /h", "around_the_clock": True, "off_days": 1}
    work = {"mean": f"{WORK_MIN} min", "family": "exponential"}
    flow = [{"task": "serve", "pool": "desk", "work": work}]
    stated = {
        "onewindow": 1,
        "title": name,
        "jurisdiction": "theory",
        "calendar": {"region": "CN", "wd": "8 wh", "hours": "09:00-17:00"},
        "study": {"start": "2025-03-03", "lead_in": "0 cd", "window": f"{DAYS} cd", "follow_up": "0 cd"},
        "pools": {"desk": {"name": name, "kind": "reviewer", "capacity": SERVERS, "hours": "24h"}},
        "services": {"s": {"name": name, "channels": {"door": door}, "flow": flow}},
    }
    return compile_program(Scenario.model_validate(stated))


def reference_engine(program: Program) -> Workload:
    """One replication to the horizon, no event rows kept."""
    return lambda replication: simulate(program, seed=1, replication=replication, events=False).tasks


def workloads() -> dict[str, Workload]:
    """By name; the first one is what the others are divided by. Compiling is done before anything is timed."""
    return {
        "SimPy by hand, M/M/5": simpy_mm5,
        "reference, M/M/5": reference_engine(mm5_program()),
        "reference, gedian/startup": reference_engine(sim.load("gedian/startup").program),
    }
