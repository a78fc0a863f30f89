"""Which files `--onewindow` means: those named, and every scenario file below a folder.

What pytest ignores is left out here too (hidden folders, virtual environments, `--ignore`, `norecursedirs`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sim.model.faults import nearest
from sim.model.files import is_scenario

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True)
class Folder:
    """A folder or file as it was typed, with its scenario files: where they lie, and as they would be typed."""

    given: str
    files: dict[Path, str]


def folder_at(given: str, config: pytest.Config) -> Folder:
    """The folder's files in order of their names. Raises UsageError when there is nothing to find."""
    path = Path(os.path.abspath(config.invocation_params.dir / given))
    if path.is_file():
        return Folder(given, {path: given})
    if not path.is_dir():
        beside = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
        raise pytest.UsageError(
            f"--onewindow {given}: there is no such folder or file{nearest(path.name, beside)}"
        )
    found = {file: str(Path(given) / file.relative_to(path)) for file in _below(path, config)}
    if not found:
        raise pytest.UsageError(
            f"--onewindow {given}: no scenario file lies below this folder (*.yaml or *.yml that says onewindow: 1)"
        )
    return Folder(given, found)


def _below(folder: Path, config: pytest.Config) -> Iterator[Path]:
    def ignored(path: Path) -> bool:
        return bool(config.hook.pytest_ignore_collect(collection_path=path, config=config))

    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not ignored(Path(here) / name))
        for name in sorted(names):
            path = Path(here) / name
            if path.suffix in SUFFIXES and not ignored(path) and is_scenario(path):
                yield path
