"""Where the kernel's machine code is kept between runs: a folder that is whole and as it was written, or none.

The folder bears a digest of every source that goes into the kernel, of llvmlite's version and of the processor: what
stands in it was made from what stands here (SEMANTICS 11.1). It is filled under another name, and renamed when all is
in it, with a digest of the code. So two processes that compile at once do not meet, one that is
killed leaves nothing that another would load, and machine code that was damaged on the disk is never run. Where nothing
can be kept the engine is compiled anew each time, and somebody is told why.
"""

from __future__ import annotations

import hashlib
import logging
import os
import platform
import shutil
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

import llvmlite.binding as llvm

from sim.user_cache import user_cache
from sim.whole_file import runs

SOURCES = (
    "engine/compiled", "engine/nodes.py", "engine/program.py", "engine/conditions.py", "engine/effort.py",
    "engine/histogram.py", "engine/limits.py", "engine/summary.py", "engine/table.py", "chance", "worktime",
)  # fmt: skip
"""What goes into the kernel, below `sim`."""
CODE, WHOLE = "kernel.o", "whole"
"""The machine code, and its digest. A folder without that is not whole."""

LOG = logging.getLogger("sim.engine")
"""Says (INFO) that the engine is being compiled, which keeps its user waiting once on a machine; and (WARNING) that it
cannot be kept, or that what was kept is damaged."""


def kept() -> bytes | None:
    """The kernel as it was compiled before; None if it has to be compiled."""
    folder = cache_folder()
    if folder is None:
        return None
    _sweep(folder.parent)
    code = _read(folder)
    if code is None and _holds_anything(folder):
        _tell("damaged", "the engine kept in {folder} was damaged; it is compiled anew", folder=folder)
        _remove(folder)
    return code


def is_kept() -> bool:
    """Whether the kernel was compiled before; that it is undamaged only `kept` finds out."""
    folder = cache_folder()
    return folder is not None and (folder / WHOLE).exists()


def keep(code: bytes) -> None:
    """Keep what was compiled, for the processes that come; where that cannot be, say why."""
    folder = cache_folder()
    if folder is None:
        above = user_cache()
        _give_up("there is no home folder" if above is None else f"nothing can be written in {above}")
        return
    part = folder.with_name(f"{folder.name}.{os.getpid()}.part")
    try:
        _write(part, code)
        _remove(folder)
        os.rename(part, folder)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        if _read(folder) is None:  # else another process was done first
            _give_up(error)


def _write(folder: Path, code: bytes) -> None:
    folder.mkdir(exist_ok=True)
    (folder / CODE).write_bytes(code)
    (folder / WHOLE).write_text(_digest_of(code), "utf-8")


def _read(folder: Path) -> bytes | None:
    """The machine code in a folder that is whole and as it was written."""
    try:
        code = (folder / CODE).read_bytes()
        return code if (folder / WHOLE).read_text("utf-8") == _digest_of(code) else None
    except (OSError, ValueError):
        return None


def _digest_of(code: bytes) -> str:
    return hashlib.blake2b(code).hexdigest()


def _give_up(why: object) -> None:
    _tell("not_kept", "the compiled engine cannot be kept ({why}): each run compiles it anew", why=why)


def _tell(sentence: str, message: str, **values: object) -> None:
    """Somebody may have better words for the sentence (`onewindow.cli.compiling`)."""
    LOG.warning(message.format(**values), extra={"told": (sentence, values)})


def cache_folder() -> Path | None:
    """The folder of this kernel on this machine, there or not; None where nothing can be written."""
    above = user_cache()
    if above is None:
        return None
    above = above / "onewindow"
    try:
        above.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return above / f"kernel-{_digest(SOURCES)}" if os.access(above, os.W_OK | os.X_OK) else None


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


@cache
def _digest(sources: tuple[str, ...]) -> str:
    root = Path(__file__).parents[2]
    hasher = hashlib.blake2b(digest_size=12)
    for part in sources:
        for path in sorted((root / part).rglob("*.py")) or [root / part]:
            hasher.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    features = llvm.get_host_cpu_features().flatten()
    for word in (version("llvmlite"), platform.python_version(), llvm.get_host_cpu_name(), features):
        hasher.update(word.encode() + b"\0")
    return hasher.hexdigest()
