"""A run's folder that somebody or something has changed: files are made again or the folder is refused, never a crash.

The right answer is known without looking: a folder that is gone on with holds the bytes of one that was never touched.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from an_office import office

from onewindow.cli.app import run

GARBAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut off": lambda whole: whole[: len(whole) // 2],
    "without its last byte": lambda whole: whole[:-1],
    "with a byte more": lambda whole: whole + b"\0",
    "one bit turned": lambda whole: whole[:40] + bytes([whole[40] ^ 1]) + whole[41:],
    "garbage": lambda _: b"\x00\xff\xfegarbage" * 9,
    "other JSON": lambda _: b"{}",
    "JSON without end": lambda _: b"[" * 100_000,
    "a Parquet file of nothing": lambda _: b"PAR1PAR1",
}


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    return office(tmp_path)


@pytest.fixture
def made(scenario: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The folder of two replications."""
    assert run(["run", str(scenario), "-n", "2", "--out", str(tmp_path / "made"), "--lang", "en"]) == 0
    capsys.readouterr()
    return tmp_path / "made"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def resumed(
    scenario: Path, made: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[[], tuple[int, str]]]:
    """Go on with the folder: the exit code, and what stderr says."""

    def again() -> tuple[int, str]:
        code = run(["run", str(scenario), "-n", "2", "--out", str(made), "--resume", "--lang", "en"])
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        assert "internal" not in said.err
        return code, said.err

    yield again
    for path in made.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.mark.parametrize("how", GARBAGE)
@pytest.mark.parametrize(
    "name", ["cases-00001.parquet", "outcome-00000.parquet", "sums-00001.json", "scenario.yaml"]
)
def test_a_changed_file_is_made_again(
    made: Path, resumed: Callable[[], tuple[int, str]], name: str, how: str
) -> None:
    before = contents(made)
    (made / name).write_bytes(GARBAGE[how](before[name]))
    code, said = resumed()
    assert code == 0
    assert "1 files were changed, cut off or lost" in said
    assert contents(made) == before


def test_files_put_in_each_other_s_place_are_made_again(
    made: Path, resumed: Callable[[], tuple[int, str]]
) -> None:
    before = contents(made)
    for kind in ("outcome-0000{}.parquet", "events-0000{}.parquet", "sums-0000{}.json"):
        shutil.copy(made / kind.format(0), made / kind.format(1))
    assert resumed()[0] == 0
    assert contents(made) == before


def test_an_untouched_folder_is_gone_on_with_in_silence(
    made: Path, resumed: Callable[[], tuple[int, str]]
) -> None:
    before, times = contents(made), {path: path.stat().st_mtime_ns for path in made.glob("*-*")}
    assert resumed() == (0, "")
    assert contents(made) == before
    assert {path: path.stat().st_mtime_ns for path in made.glob("*-*")} == times, "nothing is simulated again"


@pytest.mark.parametrize("how", [how for how in GARBAGE if how not in ("with a byte more",)])
def test_a_changed_manifest_is_refused(made: Path, resumed: Callable[[], tuple[int, str]], how: str) -> None:
    """Without a manifest nobody knows what run this is. One bit turned makes another run, or no JSON at all."""
    manifest = made / "manifest.json"
    manifest.write_bytes(GARBAGE[how](manifest.read_bytes()))
    before = contents(made)
    code, said = resumed() if how != "without its last byte" else (2, "manifest")
    assert code == 2
    assert "manifest" in said or "another run" in said
    assert contents(made) == before


@pytest.mark.parametrize("files", [None, [], 3, "x", {"sums-00000.json": 3}])
def test_a_manifest_whose_digests_are_none(
    made: Path, resumed: Callable[[], tuple[int, str]], files: object
) -> None:
    manifest = made / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text("utf-8")), "files": files}), "utf-8")
    code, said = resumed()
    assert (code, "not the manifest of a run" in said) == (2, True)


def test_digests_that_are_missing_or_wrong_or_of_strange_files(
    made: Path, resumed: Callable[[], tuple[int, str]]
) -> None:
    before = contents(made)
    manifest = made / "manifest.json"
    stated = json.loads(before["manifest.json"])
    strange = {
        "../office.yaml": "0",
        "/etc/passwd": "0",
        "sums-999999999999999999999.json": "0",
        "sums-x.json": "0",
    }
    wrong = {**stated["files"], "sums-00000.json": "0", **strange}
    for files in ({}, wrong):
        manifest.write_text(json.dumps({**stated, "files": files}), "utf-8")
        assert resumed()[0] == 0
        assert contents(made) == before
    del stated["files"]  # as version 0.5.0 wrote it
    manifest.write_text(json.dumps(stated), "utf-8")
    assert resumed()[0] == 0
    assert contents(made) == before


def test_files_that_are_no_part_of_it_are_left_alone(
    made: Path, resumed: Callable[[], tuple[int, str]]
) -> None:
    for name in ("sums-abc.json", "sums-.json", "cases-1.parquet", "notes.txt", "sums-00099.json"):
        (made / name).write_bytes(b"mine")
    before = contents(made)
    assert resumed() == (0, "")
    assert contents(made) == before


def test_a_folder_where_a_file_stood(made: Path, resumed: Callable[[], tuple[int, str]]) -> None:
    (made / "sums-00001.json").unlink()
    (made / "sums-00001.json").mkdir()
    code, said = resumed()
    assert code == 2
    assert "sums-00001.json" in said
    assert "cannot be written" in said


def test_a_link_that_leads_nowhere(made: Path, resumed: Callable[[], tuple[int, str]]) -> None:
    before = contents(made)
    (made / "cases-00000.parquet").unlink()
    (made / "cases-00000.parquet").symlink_to(made / "nowhere")
    assert resumed()[0] == 0
    assert contents(made) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk(scenario: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                     capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    def full(_path: Path, _content: bytes) -> int:
        with open("/dev/full", "wb", buffering=0) as device:
            return device.write(b"x")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert run(["run", str(scenario), "--out", str(tmp_path / "out"), "--lang", "en"]) == 2
    assert "cannot be written: No space left on device" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(made: Path, resumed: Callable[[], tuple[int, str]]) -> None:
    (made / "sums-00001.json").unlink()
    made.chmod(0o555)
    code, said = resumed()
    made.chmod(0o755)
    assert (code, "cannot be written" in said) == (2, True)


@pytest.mark.parametrize("how", GARBAGE)
def test_a_changed_summary_is_made_again(
    scenario: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    folder = tmp_path / "summed"
    asked = ["run", str(scenario), "-n", "2", "--detail", "summary", "--out", str(folder), "--lang", "en"]
    assert run(asked) == 0
    told = capsys.readouterr().out
    before = contents(folder)
    (folder / "summary-00001.json").write_bytes(GARBAGE[how](before["summary-00001.json"]))
    assert run([*asked, "--resume"]) == 0
    said = capsys.readouterr()
    assert (said.out, "made again" in said.err) == (told, True)
    assert contents(folder) == before
