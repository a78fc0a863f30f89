"""A crew does the same wherever it works, sends a program once, and ends when it is told to."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest
from small_hall import hall

from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.engine.summary import Advance, unheard
from sim.experiments.running import worker
from sim.experiments.running.crew import AHEAD, Crew, StoppedError, Where, crew_for
from sim.experiments.running.evidence import Evidence, next_look
from sim.experiments.running.replications import Simulated, Summarised
from sim.experiments.statistics.looks import LOOKS
from sim.model import ModelError

Facts = tuple[int, int, bytes, bytes]
PLACES: tuple[Where, ...] = ("here", "threads", "processes")
SOON = 0.5


def facts(_program: Program, outcome: Outcome) -> Facts:
    rows = b"" if outcome.rows is None else outcome.rows.tobytes()
    return outcome.replication, outcome.tasks, outcome.stamps.tobytes(), rows


def replicated(crew: Crew, program: Program, spans: Sequence[Iterable[int]], seed: int = 1) -> list[Facts]:
    run = Simulated(facts, seed, events=True)
    return [one for span in spans for one in crew.replicate(run, program, span)]


# -- the same everywhere --------------------------------------------------------------------------------


def test_neither_place_nor_number_changes_anything(tmp_path: Path) -> None:
    program = hall(tmp_path).program
    alone = replicated(Crew(1), program, [range(6)])
    assert [replication for replication, *_ in alone] == list(range(6))
    assert len(set(alone)) == 6
    assert replicated(Crew(1), program, [range(5, 6)]) == alone[5:]
    assert replicated(Crew(1), program, [range(6)], seed=2) != alone
    for on, several in (("threads", 2), ("processes", 1), ("processes", 3)):
        with Crew(several, on=on) as crew:
            assert replicated(crew, program, [range(6)]) == alone
            assert replicated(crew, program, [range(1), range(1, 4), range(4, 4), range(4, 6)]) == alone


@pytest.mark.parametrize("on", PLACES)
def test_the_compiled_engine_everywhere(tmp_path: Path, on: Where) -> None:
    program = hall(tmp_path).program
    alone = [Simulated(facts, 1, "compiled")(program, number) for number in range(3)]
    short = [Summarised(1)(program, number).to_json() for number in range(3)]
    with Crew(2, engine="compiled", on=on) as crew:
        assert list(crew.replicate(Simulated(facts, 1, "compiled"), program, range(3))) == alone
        assert [one.to_json() for one in crew.replicate(Summarised(1), program, range(3))] == short


@pytest.mark.parametrize("on", PLACES)
def test_functions_are_mapped_in_order_and_every_job_is_told(on: Where) -> None:
    told: list[float] = []
    with Crew(2, on=on) as crew:
        assert list(crew.map(abs, range(-40, 0), told.append)) == list(range(40, 0, -1))
        assert list(crew.map(abs, [])) == []
    assert sum(told) == 40


def test_one_worker_is_this_thread_unless_a_process_is_asked_for() -> None:
    with Crew(1) as crew:
        assert (crew.on, crew.workers) == ("here", 1)
        assert list(crew.map(thread_of, [0])) == [(os.getpid(), threading.get_ident())]
    with Crew(1, on="processes") as crew:
        ((process, _),) = crew.map(thread_of, [0])
        assert process != os.getpid()


def thread_of(_job: int) -> tuple[int, int]:
    return os.getpid(), threading.get_ident()


def test_what_lets_others_run_is_done_on_threads_and_the_rest_by_processes(tmp_path: Path) -> None:
    program = hall(tmp_path).program
    with Crew(2, on="processes") as crew:
        assert set(crew.replicate(Where_("python"), program, range(4))).isdisjoint({os.getpid()})
        assert set(crew.replicate(Nogil("kernel"), program, range(4))) == {os.getpid()}


class Where_:  # noqa: N801 - a run
    lets_others_run: ClassVar[bool] = False

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, _program: Program, _replication: int, _advance: Advance = unheard, **_: Any) -> int:
        return os.getpid()


class Nogil(Where_):
    lets_others_run: ClassVar[bool] = True


def test_a_crew_that_was_given_stays() -> None:
    with Crew(2) as given:
        with crew_for("reference", given) as crew:
            assert crew is given
        assert list(given.map(abs, [-1])) == [1]
    with crew_for("reference", jobs=1) as own:
        assert own is not given


def test_several_threads_may_ask_one_crew(tmp_path: Path) -> None:
    program = hall(tmp_path).program
    alone = replicated(Crew(1), program, [range(8)])
    found: dict[int, list[Facts]] = {}
    with Crew(2) as crew:
        asking = [
            threading.Thread(target=lambda n=n: found.update({n: replicated(crew, program, [range(8)])}))
            for n in range(3)
        ]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
    assert found == dict.fromkeys(range(3), alone)


# -- what is sent ---------------------------------------------------------------------------------------


def test_a_program_is_pickled_once_a_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pickled: list[str] = []

    def noted(program: Program) -> dict[str, Any]:
        pickled.append(program.digest)
        return dict(program.__dict__)

    monkeypatch.setattr(Program, "__getstate__", noted, raising=False)
    one = hall(tmp_path).program
    other = hall(tmp_path, desk="desk: {name: desk, kind: window, capacity: 3}").program
    with Crew(2, on="processes") as crew:
        for _ in range(2):
            assert len(replicated(crew, one, [range(9), range(9, 20)])) == 20
            assert len(replicated(crew, other, [range(9)])) == 9
    assert 1 <= pickled.count(one.digest) <= 2
    assert 1 <= pickled.count(other.digest) <= 2


class Marked:
    """Notes every time it is pickled."""

    pickled: ClassVar[list[int]] = []

    def __init__(self, number: int) -> None:
        self.number = number

    def __getstate__(self) -> dict[str, Any]:
        self.pickled.append(self.number)
        return dict(self.__dict__)


def times(marked: worker.Shared[Marked], job: int) -> int:
    return marked.value.number * job


@pytest.mark.parametrize("on", ["here", "threads", "processes"])
def test_what_jobs_share_is_pickled_once_a_worker(on: Where, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Marked, "pickled", [])
    with Crew(2, on=on) as crew:
        assert list(crew.map_shared(times, Marked(7), range(9))) == [7 * job for job in range(9)]
        assert list(crew.map_shared(times, Marked(8), range(9))) == [8 * job for job in range(9)]
    most = 2 if on == "processes" else 0
    assert Marked.pickled.count(7) <= most
    assert Marked.pickled.count(8) <= most


def test_both_sides_forget_the_same_programs(tmp_path: Path) -> None:
    programs = [
        hall(tmp_path, desk=f"desk: {{name: desk, kind: window, capacity: {n}}}").program
        for n in range(1, worker.HELD + 3)
    ]
    alone = [replicated(Crew(1), program, [range(1)]) for program in programs]
    with Crew(1, on="processes") as crew:
        for order in (programs, programs[::-1], programs[::2], programs):
            for program in order:
                assert replicated(crew, program, [range(1)]) == alone[programs.index(program)]


@pytest.mark.parametrize("on", ["threads", "processes"])
def test_only_so_many_are_begun_ahead(tmp_path: Path, on: Where) -> None:
    program, asked = hall(tmp_path).program, []
    numbers = (asked.append(number) or number for number in range(1000))
    with Crew(2, on=on) as crew:
        results = crew.replicate(Simulated(facts, 1), program, numbers)
        next(results)
        time.sleep(0.1)
        assert len(asked) <= 1 + 2 * AHEAD
        results.close()  # type: ignore[attr-defined]
        assert len(replicated(crew, program, [range(2)])) == 2  # it can be asked again


# -- how far it is --------------------------------------------------------------------------------------


@pytest.mark.parametrize("on", PLACES)
@pytest.mark.parametrize("engine", ["reference", "compiled"])
def test_progress_comes_to_the_number_of_replications(tmp_path: Path, on: Where, engine: str) -> None:
    told: list[float] = []
    with Crew(2, on=on, engine=engine) as crew:
        list(crew.replicate(Simulated(facts, 1, engine), hall(tmp_path).program, range(5), told.append))
    assert sum(told) == pytest.approx(5)
    assert min(told) >= 0


def test_the_reference_engine_tells_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.engine.reference.replication.SLICE", 16)
    shares: list[float] = []
    Simulated(facts, 1, stop_when_judged=False)(hall(tmp_path).program, 0, shares.append)
    assert len(shares) > 2
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] <= 1


# -- how it ends ----------------------------------------------------------------------------------------


def endless(_job: object) -> None:
    while True:
        time.sleep(0.001)


def busy(_job: object) -> None:
    while True:
        pass


class Endless:
    lets_others_run: ClassVar[bool] = True

    def __call__(self, _program: Program, _replication: int, advance: Advance = unheard) -> int:
        while True:
            time.sleep(0.001)
            advance(0.5)


def never_judged(program: Program, _outcome: Outcome) -> None:
    """As long as one likes: the same replication again and again."""
    while True:
        Simulated(facts, 1)(program, 0)


Asks = Callable[[Crew, Program], object]
WORK: dict[str, tuple[Where, Asks]] = {
    "a function that waits": ("processes", lambda crew, _program: list(crew.map(endless, range(9)))),
    "a function that computes": ("processes", lambda crew, _program: list(crew.map(busy, range(9)))),
    "replications": (
        "processes",
        lambda crew, program: list(crew.replicate(Simulated(never_judged, 1), program, range(9))),
    ),
    "threads": ("threads", lambda crew, program: list(crew.replicate(Endless(), program, range(9)))),
    "here": ("here", lambda crew, program: list(crew.replicate(Endless(), program, range(9)))),
    "many short ones here": (
        "here",
        lambda crew, program: list(crew.replicate(Simulated(facts, 1), program, range(10**9))),
    ),
}


@pytest.mark.parametrize("work", WORK)
def test_any_thread_stops_it_soon(tmp_path: Path, work: str) -> None:
    """From another thread than the one that asks, which is not the main one."""
    on, ask = WORK[work]
    program, told = hall(tmp_path).program, []

    def asks() -> None:
        try:
            ask(crew, program)
        except BaseException as fault:
            told.append((time.monotonic(), fault))

    with Crew(2, on=on) as crew:
        asking = threading.Thread(target=asks)
        asking.start()
        time.sleep(0.4)
        assert asking.is_alive()
        begun = time.monotonic()
        crew.stop()
        asking.join(10)
        ((ended, fault),) = told
        assert isinstance(fault, StoppedError)
        assert ended - begun < SOON
        with pytest.raises(StoppedError):
            list(crew.map(abs, [1]))
    assert time.monotonic() - begun < 2 * SOON


def test_it_is_made_and_used_outside_the_main_thread(tmp_path: Path) -> None:
    found: list[object] = []

    def asks() -> None:
        with Crew(2) as crew:
            found.extend(replicated(crew, hall(tmp_path).program, [range(3)]))

    thread = threading.Thread(target=asks)
    thread.start()
    thread.join()
    assert len(found) == 3


def test_who_stops_waiting_stops_the_replications(tmp_path: Path) -> None:
    with Crew(2, on="threads") as crew:
        results = crew.replicate(Once(), hall(tmp_path).program, range(3))
        assert next(results) == 0
        results.close()  # type: ignore[attr-defined]
        assert list(crew.map(abs, [-1, -2, -3])) == [1, 2, 3]


class Once(Endless):
    """Only the first ends."""

    def __call__(self, program: Program, replication: int, advance: Advance = unheard) -> int:
        return super().__call__(program, replication, advance) if replication else 0


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C is heard, also where the tests were begun with it ignored (in the background of a shell)."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interruption_that_another_thread_hears_first_still_ends_it(tmp_path: Path) -> None:
    begun = time.monotonic()
    program = hall(tmp_path).program

    def asked() -> None:
        with Crew(2, on="threads") as crew:
            list(crew.replicate(Hears(), program, range(2)))

    with pytest.raises(KeyboardInterrupt):
        asked()
    assert time.monotonic() - begun < 5


class Hears(Endless):
    def __call__(self, program: Program, replication: int, advance: Advance = unheard) -> int:
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)
        return super().__call__(program, replication, advance)


def test_workers_heed_no_signal_but_their_end(tmp_path: Path) -> None:
    program = hall(tmp_path).program
    with Crew(2, on="processes") as crew:
        pids = {pid for pid, _ in crew.map(thread_of, range(20))}
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            for pid in pids:
                os.kill(pid, number)
        assert len(replicated(crew, program, [range(4)])) == 4
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, 0)
            raise AssertionError(f"worker {pid} is left")


# -- faults ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("on", PLACES)
def test_a_failure_comes_back_and_the_crew_goes_on(tmp_path: Path, on: Where) -> None:
    program = hall(tmp_path).program
    with Crew(2, on=on) as crew:
        with pytest.raises(ZeroDivisionError):
            list(crew.replicate(Simulated(failing, 1), program, range(4)))
        with pytest.raises(ModelError, match="unheard of"):
            list(crew.map(refusing, [1]))
        assert list(crew.map(abs, [-1])) == [1]


def failing(_program: Program, _outcome: Outcome) -> float:
    return 1 / 0


def refusing(_job: int) -> None:
    from sim.experiments.questions.whatif import load

    load("unheard of")


def test_a_failure_in_a_process_says_where() -> None:
    with Crew(1, on="processes") as crew, pytest.raises(ZeroDivisionError) as raised:
        list(crew.map(partial(divmod, 1), [0]))
    assert any("worker.py" in note for note in raised.value.__notes__)


class OddError(Exception):
    """It cannot be sent."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def odd(_job: int) -> None:
    raise OddError("so", "so")


