"""`onewindow robustness`: the page's answer, the document, equal bytes, and what is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from small_office import Command

SOURCES = """\
key,kind,document,clause,year,place,note
guess,assumed,,,2025,,
elsewhere,borrowed,Report,,2024,there,
"""
GUESSED = "work: {mean: 20 min, p90: 40 min, range: [0.5, 4], source: guess}"
RATE = "rate: {value: 10 /wd, range: [5 /wd, 12 /wd], source: elsewhere}"
SPARE = "spare: {name: spare, kind: window, capacity: {value: 3, range: [2, 4], source: guess}}"
INTAKE = "services.main.flow.intake.work"


@pytest.fixture
def guessed(small: Path) -> Path:
    """The small office with three assumptions; one of its numbers is not used."""
    text = small.read_text("utf-8")
    for old, new in (
        ("work: {mean: 20 min, p90: 40 min}", GUESSED),
        ("rate: 10 /wd", RATE),
        ("spare: {name: spare, kind: window, capacity: 3}", SPARE),
        ("limit: 2 wd,", "limit: 2 wh,"),
    ):
        assert old in text
        text = text.replace(old, new)
    small.write_text(text, "utf-8")
    (small.parent / "sources.csv").write_text(SOURCES, "utf-8")
    return small


def test_the_page_names_the_nearest_number(command: Command, guessed: Path) -> None:
    said = command("robustness", guessed, "--draws", "30", "--target", "easy", "--budget", "60s")
    assert said.code == 0
    assert re.search(
        r"measurable numbers? would (each )?change the verdict alone; .*intake · hands-on time\.\n", said.out
    )
    assert re.search(r"\n  intake · hands-on time: × [\d.]+, for sure at × [\d.]+\n", said.out)
    assert "hopeless" not in said.out
    assert "source" not in said.out


def test_details_hold_ranges_sources_and_what_flips_nothing(command: Command, guessed: Path) -> None:
    said = command("robustness", guessed, "--draws", "30", "--target", "easy", "--budget", "60s", "--details")
    assert re.search(
        r"what is not known: kept in \d+% of 30 draws from the ranges of \d+ uncertain numbers", said.out
    )
    assert "mean 20 min, 9 in 10 within 40 min" in said.out
    assert "× 0.5 to × 4" in said.out
    assert f"1  {INTAKE} (source: guess)" in said.out
    assert "not used here: 1" in said.out
    assert "…" not in said.out.replace(" … ", "")  # no cell is cut off


def test_it_speaks_chinese(command: Command, guessed: Path) -> None:
    out = command(
        "robustness",
        guessed,
        "--draws",
        "30",
        "--target",
        "easy",
        "--budget",
        "60s",
        "--lang",
        "zh",
        "--details",
    ).out
    assert re.search(r"可核实的数值，单独改变(任何一项都|就)能翻转结论；.*“intake · 办理用时”", out)
    assert re.search(r"\n  intake · 办理用时：× [\d.]+，到 × [\d.]+ 可确定\n", out)
    assert f"{INTAKE}（来源 guess）" in out
    assert "假定" in out
    assert "本方案用不到：1 项" in out


def test_nothing_flips_what_is_hopeless(command: Command, guessed: Path) -> None:
    out = command("robustness", guessed, "--draws", "30", "--target", "hopeless", "--details").out
    assert out.startswith("No uncertain number would change a verdict alone.\n")
    assert "; no number alone changes that\n" in out
    assert "does not flip in its range: 4" in out


def test_too_small_a_budget_is_told(command: Command, guessed: Path) -> None:
    said = command(
        "robustness", guessed, "--draws", "30", "--target", "easy", "--budget", "0.001s", "--details"
    )
    assert said.code == 0
    assert said.out.startswith("Of the numbers examined none would change a verdict alone.\n")
    assert "; of the numbers examined none alone changes that\n" in said.out
    assert "not examined: 4, a larger --budget would reach them (spare · number of windows, " in said.out
    assert "does not flip" not in said.out


@pytest.mark.verification
def test_the_document_stands_alone_and_is_the_same_every_time(command: Command, guessed: Path) -> None:
    first, second = (
        command("robustness", guessed, "--draws", "30", "--budget", "10s", "--json").out for _ in range(2)
    )
    assert first == second
    told = json.loads(first)
    assert [one["target"] for one in told["targets"]] == ["easy", "hopeless"]
    assert (told["scenario"], told["seed"], told["budget"]) == ("small.yaml@plain", 1, 10.0)
    flip = next(flip for flip in told["targets"][0]["flips"] if flip["number"] == INTAKE)
    assert flip["range"] == ["× 0.5", "× 4"]
    assert (flip["kind"], flip["source"], flip["stated"]) == ("assumed", "guess", "mean 20 min, p90 40 min")
    low, high = flip["factors"]
    assert 1 <= low < high <= 4
    assert (
        command("robustness", guessed, "--draws", "30", "--budget", "10s", "--json", "--seed", 2).out != first
    )


def test_a_number_the_user_set_is_not_moved(command: Command, guessed: Path) -> None:
    told = json.loads(
        command(
            "robustness", guessed, "--draws", "30", "--json", "--set", f"{INTAKE}*=1.1", "--budget", "5s"
        ).out
    )
    named = {
        one["number"]
        for target in told["targets"]
        for key in ("flips", "does_not_flip")
        for one in target[key]
    }
    assert named == {
        "pools.spare.capacity",
        "services.main.channels.hall.rate",
        "services.main.flow.review.work",
    }


def test_the_figure(command: Command, guessed: Path, tmp_path: Path) -> None:
    said = command(
        "robustness", guessed, "--draws", "30", "--budget", "10s", "--figure", tmp_path / "new" / "flips"
    )
    assert said.code == 0
    for suffix in (".png", ".svg"):
        assert (tmp_path / "new" / f"flips{suffix}").stat().st_size > 5_000
    assert "written:" in said.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--target", "eesy"], 'did you mean "easy"?'),
        (["--budget", "soon"], "write it as 60s, 2min or 1h"),
        (["--replications", "1"], "allowed: 2 to 1,000,000"),
        (["--figure", "flips.jpg"], ".png, .svg, .pdf"),
        (["--load", "0"], "is not a load"),
        (["--nonsense"], "No such option: --nonsense"),
    ],
)
def test_bad_input(command: Command, small: Path, arguments: list[str], message: str) -> None:
    said = command("robustness", small, *arguments)
    assert (said.code, said.out) == (2, "")
    assert message in said.err
    assert "Traceback" not in said.err
    assert "internal" not in said.err


def test_an_office_without_assumptions(command: Command, small: Path) -> None:
    said = command("robustness", small)
    assert said.code == 0
    assert said.out.startswith("No uncertain number would change a verdict alone.\n")
    assert said.out.count("; no number alone changes that\n") == 2
