"""Any terminal and any surroundings: what cannot be shown is replaced, what cannot be kept is told, nothing crashes."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from an_office import called, office

from onewindow.cli.app import run
from onewindow.cli.console import PLAIN, show_anything
from sim.engine.compiled import keeping
from sim.engine.engines import make_ready


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    """Runs a command on a terminal of an encoding: the exit code, and what stands there."""

    def called(encoding: str, *arguments: object) -> tuple[int, str, str]:
        streams = [TextIOWrapper(BytesIO(), encoding=encoding, errors="strict") for _ in range(2)]
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", streams[0])
            patch.setattr(sys, "stderr", streams[1])
            show_anything()
            code = run([str(argument) for argument in arguments])
        for stream in streams:
            stream.flush()
        out, err = (stream.buffer.getvalue().decode(encoding) for stream in streams)  # type: ignore[attr-defined]
        return code, out, err

    return called


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("encoding", ["ascii", "gbk", "cp1252"])
def test_a_terminal_that_lacks_characters(
    shown: Callable[..., tuple[int, str, str]], tmp_path: Path, encoding: str, lang: str
) -> None:
    """The same numbers as on a terminal that has them all, and the same exit code."""
    asked = ("run", office(tmp_path), "--lang", lang)
    whole, poor = shown("utf-8", *asked), shown(encoding, *asked)
    assert poor[0] == whole[0] == 0
    assert (poor[2], whole[2]) == ("", "")
    numbers = [re.findall(r"[\d.]+%?", said[1]) for said in (whole, poor)]
    assert numbers[0] == numbers[1] != []


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_json_loses_nothing(
    shown: Callable[..., tuple[int, str, str]], tmp_path: Path, encoding: str
) -> None:
    """JSON can write what an encoding lacks."""
    path = office(tmp_path, 小厅="小厅ئۇ✕")
    whole, poor = (json.loads(shown(each, "show", path, "--json")[1]) for each in ("utf-8", encoding))
    assert whole == poor
    assert "小厅ئۇ✕" in json.dumps(whole, ensure_ascii=False)


def test_faults_and_trees_on_a_terminal_of_ascii(
    shown: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    assert shown("ascii", "validate", tmp_path / "一窗.yaml")[::2] == (
        2, f"{tmp_path}/??.yaml  cannot be read: No such file or directory\n",
    )  # fmt: skip
    for asked in (
        ("list",),
        ("show", "gedian/startup", "--lang", "zh"),
        ("show", "gedian/startup", "--mermaid"),
    ):
        assert shown("ascii", *asked)[::2] == (0, "")


def test_help_on_a_terminal_of_ascii(tmp_path: Path) -> None:
    done = called("--help", cwd=tmp_path, PYTHONIOENCODING="ascii:strict", PYTHONUTF8="0", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"onewindow" in done.stdout


def test_marks_are_such_as_both_encodings_hold() -> None:
    """A mark that GBK lacks has something that stands for it."""
    import onewindow

    root = Path(onewindow.__file__).parent
    used = {
        letter
        for file in [*root.glob("cli/*.py"), *root.glob("testing/*.py")]
        for letter in file.read_text("utf-8")
    }
    lacking = set()
    for letter in used - set(PLAIN) - set("\ufdd0\ufdd1\ufdd2"):
        try:
            letter.encode("gbk")
        except UnicodeEncodeError:
            lacking.add(letter)
    assert not lacking
    assert all(stands.isascii() for stands in PLAIN.values())


KERNEL = "from sim.engine.engines import make_ready; make_ready('compiled')"
"""Load the engine as a command does; what it logs goes to stderr."""
SIMULATED = """
from sim.experiments.questions.whatif import load
from sim.engine.compiled import simulate
print(simulate(load({0!r}).program, seed=1, replication=0).tasks)
"""


def loads(path: Path, **environment: str) -> tuple[int, str, str]:
    known = {name: value for name, value in {**os.environ, **environment}.items() if value != ""}
    done = subprocess.run([sys.executable, "-c", KERNEL + SIMULATED.format(str(path))], env=known,
                          capture_output=True, text=True, timeout=1200, check=False)  # fmt: skip
    return done.returncode, done.stdout.strip(), done.stderr


@pytest.mark.verification  # compiles three times
def test_the_life_of_a_kept_engine(tmp_path: Path) -> None:
    """Two processes compile at once into an empty cache; then it is damaged in every way and healed once."""
    path, cache = office(tmp_path), tmp_path / "cache"
    cache.mkdir()
    known = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    begun = [
        subprocess.Popen([sys.executable, "-c", KERNEL + SIMULATED.format(str(path))], env=known,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]  # fmt: skip
    (one, told), (other, told_too) = (each.communicate(timeout=1200) for each in begun)
    assert one == other != ""
    assert (told, told_too) == ("", "")
    (folder,) = (cache / "onewindow").iterdir()
    assert {file.name for file in folder.iterdir()} == {keeping.CODE, keeping.WHOLE}
    times = {file: file.stat().st_mtime_ns for file in folder.rglob("*")}
    assert loads(path, XDG_CACHE_HOME=str(cache)) == (0, one.strip(), "")
    assert {file: file.stat().st_mtime_ns for file in folder.rglob("*")} == times, "nothing is compiled again"

    machine_code = folder / keeping.CODE
    machine_code.write_bytes(machine_code.read_bytes()[:-100] + b"\x00" * 100)
    (folder.parent / "kernel-0.4194399.part").mkdir()  # of a process that was killed
    code, tasks, told = loads(path, XDG_CACHE_HOME=str(cache))
    assert (code, tasks) == (0, one.strip())
    assert "was damaged; it is compiled anew" in told
    assert [each.name for each in folder.parent.iterdir()] == [folder.name]
    assert loads(path, XDG_CACHE_HOME=str(cache)) == (0, one.strip(), "")


MADE = b"machine code"


@pytest.fixture
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("own_cache")
@pytest.mark.parametrize("damage", ["none", "cut", "lost", "no digest", "garbage", "another digest"])
def test_damage_of_every_kind_is_seen(damage: str, caplog: pytest.LogCaptureFixture) -> None:
    assert keeping.kept() is None
    keeping.keep(MADE)
    folder = keeping.cache_folder()
    assert folder is not None
    code, whole = folder / keeping.CODE, folder / keeping.WHOLE
    match damage:
        case "cut":
            code.write_bytes(b"machine")
        case "lost":
            code.unlink()
        case "no digest":
            whole.unlink()
        case "garbage":
            whole.write_bytes(b"\xff\xfe{")
        case "another digest":
            whole.write_text("0" * 128)
    assert keeping.kept() == (MADE if damage == "none" else None)
    assert folder.exists() == (damage == "none"), "what is damaged is removed"
    assert ["was damaged; it is compiled anew" in said for said in caplog.messages] == [True] * (
        damage != "none"
    )
    keeping.keep(MADE)
    assert keeping.kept() == MADE
    assert [file.name for file in folder.parent.iterdir()] == [folder.name]


def test_what_a_killed_process_left_is_swept(own_cache: Path) -> None:
    keeping.keep(MADE)
    (own_cache / "onewindow" / "kernel-0.4194399.part").mkdir()
    assert keeping.kept() == MADE
    assert len(list((own_cache / "onewindow").iterdir())) == 1


def test_no_home(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", nowhere)
    assert keeping.kept() is None
    keeping.keep(MADE)
    (said,) = caplog.messages
    assert "there is no home folder" in said


def test_a_cache_that_cannot_be_written(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(occupied))
    assert keeping.kept() is None
    keeping.keep(MADE)
    (said,) = caplog.messages
    assert f"nothing can be written in {occupied}" in said


def test_a_full_disk_keeps_nothing_and_goes_on(
    own_cache: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    keeping.keep(MADE)
    (said,) = caplog.messages
    assert "No space left on device" in said
    assert not [file for file in own_cache.rglob("*") if file.is_file()]


def test_what_is_kept_is_linked_by_nothing_that_compiles() -> None:
    make_ready("compiled")
    compiling = "{'numba', 'sim.engine.compiled.kernel', 'sim.engine.compiled.translate'}"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {KERNEL}; print({compiling} & set(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    assert done.stdout == "set()\n"


def test_a_relative_cache_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The rule of XDG_CACHE_HOME: a relative path is to be ignored."""
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert keeping.user_cache() != Path("here")


@pytest.mark.parametrize("sentence", ["not_kept", "damaged", "made_again"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_told_has_words_in_both_languages(
    sentence: str, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from onewindow.cli.compiling import said_when_compiling

    with said_when_compiling(lang):
        logging.getLogger("sim.engine").warning(
            "x", extra={"told": (sentence, {"why": "[/red]", "folder": "a\x1b", "n": 3})}
        )
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "\x1b" not in said
    assert ("[/red]" if sentence == "not_kept" else "a\\x1b") in said
