"""How the kernel's functions are compiled.

`rule` compiles a function that others of the kernel call. `apart` compiles one that rules call by a symbol: compiled
once, not again with each of its callers, it stands below what it calls. `entry` compiles one for Python to call. What
`apart` and `entry` make are pieces of machine code, in `PIECES`; `machine_code` links them. The plain functions that
both engines share stay as they are; `shared` only lets the kernel call them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import llvmlite.binding as llvm
import numba
from numba import types
from numba.extending import register_jitable

from sim.engine.compiled.keeping import Piece
from sim.engine.compiled.machine_code import symbol_of

F = TypeVar("F", bound=Callable[..., Any])

PIECES: list[Piece] = []
"""What was compiled apart, and the entries: each behind those that it calls."""

_kept: list[Any] = []
"""What was compiled apart lives as long as the process: its address is in other machine code."""


def rule(function: F) -> F:
    """Compile a function of the kernel. It neither raises nor touches a Python object."""
    # Python never calls it, so it needs no way in from there: that saves half the time of compiling it.
    internal: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    with _compiling():
        compiled: Any = numba.njit(nogil=True, error_model="numpy", **internal)(function)
    by_types = compiled.get_call_template

    def by_plain_types(arguments: Any, keywords: Any) -> Any:
        """numba would compile it anew for every number that is written out in a call."""
        return by_types(tuple(map(types.unliteral, arguments)), keywords)

    compiled.get_call_template = by_plain_types
    return compiled  # type: ignore[no-any-return]


def entry(function: F) -> F:
    """Compile a function of int64 that Python calls, with all it calls in turn. It gives an int64."""
    count = function.__code__.co_argcount
    _compiled(function, types.int64(*[types.int64] * count))
    return function


def apart(*arguments: Any) -> Callable[[F], F]:
    """Compile a procedure once; rules call it by its symbol, as they call the C library.

    What a rule calls is compiled anew into every rule that calls it, and into those that call these. A function that
    many long chains of calls lead to is therefore better compiled apart. `arguments`: `int`, or the dtype of a record.
    """
    kinds = [types.int64 if kind is int else numba.from_dtype(kind) for kind in arguments]
    signature = types.void(*kinds)

    def compiled(function: F) -> F:
        address = _compiled(function, signature)
        llvm.add_symbol(symbol_of(function.__name__), address)
        called: Any = types.ExternalFunction(symbol_of(function.__name__), signature)
        return called  # type: ignore[no-any-return]

    return compiled


def shared(*functions: Callable[..., Any]) -> None:
    """Let the kernel call plain functions of other packages."""
    for function in functions:
        register_jitable(function)


def _compiled(function: Callable[..., Any], signature: Any) -> int:
    """Compile a piece; where numba put it."""
    with _compiling():
        made: Any = numba.cfunc(signature, error_model="numpy")(function)
    _kept.append(made)
    code = bytes(made._library._get_compiled_object())
    PIECES.append(Piece(function.__name__, made._wrapper_name, code))
    return int(made.address)


@contextmanager
def _compiling() -> Iterator[None]:
    """Compile although somebody told numba not to: that setting is for their functions."""
    before = numba.config.DISABLE_JIT  # type: ignore[attr-defined]
    numba.config.DISABLE_JIT = 0  # type: ignore[attr-defined]
    try:
        yield
    finally:
        numba.config.DISABLE_JIT = before  # type: ignore[attr-defined]
