"""`onewindow calibrate`: what it tells people in both languages, and the document it leaves."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from returning_office import FIGURES, Command, published, written
from rich.cells import cell_len

from calibration.calibrate import calibrate
from calibration.page import page_of
from onewindow.cli.screen import lines_of
from sim.experiments.questions.whatif import load
from sim.words.marks import plain

REFUSALS = FIGURES[FIGURES.index("  refusals:") : FIGURES.index("  intake:")]
"""The parameter that the figure of refusals would fix."""


def test_the_report_names_what_the_figures_leave_open(
    command: Command, scenario: Path, tmp_path: Path
) -> None:
    figures = published(tmp_path, ("value: 1 wd", "value: 2 wd"))
    said = command("calibrate", scenario, "--figures", figures, "-n", 2, "--lang", "en")
    assert (said.code, said.err.strip()) == (0, "")
    assert re.search(
        r"Published · office.yaml@plain · seed 1 · [\d,]+ parameter vectors tried, 2 replications", said.out
    )
    assert re.search(r"Refusals +25\.0% .* yes", said.out)
    assert re.search(r"Taking in +× 1 .* no", said.out)
    fitted, _, held_back = said.out.partition("Figures held back (not fitted)")
    assert "Turned down" in fitted.partition("Figures it was fitted to")[2]
    assert "Turned down" not in held_back
    assert re.search(r"Days taken +2 wd", held_back)
    assert "Days taken" not in fitted
    assert (
        "Taking in: not identified by these figures; keeps its value and range and stays assumed" in said.out
    )
    assert "Refusals: not identified" not in said.out
    assert "of 1 figures held back, 0 lie within two standard deviations" in said.out
    assert "not predicted: Days taken (" in said.out


def test_it_speaks_chinese(command: Command, scenario: Path, tmp_path: Path) -> None:
    figures = published(tmp_path, ("value: 1 wd", "value: 2 wd"))
    said = command("calibrate", scenario, "--figures", figures, "-n", 2, "--lang", "zh")
    assert (said.code, said.err.strip()) == (0, "")
    assert "公布数字 · office.yaml@plain · 种子 1 · " in said.out
    held_back = said.out.partition("留作检验的数字（未用于校准）")[2]
    assert re.search(r"办理天数 +2 个?工作日", held_back)
    assert "收件用时：这些数字不能确定，保留原值和原范围，仍为假设。" in said.out
    assert "留作检验的 1 个数字中，0 个在两个标准差以内。" in said.out
    assert "未能预测：办理天数" in said.out
    words = re.sub(r"× |office\.yaml@plain|--details|95%", "", said.out)
    assert not re.search(r"[A-Za-z]{2,}", words)


def test_the_page_answers_first_and_fits(scenario: Path, tmp_path: Path) -> None:
    made = calibrate(load(str(scenario)), published(tmp_path, ("value: 1 wd", "value: 2 wd")), replications=2)
    for lang, first in (
        (
            "en",
            "The scenario agrees with the figures it was fitted to; of those held back it predicts 0 of 1. ",
        ),
        ("zh", "模型与用于校准的数字吻合；留作检验的 1 个数字中预测对 0 个。"),
    ):
        page = page_of(made, lang)
        assert plain(page.answer).startswith(first)
        assert page.answer.endswith({"en": "They determine 1 of 2 parameters.", "zh": "能确定 1 个。"}[lang])
        for width in (60, 80, 100, 120):
            lines = [plain(line) for line in lines_of(page, lang, details=True, width=width)]
            assert max(map(cell_len, lines)) <= width


def test_a_held_back_figure_moves_nothing(command: Command, scenario: Path, tmp_path: Path) -> None:
    """Whatever it says, the parameter is the same; fitted, it would move it."""

    def parameters(*changes: tuple[str, str]) -> object:
        said = command(
            "calibrate",
            scenario,
            "--figures",
            published(tmp_path, (REFUSALS, ""), *changes),
            "-n",
            2,
            "--json",
        )
        return json.loads(said.out)["parameters"]

    span = ("to: decided", "to: taken")
    short, long = (
        ("1 wd, rounded: 0.1 wd", "0.6 wh, rounded: 0.1 wh"),
        ("1 wd, rounded: 0.1 wd", "2 wh, rounded: 0.1 wh"),
    )
    assert (
        parameters(span, short)
        == parameters(span, long)
        != parameters(span, long, ("    held_back: true\n", ""))
    )


@pytest.mark.verification
def test_the_document_is_the_same_every_time(
    command: Command, scenario: Path, figures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the byte: for two runs, and for one worker and two."""
    asked = ("calibrate", scenario, "--figures", figures, "-n", 2, "--json")
    found = []
    for number in (1, 2):
        monkeypatch.setattr("sim.experiments.running.crew.available_cores", lambda number=number: number)
        found.append(command(*asked).out.encode())
    assert found[0] == found[1]
    told = json.loads(found[0])
    assert [one["parameter"] for one in told["parameters"]] == ["refusals", "intake"]
    assert told["not_identified"] == ["intake"]
    assert [one["figure"] for one in told["fitted"]] == ["refused"]
    assert [(one["figure"], one["held_back"], one["unit"], one["observed"]) for one in told["held_back"]] == [
        ("days", True, "wd", 1.0)
    ]
    assert len(told["accepted"]) == 32
    assert all(0.02 <= refusals <= 0.6 and 0.8 <= intake <= 1.2 for refusals, intake in told["accepted"])


