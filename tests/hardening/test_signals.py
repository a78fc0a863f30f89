"""A signal ends a command in order: its exit code, one line, no process and no part of a file left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from an_office import called, command, office

from sim.whole_file import is_part

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="signals are sent as POSIX has them")

EXITS = {signal.SIGINT: (130, b"interrupted\n"), signal.SIGTERM: (143, b"terminated\n"),
         signal.SIGHUP: (129, b"the terminal was closed\n")}  # fmt: skip
LONG = ("--engine", "reference", "-n", "100000", "--detail", "cases")


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEWINDOW_LANG", "en")


def soon(holds: Callable[[], object], within: float = 30.0) -> None:
    """Wait until something holds."""
    until = time.monotonic() + within
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def below(pid: int) -> list[int]:
    """Processes that a process started."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in listed.stdout.split()]


def runs(pid: int) -> bool:
    """Whether there is such a process, one that only waits to be buried apart."""
    shown = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return shown.stdout.strip()[:1] not in ("", "Z")


def parts(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if is_part(file.name)]


def _heeded() -> None:
    """A job in the background is started to ignore Ctrl-C, and so are its children; here they are not."""
    for number in EXITS:
        signal.signal(number, signal.SIG_DFL)


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start a command in a group of its own; what is left of it at the end is killed."""
    running: list[subprocess.Popen[bytes]] = []

    def start(*arguments: object) -> subprocess.Popen[bytes]:
        one = subprocess.Popen(
            arguments if arguments[0] == sys.executable else command(*arguments), cwd=tmp_path,  # type: ignore[arg-type]
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=_heeded,
        )  # fmt: skip
        running.append(one)
        return one

    yield start
    for one in running:
        with suppress(ProcessLookupError):
            os.killpg(one.pid, signal.SIGKILL)


LISTENS = """
import os, sys
from onewindow.cli import ending, main
listen = ending.listen
ending.listen = lambda: (listen(), os.write(1, b"."))
main(sys.argv[1:])
"""
"""The command line, and a word once it heeds signals, which is before anything of it is loaded."""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_while_modules_load(
    tmp_path: Path, started: Callable[..., subprocess.Popen[bytes]], number: int
) -> None:
    """Moments from the first line on, until everything is loaded."""
    for wait in (0.0, 0.01, 0.05, 0.15, 0.4, 1.0):
        running = started(sys.executable, "-c", LISTENS, "run", office(tmp_path), *LONG)
        assert running.stdout is not None
        assert running.stdout.read(1) == b"."
        time.sleep(wait)
        running.send_signal(number)
        out, err = running.communicate(timeout=30)
        assert (running.returncode, err, out) == (*EXITS[number], b"")


def ignores(pid: int, number: int) -> bool:
    """Whether a process ignores a signal; where nobody can tell, it is given time."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        time.sleep(0.1)
        return True
    (numbers,) = (line.split()[1] for line in status.splitlines() if line.startswith("SigIgn:"))
    return bool(int(numbers, 16) >> (number - 1) & 1)


@pytest.mark.verification  # moments of a busy machine: by hand, on a quiet one
@pytest.mark.parametrize("number", EXITS)
@pytest.mark.parametrize("whole_group", [True, False])
def test_while_workers_work(
    tmp_path: Path, started: Callable[..., subprocess.Popen[bytes]], number: int, whole_group: bool
) -> None:
    folder = tmp_path / "run"
    running = started("run", office(tmp_path), *LONG, "--out", folder)
    soon(lambda: list(folder.glob("sums-*.json")) or running.poll() is not None)
    workers = below(running.pid)
    if whole_group:
        os.killpg(running.pid, number)  # as a terminal does, and `timeout`
    else:
        running.send_signal(number)
    out, err = running.communicate(timeout=30)
    assert (running.returncode, err, out) == (*EXITS[number], b"")
    assert not [pid for pid in workers if runs(pid)]
    assert not parts(folder)


@pytest.mark.verification  # moments of a busy machine: by hand, on a quiet one
@pytest.mark.parametrize("wait", [0.0, 0.5])
def test_killed_outright_its_workers_end_and_its_parts_are_swept(
    tmp_path: Path, started: Callable[..., subprocess.Popen[bytes]], wait: float
) -> None:
    """`kill -9` runs nothing of ours. The workers see that their parent is gone; the next command clears the folder."""
    folder, scenario = tmp_path / "run", office(tmp_path)
    running = started("run", scenario, *LONG, "--out", folder)
    soon(lambda: list(folder.glob("sums-*.json")) or running.poll() is not None)
    time.sleep(wait)
    workers = below(running.pid)
    running.kill()
    running.wait()
    soon(lambda: not [pid for pid in workers if runs(pid)], within=2)
    left = folder / f".onewindow-{running.pid}-7.part"
    left.write_bytes(b"half a fi")
    theirs = folder / f".onewindow-{os.getpid()}-7.part"
    theirs.write_bytes(b"of a process that is at work")
    done = len(list(folder.glob("sums-*.json")))
    again = called("run", scenario, "--engine", "reference", "-n", done, "--detail", "cases", "--out", folder,
                   "--resume", cwd=tmp_path)  # fmt: skip
    assert (again.returncode, again.stderr) == (0, b"")
    assert parts(folder) == [theirs.name]
    theirs.unlink()
    other = tmp_path / "other"
    assert called("run", scenario, "--engine", "reference", "-n", done, "--detail", "cases", "--out", other,
                  cwd=tmp_path).returncode == 0  # fmt: skip
    mine, others = ({f.name: f.read_bytes() for f in each.iterdir()} for each in (folder, other))
    assert {name: mine[name] for name in others} == others


def test_what_writes_one_file_sweeps_its_folder(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = tmp_path / f".onewindow-{gone.pid}-0.part"
    strange = [
        tmp_path / name for name in ("mine.part", ".onewindow-x-0.part", ".onewindow-99999999999-0.part")
    ]
    for made in (
        ("new", "mine.yaml", "--from", office(tmp_path)),
        ("plot", office(tmp_path), "--out", "mine.png", "-n", "2"),
        ("backlog", office(tmp_path), "--at", "2025-03-05", "--out", "mine.csv"),
    ):
        for file in (left, *strange):
            file.write_bytes(b"half")
        done = called(*made, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert not left.exists(), made
        assert all(file.exists() for file in strange), "only ours are swept"


def test_a_signal_that_was_to_be_ignored_is(tmp_path: Path) -> None:
    """nohup, and what a shell starts in the background."""
    code = "import signal, os; signal.signal(signal.SIGINT, signal.SIG_IGN); os.execv({0!r}, {1!r})"
    whole = command("validate", office(tmp_path))
    running = subprocess.Popen(
        [sys.executable, "-c", code.format(whole[0], whole)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    soon(lambda: ignores(running.pid, signal.SIGINT) or running.poll() is not None)
    while running.poll() is None:
        running.send_signal(signal.SIGINT)
        time.sleep(0.05)
    _, err = running.communicate(timeout=30)
    assert (running.returncode, err) == (0, b"")


def test_an_interruption_lost_in_a_callback_comes_again() -> None:
    """Python can only report what is raised in a `__del__`."""
    code = """
import os, signal, sys, time
from onewindow.cli import ending
ending.listen()
class Held:
    def __del__(self):
        signal.raise_signal(signal.SIGTERM)
        time.sleep(0)
try:
    held = Held(); del held
    time.sleep(5)
except KeyboardInterrupt:
    sys.exit(ending.told())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=30, check=False)
    assert (done.returncode, done.stderr) == (143, b"terminated\n")
