"""Where the kernel's machine code is kept between runs: a folder that is whole and as it was written, or none.

The folder bears a digest of every source that goes into the kernel, of numba's version and of the processor: what
stands in it was made from what stands here (SEMANTICS 11.1). It is filled under another name, and renamed when all is
in it, with a list of its files and their digests. So two processes that compile at once do not meet, one that is killed
leaves nothing that another would load, and machine code that was damaged on the disk is never run. Where nothing can be
kept the engine is compiled anew each time, and somebody is told why.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import platform
import shutil
from contextlib import suppress
from functools import cache
from pathlib import Path

import llvmlite.binding as llvm
import numba

from sim.whole_file import runs

SOURCES = (
    "engine/compiled", "engine/program.py", "engine/conditions.py", "engine/histogram.py", "engine/summary.py",
    "chance", "worktime",
)  # fmt: skip
"""What goes into the kernel, below `sim`."""
LIST = "whole.json"
"""Digests of the other files, by name. A folder without it is not whole."""

LOG = logging.getLogger("sim.engine.engines")
_given_up: list[bool] = []


def place() -> Path | None:
    """Where this process's machine code is taken from or put; None where nothing can be kept."""
    return None if _given_up else _place()


def keep() -> None:
    """All is compiled: what was put down becomes the folder that others take it from."""
    part = place()
    if part is None or part.suffix != ".part":
        return
    try:
        (part / LIST).write_text(json.dumps(_digests(part), indent=0), "utf-8")
        os.rename(part, _whole_one(part))
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        if not _whole(_whole_one(part)):  # else another process was done first
            give_up(error)


def _whole_one(part: Path) -> Path:
    """The folder that a part becomes."""
    return part.with_suffix("").with_suffix("")


def give_up(why: object) -> None:
    """Keep nothing from now on, and say why."""
    _given_up.append(True)
    _tell("not_kept", "the compiled engine cannot be kept ({why}): each run compiles it anew", why=why)


@cache
def _place() -> Path | None:
    folder = cache_folder()
    if folder is not None:
        _sweep(folder.parent)
        if _whole(folder):
            return folder
        if _holds_anything(folder):
            _tell("damaged", "the engine kept in {folder} was damaged; it is compiled anew", folder=folder)
        _remove(folder)
        part = folder.with_name(f"{folder.name}.{os.getpid()}.part")
        with suppress(OSError):
            part.mkdir(exist_ok=True)
            return part
    where = _user_cache()
    give_up("there is no home folder" if where is None else f"nothing can be written in {where}")
    return None


def _tell(sentence: str, message: str, **values: object) -> None:
    """Somebody may have better words for the sentence (`onewindow.cli.compiling`)."""
    LOG.warning(message.format(**values), extra={"told": (sentence, values)})


def cache_folder() -> Path | None:
    """The folder of this kernel on this machine, there or not; None where nothing can be written."""
    above = _user_cache()
    if above is None:
        return None
    above = above / "onewindow"
    try:
        above.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return above / f"kernel-{_digest()}" if os.access(above, os.W_OK | os.X_OK) else None


def _user_cache() -> Path | None:
    """Where programs keep what they can make again; None where that would be in a home that is not there."""
    named = os.environ.get("XDG_CACHE_HOME")
    if named and os.path.isabs(named):
        return Path(named)
    try:
        if platform.system() == "Windows":
            return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        return Path.home() / ("Library/Caches" if platform.system() == "Darwin" else ".cache")
    except RuntimeError:
        return None


def _whole(folder: Path) -> bool:
    try:
        listed = json.loads((folder / LIST).read_text("utf-8"))
        return bool(listed) and listed == _digests(folder)
    except (OSError, ValueError, RecursionError):
        return False


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != LIST)
    return {
        path.relative_to(folder).as_posix(): hashlib.blake2b(path.read_bytes()).hexdigest() for path in files
    }


def _holds_anything(folder: Path) -> bool:
    return folder.is_file() or any(path.is_file() for path in folder.rglob("*"))


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
    shutil.rmtree(path, ignore_errors=True)


def _sweep(above: Path) -> None:
    """Remove what processes that were killed while they compiled have left."""
    for part in above.glob("kernel-*.part"):
        process = part.suffixes[-2][1:] if len(part.suffixes) > 1 else ""
        if process.isdigit() and not runs(int(process)):
            shutil.rmtree(part, ignore_errors=True)


def _digest() -> str:
    root = Path(__file__).parents[2]
    hasher = hashlib.blake2b(
        f"{root}\0".encode(), digest_size=12
    )  # numba keeps a source's path and time as well
    for part in SOURCES:
        for path in sorted((root / part).rglob("*.py")) or [root / part]:
            hasher.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
            hasher.update(str(path.stat().st_mtime_ns).encode() + b"\0")
    features = llvm.get_host_cpu_features().flatten()
    for word in (numba.__version__, platform.python_version(), llvm.get_host_cpu_name(), features):
        hasher.update(word.encode() + b"\0")
    return hasher.hexdigest()
