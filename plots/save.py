"""Writing a figure to PNG (150 dpi), SVG or PDF: equal figures give equal bytes, and no file is ever half-written.

No file holds a date or a version; SVG text is drawn as paths, so it looks the same without the font.
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

from matplotlib.figure import Figure

from plots.palette import PAPER, house_style
from sim.whole_file import write

DPI = 150
SUFFIXES = (".png", ".svg", ".pdf")
BOTH = (".png", ".svg")
"""What is written where no suffix is named."""
METADATA: dict[str, dict[str, None]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "Producer": None, "Creator": None},
}


def save(figure: Figure, path: str | os.PathLike[str]) -> list[Path]:
    """Write `figure` as the suffix says, or as PNG and SVG when there is none; return the paths written.

    Missing folders are made. Raises ValueError for another suffix, OSError when a file cannot be written.
    """
    target = Path(path)
    if target.suffix.lower() in SUFFIXES:
        targets = [target]
    elif target.suffix == "":
        targets = [target.with_name(target.name + suffix) for suffix in BOTH]
    else:
        allowed = f"{', '.join(SUFFIXES)}, or none for {' and '.join(BOTH)}"
        raise ValueError(f"{target}: suffix {target.suffix!r} must be one of {allowed}")
    rendered = [(each, render(figure, each.suffix.lower())) for each in targets]
    target.parent.mkdir(parents=True, exist_ok=True)
    for each, content in rendered:
        write(each, content)
    return targets


def render(figure: Figure, suffix: str) -> bytes:
    """The bytes of `figure` as ".png", ".svg" or ".pdf"."""
    buffer = BytesIO()
    with house_style():
        figure.savefig(buffer, format=suffix[1:], dpi=DPI, facecolor=PAPER, metadata=METADATA[suffix])
    return buffer.getvalue()
