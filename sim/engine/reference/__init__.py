"""The reference engine: SimPy keeps the events, and the rules stand in the open, one noun a file.

It is the place to understand the simulator or to extend it. Every other engine must equal its tables.
"""

from sim.engine.reference.simulate import simulate

__all__ = ["simulate"]
