"""`dataclass` for frozen classes that are quick to make: a tenth of what `validate` cost was the making of our own.

The standard library compiles six functions, one by one, for each of the hundred classes that every command loads; here
only `__init__` is compiled. Python 3.13 compiles them together: once that is the least we run on, this module may go.
It takes `frozen`, `eq` and `order`, and fields with defaults and factories; a class that is not frozen is the standard
library's own. To type checkers, `fields`, `replace` and `asdict` all are.
"""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass


def _dataclass(
    cls: type | None = None, /, *, frozen: bool = False, eq: bool = True, order: bool = False
) -> Any:
    def made(cls: type) -> type:
        return _frozen(cls, eq, order) if frozen else dataclasses.dataclass(eq=eq, order=order)(cls)

    return made if cls is None else made(cls)


if not TYPE_CHECKING:
    dataclass = _dataclass


def _frozen(cls: type, eq: bool, order: bool) -> type:
    cls.__doc__ = cls.__doc__ or cls.__name__  # else it is made of the signature, which is slow to find
    dataclasses.dataclass(init=False, repr=False, eq=False)(cls)
    fields = dataclasses.fields(cls)
    known: dict[str, Any] = {"put": object.__setattr__, "absent": dataclasses.MISSING}
    stated, body = ["self"], []
    for field in fields:
        assert not field.kw_only
        if not field.init:
            continue  # `__post_init__` puts it there
        name, value = field.name, field.name
        if field.default is not dataclasses.MISSING:
            known[f"_{name}"] = field.default
            stated.append(f"{name}=_{name}")
        elif field.default_factory is not dataclasses.MISSING:
            known[f"_{name}"] = field.default_factory
            stated.append(f"{name}=absent")
            value = f"_{name}() if {name} is absent else {name}"
        else:
            stated.append(name)
        body.append(f"put(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    methods: dict[str, Any] = {}
    exec("\n ".join([f"def __init__({', '.join(stated)}):", *body, "pass"]), known, methods)
    if eq:
        methods |= _compared([field.name for field in fields if field.compare], order)
        hashed = [field.name for field in fields if (field.compare if field.hash is None else field.hash)]
        methods["__hash__"] = _hash(hashed)
    for name, method in (SHARED | methods).items():
        if cls.__dict__.get(name) is None:  # None is the hash of a class that says what is equal
            setattr(cls, name, method)
    return cls


def _values(names: list[str]) -> Callable[[Any], Any]:
    """What a class is compared by."""
    if len(names) > 1:
        return operator.attrgetter(*names)
    return lambda one: tuple(getattr(one, name) for name in names)


def _compared(names: list[str], order: bool) -> dict[str, Any]:
    values = _values(names)

    def by(sign: Callable[[Any, Any], bool]) -> Callable[[Any, object], Any]:
        def compared(self: Any, other: object) -> Any:
            return sign(values(self), values(other)) if other.__class__ is self.__class__ else NotImplemented

        return compared

    signs = ("__eq__", "__lt__", "__le__", "__gt__", "__ge__") if order else ("__eq__",)
    return {name: by(getattr(operator, name)) for name in signs}


def _hash(names: list[str]) -> Callable[[Any], int]:
    values = _values(names)
    return lambda self: hash(values(self))


@recursive_repr()
def _repr(self: Any) -> str:
    shown = (
        f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr
    )
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _setattr(_self: object, name: str, _value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(_self: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


SHARED = {"__repr__": _repr, "__setattr__": _setattr, "__delattr__": _delattr}
