"""The simulator: from a scenario file to verdicts, with nothing of screens.

Its public names stand here and are loaded when first used, so that reading a file stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.experiments.backlog import backlog as backlog
    from sim.experiments.capacity import capacity as capacity
    from sim.experiments.check import check as check
    from sim.experiments.compare import compare as compare
    from sim.experiments.halls import run_halls as run_halls
    from sim.experiments.robustness import robustness as robustness
    from sim.experiments.run import run as run
    from sim.experiments.warm_up import warm_up as warm_up
    from sim.experiments.whatif import WhatIf as WhatIf
    from sim.experiments.whatif import load as load
    from sim.model import ModelError as ModelError

_HOMES = {
    "load": "sim.experiments.whatif",
    "WhatIf": "sim.experiments.whatif",
    "backlog": "sim.experiments.backlog",
    "capacity": "sim.experiments.capacity",
    "check": "sim.experiments.check",
    "compare": "sim.experiments.compare",
    "robustness": "sim.experiments.robustness",
    "run": "sim.experiments.run",
    "run_halls": "sim.experiments.halls",
    "warm_up": "sim.experiments.warm_up",
    "ModelError": "sim.model",
}

__all__ = [
    "ModelError", "WhatIf", "backlog", "capacity", "check", "compare", "load", "robustness", "run", "run_halls",
    "warm_up",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
