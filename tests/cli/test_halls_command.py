"""`onewindow run --detail summary` of a scenario with halls, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_office import SMALL, Command

HALLS = "halls: {number: 6, sizes: {0.5: 0.5, 1.5: 0.5}, staffing: {0.5: 0.5, 1: 0.5}, pools: [desk]}\n"


@pytest.fixture
def halls(tmp_path: Path) -> Path:
    path = tmp_path / "halls.yaml"
    path.write_text(SMALL + HALLS, "utf-8")
    return path


def test_all_halls_are_told_by_size_and_staffing(command: Command, halls: Path, tmp_path: Path) -> None:
    out, figure = tmp_path / "out", tmp_path / "halls.png"
    said = command("run", halls, "--detail", "summary", "--out", out, "--figure", figure)
    assert said.code == 0
    assert "6 halls" in said.out
    assert "× 0.5" in said.out
    assert (out / "halls.csv").is_file()
    assert figure.read_bytes()[:4] == b"\x89PNG"
    told = json.loads(command("run", halls, "--detail", "summary", "--json").out)
    assert told["halls"] == sum(one["halls"] for one in told["classes"]) == 6
    for target in told["targets"]:
        judged = [one["targets"][target["target"]]["judged"] for one in told["classes"]]
        assert sum(judged) == target["judged"]
    chinese = command("run", halls, "--detail", "summary", "--lang", "zh")
    assert "6 个大厅" in chinese.out


def test_other_details_run_the_one_hall_and_say_so(command: Command, halls: Path) -> None:
    said = command("run", halls)
    assert said.code == 0
    assert "this is one hall, of mean size; --detail summary runs all 6" in said.out
    assert "sizes (of so many halls) 0.5 (50%), 1.5 (50%)" in " ".join(command("show", halls).out.split())


def test_a_figure_needs_halls_and_all_of_them(command: Command, halls: Path, small: Path) -> None:
    for options, message in (
        (
            (small, "--detail", "summary", "--figure", "x.png"),
            "--figure x.png  small.yaml@plain states no halls",
        ),
        ((halls, "--figure", "x.png"), "--figure x.png  needs all halls: --detail summary, not events"),
        ((halls, "--detail", "summary", "--figure", "x.gif"), '".gif" is no kind of figure'),
    ):
        said = command("run", *options)
        assert said.code == 2
        assert message in said.err
    assert command("run", halls, "--detail", "summary", "-n", 0).code == 2
