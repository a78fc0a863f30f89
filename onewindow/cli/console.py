"""Where tables are printed: as wide as the terminal, or wide enough when the text goes to a file or a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

PIPED = 140
"""Columns of a table that no terminal limits."""


def console() -> Console:
    from rich.console import Console

    return Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else PIPED)
