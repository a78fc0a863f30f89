"""Who looks at a page, in which language, and what its address says."""

from __future__ import annotations

from dataclasses import dataclass

from onewindow.desk.desk import Desk
from sim.words.language import Lang
from sim.words.page_frame import FRAME

LANGUAGE = "onewindow-language"
"""The cookie that holds which language was chosen."""


@dataclass(frozen=True)
class Here:
    """One visit of one page."""

    desk: Desk
    lang: Lang
    owner: str
    """Whom the work of this visit is for, among those who wait; made by us, kept in a cookie."""
    path: str
    query: str
    """What stands in the address after the question mark."""

    def said(self, key: str, n: int | None = None, **values: object) -> str:
        """A sentence that stands around every page; with a number, one thing in English has its own."""
        words = FRAME[self.lang]
        one = f"{key}_one" if n == 1 else key
        return words.get(one, words[key]).format(n=n, **values)
