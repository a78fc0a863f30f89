"""Everybody comes in turn, a job that is stopped ends at once, and a study that was not done goes on."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest
from visits import until

from onewindow.desk.desk import Desk
from onewindow.desk.job import Job, key_of
from onewindow.desk.runner import PATIENCE, Runner
from onewindow.desk.studies import Studies


class Slow:
    """A process that does a job when it is told to."""

    go = threading.Event()
    sent: SimpleQueue[Any]

    def __init__(self) -> None:
        self.said: SimpleQueue[Any] = SimpleQueue()
        self.alive = True

    def send(self, job: dict[str, Any]) -> None:
        Slow.sent.put(job["request"]["n"])
        threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        Slow.go.wait(10)
        self.said.put({"result": {"done": True}})

    def hear(self) -> Any:
        return self.said.get()

    def code(self) -> int:
        return -9

    def stop(self) -> None:
        """It is in the middle of a step, and does not hear."""

    def kill(self) -> None:
        self.alive = False
        self.said.put(None)


class Obedient(Slow):
    """A process that gives its job up."""

    def stop(self) -> None:
        self.said.put({"stopped": True})


@pytest.fixture(autouse=True)
def _again() -> None:
    Slow.go, Slow.sent = threading.Event(), SimpleQueue()


def asked(runner: Runner, n: int, owner: str) -> Job:
    return runner.ask("what_if", {"n": n}, owner)


def test_who_asks_much_does_not_keep_others_waiting() -> None:
    runner = Runner(1, begin=Slow)
    first = asked(runner, 0, "busy")
    Slow.sent.get(timeout=5)
    more = [asked(runner, n, "busy") for n in (1, 2, 3)]
    other = asked(runner, 9, "other")
    assert runner.place(first) == 0
    assert runner.place(other) == 1
    assert [runner.place(job) for job in more] == [2, 3, 4]
    Slow.go.set()
    assert runner.wait(more[-1], 5)
    assert [Slow.sent.get(timeout=5) for _ in range(4)] == [9, 1, 2, 3]
    runner.close()


def test_a_job_is_stopped_at_once_and_the_next_begins() -> None:
    ended: list[Job] = []
    runner = Runner(1, over=ended.append, begin=Slow)
    first, second = asked(runner, 1, "a"), asked(runner, 2, "b")
    assert Slow.sent.get(timeout=5) == 1
    runner.cancel(first, "a")
    assert first.state == "cancelled"
    assert Slow.sent.get(timeout=1) == 2
    Slow.go.set()
    assert runner.wait(second, 5)
    assert [(job.request["n"], job.state) for job in ended] == [(1, "cancelled"), (2, "done")]
    assert asked(runner, 1, "a") is not first, "what was stopped may be asked again"
    runner.close()


def test_a_job_that_is_given_up_leaves_its_process_warm() -> None:
    begun: list[Slow] = []

    def begin() -> Slow:
        begun.append(Obedient())
        return begun[-1]

    runner = Runner(1, begin=begin)
    first, second = asked(runner, 1, "a"), asked(runner, 2, "a")
    Slow.sent.get(timeout=5)
    runner.cancel(first, "a")
    assert Slow.sent.get(timeout=5) == 2
    time.sleep(PATIENCE + 0.1)
    Slow.go.set()
    assert runner.wait(second, 5)
    assert (first.state, second.state, len(begun), begun[0].alive) == ("cancelled", "done", 1, True)
    runner.close()


def test_no_job_is_given_to_a_process_that_was_just_ended() -> None:
    class Lingering(Slow):
        """The system tells late that it is gone."""

        def kill(self) -> None:
            self.said.put(None)

        def send(self, job: dict[str, Any]) -> None:
            if self.said.empty():
                super().send(job)

    begun: list[Slow] = []

    def begin() -> Slow:
        begun.append(Lingering())
        return begun[-1]

    runner = Runner(1, begin=begin)
    first, second = asked(runner, 1, "a"), asked(runner, 2, "a")
    Slow.sent.get(timeout=5)
    runner.cancel(first, "a")
    until(lambda: len(begun) == 2)
    Slow.go.set()
    assert runner.wait(second, 5)
    assert second.state == "done"
    runner.close()


def test_who_asks_the_same_shares_the_work_and_only_the_last_stops_it() -> None:
    runner = Runner(1, begin=Slow)
    one = asked(runner, 1, "a")
    assert asked(runner, 1, "b") is one
    Slow.sent.get(timeout=5)
    runner.cancel(one, "a")
    assert one.state == "running"
    runner.cancel(one, "b")
    assert one.state == "cancelled"
    runner.close()


def test_a_worker_that_dies_fails_its_job_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    runner = Runner(1, begin=Slow)
    one, two = asked(runner, 1, "a"), asked(runner, 2, "a")
    Slow.sent.get(timeout=5)
    runner._running[one.key].kill()
    assert runner.wait(one, 5)
    assert (one.state, "-9" in one.broke) == ("failed", True)
    assert "ended (-9)" in capsys.readouterr().err, "whoever runs the page finds why"
    Slow.go.set()
    assert runner.wait(two, 5)
    assert two.state == "done"
    runner.close()


def test_a_study_that_was_not_done_goes_on_and_one_that_was_is_there(tmp_path: Path) -> None:
    desk = Desk(tmp_path, workers=0)
    job = desk.ask("what_if", {"scenario": "gedian/startup", "target": "gd-startup-total"}, "me")
    desk.studies.asked(done := Job(key_of("what_if", {"n": 1}), "what_if", {"n": 1}))
    done.state, done.result = "done", {"found": 3}
    desk.studies.over(done)
    desk.close()

    again = Desk(tmp_path, workers=0)
    assert [study.key for study in again.studies.unfinished()] == [job.key]
    assert again.runner.place(again.runner.ask(job.kind, job.request)) == 1
    assert again.ask("what_if", {"n": 1}).result == {"found": 3}
    assert again.studies.named(job.key, "  two\nwords ").name == "two words"  # type: ignore[union-attr]


def test_no_text_becomes_a_path(tmp_path: Path) -> None:
    studies = Studies(tmp_path / "studies")
    (tmp_path / "secret.json").write_text("{}")
    assert studies.result("../secret") is None
    studies.forget("../secret")
    with pytest.raises(ValueError, match="is not a key"):
        studies._path("../secret", "json")
    assert (tmp_path / "secret.json").exists()


def test_a_real_worker_answers_and_is_stopped_within_a_second() -> None:
    runner = Runner(1)
    try:
        wrong = runner.ask("what_if", {"scenario": "gedian/nowhere"})
        assert runner.wait(wrong, 60)
        assert wrong.state == "failed"
        assert "nowhere" in wrong.faults[0].message
        long = runner.ask(
            "what_if", {"scenario": "chengdu/construction", "target": "cdht-constr-total"}, "me"
        )
        end = time.monotonic() + 30
        while not long.stage and time.monotonic() < end:
            time.sleep(0.02)
        began = time.monotonic()
        runner.cancel(long, "me")
        until(lambda: long.key not in runner._running, 5)
        assert time.monotonic() - began < 1
        again = runner.ask("what_if", {"scenario": "gedian/elsewhere"})
        assert runner.wait(again, 60)
        assert "elsewhere" in again.faults[0].message, "the next job has an answer of its own"
    finally:
        runner.close()
