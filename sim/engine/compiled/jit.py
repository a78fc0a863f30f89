"""How the kernel's functions are compiled, and where the result is kept.

`rule` compiles a function that others of the kernel call; `entry` one that Python calls, which is kept on disk;
`apart` one that rules call by its address and that is kept on disk as well. It is compiled once, not again with each
of its callers, and stands below what it calls. The folder bears a digest of every source that goes into the kernel, of
numba's version and of the processor: what stands in it was made from what stands here (SEMANTICS 11.1). The plain
functions that both engines share stay as they are; `shared` only lets the kernel call them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import llvmlite.binding as llvm
import numba
from numba import types
from numba.extending import register_jitable

from sim.engine.compiled import keeping

F = TypeVar("F", bound=Callable[..., Any])

_kept: list[Any] = []
"""What was compiled apart lives as long as the process: its address is in other machine code."""


def rule(function: F) -> F:
    """Compile a function of the kernel. It neither raises nor touches a Python object."""
    # Python never calls it, so it needs no way in from there: that saves half the time of compiling it.
    internal: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    with _set("DISABLE_JIT", 0):
        compiled: Any = numba.njit(nogil=True, error_model="numpy", **internal)(function)
    by_types = compiled.get_call_template

    def by_plain_types(arguments: Any, keywords: Any) -> Any:
        """numba would compile it anew for every number that is written out in a call."""
        return by_types(tuple(map(types.unliteral, arguments)), keywords)

    compiled.get_call_template = by_plain_types
    return compiled  # type: ignore[no-any-return]


def entry(signature: str) -> Callable[[F], F]:
    """Compile a function that Python calls, with all it calls in turn; or take it from the cache, which is quick."""

    def compiled(function: F) -> F:
        made: Any = _or_taken(
            lambda cache: numba.njit(signature, nogil=True, error_model="numpy", cache=cache)(function)
        )
        return made  # type: ignore[no-any-return]

    return compiled


def apart(*arguments: Any) -> Callable[[F], F]:
    """Compile a procedure once; rules call it by its symbol, as they call the C library.

    What a rule calls is compiled anew into every rule that calls it, and into those that call these. A function that
    many long chains of calls lead to is therefore better compiled apart. `arguments`: `int`, or the dtype of a record.
    """
    kinds = [types.int64 if kind is int else numba.from_dtype(kind) for kind in arguments]
    signature = types.void(*kinds)

    def compiled(function: F) -> F:
        made: Any = _or_taken(
            lambda cache: numba.cfunc(signature, error_model="numpy", cache=cache)(function)
        )
        symbol = f"onewindow_{function.__name__}"
        llvm.add_symbol(symbol, made.address)
        _kept.append(made)
        called: Any = types.ExternalFunction(symbol, signature)
        return called  # type: ignore[no-any-return]

    return compiled


def shared(*functions: Callable[..., Any]) -> None:
    """Let the kernel call plain functions of other packages."""
    for function in functions:
        register_jitable(function)


def _or_taken(compiled: Callable[[bool], Any]) -> Any:
    """What is compiled, or taken from where it is kept; it is kept there if that can be."""
    folder = keeping.place()
    if folder is not None:
        with _set("CACHE_DIR", str(folder)), _set("DISABLE_JIT", 0):
            try:
                return compiled(True)
            except (
                OSError,
                RuntimeError,
            ) as error:  # the disk is full; numba has other words for some of its kinds
                keeping.give_up(error)
    with _set("CACHE_DIR", ""), _set("DISABLE_JIT", 0):
        return compiled(False)


@contextmanager
def _set(name: str, value: object) -> Iterator[None]:
    """A setting of numba's for a while: it belongs to whoever else compiles with it."""
    before = getattr(numba.config, name)
    setattr(numba.config, name, value)
    try:
        yield
    finally:
        setattr(numba.config, name, before)
