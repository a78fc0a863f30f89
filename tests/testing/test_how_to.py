"""The how-to page: its commands run, the failure it shows is what pytest says; the Chinese one shows the same."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from two_desks import TWO_DESKS, message, outcomes

from sim.model.tree import plain
from sim.model.yaml_tree import parse_yaml

pytest_plugins = ["pytester"]

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
PAGES = ("targets-as-tests.md", "targets-as-tests.zh-CN.md")
HEAD = TWO_DESKS[: TWO_DESKS.index("targets:\n")]


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (HOW_TO / page).read_text("utf-8"), re.DOTALL)


def commands(page: str) -> list[list[str]]:
    """Arguments of every pytest command, those of the CI recipe included."""
    lines = [line for block in blocks(page, "sh") for line in block.splitlines()]
    (recipe,) = [block for block in blocks(page, "yaml") if block.startswith("steps:")]
    lines += [line.removeprefix("  - run: ") for line in recipe.splitlines() if "run: uv run" in line]
    words = [shlex.split(line, comments=True) for line in lines]
    assert all(line[:3] == ["uv", "run", "pytest"] for line in words)
    return [line[3:] for line in words]


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project with one scenario, the page's target in it, and an ordinary test."""
    (targets,) = [block for block in blocks(PAGES[0], "yaml") if block.startswith("targets:")]
    (pytester.mkdir("scenarios") / "hall.yaml").write_text(HEAD + targets, "utf-8")
    (pytester.mkdir("tests") / "test_it.py").write_text("def test_it(): pass\n", "utf-8")
    return pytester


@pytest.mark.parametrize("arguments", commands(PAGES[0]), ids=" ".join)
def test_commands(project: pytest.Pytester, arguments: list[str]) -> None:
    result = project.runpytest(*arguments)
    together = "tests/" in arguments and "-m" not in arguments
    assert result.ret == 0
    assert outcomes(result)["passed"] == 1 + together


def test_a_run_without_arguments(project: pytest.Pytester) -> None:
    (stated,) = blocks(PAGES[0], "toml")
    tomllib.loads(stated)
    project.makepyprojecttoml(stated)
    project.runpytest().assert_outcomes(passed=2)


@pytest.mark.parametrize("page", PAGES)
def test_the_failure_shown_is_what_pytest_says(project: pytest.Pytester, page: str) -> None:
    (shown,) = blocks(page, "text")
    project.runpytest("--onewindow", "scenarios/").assert_outcomes(passed=1)
    scenario = project.path / "scenarios" / "hall.yaml"
    scenario.write_text(scenario.read_text("utf-8").replace("capacity: 2", "capacity: 1"), "utf-8")
    result = project.runpytest("--onewindow", "scenarios/")
    assert message(result, "hall-two-hours") == shown.strip()


def test_both_pages_show_the_same() -> None:
    english, chinese = PAGES
    assert commands(english) == commands(chinese)
    for language in ("yaml", "toml", "text"):
        assert blocks(english, language) == blocks(chinese, language)
    for block in blocks(english, "yaml"):
        root, faults = parse_yaml(block, english)
        assert root is not None
        assert plain(root)
        assert not faults


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for link in re.findall(r"\]\((?!http)([^)#]+)\)", (HOW_TO / page).read_text("utf-8")):
        assert (HOW_TO / link).exists(), link
