"""Which store is used: the one that `ONEWINDOW_STORE` names, or none.

In Python nothing is written to a disk that nobody named. The command line names the user's cache folder where nobody
names another (`--store DIR|none`, `ONEWINDOW_STORE`): whoever types a command twice means the same question.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from sim.experiments.store.store import Store
from sim.user_cache import user_cache

VARIABLE = "ONEWINDOW_STORE"
NONE = "none"


def store_named() -> Store | None:
    """The store of the environment. Raises ModelError for a folder that cannot be one."""
    named = os.environ.get(VARIABLE, "").strip()
    return None if named in ("", NONE) else opened(named)


@lru_cache(maxsize=8)
def opened(folder: str) -> Store:
    """The store in a folder, once a process."""
    return Store(folder)


def users_store() -> Path | None:
    """Where a user's own store lies unless another is named; None where there is no home."""
    above = user_cache()
    return None if above is None else above / "onewindow" / "store"


@contextmanager
def using_store(folder: str | os.PathLike[str] | None) -> Iterator[None]:
    """Name the store for as long as the block lasts; None: no store."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = NONE if folder is None else os.fspath(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before
