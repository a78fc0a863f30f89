"""A word on stderr when something below has its user waiting, or had to help itself.

What is below knows no screens: it writes to its log. A warning there names its sentence (`extra={"told": …}`), with its
values; one that differs by language is a mapping.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sim.visible import visible
from sim.words.engine import COMPILING, told

LOG = logging.getLogger("sim")


class _Said(logging.Handler):
    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang

    def emit(self, record: logging.LogRecord) -> None:
        sentence, values = getattr(record, "told", (None, {}))
        if sentence is not None:
            said = told(sentence, values, self._lang)
        else:
            said = COMPILING[self._lang] if record.levelno == logging.INFO else record.getMessage()
        print(visible(said), file=sys.stderr, flush=True)


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
