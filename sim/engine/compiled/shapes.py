"""Records and vectors of int64 in memory, and what can be done with them.

`pointer(dtype)` makes the function that reads an address as a record: `Token(address).state` is a field in memory.
`numbered(field, dtype)` finds a record by its number; `at` and `put` read and write one word of a vector; `ints` is a
vector for functions that take an array; `c_function` is one of the C library. LLVM is told that two fields are never
the same word of memory, and that what a program says never changes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir

from sim.engine.compiled import records as r
from sim.engine.compiled.kinds import INTS, NOTHING, VOID, WORD, Kind, Operation, Untranslatable, Value, word

_BYTES = ir.IntType(8).as_pointer()
_WORDS = WORD.llvm.as_pointer()

# -- records ---------------------------------------------------------------------------------------------

_KINDS = {
    id(dtype): Kind(name, _BYTES, dtype=dtype, constant=any(dtype is constant for constant in r.CONSTANT))
    for name, dtype in vars(r).items()
    if isinstance(dtype, np.dtype)
}
"""By dtype, as two of the same fields are equal."""


def pointer(dtype: np.dtype[Any]) -> Operation:
    """The function that takes an address for a record of this kind; nothing is copied."""
    kind = _KINDS[id(dtype)]
    return Operation(lambda build, address: Value(kind, build.inttoptr(address.llvm, _BYTES)))


address_of = Operation(lambda build, record: Value(WORD, build.ptrtoint(record.llvm, WORD.llvm)))
"""The address of a record."""


def numbered(field: str, dtype: np.dtype[Any]) -> Operation:
    """The function that finds record `number` of those that stand one after another where a field of `owner` leads."""
    kind, size = _KINDS[id(dtype)], word(dtype.itemsize).llvm

    def emit(build: Any, owner: Value, number: Value) -> Value:
        first = build.inttoptr(load_field(build, owner, field).llvm, _BYTES)
        return Value(kind, build.gep(first, [build.mul(number.llvm, size)]))

    return Operation(emit)


def load_field(build: Any, record: Value, field: str) -> Value:
    return Value(WORD, _told(build, build.load(_field(build, record, field)), record.kind, field))


def store_field(build: Any, record: Value, field: str, value: Value) -> None:
    _told(build, build.store(value.llvm, _field(build, record, field)), record.kind, field)


def _field(build: Any, record: Value, field: str) -> Any:
    fields = record.kind.dtype.fields if record.kind.dtype is not None else None
    if not fields or field not in fields:
        raise Untranslatable(f"{record.kind.name} has no field {field}")
    place = build.gep(record.llvm, [word(fields[field][1]).llvm])
    return build.bitcast(place, _WORDS)


def _told(build: Any, access: Any, kind: Kind, field: str) -> Any:
    """No other field is this word of memory; what a program says is always the same."""
    module = build.module
    root = module.add_metadata([ir.MetaDataString(module, "onewindow")])
    own = module.add_metadata([ir.MetaDataString(module, f"{kind.name}.{field}"), root, word(0).llvm])
    access.set_metadata("tbaa", module.add_metadata([own, own, word(0).llvm]))
    if kind.constant:
        access.set_metadata("invariant.load", module.add_metadata([]))
    return access


# -- vectors ---------------------------------------------------------------------------------------------


def _word_at(build: Any, address: Any, index: Any) -> Any:
    return build.gep(build.inttoptr(address, _WORDS), [index])


def _put(build: Any, address: Value, index: Value, value: Value) -> Value:
    build.store(value.llvm, _word_at(build, address.llvm, index.llvm))
    return VOID


def _put_text(build: Any, address: Value, text: Value) -> Value:
    build.store(text.llvm, build.inttoptr(address.llvm, _WORDS), align=1)
    return VOID


def _ints(build: Any, address: Value, count: Value) -> Value:
    made = build.insert_value(ir.Constant(INTS.llvm, ir.Undefined), address.llvm, 0)
    return Value(INTS, build.insert_value(made, count.llvm, 1))


at = Operation(
    lambda build, address, index: Value(WORD, build.load(_word_at(build, address.llvm, index.llvm)))
)
"""One int64 of a vector."""

put = Operation(_put)
"""Write one int64 of a vector."""

put_text = Operation(_put_text)
"""Write one int64 anywhere in memory."""

ints = Operation(_ints)
"""A vector in memory as an array."""


def item_at(build: Any, vector: Value, place: Any) -> Value:
    return Value(WORD, build.load(_word_at(build, build.extract_value(vector.llvm, 0), place)))


def put_item(build: Any, vector: Value, place: Any, value: Value) -> None:
    build.store(value.llvm, _word_at(build, build.extract_value(vector.llvm, 0), place))


def c_function(symbol: str, gives: Kind) -> Operation:
    """A function of the C library, of words."""

    def emit(build: Any, *arguments: Value) -> Value:
        module = build.module
        if symbol not in module.globals:
            ir.Function(module, ir.FunctionType(gives.llvm, [WORD.llvm] * len(arguments)), symbol)
        called = build.call(module.globals[symbol], [argument.llvm for argument in arguments])
        return VOID if gives is NOTHING else Value(gives, called)

    return Operation(emit)
