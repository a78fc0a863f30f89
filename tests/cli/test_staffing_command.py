"""`onewindow staffing`: the answer, the settings to type next, the document, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_office import Command

from plots.results.staffing import draw_staffing
from sim.experiments.questions.whatif import load
from sim.experiments.searches.staffing import staffing
from sim.words.language import Lang


def test_the_command(command: Command, small: Path) -> None:
    asked = ("staffing", small, "--target", "easy", "-n", 4)
    drawn = small.parent / "frontier.png"
    said = command(*asked, "--pool", "desk=1:4", "--details", "--lang", "en", "--figure", drawn)
    assert drawn.is_file()
    assert said.code in (0, 3)
    assert "at Desk" in said.out.splitlines()[0] or "at desk" in said.out.splitlines()[0]
    assert "One less is too few" in said.out
    told = json.loads(command(*asked, "--pool", "desk=1:4", "--json").out)
    assert told["found"]["suffices"]
    assert "即可兑现" in command(*asked, "--pool", "desk=1:4", "--lang", "zh").out
    refused = command(*asked, "--pool", "desk=4")
    assert (refused.code, refused.out) == (2, "")
    assert "write it as window=2:8" in refused.err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_its_figure(small: Path, lang: Lang) -> None:
    made = staffing(load(str(small)), {"desk": (1, 4)}, targets=["easy"], replications=4)
    assert made.found is not None
    figure = draw_staffing(made, lang)
    axes = figure.axes[0]
    ring = next(line for line in axes.lines if line.get_markersize() == 11)
    assert ring.get_xdata()[0] == made.cost(made.found.units)
    (steps,) = [line for line in axes.lines if len(line.get_xdata()) == len(made.tried)]
    assert list(steps.get_ydata()) == sorted(steps.get_ydata())
