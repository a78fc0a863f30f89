"""The file of a figure: what its name may be, told before anything is simulated, and writing it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plots.save import BOTH, SUFFIXES, save
from sim.model import Fault, ModelError
from sim.model.faults import listed
from sim.model.files import spelt

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def checked_path(path: Path, option: str = "figure") -> None:
    """Raises ModelError for what no figure can be written to."""
    try:
        wrong = _wrong(path)
    except (OSError, ValueError) as error:
        wrong = _cannot(error)
    if wrong is not None:
        raise ModelError([Fault(f"--{option} {spelt(path)}", 0, 0, wrong)])


def _wrong(path: Path) -> str | None:
    if path.is_dir():
        return "is a folder; name a file"
    if path.suffix and path.suffix.lower() not in SUFFIXES:
        allowed = f"{listed(SUFFIXES)}, or no suffix for {' and '.join(BOTH)}"
        return f'"{path.suffix}" is no kind of figure; allowed: {allowed}'
    for folder in path.parents:
        if folder.exists() and not folder.is_dir():
            return f'"{spelt(folder)}" is a file, not a folder'
    for each in (path,) if path.suffix else [path.with_name(path.name + suffix) for suffix in BOTH]:
        each.exists()  # a name too long is told here
        if each.is_dir():
            return f'"{spelt(each)}" is a folder; name a file'
    return None


def write(figure: Figure, path: Path, option: str = "figure") -> list[Path]:
    """The paths written. Raises ModelError where the file cannot be written."""
    try:
        return save(figure, path)
    except OSError as error:
        raise ModelError([Fault(f"--{option} {spelt(path)}", 0, 0, _cannot(error))]) from None


def _cannot(error: OSError | ValueError) -> str:
    return f"the file cannot be written: {getattr(error, 'strerror', None) or error}"
