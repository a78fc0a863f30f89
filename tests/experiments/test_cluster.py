"""A real scheduler and real workers, started here: whatever becomes of them, the tables are the same to the byte."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from small_hall import hall

import onewindow as ow
from onewindow.cli.app import run as command
from sim.experiments.running import cluster
from sim.experiments.running.cluster import Cluster, using_cluster
from sim.experiments.running.crew import Crew, StoppedError
from sim.experiments.running.progress import Stage
from sim.experiments.store.chosen import opened, using_store
from sim.experiments.store.tidying import contents
from sim.model import ModelError

pytest.importorskip("distributed", reason="the extra cluster is not installed")

ROOT = Path(__file__).parents[2]
LONG = 60.0
"""Seconds that a process may take to come up on a busy machine."""


class Machines:
    """A scheduler, and as many workers as were started."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scheduler.json"
        self.workers: list[subprocess.Popen[bytes]] = []
        self.processes = [self._start("scheduler", "--port", "0", "--host", "127.0.0.1", path=f"{ROOT}")]
        until = time.monotonic() + LONG
        while not self.file.exists() and time.monotonic() < until:
            time.sleep(0.05)
        self.address = json.loads(self.file.read_text())["address"]

    def add(self, *, path: str = f"{ROOT}{os.pathsep}{ROOT / 'tests' / 'experiments'}") -> None:
        more = ("--nthreads", "1", "--no-nanny", "--local-directory", str(self.file.parent))
        self.workers.append(self._start("worker", *more, path=path))

    def _start(self, what: str, *words: str, path: str) -> subprocess.Popen[bytes]:
        asked = [sys.executable, "-m", "dask", what, "--scheduler-file", str(self.file), "--no-dashboard"]
        place = os.environ | {"PYTHONPATH": path}
        return subprocess.Popen(
            [*asked, *words], env=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def end(self) -> None:
        for process in (*self.workers, *self.processes):
            process.kill()
            process.wait()


@pytest.fixture
def machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    monkeypatch.setattr(cluster, "COMES", LONG)
    made = Machines(tmp_path)
    yield made
    made.end()


def test_a_worker_killed_half_way_changes_no_byte(
    machines: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "TOGETHER", 0.0)  # each job goes alone: most of them have not begun half-way
    asked = hall(tmp_path)
    machines.add()
    machines.add()

    def told() -> str:
        found = ow.check(asked, replications=120, draws=8, progress=kills)
        swept = ow.sweep(asked, ["load=0.8,1"]).table()
        return json.dumps([[one.to_dict() for one in found], swept])

    done: list[float] = []

    @contextmanager
    def kills(_what: str, _stage: Stage, _units: int | None) -> Iterator[Counts]:
        yield Counts(lambda: done.append(1.0) or len(done) != 60 or machines.workers[0].kill())  # type: ignore[func-returns-value]

    plain = told()
    done.clear()
    with using_store(tmp_path / "store"), using_cluster(machines.address):
        assert told() == plain
        assert machines.workers[0].wait(LONG) != 0
        assert machines.workers[1].poll() is None
        assert sum(one.replications for one in contents(opened(str(tmp_path / "store"))).runs) >= 120
        machines.end()
        assert told() == plain  # from the store, with nobody there
        with pytest.raises(ModelError, match="scheduler"):
            ow.check(asked, replications=121, ends=False)


class Counts:
    def __init__(self, hears: Callable[[], object]) -> None:
        self.hears = hears

    def stage(self, _name: Stage, _units: int | None = None) -> None:
        pass

    def advance(self, _units: float = 1) -> None:
        self.hears()


def test_failures_come_back_and_a_stop_is_heeded(machines: Machines) -> None:
    machines.add()
    with using_cluster(machines.address), Crew(cluster=cluster.cluster_named()) as crew:
        told: list[float] = []
        assert list(crew.map(abs, range(-300, 0), told.append)) == list(range(300, 0, -1))
        assert sum(told) == 300
        some = crew.map(one_over, [1, 2, 0, 4])
        assert [next(some), next(some)] == [1.0, 0.5]
        with pytest.raises(ZeroDivisionError):
            next(some)
        waits = crew.map(time.sleep, [0.0, 600.0])
        next(waits)
        threading.Timer(0.3, crew.stop).start()
        with pytest.raises(StoppedError):
            next(waits)


def one_over(number: int) -> float:
    return 1 / number


def test_a_worker_with_another_version_is_refused(
    machines: Machines, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older = tmp_path / "older" / "onewindow-0.5.0.dist-info"
    older.mkdir(parents=True)
    (older / "METADATA").write_text("Metadata-Version: 2.1\nName: onewindow\nVersion: 0.5.0\n")
    machines.add(path=str(older.parent))
    assert command(["check", str(hall(tmp_path).reference), "--no-ends", "--cluster", machines.address]) == 2
    said = capsys.readouterr().err
    assert f"--cluster {machines.address}" in said
    assert "has onewindow 0.5.0, and here is " in said


def test_one_that_comes_later_with_other_code_is_refused() -> None:
    with pytest.raises(ModelError, match="all machines need the same"):
        cluster.heard(cluster._work(b"", None, "other rules")[1][0])


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("tcp://127.0.0.1:1", "no Dask scheduler answers there within 1 seconds"),
        ("10.0.0.5", "is not a cluster; write the address of a Dask scheduler"),
        ("local:0", "is not a cluster"),
    ],
)
def test_what_is_no_cluster(
    address: str, why: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "ANSWERS", 1.0)
    begun = time.monotonic()
    assert command(["check", "gedian/startup", "--no-ends", "--cluster", address]) == 2
    assert time.monotonic() - begun < 30
    assert why in capsys.readouterr().err


def test_something_that_listens_and_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ANSWERS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as other:
        begun = time.monotonic()
        with pytest.raises(ModelError, match="no Dask scheduler answers"):
            Cluster(f"tcp://127.0.0.1:{other.getsockname()[1]}").open()
        assert time.monotonic() - begun < 30


def test_a_scheduler_without_workers(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "COMES", 0.2)
    with pytest.raises(ModelError, match='start some with "dask worker tcp://'):
        Cluster(machines.address).open()


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda _name: None)
    with pytest.raises(ModelError, match="needs the cluster extra"):
        Cluster("local:2")


def test_processes_of_this_machine(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    asked = ["check", str(hall(tmp_path).reference), "--no-ends", "--json"]
    command(asked)
    alone = [sys.executable, "-m", "onewindow", *asked, "--cluster", "local:2"]
    made = subprocess.run(alone, capture_output=True, check=False)
    assert (made.stdout, made.stderr) == (capfdbinary.readouterr().out, b"")
