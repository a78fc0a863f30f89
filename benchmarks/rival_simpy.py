"""M/M/5 in plain SimPy, written twice: as the textbook has it, and as fast as its events allow. Waits are summed."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from random import Random

import simpy

from benchmarks.mm5 import SECONDS, SERVERS, work_seconds

Process = Generator[simpy.Event, None, None]


def textbook(cases: int, seed: int) -> tuple[int, float]:
    """A process a case and a `Resource`. Cases served, and the sum of their waits in seconds."""
    env, draw = simpy.Environment(), Random(seed).expovariate
    desk = simpy.Resource(env, SERVERS)
    arrivals, services = cases / SECONDS, 1 / work_seconds(cases)
    served, waited = 0, 0.0

    def case() -> Process:
        nonlocal served, waited
        joined = env.now
        with desk.request() as turn:
            yield turn
            waited += env.now - joined
            yield env.timeout(draw(services))
        served += 1

    def door() -> Process:
        while True:
            yield env.timeout(draw(arrivals))
            env.process(case())

    env.process(door())
    env.run(until=SECONDS)
    return served, waited


def lean(cases: int, seed: int) -> tuple[int, float]:
    """A process a server and a queue of plain numbers: two events a case, and one more for who finds a server idle."""
    env, draw = simpy.Environment(), Random(seed).expovariate
    arrivals, services = cases / SECONDS, 1 / work_seconds(cases)
    queue: deque[float] = deque()
    idle: list[simpy.Event] = []
    served, waited = 0, 0.0
    timeout, event = env.timeout, env.event

    def server() -> Process:
        nonlocal served, waited
        while True:
            if not queue:
                rest = event()
                idle.append(rest)
                yield rest
            waited += env.now - queue.popleft()
            yield timeout(draw(services))
            served += 1

    def door() -> Process:
        while True:
            yield timeout(draw(arrivals))
            queue.append(env.now)
            if idle:
                idle.pop().succeed()

    for _ in range(SERVERS):
        env.process(server())
    env.process(door())
    env.run(until=SECONDS)
    return served, waited
