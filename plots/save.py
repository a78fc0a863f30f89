"""Writing a figure to PNG (150 dpi) or SVG: equal figures give equal bytes, and no file is ever half-written.

Neither file holds a date or a version; SVG text is drawn as paths, so it looks the same without the font.
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

from matplotlib.figure import Figure

from plots.palette import PAPER, house_style
from sim.whole_file import write

DPI = 150
SUFFIXES = (".png", ".svg")
METADATA: dict[str, dict[str, None]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": None},
}


def save(figure: Figure, path: str | os.PathLike[str]) -> list[Path]:
    """Write `figure` as the suffix says, or as both kinds when there is none; return the paths written.

    Missing folders are made. Raises ValueError for another suffix, OSError when a file cannot be written.
    """
    target = Path(path)
    if target.suffix.lower() in SUFFIXES:
        targets = [target]
    elif target.suffix == "":
        targets = [target.with_name(target.name + suffix) for suffix in SUFFIXES]
    else:
        allowed = ", ".join(SUFFIXES)
        raise ValueError(f"{target}: suffix {target.suffix!r} must be one of {allowed}, or none for both")
    rendered = [(each, render(figure, each.suffix.lower())) for each in targets]
    target.parent.mkdir(parents=True, exist_ok=True)
    for each, content in rendered:
        write(each, content)
    return targets


def render(figure: Figure, suffix: str) -> bytes:
    """The bytes of `figure` as ".png" or ".svg"."""
    buffer = BytesIO()
    with house_style():
        figure.savefig(buffer, format=suffix[1:], dpi=DPI, facecolor=PAPER, metadata=METADATA[suffix])
    return buffer.getvalue()
