"""The figures of the documentation: each is listed, drawn with today's version, and as it was drawn."""

from __future__ import annotations

import runpy
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FIGURES = ROOT / "docs" / "figures"
MADE_BY_BENCHMARKS = "benchmarks-"
DRAWING = runpy.run_path(str(FIGURES / "draw.py"))


def test_all_are_listed() -> None:
    listed = {row["file"] for row in DRAWING["figures"]()}
    there = {path.name for path in FIGURES.glob("*.png") if not path.name.startswith(MADE_BY_BENCHMARKS)}
    assert listed == there


@pytest.mark.parametrize("row", DRAWING["figures"](), ids=lambda row: row["file"])
def test_none_is_stale(row: dict[str, str]) -> None:
    """Else: `uv run python docs/figures/draw.py`."""
    today = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert (row["version"], row["digest"]) == (today, DRAWING["digest"](row["file"]))
