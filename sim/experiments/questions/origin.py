"""What is told with every result: which question it answers, and what it was made with."""

from __future__ import annotations

from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from sim.engine.compile.times import Times, times_of
from sim.experiments.questions.alternatives import typed
from sim.experiments.questions.whatif import WhatIf

HOURS_PROJECTED = "office hours projected"


def heading_of(whatif: WhatIf) -> dict[str, Any]:
    """The question, as documents begin with it."""
    return {
        "scenario": whatif.label,
        "asked": typed(whatif),
        "load": whatif.load_text,
        "seed": whatif.seed,
        "engine": whatif.engine_name,
    }


def made_with(whatif: WhatIf) -> dict[str, Any]:
    """Calendar, program and version, as documents end with them."""
    return {
        "calendar": calendar_status(times_of(whatif.scenario)),
        "digest": whatif.program.digest,
        "version": package_version(),
    }


def calendar_status(times: Times) -> str:
    """ "published", or which years are projected and in what: a projected calendar knows no make-up days.

    Office hours that no notice has published yet are named behind it.
    """
    last = times.study.horizon - timedelta(days=1)
    projected = [
        f"{year.year} {' and '.join(year.projected)}"
        for year in times.workdays.statuses(times.study.start, last)
        if year.status == "projected"
    ]
    days = f"projected: {', '.join(projected)}" if projected else "published"
    hours = any(times.office.hours.status(day) == "projected" for day in times.days())
    return f"{days}; {HOURS_PROJECTED}" if hours else days


def package_version() -> str:
    try:
        return version("onewindow")
    except PackageNotFoundError:
        return "unknown"
