"""A scenario that somebody brings along: what is refused, what becomes of it, and what reaches the disk."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from onewindow.desk.asked import Asked
from onewindow.desk.bring import download, edited, faults_told, taken_from
from onewindow.desk.brought import FILES, TABLE, BroughtFolder, brought_of
from onewindow.desk.desk import Desk
from onewindow.desk.key_list import looked_up
from onewindow.desk.validating import answer as validated
from sim.experiments.running.progress import silent
from sim.model import ModelError
from sim.model.skeleton import skeleton

GOOD = skeleton("mine").encode()
BOMB = b"onewindow: 1\na0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + b"".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n".encode() for n in range(1, 12)
)


@pytest.fixture
def folder(tmp_path: Path) -> BroughtFolder:
    return Desk(tmp_path / "studies", workers=0).brought


def refused(folder: BroughtFolder, **files: bytes) -> str:
    with pytest.raises(ModelError) as error:
        folder.keep({name.replace("__", "."): content for name, content in files.items()})
    assert folder.all() == [], "nothing is kept of what is refused"
    return str(error.value)


@pytest.mark.parametrize(
    "name",
    [
        "../x.yaml", "/etc/x.yaml", "a/b.yaml", "..yaml", ".x.yaml", "x.py", "x.yaml\n", "con.yaml", "<b>.yaml",
        "=cmd.yaml", "x.yaml/..", "a\\b.yaml", "", "x" * 80 + ".yaml", "\u202ex.yaml",
    ],
)  # fmt: skip
def test_a_name_is_a_name_and_no_path(folder: BroughtFolder, name: str) -> None:
    with pytest.raises(ModelError, match="no name of a file"):
        folder.keep({name: GOOD})
    assert not folder.folder.exists()


def test_what_is_too_large_or_no_scenario_is_refused(folder: BroughtFolder) -> None:
    assert "holds more than" in refused(folder, a__yaml=GOOD, b__csv=b"x" * (TABLE + 1))
    assert "bytes together" in refused(folder, a__yaml=GOOD, b__csv=b"x" * TABLE, c__csv=b"x" * TABLE)
    assert "too many" in refused(folder, **{f"a{n}__yaml": GOOD for n in range(FILES + 1)})
    assert "no scenario" in refused(folder, a__csv=b"x,y")
    assert "no scenario" in refused(folder, a__yaml=b"\x89PNG\r\n")
    assert "same name" in refused(folder, a__yaml=GOOD, A__yaml=GOOD)
    assert "not UTF-8" in refused(folder, a__yaml=b"onewindow: 1\ntitle: \xff")


@pytest.mark.parametrize(
    "more",
    [
        "include: [../../secret.yaml]",
        "include: [/etc/passwd.yaml]",
        "include: [../gedian/hall]",
        "study: {backlog: /etc/passwd}",
        "study: {backlog: ../about}",
        "variants: {one: {set: {study.backlog: /etc/passwd}}}\nstudy: {start: 2026-03-02}",
    ],
)
def test_nothing_is_read_but_what_was_brought_along_and_the_library(folder: BroughtFolder, more: str) -> None:
    assert "was not brought along" in refused(folder, a__yaml=f"onewindow: 1\n{more}\n".encode())


def test_no_table_gets_in_by_what_changes_an_included_file(folder: BroughtFolder) -> None:
    main = b"onewindow: 1\ninclude: [part.yaml]\noverride: {study.backlog: /etc/passwd}\n"
    part = b"study: {start: 2026-03-02, backlog: open.csv}\n"
    assert "was not brought along" in refused(
        folder, a__yaml=main, part__yaml=part, open__csv=b"service,at\n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"onewindow: 1\n<html>", "not YAML"),
        (b"onewindow: 1\ntitle: !!python/object/apply:os.system ['touch x']", "python/object"),
        (BOMB, "more than"),
        (b"onewindow: 1\na: [" * 3, ""),
    ],
)
def test_what_is_no_good_yaml_is_told_by_the_strict_readers(
    folder: BroughtFolder, text: bytes, said: str
) -> None:
    one = folder.keep({"a.yaml": text})
    faults = validated({"scenario": one.reference}, silent, lambda *_: None)["faults"]
    assert faults
    assert {file for file, *_ in faults} == {"a.yaml"}, "no path of the server is told"
    assert said in " ".join(message for *_, message in faults)


def test_faults_are_told_in_the_language_at_their_lines(folder: BroughtFolder) -> None:
    text = GOOD.replace(b"kind: window, capacity", b"kind: window, capacty")
    one = folder.keep({"a.yaml": text})
    (told,) = faults_told(validated({"scenario": one.reference}, silent, lambda *_: None), "a.yaml", "zh")
    line = text.decode().splitlines()[told.line - 1]
    assert line[told.column - 1 :].startswith("capacty")
    assert "是不是想写" in told.message
    assert told.place == f"第 {told.line} 行第 {told.column} 列"


def test_a_scenario_is_kept_under_its_contents_and_asked_like_one_of_the_library(
    folder: BroughtFolder,
) -> None:
    one = folder.keep({"mine.yaml": GOOD})
    assert folder.keep({"mine.yaml": GOOD}) == one
    found = validated({"scenario": one.reference}, silent, lambda *_: None)
    assert (found["faults"], found["title"]["en"], list(found["variants"])) == (
        [],
        "mine",
        ["before", "after"],
    )
    asked = Asked(f"{one.reference}@after", "main-total", set=("pools.window.capacity=3",))
    assert asked.question().label == "mine.yaml@after"
    assert asked.command() == "onewindow check mine.yaml@after --set pools.window.capacity=3"
    later = edited(folder, one, "mine.yaml", GOOD.decode().replace("20 /wd", "30 /wd"))
    assert later.id != one.id
    assert [kept.id for kept in folder.latest()] == [later.id], "the latest of a name"
    assert brought_of(one.reference) == one, "an older one is there for what was asked of it"
    with zipfile.ZipFile(io.BytesIO(download(later))) as archive:
        assert archive.namelist() == ["mine.yaml"]
    with pytest.raises(ModelError, match="no file of this scenario"):
        edited(folder, one, "../x.yaml", "")


@pytest.mark.parametrize("reference", ["own/../../etc", "own/", "own/0123456789abcdef", "/etc/passwd.yaml"])
def test_an_address_reaches_no_file(folder: BroughtFolder, reference: str) -> None:
    folder.keep({"mine.yaml": GOOD})
    with pytest.raises(ModelError, match="there is no scenario"):
        Asked(reference).question()


def test_a_scenario_of_the_library_is_taken_with_all_it_is_made_of(folder: BroughtFolder) -> None:
    one = taken_from(folder, "gedian/startup", "zh")
    assert one.main == "gedian-startup.yaml"
    assert "sources.csv" in one.files
    assert all("/" not in name for name in one.files)
    assert Asked(one.reference).question().program.digest == Asked("gedian/startup").question().program.digest


def test_a_key_is_looked_up_by_its_name_and_by_what_it_means() -> None:
    assert looked_up("rate", "en")[0].at == "services.NAME.channels.NAME"
    assert "region" in {one.key for one in looked_up("节假日", "zh")}
    assert looked_up("", "en") == looked_up("nothing like it", "en") == []
