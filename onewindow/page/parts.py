"""The parts of the page: where each is found, and what builds it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from onewindow.page.board import board
from onewindow.page.here import Here
from onewindow.page.what_if import what_if


@dataclass(frozen=True)
class Part:
    """`name` is its key in `sim.words.page_frame`; `listed` whether the navigation shows it."""

    name: str
    build: Callable[[Here], Awaitable[None] | None]
    listed: bool = True


PARTS: Mapping[str, Part] = {
    "/": Part("board", board),
    "/what-if": Part("what_if", what_if),
}
"""By address."""
