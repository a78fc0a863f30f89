"""A file of a store: whole and for whom it was written, or as good as not there.

One line says what it is: the shelf it stands on, its name there and the digest of the rest. A file that was cut off,
emptied, changed or moved to another place does not say so and is taken for missing; what it held is computed again.
"""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

from sim.experiments.store.content import DIGEST_BYTES
from sim.whole_file import put, sweep

_MARK = "onewindow-store 1"


class ChunkError(Exception):
    """A file is not as it was written."""


class MissingError(ChunkError):
    """There is no such file, or it cannot be read."""


def write(path: Path, body: bytes) -> None:
    """Written aside and renamed into place; its folder is made where there is none. Raises OSError."""
    content = _head(path, body) + body
    try:
        put(path, content)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        put(path, content)
    except OSError:
        sweep(path.parent)
        raise


def read(path: Path) -> bytes:
    """What was written. Raises ChunkError, of which MissingError is one."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise MissingError(f"{path}: {error}") from None
    head, _, body = content.partition(b"\n")
    if head + b"\n" != _head(path, body):
        raise ChunkError(f"{path}: not as it was written")
    return body


def _head(path: Path, body: bytes) -> bytes:
    digest = blake2b(body, digest_size=DIGEST_BYTES).hexdigest()
    return f"{_MARK} {path.parent.name}/{path.name} {digest}\n".encode()
