"""The kinds of work a planner may ask for, by name; a worker loads what does it when it is first asked.

Each is a function of the request, of a way to tell progress, and of a way to hand out parts before the whole. It gives
a JSON document: verdicts as `check --json` has them, pages as HTML by language, charts as `Chart.to_dict` by language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from sim.experiments.running.progress import Progress

Part = Callable[[str, Any], None]
"""Hands out a part of the result by its name."""
Work = Callable[[Mapping[str, Any], Progress, Part], Mapping[str, Any]]

KINDS: Mapping[str, str] = {
    "what_if": "onewindow.desk.what_if:answer",
    "remedies": "onewindow.desk.remedies:answer",
    "loads": "onewindow.desk.loads:answer",
    "compare": "onewindow.desk.compare:answer",
    **{
        kind: f"onewindow.desk.ask:{kind}"
        for kind in ("capacity", "levers", "staffing", "robustness", "attribution", "requirement")
    },
    **{kind: f"onewindow.desk.files:{kind}" for kind in ("report", "workbook", "figures", "run")},
    "trust": "onewindow.desk.trust:answer",
    "validate": "onewindow.desk.validating:answer",
    "about": "onewindow.desk.about:answer",
}
"""Module and function, by kind."""


def work_of(kind: str) -> Work:
    """Raises KeyError for what is no kind."""
    module, _, name = KINDS[kind].partition(":")
    work: Work = getattr(import_module(module), name)
    return work
