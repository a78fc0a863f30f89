"""The compiled engine: the reference's rules over flat memory, one noun a file, equal to the last bit of every table.

Read `sim.engine.reference` first: files of the same name say the same in the same order. Here they are compiled, and
records in memory stand where Python objects stand there. The first use on a machine compiles, which takes seconds.
"""

from sim.engine.compiled.simulate import simulate, summarise

__all__ = ["simulate", "summarise"]
