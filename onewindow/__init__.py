"""The front door: `import onewindow`, the command line. It holds no logic of its own.

    import onewindow as ow
    ow.check(ow.load("gedian/startup"))
    ow.plot("gedian/startup", kind="throughput", out="throughput.png")

Its public names stand in `__init__.pyi` and are loaded when first used.
"""

from __future__ import annotations

# Even the list of names is read when first asked for: pytest loads this package in every run of whoever installed it.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def __getattr__(name: str) -> Any:
    from sim.public import public

    load, _, names = public(__file__)
    return names if name == "__all__" else load(name)


def __dir__() -> list[str]:
    from sim.public import public

    return public(__file__)[2]
