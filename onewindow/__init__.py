"""The front door: `import onewindow`, the command line. It holds no logic of its own.

    import onewindow as ow
    ow.check(ow.load("gedian/startup"))
    ow.plot("gedian/startup", kind="throughput", out="throughput.png")

Names are loaded when first used; nothing at all before, so that the command line heeds signals at once.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calibration.calibrate import calibrate as calibrate
    from onewindow.pictures import plot as plot
    from sim import ModelError as ModelError
    from sim import WhatIf as WhatIf
    from sim import backlog as backlog
    from sim import capacity as capacity
    from sim import check as check
    from sim import compare as compare
    from sim import load as load
    from sim import robustness as robustness
    from sim import run as run
    from sim import warm_up as warm_up

_HOMES = {
    "load": "sim",
    "WhatIf": "sim",
    "backlog": "sim",
    "calibrate": "calibration.calibrate",
    "capacity": "sim",
    "check": "sim",
    "compare": "sim",
    "robustness": "sim",
    "run": "sim",
    "warm_up": "sim",
    "ModelError": "sim",
    "plot": "onewindow.pictures",
}

__all__ = [
    "ModelError", "WhatIf", "backlog", "calibrate", "capacity", "check", "compare", "load", "plot", "robustness", "run",
    "warm_up",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
