"""Plain values as bytes and back, without loss: what a type declares is what is read.

A value is a tree of dataclasses, named tuples, tuples, lists, mappings, numbers and texts, with arrays as its leaves.
The tree becomes one line of JSON without names; the arrays stand one behind the other, as differences of neighbours
with equal places of their bytes together, which packs sorted times and counts to a fifth. An array that is mostly zero
is told by what it holds elsewhere.
"""

from __future__ import annotations

import dataclasses
import json
import types
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

LEVEL = 1
"""Of zlib: a higher one takes longer than simulating anew."""
SPARSE = 8
"""An array with fewer than one number in so many that is not 0 is told by those."""
KINDS: Mapping[str, str] = {"i": "<i8", "f": "<f8", "b": "|b1"}


def packed(kind: Any, value: object) -> bytes:
    """The bytes of a value of a declared type. Raises TypeError where it is none."""
    arrays: list[bytes] = []
    tree = json.dumps(_tree(kind, value, arrays), separators=(",", ":"), ensure_ascii=False).encode()
    return zlib.compress(b"".join((b"%d\n" % len(tree), tree, *arrays)), LEVEL)


def unpacked(kind: Any, content: bytes) -> Any:
    """The value that `packed` made the bytes of. Raises ValueError for any others."""
    try:
        whole = memoryview(zlib.decompress(content))
        length = bytes(whole[:20]).partition(b"\n")[0]
        begin = len(length) + 1
        tree = json.loads(bytes(whole[begin : begin + int(length)]))
        reader = _Reader(whole[begin + int(length) :])
        value = _value(kind, tree, reader)
    except (zlib.error, LookupError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise ValueError(f"these are not the bytes of a value: {error}") from None
    if len(reader.left):
        raise ValueError("bytes are left over")
    return value


class _Reader:
    def __init__(self, left: memoryview) -> None:
        self.left = left

    def take(self, count: int) -> bytes:
        if count > len(self.left):
            raise ValueError("bytes are missing")
        taken, self.left = bytes(self.left[:count]), self.left[count:]
        return taken


def _tree(kind: Any, value: Any, arrays: list[bytes]) -> Any:
    sort = _sort(kind)
    if sort == "array":
        return _told(np.asarray(value), arrays)
    if sort == "maybe":
        return None if value is None else _tree(_other(kind), value, arrays)
    if sort == "plain":
        return value.item() if isinstance(value, np.generic) else value
    if sort == "record":
        return [_tree(below, getattr(value, name), arrays) for name, below in _fields(kind)]
    if sort == "mapping":
        first, second = get_args(kind)
        return [[_tree(first, key, arrays), _tree(second, below, arrays)] for key, below in value.items()]
    return [_tree(below, one, arrays) for below, one in zip(_members(kind, len(value)), value, strict=True)]


def _value(kind: Any, tree: Any, reader: _Reader) -> Any:
    sort = _sort(kind)
    if sort == "array":
        return _array(tree, reader)
    if sort == "maybe":
        return None if tree is None else _value(_other(kind), tree, reader)
    if sort == "plain":
        return tree
    if sort == "record":
        fields = _fields(kind)
        return kind(*[_value(below, one, reader) for (_, below), one in zip(fields, tree, strict=True)])
    if sort == "mapping":
        first, second = get_args(kind)
        return {_value(first, key, reader): _value(second, below, reader) for key, below in tree}
    made = [_value(below, one, reader) for below, one in zip(_members(kind, len(tree)), tree, strict=True)]
    return made if get_origin(kind) is list else tuple(made)


@cache
def _sort(kind: Any) -> str:
    """What a declared type is. Raises TypeError for one that cannot be packed."""
    origin = get_origin(kind)
    if kind in (int, float, str, bool, type(None)) or origin is Literal:
        return "plain"
    if origin is np.ndarray:
        return "array"
    if origin in (Union, types.UnionType) and len(get_args(kind)) == 2 and type(None) in get_args(kind):
        return "maybe"
    if origin in (tuple, list, Sequence):
        return "members"
    if origin in (dict, Mapping):
        return "mapping"
    if isinstance(kind, type) and (dataclasses.is_dataclass(kind) or hasattr(kind, "_fields")):
        return "record"
    raise TypeError(f"{kind} cannot be packed")


def _other(kind: Any) -> Any:
    first, second = get_args(kind)
    return second if first is type(None) else first


def _members(kind: Any, count: int) -> Sequence[Any]:
    stated = get_args(kind)
    if get_origin(kind) is tuple and stated[-1:] != (...,):
        return stated
    return (stated[0],) * count


@cache
def _fields(kind: Any) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    names = kind._fields if hasattr(kind, "_fields") else [field.name for field in dataclasses.fields(kind)]
    return tuple((name, hints[name]) for name in names)


def _told(array: NDArray[Any], arrays: list[bytes]) -> list[Any]:
    """What the tree says of an array, whose numbers go to `arrays`."""
    kind = array.dtype.kind
    if kind not in KINDS or array.dtype != np.dtype(KINDS[kind]):
        raise TypeError(f"an array of {array.dtype} cannot be packed")
    flat = array.ravel()
    if flat.size > 64 and kind != "f" and (places := np.flatnonzero(flat)).size * SPARSE < flat.size:
        arrays += (_shuffled(places), _shuffled(flat[places]))
        return [kind, places.size, *array.shape]
    arrays.append(_shuffled(flat))
    return [kind, -1, *array.shape]


def _array(told: list[Any], reader: _Reader) -> NDArray[Any]:
    kind, some, *shape = told
    if some < 0:
        return _read(kind, int(np.prod(shape, dtype=np.int64)), reader).reshape(shape)
    made = np.zeros(int(np.prod(shape, dtype=np.int64)), dtype=KINDS[kind])
    places = _read("i", some, reader)
    made[places] = _read(kind, some, reader)
    return made.reshape(shape)


def _shuffled(flat: NDArray[Any]) -> bytes:
    if flat.dtype.kind != "i":
        return flat.tobytes()
    apart = np.diff(flat, prepend=0).astype("<i8", copy=False)  # wraps where it overflows, and back
    return np.ascontiguousarray(apart.view(np.uint8).reshape(-1, 8).T).tobytes()


def _read(kind: str, count: int, reader: _Reader) -> NDArray[Any]:
    dtype = np.dtype(KINDS[kind])
    content = np.frombuffer(reader.take(count * dtype.itemsize), dtype=np.uint8)
    if kind != "i":
        return content.view(dtype).copy()
    apart = np.ascontiguousarray(content.reshape(8, count).T).view(dtype).reshape(count)
    return np.cumsum(apart, dtype=dtype)
