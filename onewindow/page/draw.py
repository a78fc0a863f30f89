"""What is shown alike everywhere: marked sentences, pages, tables of `sim.pages`."""

from __future__ import annotations

from html import escape

from nicegui import ui

from onewindow.commands import typed
from sim.pages.html import text_html


def html(made: str, tag: str = "div") -> ui.html:
    """HTML that our own renderers made: whatever users wrote is escaped in it."""
    return ui.html(made, sanitize=False, tag=tag)


def text(marked: str, tag: str = "p") -> ui.html:
    """A sentence, its marks as classes."""
    return html(text_html(marked), tag)


def command(words: str) -> ui.label:
    """A command to copy."""
    return ui.label(typed(words)).classes("code")


def span(kind: str, marked: str) -> str:
    """A piece of text as HTML, with a class of our style."""
    return f'<span class="{kind}">{text_html(marked)}</span>'


def bar(share: float, low: float, high: float, required: float | None, tone: str, told: str) -> str:
    """A small bar as SVG: the share, its interval, and a mark where it is required; `told` says it in words."""
    parts = [
        _rect("rail", 0, 100, 4),
        _rect("fill", 0, 100 * share, 4),
        _rect("span", 100 * low, 100 * (high - low), 9),
    ]
    parts += [] if required is None else [_rect("mark", 100 * required - 0.5, 1, 12)]
    head = f'<svg class="bar {tone}" viewBox="0 0 100 12" preserveAspectRatio="none" role="img"'
    return f'{head} aria-label="{escape(told)}">{"".join(parts)}</svg>'


def _rect(kind: str, x: float, width: float, height: float) -> str:
    return f'<rect class="{kind}" x="{x:.2f}" y="{6 - height / 2}" width="{max(0.4, width):.2f}" height="{height}"/>'
