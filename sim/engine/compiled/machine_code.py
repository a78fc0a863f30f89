"""The kernel's machine code in this process: what is kept is linked, which takes milliseconds, or compiled first."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

import llvmlite.binding as llvm

from sim.engine.compiled import keeping

LIBC = ctypes.cdll.msvcrt if hasattr(ctypes, "windll") else ctypes.CDLL(None)

_ADDRESS = ctypes.c_void_p
resized = ctypes.CFUNCTYPE(_ADDRESS, _ADDRESS, ctypes.c_size_t)(("realloc", LIBC))
"""A block of the kernel's memory made to fit; it may have moved."""
freed = ctypes.CFUNCTYPE(None, _ADDRESS)(("free", LIBC))
"""Give a block back."""


class Kernel(NamedTuple):
    """The functions of `kernel` that Python calls, by address of a `World`. They let other threads run."""

    run_slice: Callable[[int], int]
    under_way: Callable[[int, int, int], int]
    give_back: Callable[[int], int]
    write_lines: Callable[[int], int]
    """By address of a `Table`."""


@cache
def kernel() -> Kernel:
    """Linked once a process, compiled once a machine."""
    found = linked(keeping.kept() or _compiled(), Kernel._fields)
    word = ctypes.c_int64
    return Kernel(
        run_slice=ctypes.CFUNCTYPE(word, word)(found["run_slice"]),
        under_way=ctypes.CFUNCTYPE(word, word, word, word)(found["under_way"]),
        give_back=ctypes.CFUNCTYPE(word, word)(found["give_back"]),
        write_lines=ctypes.CFUNCTYPE(word, word)(found["write_lines"]),
    )


def symbol_of(name: str) -> str:
    """How the kernel's machine code calls a function of the C library."""
    return f"onewindow_{name}"


def linked(code: bytes, names: Sequence[str]) -> dict[str, int]:
    """Where functions of an object file stand once it is in memory."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    for name in ("realloc", "free"):
        llvm.add_symbol(symbol_of(name), ctypes.cast(getattr(LIBC, name), ctypes.c_void_p).value or 0)
    machine = llvm.Target.from_default_triple().create_target_machine(jit=True)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    _engines.append(engine)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return {name: engine.get_function_address(name) for name in names}


_engines: list[Any] = []
"""Their memory holds the machine code."""


def _compiled() -> bytes:
    """Compiled, and kept for the processes that come."""
    keeping.LOG.info("compiling the engine for this machine, once")
    import sim.engine.compiled.kernel
    import sim.engine.compiled.lines  # noqa: F401
    from sim.engine.compiled.jit import machine_code

    code = machine_code()
    keeping.keep(code)
    return code
