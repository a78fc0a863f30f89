"""Scenario in, `Program` out: calendars, rates, flows, clocks, each in a file of its own.

Everything that can be refused is refused here or before; an engine meets no surprises.
"""

from sim.engine.compile.assemble import check_program, compile_program
from sim.engine.compile.faults import CompileError, LoadError

__all__ = ["CompileError", "LoadError", "check_program", "compile_program"]
