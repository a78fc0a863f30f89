"""Pages for whoever changes the program: files and links they name are there, both languages say the same."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from sim.experiments.questions.whatif import load
from sim.levers import Lever
from sim.model.blocks import find, walk

ROOT = Path(__file__).parents[2]
TOPICS = ("lever", "block", "experiment", "figure", "target")
PAGES = ("CONTRIBUTING.md", *(f"docs/how-to/add-a{'n' * (t[0] == 'e')}-{t}.md" for t in TOPICS))
TWINS = {page: page.replace(".md", ".zh-CN.md") for page in PAGES[1:]}
ALL = (*PAGES, *TWINS.values())
PATH = re.compile(r"(?:[\w.-]+/)+[\w.-]*|[\w.-]+\.(?:md|toml)")
"""A folder, or a file: what has a slash in it, and what lies at the top."""


def text(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


def named(page: str) -> list[str]:
    """Files and folders in backticks or in commands; scenarios of the library apart."""
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text(page), flags=re.DOTALL))
    commands = [
        line.partition("#")[0]
        for block in re.findall(r"```sh\n(.*?)```", text(page), re.DOTALL)
        for line in block.splitlines()
    ]
    found = [path for said in (*inline, *commands) for path in PATH.findall(said)]
    return [path for path in found if path != "gedian/startup"]


@pytest.mark.parametrize("page", ALL)
def test_every_file_it_names_is_there(page: str) -> None:
    found = named(page)
    assert len(found) > 5
    assert [path for path in found if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", ALL)
def test_every_link_leads_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)]+)\)", text(page))
    assert links
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize("page", TWINS)
def test_both_languages_name_the_same_files_and_show_the_same_code(page: str) -> None:
    assert named(page) == named(TWINS[page])
    code, other = (re.findall(r"```.*?```", text(one), re.DOTALL) for one in (page, TWINS[page]))
    assert code == other


@pytest.mark.parametrize(
    ("readme", "pages"), [("README.md", PAGES), ("README.zh-CN.md", ALL[:1] + ALL[len(PAGES) :])]
)
def test_the_readme_leads_there(readme: str, pages: tuple[str, ...]) -> None:
    assert [page for page in pages if f"]({page})" not in text(readme)] == []


def test_the_lever_of_the_page_works(tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", text(PAGES[1]), re.DOTALL)
    file = tmp_path / "copies_unchecked.py"
    file.write_text(code, "utf-8")
    lever = runpy.run_path(str(file), run_name=file.stem)["LEVER"]
    assert isinstance(lever, Lever)
    assert lever.name == file.stem
    before = load("gedian/startup@before").scenario
    flow = before.services["startup"].flow
    step = next(block.id for block in walk(flow) if block.keyword == "task")
    after = lever.apply(before, lever.parameters.model_validate({"drop": [step]}))
    assert find(flow, step) is not None
    assert find(after.services["startup"].flow, step) is None
