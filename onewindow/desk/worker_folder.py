"""The folder of the desk's studies, as its workers know it: told through the environment, since they are processes."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "ONEWINDOW_STUDIES"


def folder() -> Path | None:
    """None where no desk is open."""
    named = os.environ.get(VARIABLE, "")
    return Path(named) if named else None


def tell(studies: Path) -> None:
    """Every worker that begins from now on knows it, and so does this process."""
    os.environ[VARIABLE] = str(studies.absolute())
