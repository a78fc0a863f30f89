"""`onewindow compare`: the table, the document, the figure from the same result, and what is refused."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from small_office import Command

from sim.experiments.comparing.compare import REPLICATIONS

ALONE = "one desk: --set pools.desk.capacity-=1"
QUICK = ("-n", 4)


def test_the_table_says_which_alternative_helps_which_target(command: Command, small: Path) -> None:
    said = command("compare", small, "--vs", ALONE, "--vs", "@plain", "--load", "0.8", "-n", 12, "--details")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert re.fullmatch(
        r"one desk: no promise changes by more than \d\.\d points\. @plain: identical to the base\.", lines[0]
    )
    assert lines[1].startswith("small.yaml@plain (base) · load 0.8 · seed 1 · 12 replications of each")
    assert "one desk = --set pools.desk.capacity-=1" in lines
    assert "easy  limit 2 working days, at least 90% on time" in lines
    short, row, *_ = [line for line in lines if line.startswith("  one desk  ")]
    assert re.search(r"one desk +\d+\.\d%  no change beyond \d\.\d", short), short
    assert re.search(
        r"one desk +\d+\.\d%  no difference in 12 replications  \S+ \[[+−]\d+\.\d, [+−]\d+\.\d\]"
        r" +\d\.\d+  worse  \+\d\.\d+ \[\+\d\.\d+, \+\d\.\d+\] +\d\.\d+  worse",
        row,
    ), row
    assert "identical" in said.out
    assert "The 6 intervals hold together at 95%" in said.out
    assert "paired replications correlate" in said.out


def test_other_work_that_goes_with_the_units_is_told(command: Command, small: Path) -> None:
    """It is a share of their time, so fewer desks do less of it unless the share is set too."""
    text = small.read_text("utf-8")
    shared = "capacity: 2, other_work: {share: 0.3, work: 10 min}}"
    small.write_text(text.replace("capacity: 2}", shared), "utf-8")
    said = command("compare", small, "--vs", ALONE, *QUICK).out
    assert "desk: 1 instead of 2, and other work" in said
    (setting,) = re.findall(r"to keep its amount add (--set \S+)", said)
    assert setting == "--set pools.desk.other_work.share=0.6"
    kept = command("compare", small, "--vs", f"{ALONE} {setting}", *QUICK).out
    assert "other work" not in kept
    assert "desk由 2 个变为 1 个" in command("compare", small, "--vs", ALONE, *QUICK, "--lang", "zh").out
    more = command(
        "compare", small, "--vs", "none: --set pools.desk.capacity=1", "--set", "pools.desk.capacity=1"
    )
    assert "other work" not in more.out
    assert "desk: 1 instead of 2, and other work" in more.err, "the base is not as the file states it"


@pytest.mark.parametrize("asked", ["check", "run"])
def test_every_command_says_that_other_work_goes_with_the_units(
    command: Command, small: Path, asked: str
) -> None:
    small.write_text(
        small.read_text("utf-8").replace(
            "capacity: 2}", "capacity: 2, other_work: {share: 0.3, work: 10 min}}"
        ),
        "utf-8",
    )
    few = ("--no-ends",) if asked == "check" else ("-n", 1)
    more = command(asked, small, *few, "--set", "pools.desk.capacity+=1", "--lang", "zh").err
    assert (
        "desk由 2 个变为 3 个，按时间比例设定的其他业务随之增减；如要保持其总量，另加 --set pools.desk.other"
        in more
    )
    kept = ("--set", "pools.desk.capacity+=1", "--set", "pools.desk.other_work.share=0.2")
    assert "other work" not in command(asked, small, *few, *kept).err


def test_both_languages(command: Command, small: Path) -> None:
    chinese = command("compare", small, "--vs", ALONE, *QUICK, "--details", "--lang", "zh").out
    assert "按时办结率" in chinese
    assert "基准" in chinese
    assert "个区间同时成立的置信水平为 95%" in chinese
    assert not re.search(r"\b(base|worse|unclear|replications)\b", chinese)
    english = command("compare", small, "--vs", ALONE, *QUICK, "--details", "--lang", "en").out
    assert not re.search(r"[\u4e00-\u9fff]", english.replace("小厅", ""))


def test_the_document_stands_alone_and_is_the_same_every_time(command: Command, small: Path) -> None:
    first, second = (command("compare", small, "--vs", ALONE, *QUICK, "--json") for _ in range(2))
    assert first == second
    document = json.loads(first.out)
    assert document["asked"] == str(small)
    assert [target["target"] for target in document["targets"]] == ["easy", "hopeless"]
    (one,) = document["alternatives"]
    assert (one["label"], one["options"], one["identical"]) == (
        "one desk",
        "--set pools.desk.capacity-=1",
        False,
    )
    assert [len(target["differences"]) for target in one["targets"]] == [3, 3]


def test_without_vs_the_other_variants(command: Command, small: Path) -> None:
    document = json.loads(command("compare", small, *QUICK, "--target", "easy", "--json").out)
    assert [one["label"] for one in document["alternatives"]] == ["@pooled"]
    assert [target["target"] for target in document["targets"]] == ["easy"]


def test_the_story_of_a_case_is_that_of_the_case(command: Command, small: Path) -> None:
    """The command the table ends with tells a case that came when, and took as long as, the table says."""
    asked = ("compare", small, "--vs", ALONE, "--load", 0.8, "--seed", 5, *QUICK)
    document = json.loads(command(*asked, "--json").out)
    moved = document["alternatives"][0]["targets"][0]["lost_most"][0]
    ending = command(*asked, "--details").out.splitlines()[-1]
    words = shlex.split(ending.partition("onewindow ")[2])
    assert words == [
        "show", str(small), "--load", "0.8", "--seed", "5", "--case", str(moved["case"]),
        "--replication", str(moved["replication"]),
    ]  # fmt: skip
    story = json.loads(command(*words, "--json").out)
    assert story["moments"][0]["at"] == moved["arrived"]
    (easy,) = [promise for promise in story["targets"] if promise["target"] == "easy"]
    assert easy["value"] == pytest.approx(moved["before"], abs=1e-4)
    after = json.loads(
        command(
            "show", small, "--load", 0.8, "--seed", 5, "--set", "pools.desk.capacity-=1",
            "--case", moved["case_in_alternative"], "--replication", moved["replication"], "--json",
        ).out
    )  # fmt: skip
    assert after["moments"][0]["at"] == moved["arrived"]
    assert after["targets"][0]["value"] == pytest.approx(moved["after"], abs=1e-4)


def test_the_figure_is_drawn_from_the_same_result(
    command: Command, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.experiments.comparing import compare as module

    runs: list[str] = []
    simulated = module._simulated

    def noted(*arguments: object) -> object:
        runs.append("")
        return simulated(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "_simulated", noted)
    said = command("compare", small, "--vs", ALONE, *QUICK, "--figure", tmp_path / "both")
    assert said.code == 0
    assert len(runs) == 2
    assert said.out.splitlines()[-1] == f"written: {tmp_path / 'both.png'}, {tmp_path / 'both.svg'}"
    assert (tmp_path / "both.png").read_bytes().startswith(b"\x89PNG")
    plain = command("compare", small, "--vs", ALONE, *QUICK, "--json")
    assert (
        command("compare", small, "--vs", ALONE, *QUICK, "--json", "--figure", tmp_path / "a.svg").out
        == plain.out
    )
    assert (tmp_path / "a.svg").read_text("utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--vs", "x: @poled"],
            '--vs "x: @poled"  there is no variant "poled"; allowed: plain, pooled; did you mean',
        ),
        (["--vs", "x: --seed 2"], "--seed has no place in an alternative"),
        (["--vs", "x: --load 2", "--vs", "x: --load 3"], 'the label "x" is taken'),
        (["--target", "eazy"], 'did you mean "easy"'),
        (
            ["--replications", "1"],
            "--replications 1  allowed: 2 to 1,000,000",
        ),
        (["--figure", "a.jpg"], '--figure a.jpg  ".jpg" is no kind of figure; allowed: .png, .svg, .pdf'),
    ],
)
def test_bad_input(command: Command, small: Path, arguments: list[str], message: str) -> None:
    said = command("compare", small, *arguments)
    assert (said.code, said.out) == (2, "")
    assert message in said.err
    assert "Traceback" not in said.err
    assert "internal" not in said.err


def test_a_figure_that_cannot_be_written(command: Command, small: Path) -> None:
    said = command("compare", small, "--vs", ALONE, *QUICK, "--figure", small / "a.png")
    assert said.code == 2
    assert f'--figure {small / "a.png"}  "{small}" is a file, not a folder' in said.err


def test_the_default_is_the_one_the_help_tells(command: Command) -> None:
    assert f"[default: {REPLICATIONS}]" in " ".join(command("compare", "--help").out.split())
