"""What can only be found wrong once a scenario is put together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sim.model.faults import UnfitError


class CompileError(UnfitError):
    """A scenario that reads well but cannot run."""

    def __init__(self, path: str, message: str, more: tuple[CompileError, ...] = ()) -> None:
        super().__init__(path, message)
        self.all: tuple[CompileError, ...] = (self, *more)
        """This one and those found along with it."""

    @property
    def told(self) -> list[tuple[str, str]]:
        """(path, message) of each; where several say the same, only the first, with how many more there are."""
        alike: dict[str, list[str]] = {}
        for one in self.all:
            alike.setdefault(one.message, []).append(one.path)
        return [(paths[0], message + so_too(len(paths))) for message, paths in alike.items()]


class LoadError(CompileError):
    """A load under which nothing can run."""

    def __init__(self, load: str, message: str) -> None:
        super().__init__("", message)
        self.load = load


@contextmanager
def told_at(path: str) -> Iterator[None]:
    """What cannot be built inside (a calendar, a table, an arrival rate) is a fault at `path`."""
    try:
        yield
    except CompileError:
        raise
    except UnfitError as fault:
        raise CompileError(fault.path, fault.message) from fault
    except ArithmeticError as fault:
        raise CompileError(path, "this is too large to be computed with") from fault
    except ValueError as fault:
        raise CompileError(path, str(fault)) from fault


def so_too(count: int) -> str:
    """The end of a message that stands at the first of so many places."""
    return f" (and so {count - 1:,} times more)" if count > 1 else ""
