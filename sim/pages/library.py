"""The page of the library: every scenario with its variants and promises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sim.pages.page import Entry, Page, Section
from sim.words.marks import strong
from sim.words.scenario import OVERVIEW, SHOWN

if TYPE_CHECKING:
    from sim.library import Listed


def library_page(scenarios: Mapping[str, Listed], lang: str) -> Page:
    """The page of scenarios by name. It is told at once, so that nothing here loads the model."""
    w = OVERVIEW[lang]

    def entry(name: str, one: Listed) -> Entry:
        lines = [w["variants"].format(names=_enumerated(one.variants, lang))] if one.variants else []
        lines += [w["promises"].format(names=_enumerated(one.targets, lang))] if one.targets else []
        return Entry(f"{strong(name)}  {one.title[lang]}", tuple(lines))

    entries = tuple(entry(name, one) for name, one in scenarios.items())
    return Page(
        w["every_number"], w["library"].format(n=len(scenarios)), (Section("", entries),), (), (w["show"],)
    )


def _enumerated(names: Iterable[str], lang: str) -> str:
    return SHOWN[lang]["and"].join(names)
