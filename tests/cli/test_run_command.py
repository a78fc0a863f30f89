"""`onewindow run`: the folder it writes, going on with it, and the JSON document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_office import Command


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def folder(command: Command, small: Path, tmp_path: Path) -> Path:
    """A folder of two replications."""
    made = tmp_path / "made"
    assert command("run", small, "--replications", 2, "--out", made).code == 0
    return made


def test_the_folder_holds_manifest_and_tables(folder: Path) -> None:
    assert sorted(contents(folder)) == [
        "cases-00000.parquet", "cases-00001.parquet", "events-00000.parquet", "events-00001.parquet",
        "manifest.json", "outcome-00000.parquet", "outcome-00001.parquet", "scenario.yaml",
        "sums-00000.json", "sums-00001.json",
    ]  # fmt: skip
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert (manifest["seed"], manifest["load"], manifest["detail"]) == (1, "1", "events")
    assert len(manifest["digest"]) >= 32


@pytest.mark.parametrize(
    "lost",
    [
        "cases-00001.parquet",
        "events-00000.parquet",
        "outcome-00001.parquet",
        "scenario.yaml",
        "sums-00001.json",
    ],
)
def test_resume_writes_again_what_is_lost(command: Command, small: Path, folder: Path, lost: str) -> None:
    before = contents(folder)
    (folder / lost).unlink()
    assert command("run", small, "-n", 2, "--out", folder, "--resume").code == 0
    assert contents(folder) == before


def test_resume_with_more_replications_keeps_the_first(command: Command, small: Path, folder: Path) -> None:
    before = contents(folder)
    assert command("run", small, "-n", 3, "--out", folder, "--resume").code == 0
    after = contents(folder)
    assert len(after) == len(before) + 4
    before.pop("manifest.json")  # it names the new files too
    assert {name: after[name] for name in before} == before


def test_an_interrupted_run_goes_on_to_the_same_bytes(
    command: Command, small: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.experiments.runs.run_folder import RunFolder

    other, whole = tmp_path / "other", RunFolder.write

    def once(folder: RunFolder, *written: object) -> None:
        whole(folder, *written)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(RunFolder, "write", once)
    assert command("run", small, "-n", 2, "--out", other).code == 130
    assert len(contents(other)) == 6
    monkeypatch.setattr(RunFolder, "write", whole)
    assert command("run", small, "-n", 2, "--out", other, "--resume").code == 0
    assert contents(other) == contents(folder)


def test_the_folder_of_another_run_is_refused(command: Command, small: Path, folder: Path) -> None:
    before = contents(folder)
    for options in (
        ["--seed", 2],
        ["--load", 1.5],
        ["--set", "pools.desk.capacity=3"],
        ["--detail", "cases"],
    ):
        said = command("run", small, "-n", 2, "--out", folder, "--resume", *options)
        assert said.code == 2
        assert "the folder holds another run" in said.err
    assert "resume it" in command("run", small, "-n", 2, "--out", folder).err
    assert contents(folder) == before


def test_a_folder_that_is_no_run_is_left_alone(command: Command, small: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "letter.txt").write_text("dear", "utf-8")
    assert command("run", small, "--out", own).code == 2
    assert command("run", small, "--out", own / "letter.txt").code == 2
    assert command("run", small, "--out", own / "letter.txt" / "deeper").code == 2
    (own / "manifest.json").write_text("not json", "utf-8")
    assert "not the manifest of a run" in command("run", small, "--out", own, "--resume").err
    assert sorted(contents(own)) == ["letter.txt", "manifest.json"]


def test_the_document_conserves_cases(command: Command, small: Path, tmp_path: Path) -> None:
    plain = command("run", small, "--json", "-n", 2)
    document = json.loads(plain.out)
    (main,) = document["services"]
    assert main["arrived"] == main["ended"] + main["open"] > 50
    assert [use["activity"] for use in document["activities"]] == ["intake", "review"]
    (desk,) = document["pools"]
    assert (desk["pool"], 0 < desk["utilisation"] < 1) == ("desk", True)
    written = json.loads(
        command("run", small, "--json", "-n", 2, "--detail", "cases", "--out", tmp_path / "x").out
    )
    assert written == {**document, "detail": "cases"}
    assert sorted(contents(tmp_path / "x")) == [
        "cases-00000.parquet", "cases-00001.parquet", "manifest.json",
        "outcome-00000.parquet", "outcome-00001.parquet", "scenario.yaml", "sums-00000.json", "sums-00001.json",
    ]  # fmt: skip


@pytest.mark.usefixtures("small")
def test_from_another_directory(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert command("run", "../small.yaml", "--out", "here").code == 0
    assert "manifest.json" in contents(elsewhere / "here")
    assert command("show", "gedian/startup").code == 0


def test_a_variant_is_another_question(command: Command, small: Path) -> None:
    documents = [json.loads(command("run", f"{small}@{v}", "--json").out) for v in ("plain", "pooled")]
    assert [one["pools"][0]["pool"] for one in documents] == ["desk", "spare"]
    assert [one["levers"] for one in documents] == [[], ["one_window"]]
    with_ = json.loads(command("run", f"{small}@plain", "--with", "one_window", "--json").out)
    assert with_["digest"] == documents[1]["digest"]


def test_a_summary_counts_targets_and_keeps_no_cases(command: Command, small: Path, tmp_path: Path) -> None:
    out = tmp_path / "summed"
    said = command("run", small, "-n", 2, "--detail", "summary", "--out", out)
    assert said.code == 0
    assert "quantiles are within 0.4 %" in said.out
    assert sorted(contents(out)) == [
        "manifest.json", "scenario.yaml", "summary-00000.json", "summary-00001.json",
    ]  # fmt: skip
    told = json.loads(command("run", small, "-n", 2, "--detail", "summary", "--json").out)
    events = json.loads(command("run", small, "-n", 2, "--json").out)
    assert told["services"] == events["services"]
    assert told["pools"] == events["pools"]
    for target in told["targets"]:
        assert target["judged"] == target["on_time"] + target["late"] + target["undetermined"]
    (main,) = told["services"]
    assert sum(main["outcomes"].values()) == main["ended"]
