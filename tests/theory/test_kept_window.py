"""A window that is kept while others work for who sits at it: busy and kept together are the time of service.

One window is an M/G/1 whose service is the sum of what is done at it and behind it (Pollaczek and Khinchine); three
windows that are only kept while a back office without queues works an exponential time are an M/M/3 (Erlang C).
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.program import Program

from .estimates import Estimate, one_sample
from .formulas import mg1_wait, mmc_wait
from .passages import engine_run
from .programs import Block, desk, exponential, program_of, steady, task
from .systems import SEED, mean_wait

LOAD, MINUTES = 0.6, 5.0
PARTS = (2.0, 2.0)
"""Mean minutes of exponential work at the window and behind it; one minute of handing over is fixed."""


def kept(*inside: Block, work: object, windows: int, days: int) -> Program:
    return program_of(
        {"desk": desk(windows), "back": desk(400)},
        {"s": (steady(LOAD * windows / MINUTES * 60), [task("serve", work, stay=list(inside))])},
        days=days,
    )


def one_window(days: int) -> tuple[Program, float]:
    behind = task("decide", exponential(PARTS[1]), "back")
    hand_over = {"task": "hand_over", "at": "serve", "work": "1 min"}
    cv = float(np.hypot(*PARTS)) / MINUTES
    program = kept(behind, hand_over, work=exponential(PARTS[0]), windows=1, days=days)
    return program, mg1_wait(LOAD / MINUTES, MINUTES, cv)


def three_windows(days: int) -> tuple[Program, float]:
    program = kept(task("decide", exponential(MINUTES), "back"), work="0 min", windows=3, days=days)
    return program, mmc_wait(3, LOAD * 3 / MINUTES, MINUTES)


SYSTEMS = {"M/G/1": (one_window, 1), "M/M/3": (three_windows, 3)}


def measured(name: str, days: int, replications: int, engine: str) -> Estimate:
    make, windows = SYSTEMS[name]
    program, theory = make(days)
    wait = mean_wait("serve", LOAD * windows / MINUTES * days * 1440)
    values = [wait(program, engine_run(program, SEED, number, engine)) for number in range(replications)]
    return one_sample(name, theory, np.array(values))


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_kept_window_is_a_busy_one(name: str) -> None:
    estimate = measured(name, 10, 60, "compiled")
    assert estimate.agrees, str(estimate)
    assert estimate.is_within(0.12), str(estimate)


@pytest.mark.verification
@pytest.mark.parametrize("engine", ["reference", "compiled"])
@pytest.mark.parametrize("name", SYSTEMS)
def test_a_kept_window_is_a_busy_one_closely(name: str, engine: str) -> None:
    estimate = measured(name, 60, 300, engine)
    assert estimate.agrees, str(estimate)
    assert estimate.is_within(0.03), str(estimate)
