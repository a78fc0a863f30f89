"""The simulator: from a scenario file to verdicts, with nothing of screens.

Its public names stand here and are loaded when first used, so that reading a file stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.experiments.comparing.compare import compare as compare
    from sim.experiments.questions.whatif import WhatIf as WhatIf
    from sim.experiments.questions.whatif import load as load
    from sim.experiments.runs.backlog import backlog as backlog
    from sim.experiments.runs.many_halls import run_halls as run_halls
    from sim.experiments.runs.run import run as run
    from sim.experiments.runs.warm_up import warm_up as warm_up
    from sim.experiments.searches.capacity import capacity as capacity
    from sim.experiments.searches.robustness import robustness as robustness
    from sim.experiments.verdicts.check import check as check
    from sim.model import ModelError as ModelError

_HOMES = {
    "load": "sim.experiments.questions.whatif",
    "WhatIf": "sim.experiments.questions.whatif",
    "backlog": "sim.experiments.runs.backlog",
    "capacity": "sim.experiments.searches.capacity",
    "check": "sim.experiments.verdicts.check",
    "compare": "sim.experiments.comparing.compare",
    "robustness": "sim.experiments.searches.robustness",
    "run": "sim.experiments.runs.run",
    "run_halls": "sim.experiments.runs.many_halls",
    "warm_up": "sim.experiments.runs.warm_up",
    "ModelError": "sim.model",
}

__all__ = [
    "ModelError",
    "WhatIf",
    "backlog",
    "capacity",
    "check",
    "compare",
    "load",
    "robustness",
    "run",
    "run_halls",
    "warm_up",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
