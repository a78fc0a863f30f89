"""The console that tables and styled text go to: strings are text, styled only where `console.styled` says so."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text

from onewindow.cli.console import in_parts
from sim.visible import visible


class Paper(Console):
    """A rich console that reads no markup and no emoji codes, and shows what would command the terminal."""

    def render_str(
        self, text: str, *, style: Any = "", justify: Any = None, overflow: Any = None, **_: Any
    ) -> Text:
        made = Text(style=style, justify=justify, overflow=overflow)
        for how, part in in_parts(text):
            made.append(visible(part), how or None)
        return made
