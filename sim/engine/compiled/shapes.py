"""Records and vectors of int64 in memory, as numba types them and LLVM reads them.

`pointer(dtype)` makes the function that reads an address as a record: `Token(address).state` is a field in memory.
`numbered(field, dtype)` finds a record by its number; `at` and `put` read and write one word of a vector; `ints` is a
vector for functions that take an array. LLVM is told that two fields are never the same word of memory, and that what
a program says never changes.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.imputils import lower_getattr_generic, lower_setattr_generic
from numba.core.typing import signature
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_getattr, infer_global
from numba.extending import intrinsic, lower_builtin, models, register_model

from sim.engine.compiled import records as r

_WORD, _BYTE = ir.IntType(64), ir.IntType(8)

# -- records ---------------------------------------------------------------------------------------------


class _Record(types.Type):
    """The address of a record."""

    def __init__(self, name: str, dtype: np.dtype[Any]) -> None:
        super().__init__(name)
        self.offsets = {field: offset for field, (_, offset, *_) in (dtype.fields or {}).items()}
        self.constant = any(dtype is kind for kind in r.CONSTANT)


_kinds = {id(kind): _Record(name, kind) for name, kind in vars(r).items() if isinstance(kind, np.dtype)}


@register_model(_Record)
class _RecordModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _BYTE.as_pointer())


@infer_getattr
class _Fields(AttributeTemplate):
    key = _Record

    def generic_resolve(self, record: _Record, field: str) -> Any:
        return types.int64 if field in record.offsets else None


@lower_getattr_generic(_Record)
def _get_field(_context: Any, builder: Any, record: _Record, address: Any, field: str) -> Any:
    return _load_field(builder, record, address, field)


@lower_setattr_generic(_Record)
def _set_field(_context: Any, builder: Any, typed: Any, arguments: Any, field: str) -> None:
    record, (address, value) = typed.args[0], arguments
    _told(builder, builder.store(value, _field(builder, record, address, field)), record, field)


def _load_field(builder: Any, record: _Record, address: Any, field: str) -> Any:
    return _told(builder, builder.load(_field(builder, record, address, field)), record, field)


def _field(builder: Any, record: _Record, address: Any, field: str) -> Any:
    place = builder.gep(address, [ir.Constant(_WORD, record.offsets[field])])
    return builder.bitcast(place, _WORD.as_pointer())


def _told(builder: Any, access: Any, record: _Record, field: str) -> Any:
    """No other field is this word of memory; what a program says is always the same."""
    module = builder.module
    root = module.add_metadata([ir.MetaDataString(module, "onewindow")])
    own = module.add_metadata(
        [ir.MetaDataString(module, f"{record.name}.{field}"), root, ir.Constant(_WORD, 0)]
    )
    access.set_metadata("tbaa", module.add_metadata([own, own, ir.Constant(_WORD, 0)]))
    if record.constant:
        access.set_metadata("invariant.load", module.add_metadata([]))
    return access


def pointer(dtype: np.dtype[Any]) -> Callable[[int], Any]:
    """The function that takes an address for a record of this kind; nothing is copied."""
    record = _kinds[id(dtype)]

    @intrinsic
    def at_address(_context: Any, _address: Any) -> Any:
        def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            return builder.inttoptr(arguments[0], _BYTE.as_pointer())

        return record(types.int64), generate

    function: Any = at_address
    return function  # type: ignore[no-any-return]


@intrinsic
def address_of(_context: Any, record: Any) -> Any:
    """The address of a record."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ptrtoint(arguments[0], _WORD)

    return types.int64(record), generate


def numbered(field: str, dtype: np.dtype[Any]) -> Callable[[Any, int], Any]:
    """The function that finds record `number` of those that stand one after another where a field of `owner` leads."""
    record = _kinds[id(dtype)]

    @intrinsic
    def at_number(_context: Any, owner: Any, _number: Any) -> Any:
        def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            first = builder.inttoptr(_load_field(builder, owner, arguments[0], field), _BYTE.as_pointer())
            return builder.gep(first, [builder.mul(arguments[1], ir.Constant(_WORD, dtype.itemsize))])

        return record(owner, types.int64), generate

    function: Any = at_number
    return function  # type: ignore[no-any-return]


# -- vectors ---------------------------------------------------------------------------------------------


def _word(builder: Any, address: Any, index: Any) -> Any:
    return builder.gep(builder.inttoptr(address, _WORD.as_pointer()), [index])


@intrinsic
def at(_context: Any, _address: Any, _index: Any) -> Any:
    """One int64 of a vector."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.load(_word(builder, *arguments))

    return types.int64(types.int64, types.int64), generate


@intrinsic
def put(_context: Any, _address: Any, _index: Any, _value: Any) -> Any:
    """Write one int64 of a vector."""

    def generate(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        builder.store(arguments[2], _word(builder, *arguments[:2]))
        return context.get_dummy_value()

    return types.none(types.int64, types.int64, types.int64), generate


class _Ints(types.Type):
    """A vector as functions know it that take an array: its address and its length. Places count from 0 up."""

    def __init__(self) -> None:
        super().__init__("ints")


_INTS = _Ints()


@register_model(_Ints)
class _IntsModel(models.StructModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, [("address", types.int64), ("count", types.int64)])


def _read(context: Any, builder: Any, value: Any = None) -> Any:
    return cgutils.create_struct_proxy(_INTS)(context, builder, value=value)


@intrinsic
def ints(_context: Any, _address: Any, _count: Any) -> Any:
    """A vector in memory as an array."""

    def generate(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        made = _read(context, builder)
        made.address, made.count = arguments
        return made._getvalue()

    return _INTS(types.int64, types.int64), generate


@infer_global(len)
class _Length(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        return signature(types.int64, _INTS) if args == (_INTS,) else None


@infer_global(operator.getitem)
class _GetItem(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        return signature(types.int64, _INTS, types.int64) if args[0] == _INTS else None


@infer_global(operator.setitem)
class _SetItem(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        return signature(types.none, _INTS, types.int64, types.int64) if args[0] == _INTS else None


@lower_builtin(len, _Ints)
def _length(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
    return _read(context, builder, arguments[0]).count


@lower_builtin(operator.getitem, _Ints, types.int64)
def _get_item(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
    return builder.load(_word(builder, _read(context, builder, arguments[0]).address, arguments[1]))


@lower_builtin(operator.setitem, _Ints, types.int64, types.int64)
def _set_item(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
    builder.store(arguments[2], _word(builder, _read(context, builder, arguments[0]).address, arguments[1]))
    return context.get_dummy_value()
