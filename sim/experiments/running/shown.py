"""Results that a notebook shows as their page, and a command with their figure."""

from __future__ import annotations

from importlib import import_module
from typing import Any, ClassVar


class Shown:
    """A result of which there is a page, and perhaps a figure.

    Pages and figures stand above what they show, so they are looked up when they are asked for.
    """

    PAGE: ClassVar[str]
    """ "module:function" that makes the page of the result in a language."""
    FIGURE: ClassVar[str]
    """The same of its figure, where it has one."""

    def _repr_html_(self) -> str:
        """The page as HTML, in the language of the environment."""
        language: str = import_module("sim.words.language").spoken()
        html: str = import_module("sim.pages.html").html_of(looked_up(self.PAGE)(self, language), language)
        return html


def looked_up(place: str) -> Any:
    """What stands at "module:name"."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
