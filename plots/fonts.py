"""The one typeface of all figures: Noto Sans SC, Regular, as bundled with zhplot, loaded by file.

The file is found through `importlib.metadata`. zhplot itself is never imported: that would change rcParams.
Every text gets its `FontProperties` from `font(size)`, so no figure depends on the fonts of the machine.
Only the regular weight is bundled; `strong` thickens a title by a hairline outline in the ink's colour.

Licence: Copyright 2014-2021 Adobe, SIL Open Font License 1.1 (`OFL.txt` beside the font file). The font is
not part of this project, only used from where zhplot installs it; documents made with it need no licence.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, files
from io import BytesIO
from pathlib import Path

from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import AbstractPathEffect, withStroke

FONT_FILE = "zhplot/fonts/NotoSansSC-Regular.ttf"
FAMILY = "Noto Sans SC"


@cache
def font_path() -> Path:
    """Where the font file lies. Raises FileNotFoundError when zhplot or its font is not installed."""
    try:
        listed = files("zhplot") or []
    except PackageNotFoundError:
        listed = []
    for entry in listed:
        if entry.as_posix() == FONT_FILE:
            path = Path(str(entry.locate()))
            if path.is_file():
                return path
    raise FileNotFoundError(f"{FONT_FILE} is not installed; figures need it: pip install zhplot")


def part_of_font(text: str) -> bytes:
    """The typeface cut down to the characters of a text, as WOFF: small enough to stand in a page."""
    from fontTools import subset

    options = subset.Options(flavor="woff", hinting=False, layout_features=[], recalc_timestamp=False)
    whole = subset.load_font(str(font_path()), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=text)
    cutter.subset(whole)
    made = BytesIO()
    subset.save_font(whole, made, options)
    return made.getvalue()


def font(size: float) -> FontProperties:
    """The typeface at `size` points; a new object each time, because matplotlib's are mutable."""
    return FontProperties(fname=str(font_path()), size=size)


def strong(colour: str) -> list[AbstractPathEffect]:
    """A hairline outline in the text's own colour, standing in for the weight that is not bundled."""
    return [withStroke(linewidth=0.55, foreground=colour)]
