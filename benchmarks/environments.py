"""Rivals whose pins would hold ours back live in environments of their own, made when first needed and kept.

They are never dependencies: they are kept in the user's cache, outside the project.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.children import run

PYTHON = "3.11"


class UnavailableError(Exception):
    """A rival cannot run here; the message says why."""


def kept(cache: Path, package: str, version: str) -> Path | None:
    """The interpreter of an environment that is there already."""
    folder = cache / f"{package}-{version}"
    python = folder / "bin" / "python"
    return python if (folder / "ready").exists() and python.exists() else None


def environment(cache: Path, package: str, version: str) -> Path:
    """The interpreter of the environment. Raises UnavailableError."""
    if (there := kept(cache, package, version)) is not None:
        return there
    folder = cache / f"{package}-{version}"
    python = folder / "bin" / "python"
    uv = shutil.which("uv")
    if uv is None:
        raise UnavailableError("uv is not on the path")
    folder.parent.mkdir(parents=True, exist_ok=True)
    for command in (
        [uv, "venv", "--clear", "--quiet", "--python", PYTHON, str(folder)],
        [uv, "pip", "install", "--quiet", "--python", str(python), f"{package}=={version}"],
    ):
        ended = run(command, cwd=folder.parent)  # outside the project, whose constraints are not for it
        if ended.code:
            raise UnavailableError(f"{' '.join(command[:3])}: {ended.err.strip().splitlines()[-1][:200]}")
    (folder / "ready").touch()
    return python
