"""The kernel's machine code in this process: what is kept is linked, or the kernel is compiled first.

Linking needs LLVM alone and takes some milliseconds; numba, which takes longer to import than most questions take to
answer, is asked for only where the kernel is compiled.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

import llvmlite.binding as llvm

from sim.engine.compiled import keeping
from sim.engine.compiled.keeping import Piece

_NEVER_CALLED = (
    "NRT_Free", "NRT_MemInfo_call_dtor", "numba_do_raise", "numba_gil_ensure", "numba_gil_release",
    "numba_runtime_build_excinfo_struct", "numba_unpickle",
)  # fmt: skip
"""What numba's machine code calls when a function raises. The kernel's never do."""

LIBC = ctypes.cdll.msvcrt if hasattr(ctypes, "windll") else ctypes.CDLL(None)


class Kernel(NamedTuple):
    """The functions of `kernel` that Python calls, by address of a `World`. They let other threads run."""

    run_slice: Callable[[int], int]
    under_way: Callable[[int, int, int], int]
    give_back: Callable[[int], int]


@cache
def kernel() -> Kernel:
    """Linked once a process, compiled once a machine."""
    pieces = keeping.kept() or _compiled()
    return _linked(pieces)


def symbol_of(name: str) -> str:
    """How the kernel's machine code calls a piece of it, or a function of the C library."""
    return f"onewindow_{name}"


def offer_memory() -> None:
    """Let machine code call the C library."""
    for name in ("realloc", "free"):
        llvm.add_symbol(symbol_of(name), _address(getattr(LIBC, name)))


def _compiled() -> Sequence[Piece]:
    """Compiled by numba, and kept for the processes that come."""
    keeping.LOG.info("compiling the engine for this machine, once")
    import sim.engine.compiled.kernel  # noqa: F401
    from sim.engine.compiled.jit import machine_code

    pieces = [Piece("kernel", "kernel", machine_code())]
    keeping.keep(pieces)
    return pieces


def _linked(pieces: Sequence[Piece]) -> Kernel:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine(jit=True)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    _engines.append(engine)
    offer_memory()
    for name in _NEVER_CALLED:
        if llvm.address_of_symbol(name) is None:
            llvm.add_symbol(name, _address(LIBC.abort))
    found = {}
    for piece in pieces:
        engine.add_object_file(llvm.ObjectFileRef.from_data(piece.code))
    engine.finalize_object()
    for name in Kernel._fields:
        found[name] = engine.get_function_address(name)
    word = ctypes.c_int64
    return Kernel(
        run_slice=ctypes.CFUNCTYPE(word, word)(found["run_slice"]),
        under_way=ctypes.CFUNCTYPE(word, word, word, word)(found["under_way"]),
        give_back=ctypes.CFUNCTYPE(word, word)(found["give_back"]),
    )


_engines: list[Any] = []
"""Their memory holds the machine code."""


def _address(function: Any) -> int:
    return ctypes.cast(function, ctypes.c_void_p).value or 0
