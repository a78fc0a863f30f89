"""The simulator: from a scenario file to verdicts, with nothing of screens.

Its public names stand in `__init__.pyi` and are loaded when first used, so that reading a file stays quick.
"""

from sim.public import public

__getattr__, __dir__, __all__ = public(__file__)
