"""How failures leave the command line: interrupted, our own fault, bad what-if options."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_office import Command

from sim.words.engine import COMPILING

RUN = "sim.experiments.running.crew.Crew.replicate"


def test_an_interruption_is_130(command: Command, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(RUN, interrupted)
    said = command("run", small)
    assert (said.code, said.out, said.err) == (130, "", "interrupted\n")
    assert command("run", small, "--lang", "zh").err == "已中断\n"


def test_a_fault_of_ours_is_70_and_shows_no_traceback(
    command: Command, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(RUN, broken)
    said = command("run", small)
    assert (said.code, said.out) == (70, "")
    assert said.err.startswith("internal error: RuntimeError: broken\n")
    monkeypatch.setenv("ONEWINDOW_TRACEBACK", "1")
    with pytest.raises(RuntimeError, match="broken"):
        command("run", small)


@pytest.mark.parametrize(
    ("options", "start", "end"),
    [
        (
            ["--with", "one_windw"],
            '--with one_windw  no lever is called "one_windw"; did you mean "one_window"? ',
            "extended_hours",
        ),
        (["--without", "one_window"], "--without one_window  ", "in force: (none)"),
        (["--load", "mian=2"], "--load mian=2  ", 'did you mean "main"?'),
        (["--load", "much"], "--load much  ", "write a factor above 0, as in 1.5"),
        (["--load", "-1"], "--load -1  ", "write a factor above 0, as in 1.5"),
        (["--load", "0"], "--load 0  ", "write a factor above 0, as in 1.5"),
        (["--set", "pools.dsk.capacity=3"], "--set pools.dsk.capacity=3  ", 'did you mean "desk"?'),
        (["--set", "pools.desk.capacity=-3"], "--set pools.desk.capacity=-3  ", ""),
        (["--set", "nonsense"], "--set nonsense  ", "path*=factor"),
        (["--start", "2025-13-01"], "--start 2025-13-01  ", "write it as 2025-03-03"),
        (["--seed", "-1"], "--seed -1  ", "from 0 to 2^64 - 1"),
        (["--replications", "0"], "--replications 0  ", "1 to 1,000,000"),
        (["--resume"], "--resume  ", "there is no folder to go on with; name it"),
    ],
)
def test_bad_options(command: Command, small: Path, options: list[str], start: str, end: str) -> None:
    said = command("run", small, *options)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(start)
    assert said.err.rstrip("\n").endswith(end)
    assert "Traceback" not in said.err


def test_several_bad_options_are_told_at_once(command: Command, small: Path) -> None:
    said = command("run", small, "--with", "one_windw", "--without", "parallel_aproval")
    assert len(said.err.splitlines()) == 2


@pytest.mark.parametrize(
    "arguments", [[], ["nonsense"], ["run"], ["--nonsense"], ["run", "x.yaml", "--lang", "fr"]]
)
def test_wrong_usage_is_bad_input(command: Command, arguments: list[str]) -> None:
    said = command(*arguments)
    assert (said.code, said.out) == (2, "")
    assert "internal" not in said.err
    assert "Usage: onewindow" in said.err


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["--version"], ["check", "--help"]])
def test_help_and_version_are_done(command: Command, arguments: list[str]) -> None:
    said = command(*arguments)
    assert (said.code, said.err) == (0, "")
    assert said.out


def test_a_reader_that_goes_away_is_no_failure(tmp_path: Path) -> None:
    code = "import time; time.sleep(.3); from onewindow.cli import main; main(['schema'])"
    writer = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    )
    assert writer.stdout is not None
    writer.stdout.close()
    _, err = writer.communicate()
    assert (writer.returncode, err) == (0, b"")


def test_a_file_that_is_not_there(command: Command, tmp_path: Path) -> None:
    said = command("run", tmp_path / "none.yaml")
    assert said.code == 2
    assert said.err.endswith("cannot be read: No such file or directory\n")


def test_an_at_sign_in_a_folder_s_name_is_no_variant(command: Command, small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "me@home"
    folder.mkdir()
    moved = small.rename(folder / "small.yaml")
    assert command("show", moved).code == 0
    assert "spare" in command("show", f"{moved}@pooled").out


def test_ctrl_c_leaves_whole_files_that_a_run_goes_on_with(
    command: Command, small: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    begun = [sys.executable, "-m", "onewindow", "run", str(small), "--out", str(folder), "-n", "2000"]
    running = subprocess.Popen(
        begun, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not list(folder.glob("sums-*.json")):
        assert running.poll() is None, running.communicate()
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to this process and to its workers
    out, err = running.communicate(timeout=30)
    assert (running.returncode, out, err) == (130, "", "interrupted\n")
    done = len(list(folder.glob("sums-*.json")))
    assert 0 < done < 2000
    assert not list(folder.glob("*.part"))
    assert command("run", small, "--out", folder, "-n", done + 2, "--resume").code == 0
    other = tmp_path / "other"
    assert command("run", small, "--out", other, "-n", done + 2).code == 0
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {
        file.name: file.read_bytes() for file in other.iterdir()
    }


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_compiling_is_told_once(
    command: Command, small: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    """Whoever compiles says so to the log, and the command line to its user, in his language."""

    def compiled(*_: object, **__: object) -> None:
        logging.getLogger("sim.engine.engines").info("compiling")

    monkeypatch.setattr("sim.experiments.running.crew.make_ready", compiled)
    said = command("check", small, "--no-ends", "--json", "--lang", lang)
    assert said.err == COMPILING[lang] + "\n"
    json.loads(said.out)
    logger = logging.getLogger("sim.engine.engines")
    assert (logger.handlers, logger.level) == ([], logging.NOTSET)


def test_ctrl_c_while_the_engine_is_compiled(small: Path, tmp_path: Path) -> None:
    """LLVM works for seconds without a look at signals; nothing is left of a run that was to be written."""
    cache, folder = tmp_path / "cache", tmp_path / "run"
    begun = [
        sys.executable,
        "-m",
        "onewindow",
        "run",
        str(small),
        "--out",
        str(folder),
        "-n",
        "8",
        "--lang",
        "en",
    ]
    running = subprocess.Popen(
        begun, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
    )  # fmt: skip
    assert running.stderr is not None
    assert running.stderr.readline() == COMPILING["en"] + "\n"
    time.sleep(2)  # into LLVM's own work, which a process that tidies up would not survive
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=30)
    assert (running.returncode, out, err.splitlines()[-1]) == (130, "", "interrupted")
    assert not [file for file in cache.rglob("*") if file.is_file() and "tmp" in file.name]
    assert not list(folder.glob("*.parquet"))


def test_an_interrupted_command_tidies_nothing_up() -> None:
    """Another thread may be in the middle of LLVM's work, which an interpreter that tidies up brings down."""
    interrupted = (
        "import atexit, os, signal, onewindow.cli.app as app\n"
        "from onewindow.cli import main\n"
        "atexit.register(print, 'tidied')\n"
        "app.run = lambda _: os.kill(os.getpid(), signal.SIGINT)\n"
        "main(['check'])\n"
    )
    ended = subprocess.run([sys.executable, "-c", interrupted], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "interrupted\n")
