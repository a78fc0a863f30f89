"""Reading a file that somebody named: no more of it than a file of its kind may hold, whatever stands there."""

from __future__ import annotations

import re
from pathlib import Path

from sim.model.bounds import BYTES
from sim.model.faults import shown

_SAYS_ONEWINDOW = re.compile(
    rb"""^(?:\xef\xbb\xbf)?(?:\{\s*)?["']?onewindow["']?\s*(?::|\xef\xbc\x9a)""", re.MULTILINE
)
"""The key on the first level, a full-width colon included: such a file is faulty, not another kind of file."""


def content(path: str | Path, most: int = BYTES) -> bytes:
    """The bytes of a file. Raises OSError where it cannot be read, or holds more than `most` bytes."""
    try:
        with Path(path).open("rb") as file:
            read = file.read(most + 1)
    except ValueError as error:  # a name that no file can have
        raise OSError(0, str(error)) from None
    if len(read) > most:
        raise OSError(0, f"it holds more than {most:,} bytes")
    return read


def is_file(path: Path) -> bool:
    """Whether a file stands there; a name that no file can have has none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_scenario(path: Path) -> bool:
    """Whether a file says it is one. A file that cannot be read may be, and its fault is told when it is opened."""
    try:
        return _SAYS_ONEWINDOW.search(path.read_bytes()) is not None
    except OSError:
        return path.is_file()


def unwritable(path: Path) -> str | None:
    """Why no file can be written there, as far as it shows beforehand."""
    try:
        if path.is_dir():
            return "is a folder; name a file"
        path.exists()  # a name too long is told here
        for folder in path.parents:
            if folder.exists() and not folder.is_dir():
                return f'"{spelt(folder)}" is a file, not a folder'
    except (OSError, ValueError) as error:
        return f"cannot be written: {getattr(error, 'strerror', None) or error}"
    return None


def spelt(path: object) -> str:
    """A path as a message names it, however long it is."""
    return shown(str(path))[1:-1]


def is_inside(table: Path, folder: Path) -> bool:
    """Whether a file lies in a folder or below, links followed."""
    try:
        return table.is_relative_to(folder) and table.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):
        return True  # a name that no file can have is told when it is read
