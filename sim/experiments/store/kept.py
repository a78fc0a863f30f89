"""What is kept: results of functions that say so, found in a store or else made and put there, in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Protocol, TypeVar, get_type_hints

from sim.experiments.store.content import digest_of
from sim.experiments.store.store import Shelf

F = TypeVar("F", bound=Callable[..., Any])
A = TypeVar("A")
T = TypeVar("T")


def kept(function: F) -> F:
    """Mark a function: what it returns, of the type it declares, is small enough to be kept and can be packed."""
    function.is_kept = True  # type: ignore[attr-defined]
    return function


@dataclass(frozen=True)
class Kept:
    """What a function returns, as a store knows it."""

    name: str
    kind: Any


def kept_of(function: Callable[..., Any]) -> Kept | None:
    """None where nothing of it is kept. What is stated beforehand (`partial`) is part of the name."""
    if not isinstance(function, partial):
        return _kept_of(function) if getattr(function, "is_kept", False) else None
    plain = kept_of(function.func)
    if plain is None:
        return None
    try:
        return Kept(f"{plain.name} {digest_of(function.args, function.keywords)}", plain.kind)
    except TypeError:
        return None


@cache
def _kept_of(function: Callable[..., Any]) -> Kept:
    return Kept(f"{function.__module__}:{function.__qualname__}", get_type_hints(function)["return"])


class Slot(Protocol):
    """A place in a store for one thing."""

    def found(self) -> Any: ...
    def keep(self, made: Any) -> None: ...
    def flush(self) -> None: ...


@dataclass(frozen=True)
class Numbered:
    """The place of a replication on its shelf."""

    shelf: Shelf
    number: int

    def found(self) -> Any:
        return self.shelf.found(self.number)

    def keep(self, made: Any) -> None:
        self.shelf.keep(self.number, made)

    def flush(self) -> None:
        self.shelf.flush()


def found_or_made(
    wanted: Iterable[tuple[Slot, A]],
    make: Callable[[Iterator[A]], Iterator[T]],
    tell: Callable[[float], None],
) -> Iterator[T]:
    """What is wanted, in order: from its place if it is there, else made by `make`, which may look ahead, and kept.

    `tell` hears of each that was there.
    """
    turn: deque[tuple[Slot, Any]] = deque()

    def missing() -> Iterator[A]:
        for slot, asked in wanted:
            there = slot.found()
            turn.append((slot, there))
            if there is None:
                yield asked

    made = make(missing())
    last: Slot | None = None
    try:
        while True:
            one = next(made, _END)
            while turn and turn[0][1] is not None:
                tell(1.0)
                yield turn.popleft()[1]
            if isinstance(one, _End):
                return
            slot, _ = turn.popleft()
            if last is not None and not _together(last, slot):
                last.flush()
            slot.keep(one)
            last = slot
            yield one
    finally:
        if last is not None:
            last.flush()


class _End:
    """No more is made."""


_END: Any = _End()


def _together(one: Slot, other: Slot) -> bool:
    return isinstance(one, Numbered) and isinstance(other, Numbered) and one.shelf is other.shelf
