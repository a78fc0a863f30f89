"""The page on levers: its commands run, its tables name every lever the library states, both pages say the same."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from onewindow.cli.app import run
from sim.experiments.questions.whatif import load
from sim.levers import REGISTRY, stated_levers

from .test_readme import LIGHT, SHORT

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
PAGES = ("which-lever-helps.md", "which-lever-helps.zh-CN.md")
SCENARIOS = ("gedian/startup", "urumqi/small_low_risk", "chengdu/construction")


def text(page: str) -> str:
    return (HOW_TO / page).read_text("utf-8")


def commands(page: str) -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", text(page), re.DOTALL)
    words = [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]
    assert all(line[:3] == ["uv", "run", "onewindow"] for line in words)
    return [line[3:] for line in words]


def tables(page: str) -> list[list[str]]:
    """First cells of the rows of each table that names levers."""
    found = re.findall(r"(?:^\|.*\n)+", text(page), re.MULTILINE)
    rows = [[row.split("|")[1].strip(" `") for row in table.splitlines()[2:]] for table in found]
    return [[cell for cell in each if cell in REGISTRY] for each in rows if set(each) & set(REGISTRY)]


@pytest.mark.verification
def test_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments in commands(PAGES[0]):
        light = [*LIGHT.get(arguments[0], [])]
        if arguments[0] == "levers":
            light = ["--replications", "2", *SHORT]
        assert run([*arguments, *light]) in (0, 1, 3), capsys.readouterr().err


def test_both_pages_show_the_same_commands() -> None:
    english, chinese = (
        [[word for word in line if word not in ("--lang", "zh")] for line in commands(page)] for page in PAGES
    )
    assert english == chinese


@pytest.mark.parametrize("page", PAGES)
def test_each_table_names_every_lever_its_scenario_states(page: str) -> None:
    named = tables(page)
    assert len(named) == len(SCENARIOS)
    for each, scenario in zip(named, SCENARIOS, strict=True):
        assert sorted(each) == sorted(stated_levers(load(scenario).stated))


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for link in re.findall(r"\]\((?!http)([^)#]+)\)", text(page)):
        assert (HOW_TO / link).exists(), link
