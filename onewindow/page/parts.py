"""The parts of the page: where each is found, and what builds it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from onewindow.page.ask import ask
from onewindow.page.board import board
from onewindow.page.bring import bring
from onewindow.page.compare import compare
from onewindow.page.here import Here
from onewindow.page.trust import trust
from onewindow.page.what_if import what_if


@dataclass(frozen=True)
class Part:
    """`name` is its key in `sim.words.page_frame`; `listed` whether the navigation shows it."""

    name: str
    build: Callable[[Here], Awaitable[None] | None]
    listed: bool = True
    keeps: bool = False
    """Whether it is about one what-if, so that whoever goes to it from another such part takes his along."""


PARTS: Mapping[str, Part] = {
    "/": Part("board", board),
    "/what-if": Part("what_if", what_if, keeps=True),
    "/compare": Part("compare", compare, keeps=True),
    "/ask": Part("ask", ask, keeps=True),
    "/bring": Part("bring", bring),
    "/trust": Part("trust", trust, keeps=True),
}
"""By address."""
