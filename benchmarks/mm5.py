"""M/M/5 at a load of 0.8, as a scenario of ours: one pool of five that never closes."""

from __future__ import annotations

from functools import cache

from sim.engine.compile import compile_program
from sim.engine.program import Program
from sim.model.scenario import Scenario

SERVERS, LOAD = 5, 0.8
DAYS = 10
SECONDS = DAYS * 86_400


def work_seconds(cases: int, days: int = DAYS) -> float:
    """Mean work for so many cases to be expected in so many days."""
    return LOAD * SERVERS * days * 86_400 / cases


@cache
def mm5_program(cases: int, days: int = DAYS) -> Program:
    """About `cases` cases in ten days: the clock's scale is free, so the size is set by how long work takes."""
    name = {"zh": "M/M/5", "en": "M/M/5"}
    door = {"rate": f"{cases / days / 24:.9g} /h", "around_the_clock": True, "off_days": 1}
    work = {"mean": f"{work_seconds(cases, days):.9g} s", "family": "exponential"}
    stated = {
        "onewindow": 1,
        "title": name,
        "jurisdiction": "theory",
        "calendar": {"region": "CN", "wd": "8 wh", "hours": "09:00-17:00"},
        "study": {"start": "2025-03-03", "lead_in": "0 cd", "window": f"{days} cd", "follow_up": "0 cd"},
        "pools": {"desk": {"name": name, "kind": "reviewer", "capacity": SERVERS, "hours": "24h"}},
        # What the rivals tell too: how long cases take, on the mean.
        "targets": {
            "t": {
                "name": name,
                "service": "s",
                "from": "arrived",
                "to": "finished",
                "limit": "1 cd",
                "clock": "elapsed",
                "required_share": 0.95,
            },
        },
        "services": {
            "s": {
                "name": name,
                "channels": {"door": door},
                "flow": [{"task": "serve", "pool": "desk", "work": work}],
            }
        },
    }
    return compile_program(Scenario.model_validate(stated))
