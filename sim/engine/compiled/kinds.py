"""What the values of the kernel are: whole numbers, flags, floats, records, vectors, and several of these at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Any, NamedTuple

import numpy as np
from llvmlite import ir

from sim.frozen import dataclass

_WORD = ir.IntType(64)


@dataclass(frozen=True)
class Kind:
    """A kind of value, and what LLVM calls it."""

    name: str
    llvm: Any = field(compare=False, repr=False)
    parts: tuple[Kind, ...] = ()
    """Of several values at once: the kind of each."""
    dtype: np.dtype[Any] | None = field(default=None, compare=False, repr=False)
    """Of a record: its fields."""
    constant: bool = False
    """Of a record: whether it is never written to."""


WORD = Kind("word", _WORD)
FLAG = Kind("flag", ir.IntType(1))
REAL = Kind("real", ir.DoubleType())
INTS = Kind("ints", ir.LiteralStructType([_WORD, _WORD]))
"""A vector as functions know it that take an array: its address and its length. Places count from 0 up."""
NOTHING = Kind("nothing", ir.VoidType())


def several(parts: tuple[Kind, ...]) -> Kind:
    name = f"({', '.join(part.name for part in parts)})"
    return Kind(name, ir.LiteralStructType([part.llvm for part in parts]), parts)


class Value(NamedTuple):
    """A value where the machine code is built: its kind, and what LLVM has of it."""

    kind: Kind
    llvm: Any


def word(number: int) -> Value:
    return Value(WORD, ir.Constant(_WORD, number))


VOID = Value(NOTHING, None)


@dataclass(frozen=True)
class Operation:
    """What functions of the kernel can do besides calling each other; `emit` takes a builder and the arguments."""

    emit: Callable[..., Value] = field(repr=False)

    def __call__(self, *_: Any) -> Any:
        raise TypeError("only the compiled kernel can do this")


class Untranslatable(Exception):  # noqa: N818 - said as what it is
    """A function of the kernel says what the kernel's language does not have; the text says where."""
