"""Whether a figure is fit to be shown: all text on the sheet, and no two texts on each other."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from plots.save import render

SLACK = 1.5
"""Points two texts may share: room of letters that go below the line."""


def texts(figure: Figure) -> list[str]:
    """Every text that is shown."""
    return [found.get_text() for found, _ in _shown(figure)]


def all_text(figure: Figure) -> str:
    return "\n".join(texts(figure))


def assert_tidy(figure: Figure) -> None:
    """Draws the figure; no text leaves the sheet and none lies on another."""
    assert render(figure, ".png")
    sheet = figure.bbox
    shown = _shown(figure)
    for text, box in shown:
        inside = box.x0 >= sheet.x0 - 1 and box.x1 <= sheet.x1 + 1 and box.y0 >= -1 and box.y1 <= sheet.y1 + 1
        assert inside, f"{text.get_text()!r} leaves the sheet"
    points = figure.dpi / 72
    for number, (text, box) in enumerate(shown):
        for other, against in shown[number + 1 :]:
            shared = Bbox.intersection(box, against)
            if shared is not None:
                touching = min(shared.width, shared.height) <= SLACK * points
                assert touching, f"{text.get_text()!r} lies on {other.get_text()!r}"


def _shown(figure: Figure) -> list[tuple[Text, Bbox]]:
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    found = [
        artist
        for artist in figure.findobj(Text)
        if isinstance(artist, Text) and artist.get_visible() and artist.get_text().strip()
    ]
    hidden = {id(text) for axes in figure.axes if not axes.axison for text in axes.findobj(Text)}
    for axes in figure.axes:  # ticks outside the view have labels that are not drawn
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            hidden |= {
                id(label)
                for tick in axis.get_major_ticks()
                for label in (tick.label1, tick.label2)
                if not low - 1e-9 <= tick.get_loc() <= high + 1e-9
            }
    written = {id(text) for axes in figure.axes for text in axes.texts}
    return [
        (text, text.get_window_extent(renderer))
        for text in found
        if id(text) not in hidden or id(text) in written
    ]
