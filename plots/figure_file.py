"""The file of a figure: what its name may be, told before anything is simulated, and writing it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plots.save import BOTH, SUFFIXES, save
from sim.model import Fault, ModelError
from sim.model.faults import listed
from sim.model.files import spelt, unwritable

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def checked_path(path: Path, option: str = "figure") -> None:
    """Raises ModelError for what no figure can be written to."""
    wrong = _wrong(path)
    if wrong is not None:
        raise ModelError([Fault.of(option, spelt(path), wrong)])


def _wrong(path: Path) -> str | None:
    if path.suffix and path.suffix.lower() not in SUFFIXES:
        allowed = f"{listed(SUFFIXES)}, or no suffix for {' and '.join(BOTH)}"
        return f'"{path.suffix}" is no kind of figure; allowed: {allowed}'
    each = [path] if path.suffix or not path.name else [path, *(path.with_name(path.name + s) for s in BOTH)]
    return next((why for why in map(unwritable, each) if why), None)


def write(figure: Figure, path: Path, option: str = "figure") -> list[Path]:
    """The paths written. Raises ModelError where the file cannot be written."""
    try:
        return save(figure, path)
    except OSError as error:
        raise ModelError([Fault.of(option, spelt(path), _cannot(error))]) from None


def _cannot(error: OSError) -> str:
    return f"the file cannot be written: {error.strerror or error}"
