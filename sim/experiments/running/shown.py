"""Results that a notebook shows as their page."""

from __future__ import annotations

from importlib import import_module
from typing import ClassVar


class Shown:
    """A result of which there is a page. Pages stand above what they show, so one is looked up when it is asked for."""

    PAGE: ClassVar[str]
    """ "module:function" that makes the page of the result in a language."""

    def _repr_html_(self) -> str:
        """The page as HTML, in the language of the environment."""
        module, _, function = self.PAGE.partition(":")
        language: str = import_module("sim.words.language").spoken()
        html: str = import_module("sim.pages.html").html_of(
            getattr(import_module(module), function)(self, language), language
        )
        return html
