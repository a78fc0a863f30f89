"""The console that tables and styled text go to: strings are text, shown in a tone where `sim.words.marks` says so."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text

from sim.visible import visible
from sim.words.marks import in_parts

STYLES = {"strong": "bold", "good": "green", "bad": "bold red", "doubtful": "yellow", "faint": "dim"}
"""How the tones look on a terminal."""


class Paper(Console):
    """A rich console that reads no markup and no emoji codes, and shows what would command the terminal."""

    def render_str(
        self, text: str, *, style: Any = "", justify: Any = None, overflow: Any = None, **_: Any
    ) -> Text:
        made = Text(style=style, justify=justify, overflow=overflow)
        for tone, part in in_parts(text):
            made.append(visible(part), STYLES.get(tone))
        return made
