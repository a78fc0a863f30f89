"""Every lever is a mechanism of the documents, every mechanism a lever or says why not, and the page is up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.levers import REGISTRY
from sim.levers.mechanisms import MECHANISMS, PAGES, Lang, page

ROOT = Path(__file__).parents[2]


def test_every_mechanism_is_a_lever_or_says_why_not() -> None:
    assert len(MECHANISMS) == 38
    for mechanism in MECHANISMS:
        assert bool(mechanism.levers) != (mechanism.not_a_lever is not None)
    assert {lever for mechanism in MECHANISMS for lever in mechanism.levers} == set(REGISTRY)


@pytest.mark.parametrize("lever", REGISTRY)
def test_every_lever_says_what_it_rests_on(lever: str) -> None:
    about = REGISTRY[lever].about
    for said in (about.documented, about.assumed):
        assert said.zh
        assert said.en not in ("", said.zh)
    assert any(letter in about.clauses for letter in "UKCGY")


@pytest.mark.parametrize("lang", PAGES)
def test_the_page_is_what_the_levers_say(lang: Lang) -> None:
    committed = (ROOT / "docs" / "reference" / PAGES[lang]).read_text("utf-8")
    assert committed == page(lang), "run: uv run python -m sim.levers.mechanisms docs/reference"
