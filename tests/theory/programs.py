"""Scenarios small enough for a closed form, compiled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.engine.compile import compile_program
from sim.engine.program import Program
from sim.model.scenario import Scenario

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR

Block = dict[str, Any]


def named(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}


def exponential(minutes: float) -> dict[str, str]:
    return {"mean": f"{minutes} min", "family": "exponential"}


def task(step: str, work: object, pool: str = "desk", **more: Any) -> Block:
    return {"task": step, "pool": pool, "work": work, **more}


def desk(capacity: int = 1, hours: str = "24h", **more: Any) -> dict[str, Any]:
    return {"name": named("desk"), "kind": "reviewer", "capacity": capacity, "hours": hours, **more}


def steady(per_hour: float, **more: Any) -> dict[str, Any]:
    """A channel whose rate is the same on every day of the year."""
    return {"rate": f"{per_hour} /h", "around_the_clock": True, "off_days": 1, **more}


def in_office_hours(per_hour: float) -> dict[str, Any]:
    """A channel open when the office is."""
    return {"rate": f"{per_hour} /h"}


def program_of(
    pools: Mapping[str, Mapping[str, Any]],
    services: Mapping[str, tuple[Mapping[str, Any], Sequence[Block]]],
    *,
    days: int,
    lead_in: int = 1,
    follow_up: int = 1,
    hours: str = "09:00-17:00",
) -> Program:
    """One channel and one flow a service; the study is in calendar days."""
    raw = {
        "onewindow": 1,
        "title": named("theory"),
        "jurisdiction": "theory",
        "calendar": {"region": "CN", "wd": "8 wh", "hours": hours},
        "study": {
            "start": "2025-03-03",
            "lead_in": f"{lead_in} cd",
            "window": f"{days} cd",
            "follow_up": f"{follow_up} cd",
        },
        "pools": pools,
        "services": {
            name: {"name": named(name), "channels": {"door": channel}, "flow": list(flow)}
            for name, (channel, flow) in services.items()
        },
    }
    return compile_program(Scenario.model_validate(raw), load=1)
