"""`onewindow validate`, `new`, `schema`, `list` and `show`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_office import Command

from sim import check, load

FIVE_FAULTS = {
    "  desk: {name: desk, kind: window, capacity: 2}": "  desk: {name: desk, kind: window, capacity: 2, colour: red}",
    "rate: 10 /wd": "rate: 10 /fortnight",
    "pool: desk, work: 30 min": "pool: dask, work: 30 min",
    "{mean: 20 min, p90: 40 min}": "-5 min",
    "limit: 2 wd, clock: working, required_share: 0.9": "limit: 2 wd, clock: working, required_share: 1.9",
}


def test_a_good_file(command: Command, small: Path) -> None:
    assert command("validate", small) == (0, f"{small}  is fine\n", "")


def test_five_faults_five_places_exit_2(command: Command, small: Path) -> None:
    text = small.read_text("utf-8")
    for old, new in FIVE_FAULTS.items():
        assert old in text
        text = text.replace(old, new)
    small.write_text(text, "utf-8")
    said = command("validate", small)
    assert (said.code, said.out) == (2, "")
    lines = said.err.splitlines()
    for line, word in zip(lines, ("colour", "10 /fortnight", "-5 min", "dask", "1.9"), strict=True):
        number, column = next(
            (n, at.index(word) + 1) for n, at in enumerate(text.splitlines(), 1) if word in at
        )
        assert line.startswith(f"{small}:{number}:{column}  ")
        assert word in line
    assert 'did you mean "desk"?' in lines[3]
    run = command("run", small, "--out", small.parent / "folder")
    assert (run.code, run.err) == (2, said.err)
    assert not (small.parent / "folder").exists()


def test_levers_of_every_variant_are_tried(command: Command, small: Path) -> None:
    small.write_text(small.read_text("utf-8").replace("into: spare", "into: spar"), "utf-8")
    said = command("validate", small)
    assert said.code == 2
    assert f"{small}:26:" in said.err
    assert 'did you mean "spare"?' in said.err


def test_strict_wants_sources(command: Command, small: Path) -> None:
    said = command("validate", small, "--strict")
    assert said.code == 2
    assert "pools.desk.capacity (2) has no source" in said.err


def test_several_files_all_are_told(command: Command, small: Path) -> None:
    said = command("validate", "none.yaml", small, "gedian/startup")
    assert said.code == 2
    assert said.out == f"{small}  is fine\ngedian/startup  is fine\n"
    assert said.err == "none.yaml  cannot be read: No such file or directory\n"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_new_gives_a_file_that_validates_and_is_the_same_question(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.chdir(tmp_path)
    said = command("new", "mine", "--from", "gedian/startup", "--lang", lang)
    assert (said.code, said.err) == (0, "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "mine.yaml", "sources.csv"]
    parts = {path.name: path.read_text("utf-8") for path in (tmp_path / "mine").iterdir()}
    assert set(parts) == {
        "assumed.yaml", "hall.yaml", "individual_business.yaml", "measures.yaml", "startup.fitted.yaml", "startup.yaml",
    }  # fmt: skip
    files = {Path(written.file) for written in load("mine.yaml").source.origin.files}
    assert files == {Path("mine.yaml"), *(Path("mine") / name for name in parts)}  # nothing of the library
    assert command("validate", "mine.yaml", "--strict").code == 0
    for variant in ("before", "after"):
        own, theirs = load(f"mine.yaml@{variant}"), load(f"gedian/startup@{variant}")
        assert own.program.digest == theirs.program.digest
    comments = parts["hall.yaml"]
    assert ("办公日历" in comments) == (lang == "zh")
    assert ("office calendar" in comments) == (lang == "en")


def test_new_names_what_it_writes_and_minds_another_table(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All files are named; a table of sources that lacks some is told of, and then nothing is written."""
    monkeypatch.chdir(tmp_path)
    table = Path("sources.csv")
    table.write_text("key,kind,document\nmine,assumed,a guess\n", "utf-8")
    said = command("new", "mine", "--from", "gedian/startup", "--force", "--lang", "zh")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("sources.csv  这张来源表缺少副本用到的来源：")
    assert said.err.endswith("或把副本写进新文件夹，如 mine/mine\n")
    assert [path.name for path in tmp_path.iterdir()] == ["sources.csv"]
    said = command("new", "mine/mine", "--from", "gedian/startup", "--lang", "en")
    assert said.code == 0
    written = {
        line.removeprefix("written: ") for line in said.out.splitlines() if line.startswith("written: ")
    }
    assert written == {str(path) for path in Path("mine").rglob("*.*")}
    assert command("validate", "mine/mine.yaml").code == 0


@pytest.mark.parametrize(("lang", "told"), [("zh", "承诺能否做到"), ("en", "is the promise kept?")])
def test_new_from_nothing_is_short_runs_and_says_what_to_type(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    said = command("new", "my-service", "--lang", lang)
    assert (said.code, said.err) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["my-service.yaml"]
    text = (tmp_path / "my-service.yaml").read_text("utf-8")
    assert len(text.splitlines()) <= 40
    assert "办结，停止计时 the clock stops" in text
    assert command("validate", "my-service.yaml") == (0, "my-service.yaml  is fine\n", "")
    assert load("my-service.yaml").scenario.title.zh == "my-service"
    typed = [line.split("   ")[0].strip() for line in said.out.splitlines() if "onewindow" in line]
    assert typed == [f"onewindow {verb} my-service.yaml" for verb in ("validate", "check", "show")]
    assert told in said.out
    for variant in load("my-service.yaml").source.variants:
        (verdict,) = check(load(f"my-service.yaml@{variant}"), budget=16, ends=False)
        assert (verdict.verdict, verdict.on_time_share > 0.9) == ("met", True)


def test_new_never_overwrites(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text("precious", "utf-8")
    assert command("new", "mine").code == 2
    assert (tmp_path / "mine.yaml").read_text("utf-8") == "precious"
    assert command("new", "mine", "--force").code == 0


@pytest.mark.parametrize(
    "arguments", [["a", "--from", "none.yaml"], ["a", "--from", "gedian/startp"], ["file/a"], [""], ["a/"]]
)
def test_new_writes_nothing_when_it_fails(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("", "utf-8")
    said = command("new", *arguments)
    assert (said.code, said.out) == (2, "")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_schema_is_a_json_schema(command: Command) -> None:
    said = command("schema")
    schema = json.loads(said.out)
    assert (said.code, said.err) == (0, "")
    assert schema["$schema"].startswith("https://json-schema.org/draft/")
    assert schema["type"] == "object"
    assert {"onewindow", "pools", "services", "study"} <= set(schema["properties"])
    names = set(schema["$defs"])
    refs = [word for word in said.out.split('"') if word.startswith("#/$defs/")]
    assert refs
    assert {ref.removeprefix("#/$defs/") for ref in refs} <= names


def test_list_and_show(command: Command, small: Path) -> None:
    listed = json.loads(command("list", "--json").out)["scenarios"]
    assert "gedian/startup" in [one["scenario"] for one in listed]
    assert "gedian/startup" in command("list").out
    assert "task intake" in command("show", small).out
    shown = json.loads(command("show", f"{small}@pooled", "--json").out)
    assert list(shown["pools"]) == ["spare"]
    assert "pools.desk.capacity = 2" in command("show", small, "--sources").out
