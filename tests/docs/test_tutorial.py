"""Every command of the tutorial runs and prints what the page says; both languages show the same commands and files."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial"


def _module():
    spec = importlib.util.spec_from_file_location("tutorial", TUTORIAL / "run.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


tutorial = _module()
PAGES = [path.name for path in tutorial.pages()]
QUICK = ("2-own-service.md", "3-papers-branches-visits.md")
"""Pages that are played in the ordinary run; the others with the verification suites."""


@pytest.mark.parametrize(
    "page",
    [pytest.param(page, marks=() if page in QUICK else pytest.mark.verification) for page in PAGES],
)
def test_what_a_page_says_is_printed(page: str) -> None:
    text = (TUTORIAL / page).read_text("utf-8")
    with tutorial.somewhere():
        assert tutorial.played(text) == text, "uv run python docs/tutorial/run.py writes it anew"


@pytest.mark.parametrize("page", [page for page in PAGES if "zh-CN" not in page])
def test_both_languages_show_the_same(page: str) -> None:
    english, chinese = (
        [
            re.sub(r'"[^"]*: --', '"--', text.replace("--lang zh", "--lang en"))
            for kind, text in tutorial.BLOCK.findall((TUTORIAL / name).read_text("utf-8"))
            if kind != "text"
        ]
        for name in (page, page.replace(".md", ".zh-CN.md"))
    )
    assert english == chinese
    assert english


def test_an_own_service_takes_less_than_forty_lines() -> None:
    found = tutorial.BLOCK.findall((TUTORIAL / "2-own-service.md").read_text("utf-8"))
    block = next(text for kind, text in found if kind == "yaml")
    assert len(block.splitlines()) < 40


def test_a_command_that_fails_is_told() -> None:
    with tutorial.somewhere(), pytest.raises(ValueError, match="ends with 2"):
        tutorial.played("```sh\nuv run onewindow show nothing_there\n```")


@pytest.mark.parametrize("page", PAGES)
def test_links_of_the_tutorial_lead_somewhere(page: str) -> None:
    for link in re.findall(r"\]\((?!http)([^)#]+)\)", (TUTORIAL / page).read_text("utf-8")):
        assert (TUTORIAL / link).exists(), link
