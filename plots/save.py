"""Writing a figure to PNG (150 dpi), SVG or PDF: equal figures give equal bytes, and no file is ever half-written.

No file holds a date or a version; SVG text is drawn as paths, so it looks the same without the font.
"""

from __future__ import annotations

import os
import re
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.text import Text

from plots.fonts import FAMILY
from plots.palette import PAPER, house_style
from sim.whole_file import write

DPI = 150
SUFFIXES = (".png", ".svg", ".pdf")
BOTH = (".png", ".svg")
"""What is written where no suffix is named."""
NOT_INLINE = re.compile(
    r"<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->|<defs>\s*</defs>"
    r"| xmlns:xlink=\"[^\"]*\"| transform=\"rotate\(-0 [^)]*\)\"",
    re.DOTALL,
)
"""What an SVG element within a page does without."""
TAG = re.compile(r"<[^>]*>")
"""Where an SVG says where things lie: numbers between tags are what readers read, and stay as they are."""
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


def inline(figure: Figure, prefix: str) -> str:
    """The figure as an SVG element of a page that holds others: its names begin with `prefix`, its text is text.

    The page must know the typeface of figures, `plots.fonts.FAMILY`, in which every text was measured; it says how
    lines join, and how heavy is what has the class `strong`. The figure is not fit for `render` afterwards.
    """
    for text in figure.findobj(Text):
        if text.get_path_effects():
            text.set_path_effects([])
            text.set_gid("strong")
    buffer = BytesIO()
    with house_style(), mpl.rc_context({"svg.fonttype": "none"}):
        figure.savefig(buffer, format="svg", facecolor=PAPER, metadata=METADATA[".svg"])
    drawn = buffer.getvalue().decode()
    drawn = NOT_INLINE.sub("", drawn[drawn.index("<svg") :])
    drawn = drawn.replace('<g id="strong">', '<g class="strong">').replace("xlink:href", "href")
    drawn = re.sub(r"font-family: [^;]*;", f"font-family: '{FAMILY}';", drawn)
    drawn = TAG.sub(lambda tag: re.sub(r"(\d\.\d\d)\d+", r"\1", tag[0]), drawn)  # hundredths of a point
    meant = set(re.findall(r'(?:href="#|url\(#)([^")]+)', drawn))
    drawn = re.sub(r' id="([^"]+)"', lambda m: f' id="{prefix}-{m[1]}"' if m[1] in meant else "", drawn)
    drawn = re.sub(r'((?:href="|url\()#)', rf"\g<1>{prefix}-", drawn)
    return re.sub(r"\s*\n\s*", "\n", drawn).strip()


def render(figure: Figure, suffix: str) -> bytes:
    """The bytes of `figure` as ".png", ".svg" or ".pdf"."""
    buffer = BytesIO()
    with house_style():
        figure.savefig(buffer, format=suffix[1:], dpi=DPI, facecolor=PAPER, metadata=METADATA[suffix])
    return buffer.getvalue()
