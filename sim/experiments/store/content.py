"""What something says, as a digest: equal digests, equal content, on any machine.

Only values whose content is plain take part: numbers, texts, dates, arrays, mappings, lists, models and dataclasses of
such. Where something stands in a file (`Place`) changes no number and does not count. Anything else raises TypeError,
so that nothing is ever taken for equal by what its memory address happens to be.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from enum import Enum
from fractions import Fraction
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path

import numpy as np
from pydantic import BaseModel

import sim
from sim.model.faults import Place

DIGEST_BYTES = 16

REPLICATION_RULES = (
    "engine/", "chance/", "worktime/", "results/", "experiments/running/", "experiments/comparing/",
    "experiments/store/packing.py",
)  # fmt: skip
"""What of the code may change what is kept of a program's replications: its own digest covers how it was made."""
WORDS = ("words/", "pages/")
"""What of the code changes no number."""


def digest_of(*values: object) -> str:
    """The digest of what all values say together. Raises TypeError for one that is not plain."""
    hasher = blake2b(digest_size=DIGEST_BYTES)
    for value in values:
        for piece in _pieces(value):
            hasher.update(piece)
    return hasher.hexdigest()


def _pieces(value: object) -> Iterator[bytes]:
    """Bytes that differ where values do: every piece says how much it holds."""
    if value is None or isinstance(value, (bool, int, float, str, Fraction, date, time)):
        said = f"{type(value).__name__} {value!r}".encode()
        yield b"%d:" % len(said)
        yield said
    elif isinstance(value, Place):
        return
    elif isinstance(value, Enum):
        yield from _pieces((type(value).__name__, value.name))
    elif isinstance(value, np.ndarray):
        yield from _pieces((str(value.dtype), value.shape))
        yield np.ascontiguousarray(value).tobytes()
    elif isinstance(value, np.generic):
        yield from _pieces(value.item())
    elif isinstance(value, Path):
        yield from _pieces(str(value))
    elif isinstance(value, Mapping):
        yield b"{%d:" % len(value)
        for key, below in value.items():
            yield from _pieces(key)
            yield from _pieces(below)
    elif isinstance(value, (list, tuple)):
        yield b"[%d:" % len(value)
        for below in value:
            yield from _pieces(below)
    elif isinstance(value, (set, frozenset)):
        yield b"<%d:" % len(value)
        yield from sorted(digest_of(below).encode() for below in value)
    elif hasattr(type(value), "content"):
        yield from _pieces((_name(type(value)), value.content))  # type: ignore[attr-defined]
    elif isinstance(value, BaseModel):
        yield from _pieces((_name(type(value)), {n: getattr(value, n) for n in type(value).model_fields}))
    elif isinstance(value, partial):
        yield from _pieces((value.func, value.args, value.keywords))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        yield from _pieces((_name(type(value)), fields))
    elif isinstance(value, (type, Callable)) and "<" not in _name(value):  # type: ignore[arg-type]
        yield from _pieces(_name(value))
    else:
        raise TypeError(f"{type(value).__name__} has no plain content")


def _name(thing: object) -> str:
    return f"{getattr(thing, '__module__', '?')}:{getattr(thing, '__qualname__', '<no name>')}"


@cache
def replication_rules() -> str:
    """The digest of the code that turns a program into what is kept of its replications."""
    return _code(lambda place: place.startswith(REPLICATION_RULES))


@cache
def all_rules() -> str:
    """The digest of all code that may change an answer."""
    return _code(lambda place: not place.startswith(WORDS))


def _code(counts: Callable[[str], bool]) -> str:
    """Of the simulator's modules that count; numpy's sums may differ from one version to the next."""
    home = Path(sim.__file__).parent
    hasher = blake2b(np.__version__.encode(), digest_size=DIGEST_BYTES)
    for path in sorted(home.rglob("*.py")):
        place = path.relative_to(home).as_posix()
        if counts(place):
            hasher.update(place.encode() + b"\0")
            hasher.update(path.read_bytes())
    return hasher.hexdigest()
