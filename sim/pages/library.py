"""The page of the library: every scenario with its variants and promises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.pages.page import Entry, Page, Section
from sim.words.amounts import enumerated
from sim.words.marks import strong
from sim.words.scenario import OVERVIEW

if TYPE_CHECKING:
    from sim.model.scenario import Scenario


def library_page(scenarios: Mapping[str, Scenario], lang: str) -> Page:
    """The page of scenarios by name."""
    w = OVERVIEW[lang]

    def entry(name: str, stated: Scenario) -> Entry:
        lines = [w["variants"].format(names=enumerated(stated.variants, lang))] if stated.variants else []
        lines += [w["promises"].format(names=enumerated(stated.targets, lang))] if stated.targets else []
        return Entry(f"{strong(name)}  {stated.title.in_language(lang)}", tuple(lines))  # type: ignore[arg-type]

    entries = tuple(entry(name, stated) for name, stated in scenarios.items())
    step = "onewindow show NAME"
    return Page(
        w["every_number"], w["library"].format(n=len(scenarios)), (Section("", entries),), (), (step,)
    )
