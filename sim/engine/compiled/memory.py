"""Memory as the kernel sees it: records and vectors of int64 at addresses.

A record is named by its address, 0 being none; `pointer(dtype)` makes the function that reads an address as one, so
`Token(address).state` is a field in memory. What grows is taken from the C library, in vectors that are made longer
and in blocks of equal size that are used again. A world gives back all it took with `give_back`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import operator

import numpy as np
from numba import from_dtype, types  # type: ignore[attr-defined]
from numba.core.typing import signature
from numba.core.typing.templates import AbstractTemplate, infer_global
from numba.extending import intrinsic, lower_builtin, models, register_model

from sim.engine.compiled.jit import rule
from sim.engine.compiled.machine_code import offer_memory, symbol_of
from sim.engine.compiled.records import WORD

BLOCKS_AT_ONCE = 256

offer_memory()
_realloc = types.ExternalFunction(symbol_of("realloc"), types.int64(types.int64, types.int64))
_free = types.ExternalFunction(symbol_of("free"), types.void(types.int64))


def pointer(dtype: np.dtype[Any]) -> Callable[[int], Any]:
    """The function that takes an address for a record of this kind; nothing is copied."""
    kind = from_dtype(dtype)

    @intrinsic
    def at_address(_context: Any, _address: Any) -> Any:
        def generate(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            return builder.inttoptr(arguments[0], context.get_value_type(kind))

        return kind(types.int64), generate

    function: Any = at_address
    return function  # type: ignore[no-any-return]


@intrinsic
def address_of(_context: Any, kind: Any) -> Any:
    """The address of a record."""

    def generate(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ptrtoint(arguments[0], context.get_value_type(types.int64))

    return types.int64(kind), generate


def numbered(field: str, dtype: np.dtype[Any]) -> Callable[[Any, int], Any]:
    """The function that finds record `number` of those that stand one after another where a field of `owner` leads."""
    kind = from_dtype(dtype)

    @intrinsic
    def at_number(_context: Any, owner: Any, _number: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            word = context.get_value_type(types.int64)
            place = builder.ptrtoint(arguments[0], word)
            place = builder.add(place, context.get_constant(types.int64, signature.args[0].offset(field)))
            first = builder.load(builder.inttoptr(place, word.as_pointer()))
            size = context.get_constant(types.int64, dtype.itemsize)
            here = builder.add(first, builder.mul(arguments[1], size))
            return builder.inttoptr(here, context.get_value_type(kind))

        return kind(owner, types.int64), generate

    function: Any = at_number
    return function  # type: ignore[no-any-return]


def _word(context: Any, builder: Any, address: Any, index: Any) -> Any:
    """A pointer to one int64 of a vector."""
    kind = context.get_value_type(types.int64)
    return builder.gep(builder.inttoptr(address, kind.as_pointer()), [index])


@intrinsic
def at(_context: Any, _address: Any, _index: Any) -> Any:
    """One int64 of a vector."""

    def generate(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.load(_word(context, builder, *arguments))

    return types.int64(types.int64, types.int64), generate


@intrinsic
def put(_context: Any, _address: Any, _index: Any, _value: Any) -> Any:
    """Write one int64 of a vector."""

    def generate(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        builder.store(arguments[2], _word(context, builder, *arguments[:2]))
        return context.get_dummy_value()

    return types.none(types.int64, types.int64, types.int64), generate


class _Ints(types.Type):
    """A vector in memory, for functions that take an array: its address and length. No index is below 0."""

    def __init__(self) -> None:
        super().__init__("Ints")


INTS = _Ints()


@register_model(_Ints)
class _IntsModel(models.StructModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, [("address", types.int64), ("count", types.int64)])


@intrinsic
def ints(_context: Any, _address: Any, _count: Any) -> Any:
    """A vector in memory as an array, for functions that take one."""

    def generate(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        made = make_struct(context, builder)
        made.address, made.count = arguments
        return made._getvalue()

    return INTS(types.int64, types.int64), generate


def make_struct(context: Any, builder: Any, value: Any = None) -> Any:
    from numba.core import cgutils

    return cgutils.create_struct_proxy(INTS)(context, builder, value=value)


@infer_global(len)
class _Length(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        return signature(types.int64, INTS) if args == (INTS,) else None


@infer_global(operator.getitem)
class _Get(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        return signature(types.int64, INTS, types.int64) if args[0] == INTS else None


@infer_global(operator.setitem)
class _Set(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        return signature(types.none, INTS, types.int64, types.int64) if args[0] == INTS else None


@lower_builtin(len, _Ints)
def _length(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
    return make_struct(context, builder, arguments[0]).count


@lower_builtin(operator.getitem, _Ints, types.int64)
def _get(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
    return builder.load(_word(context, builder, make_struct(context, builder, arguments[0]).address, arguments[1]))


@lower_builtin(operator.setitem, _Ints, types.int64, types.int64)
def _set(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
    builder.store(arguments[2], _word(context, builder, make_struct(context, builder, arguments[0]).address, arguments[1]))
    return context.get_dummy_value()


@rule
def longer(address, words):
    """A vector with room for so many words, the old ones kept; it may have moved."""
    return _realloc(address, words * WORD)


@rule
def drop(address):
    _free(address)


# Blocks: `blocks` is a vector of (first free block, words of a block) a kind; `chunks` heads the list of all memory.


@rule
def take(w, kind):
    """A block of a kind; what stands in it is whatever stood there before."""
    head = w.blocks + kind * 2 * WORD
    block = at(head, 0)
    if block == 0:
        words = at(head, 1)
        chunk = _realloc(0, (words * BLOCKS_AT_ONCE + 1) * WORD)
        put(chunk, 0, w.chunks)
        w.chunks = chunk
        block = chunk + WORD
        for index in range(BLOCKS_AT_ONCE):
            here = block + index * words * WORD
            put(here, 0, here + words * WORD if index + 1 < BLOCKS_AT_ONCE else 0)
    put(head, 0, at(block, 0))
    return block


@rule
def give(w, kind, block):
    """A block is free again."""
    head = w.blocks + kind * 2 * WORD
    put(block, 0, at(head, 0))
    put(head, 0, block)


@rule
def drop_chunks(w):
    while w.chunks != 0:
        following = at(w.chunks, 0)
        drop(w.chunks)
        w.chunks = following