def test_what_cannot_be_sent_back_is_told_all_the_same() -> None:
    with Crew(1, on="processes") as crew:
        with pytest.raises(RuntimeError, match="OddError: soso"):
            list(crew.map(odd, [1]))
        with pytest.raises((TypeError, AttributeError), match="pickle"):
            list(crew.map(made_here, [1]))
        assert list(crew.map(abs, [-1])) == [1]


def made_here(_job: int) -> Callable[[], None]:
    return lambda: None


def dies(_job: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leaves(_job: int) -> None:
    os._exit(3)


@pytest.mark.parametrize(
    ("job", "how"),
    [(dies, "it was ended from outside (SIGKILL)"), (leaves, "it ended by itself (exit code 3)")],
)
def test_a_worker_that_dies_is_told_as_a_fault(job: Callable[[int], None], how: str) -> None:
    with Crew(2, on="processes") as crew, pytest.raises(ModelError) as raised:
        list(crew.map(job, [1]))
    (fault,) = raised.value.faults
    assert how in fault.message
    assert "close other programs" in fault.message


# -- evidence -------------------------------------------------------------------------------------------


def test_evidence_grows_to_the_same(tmp_path: Path) -> None:
    program = hall(tmp_path).program
    grown = []
    for cores, steps in ((1, (6,)), (2, (2, 3, 3, 6))):
        with Crew(cores) as crew:
            evidence = Evidence(program, 1, crew, "reference")
            for count in steps:
                evidence.grow(count)
            grown.append([(j.judged, j.on_time, j.values.tolist()) for j in evidence.of("kept")])
    assert grown[0] == grown[1]
    assert len(grown[0]) == 6


def test_evidence_never_shrinks_and_ticks_once_each(tmp_path: Path) -> None:
    evidence = Evidence(hall(tmp_path).program, 1, Crew(1), "reference")
    ticks: list[int] = []
    evidence.grow(3, lambda: ticks.append(1))
    evidence.grow(2, lambda: ticks.append(1))
    assert (len(evidence.summaries), len(ticks)) == (3, 3)


def test_next_look() -> None:
    assert LOOKS == (24, 48, 96, 192, 384)
    assert next_look(24, 10_000) == 48
    assert next_look(24, 47) is None
    assert next_look(384, 10_000) is None
