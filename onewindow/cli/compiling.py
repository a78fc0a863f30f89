"""A word on stderr when the engine is compiled, which keeps its user waiting once on a machine."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from onewindow.cli.words import COMPILING

LOG = logging.getLogger("sim.engine.engines")


class _Said(logging.Handler):
    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang

    def emit(self, _record: logging.LogRecord) -> None:
        print(COMPILING[self._lang], file=sys.stderr, flush=True)


@contextmanager
def said_when_compiling(lang: str) -> Iterator[None]:
    """Whatever compiles the engine meanwhile is told, and nothing is where it need not be compiled."""
    handler, level = _Said(lang), LOG.level
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    try:
        yield
    finally:
        LOG.setLevel(level)
        LOG.removeHandler(handler)
