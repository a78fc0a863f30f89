"""Files that are there whole, or not at all; and what a killed process left of one.

The bytes go into a part beside the file, which then takes the file's name. Where a process is killed in between
(`kill -9`, a power cut) its part stays behind. It bears our name and the process's number, so whoever writes in that
folder next knows it for ours, and for left behind.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_PART = re.compile(r"\.onewindow-(\d{1,10})-\d+\.part")
_count = itertools.count()


def write(path: Path, content: bytes, check: Callable[[Path], None] | None = None) -> None:
    """Write a file, and sweep its folder of what killed processes left there. Raises OSError.

    `check` is given the part; where it raises, no file is made of it.
    """
    sweep(path.parent)
    put(path, content, check)


def put(path: Path, content: bytes, check: Callable[[Path], None] | None = None) -> None:
    """Write a file, in a folder that somebody sweeps. Raises OSError."""
    part = path.with_name(f".onewindow-{os.getpid()}-{next(_count)}.part")
    try:
        part.write_bytes(content)
        if check is not None:
            check(part)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def is_part(name: str) -> bool:
    """Whether a file's name is that of a part."""
    return _PART.fullmatch(name) is not None


def sweep(folder: Path) -> None:
    """Remove parts of processes that are no more. What cannot be removed stays."""
    with suppress(OSError):
        for entry in list(os.scandir(folder)):
            part = _PART.fullmatch(entry.name)
            if part is not None and not runs(int(part[1])):
                with suppress(OSError):
                    os.unlink(entry.path)


def runs(process: int) -> bool:
    """Whether a process of this number may still be at work."""
    if os.name == "nt":
        return False  # and if it does: a file that is open cannot be removed there
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
