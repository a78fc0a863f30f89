"""The pages of all targets and the line of the README: made of what was found, and with today's files."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from sim.experiments.questions.whatif import load
from sim.experiments.verdicts import stored_answers
from sim.library import library_root

ROOT = Path(__file__).parents[2]
WRITING = runpy.run_path(str(ROOT / "docs" / "targets.py"))


def test_nothing_is_stale() -> None:
    """Else: `uv run python docs/targets.py`."""
    assert WRITING["stale"]() == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_pages_are_as_they_are_written(lang: str) -> None:
    assert WRITING["PAGES"][lang].read_text("utf-8") == WRITING["page"](lang)
    assert WRITING["READMES"][lang].read_text("utf-8") == WRITING["readme"](lang)


def test_a_digest_is_of_every_file_of_a_scenario_and_of_no_comment(tmp_path: Path) -> None:
    read = {Path(one.file).resolve() for one in load("gedian/startup").source.origin.files}
    assert set(stored_answers._files(library_root() / "gedian" / "startup.yaml")) == read
    text = "pools:\n  window: {capacity: 2}\n"
    for number, changed in enumerate(
        ("# said\n" + text, text.replace("}\n", "}  # said\n"), text.replace("2", "3"))
    ):
        (tmp_path / f"{number}.yaml").write_text(changed, "utf-8")
    same, likewise, other = (stored_answers._bare(tmp_path / f"{number}.yaml") for number in range(3))
    assert same == likewise == text.rstrip()
    assert other != same
