"""`onewindow attribute`: the answer in both languages, the document and the figure from one result, what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_office import Command

ASKED = ("attribute", "gedian/startup", "--target", "gd-startup-total", "-n", 2)


def test_an_answer_and_a_figure(command: Command, tmp_path: Path) -> None:
    said = command(*ASKED, "--lang", "en", "--figure", tmp_path / "parts.svg")
    assert said.code == 0
    first = said.out.splitlines()[0]
    assert first.startswith("gd-startup-total: together the levers save 0.")
    assert "Parallel approval saves" in first
    assert "all together" in said.out
    assert "upright line" not in said.out
    assert (tmp_path / "parts.svg").read_text("utf-8").startswith("<?xml")


def test_it_speaks_chinese(command: Command) -> None:
    said = command(*ASKED, "--lang", "zh", "--details")
    assert "各项举措合计使平均用时缩短" in said.out.splitlines()[0]
    assert "夏普利值" in said.out


def test_the_document(command: Command) -> None:
    told = json.loads(command(*ASKED, "--json", "--lever", "parallel_approval").out)
    assert (told["levers"], told["coalitions"]) == (["parallel_approval"], 2)
    mean = told["targets"][0]["measures"]["mean"]
    assert mean["levers"]["parallel_approval"]["change"] == pytest.approx(mean["after"] - mean["before"])


def test_what_is_refused(command: Command) -> None:
    said = command(*ASKED, "--lever", "paralel_approval")
    assert (said.code, said.out) == (2, "")
    assert "--lever" in said.err
    assert 'did you mean "parallel_approval"' in said.err