def test_a_fitted_figure_that_nothing_counts_for(command: Command, scenario: Path, tmp_path: Path) -> None:
    nobody = ("share: {outcome: refused}", "share: {outcome: refused}\n    among: {attempts: 9}")
    path = published(tmp_path, nobody)
    said = command("calibrate", scenario, "--figures", path, "-n", 2, "--out", tmp_path / "made.yaml")
    assert (said.code, said.out) == (2, "")
    assert f"{path}:5:3  nothing that is simulated counts for this figure" in said.err
    assert not (tmp_path / "made.yaml").exists()


def test_a_held_back_figure_that_nothing_counts_for(command: Command, scenario: Path, tmp_path: Path) -> None:
    """It is told as not predicted, without a deviation made up for it."""
    nobody = ("to: decided, clock: working}", "to: decided}\n    among: {attempts: 9}")
    path = published(tmp_path, (REFUSALS, ""), nobody)
    said = command("calibrate", scenario, "--figures", path, "-n", 2)
    assert re.search(r"Days taken +1 wd +– +–", said.out)
    assert "not predicted: Days taken (– standard deviations off)" in said.out
    (days,) = json.loads(command("calibrate", scenario, "--figures", path, "-n", 2, "--json").out)[
        "held_back"
    ]
    assert (days["simulated"], days["z"]) == (None, None)


def test_an_exact_figure_that_never_varies(command: Command, tmp_path: Path) -> None:
    """Thirty minutes to the second from work of twenty that never waits: half as long again."""
    scenario = written(
        tmp_path,
        ("desk, kind: window, capacity: 1}", "desk, kind: window, capacity: 50, at_close: finish}"),
        ("{mean: 20 min, p90: 40 min, range: [0.5, 2], source: guess}", "20 min"),
        ('hours: "09:00-12:00 13:00-18:00"', 'hours: "09:00-17:00"'),
        (", around_the_clock: true, off_days: 0.3", ""),
    )
    figures = published(
        tmp_path, (REFUSALS, ""), ("to: decided, clock: working", "to: taken, clock: elapsed"),
        ("1 wd, rounded: 0.1 wd", "30 min"), ("    held_back: true\n", ""), ("range: [0.8, 1.2]", "range: [0.4, 2.5]"),
    )  # fmt: skip
    told = json.loads(command("calibrate", scenario, "--figures", figures, "-n", 2, "--json").out)
    (intake,) = told["parameters"]
    assert intake["value"] == pytest.approx(1.5, rel=2e-3)
    assert intake["identified"] == "yes"
    days = told["fitted"][1]
    assert days["simulated"] == pytest.approx(30, rel=2e-3)
    assert abs(days["z"]) < 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-n", "1"], "--replications 1  allowed: 2 to 1,000,000"),
        (["--nonsense"], "No such option: --nonsense"),
        (["--seed", "-1"], "a seed is a whole number"),
    ],
)
def test_bad_input(
    command: Command, scenario: Path, figures: Path, arguments: list[str], message: str
) -> None:
    said = command("calibrate", scenario, "--figures", figures, *arguments)
    assert (said.code, said.out) == (2, "")
    assert message in said.err
    assert "internal" not in said.err


def test_figures_are_asked_for(command: Command, scenario: Path) -> None:
    said = command("calibrate", scenario)
    assert said.code == 2
    assert "--figures" in said.err


def test_what_cannot_be_reproduced_is_told_even_with_as_many_parameters_as_figures(
    command: Command, scenario: Path, tmp_path: Path
) -> None:
    """Nearly all refused is out of range: no vector fits, and the file says that the figure is not reproduced."""
    figures = published(
        tmp_path,
        ("count: 12, of: 100", "count: 95, of: 100"),
        ("options.0.share\n", "options.0.share\n    range: [0.02, 0.4]\n"),
    )
    out = tmp_path / "made.yaml"
    said = command("calibrate", scenario, "--figures", figures, "--out", out, "-n", 2)
    assert said.code == 0
    assert "The scenario does not reproduce the figures it was fitted to: Turned down (-" in said.out
    assert "--parameters sampled" not in said.out
    made = load(str(out)).stated
    assert not made.calibration
    assert made.sources is not None
    assert all(
        "NOT REPRODUCED" in source.note for key, source in made.sources.items() if key.startswith("fitted-")
    )


def test_a_figure_without_uncertainty_is_named(command: Command, scenario: Path, tmp_path: Path) -> None:
    figures = published(tmp_path, ("count: 12, of: 100", "value: 0.12"))
    said = command("calibrate", scenario, "--figures", figures, "-n", 2)
    assert "no uncertainty is stated (rounded, range, sd, cases): Turned down" in said.out
