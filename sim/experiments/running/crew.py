"""A crew: whoever does the work of an experiment, on as many cores as there are.

Replications are numbered and results come in order, so the number of workers changes no byte of them. Where the work
is done depends on what it is:

- on *processes*, forked when the crew is made, what is Python: the reference engine, tables made of a replication,
  scenarios that are moved and compiled. Each has at hand the last few programs and other things
  that jobs share; they are sent to it once.
- on *threads* what leaves Python's lock to others while it computes: summaries of the compiled engine. There is no
  other way where a platform cannot fork.
- *here*, in the thread that asks, where there is one worker only.
- on a *cluster*, where one is named: all of it.

Any thread may ask, several at a time, and any may `stop` it all.

A crew with a store asks it first, and puts there what had to be done. It does not begin before something has to be.
"""

from __future__ import annotations

import atexit
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from itertools import islice
from queue import SimpleQueue
from threading import Event, Lock
from types import TracebackType
from typing import Any, Generic, Literal, TypeVar

from sim.engine.engines import at_hand, make_ready
from sim.engine.program import Program
from sim.experiments.running.cluster import Cluster, cluster_named
from sim.experiments.running.replications import Run, on_shelves
from sim.experiments.running.worker import CAN_FORK, Shared, Worker, WorkerEnded
from sim.experiments.store.chosen import store_named
from sim.experiments.store.content import digest_of
from sim.experiments.store.kept import found_or_made, kept_of
from sim.experiments.store.store import Store
from sim.model import Fault, ModelError

A = TypeVar("A")
S = TypeVar("S")
T = TypeVar("T")

Where = Literal["here", "threads", "processes", "cluster"]
Meanwhile = Callable[[], AbstractContextManager[None]]
"""What else is done while the engine is compiled."""

AHEAD = 4
"""Replications a worker that may be begun before their turn: so many results wait in memory."""
MANY = 1_000_000
"""Jobs that may all be begun at once: what they give is small."""
PATIENCE = 0.1
"""Seconds until whoever waits for a result looks up: whether the crew was stopped, or Ctrl-C is due."""


class StoppedError(Exception):
    """The crew was stopped while somebody waited for it, or before."""

    def __init__(self) -> None:
        super().__init__("the work was stopped before it was done")


@dataclass(frozen=True)
class _Task(Generic[T]):
    """One job."""

    job: Callable[..., T]
    shared: Program | Shared[Any] | None
    given: tuple[Any, ...]
    replication: bool
    """Whether the job is a `Run`: it tells how far it is, and can be stopped when it does."""
    lets_others_run: bool = False


class Crew:
    """Workers that are there until the crew is closed; as a context it closes itself."""

    def __init__(
        self,
        workers: int | None = None,
        *,
        engine: str = "reference",
        on: Where | None = None,
        store: Store | None = None,
        cluster: Cluster | None = None,
        meanwhile: Meanwhile = nullcontext,
    ) -> None:
        """`workers`: by default the cores this process may use. `engine` is loaded first, so that they share it, and
        what `meanwhile` gives is entered while it is compiled, where it has to be.

        `on`: where they work, unless that is to be found out. One process, unlike one worker here, can be stopped
        in the middle of whatever it does. `store`: where what was done before is looked for. `cluster`: who does it
        instead of this machine; it is left open.
        """
        self.store = store
        self._cluster = cluster
        self._engine = engine
        self._meanwhile = meanwhile
        count = available_cores() if workers is None else max(1, workers)
        several: Where = "processes" if CAN_FORK else "threads"
        self.on: Where = "cluster" if cluster is not None else on or (several if count > 1 else "here")
        self._count = 1 if self.on == "here" else count
        self._stopped = Event()
        self._begins = Lock()
        self._begun_at_all = False
        self._processes: list[Worker] = []
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        self._threads = ThreadPoolExecutor(
            self._count, thread_name_prefix="crew"
        )  # threads begin when needed
        if store is None:
            self._begin()

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.close()

    @property
    def workers(self) -> int:
        """How many there are; a cluster's are counted when it begins, and may come and go."""
        return self._count if self._cluster is None else self._cluster.workers

    # -- what it can be asked -------------------------------------------------------------------------

    def replicate(
        self,
        run: Run[T],
        program: Program,
        numbers: Iterable[int],
        tick: Callable[[float], None] | None = None,
    ) -> Iterator[T]:
        """The replications of these numbers, in this order, each as soon as its turn has come.

        `tick` hears, from any thread, that so many replications more are done, or parts of one.
        """
        return self.replicate_each(run, ((program, number) for number in numbers), tick)

    def replicate_each(
        self,
        run: Run[T],
        wanted: Iterable[tuple[Program, int]],
        tick: Callable[[float], None] | None = None,
    ) -> Iterator[T]:
        """The same of several programs."""

        def made(wanted: Iterable[tuple[Program, int]]) -> Iterator[T]:
            tasks = (
                _Task(run, program, (number,), replication=True, lets_others_run=run.lets_others_run)
                for program, number in wanted
            )
            return self._in_order(tasks, AHEAD * self._count, tick)

        what = None if self.store is None else run.kept
        if self.store is None or what is None:
            return made(wanted)
        return found_or_made(
            on_shelves(self.store, what, run.told, wanted), made, tick or (lambda _units: None)
        )

    def map(
        self, function: Callable[[A], T], jobs: Iterable[A], tick: Callable[[float], None] | None = None
    ) -> Iterator[T]:
        """`function` of every job, in order; it pickles, and so do the jobs."""
        tasks = [_Task(function, None, (job,), replication=False) for job in jobs]
        return self._in_order(tasks, len(tasks), tick)

    def map_shared(self, function: Callable[[Shared[S], A], T], shared: S, jobs: Iterable[A]) -> Iterator[T]:
        """`function` of what all jobs share and each job, in order; what is shared is sent once to each worker."""
        held = Shared(shared)

        def made(jobs: Iterable[A]) -> Iterator[T]:
            tasks = (_Task(function, held, (job,), replication=False) for job in jobs)
            return self._in_order(tasks, MANY, None)

        what = None if self.store is None else kept_of(function)
        if self.store is None or what is None:
            return made(jobs)
        try:
            common = digest_of(what.name, shared)
            slots = [(self.store.answer(what.kind, common, job), job) for job in jobs]
        except TypeError:
            return made(jobs)
        return found_or_made(slots, made, lambda _units: None)

    def once(self, kind: Any, asked: Sequence[object], make: Callable[[], T]) -> T:
        """The answer to what is asked, of this type, from the store if there is one and it stands there."""
        if self.store is None:
            return make()
        try:
            slot = self.store.answer(kind, *asked)
        except TypeError:
            return make()
        return next(found_or_made([(slot, None)], lambda left: (make() for _ in left), lambda _units: None))

    def stop(self) -> None:
        """End all that is under way, and whatever is asked later: those who wait get a StoppedError.

        Processes are killed; elsewhere a replication ends at its next slice, and other jobs are done first.
        """
        self._stopped.set()
        for worker in self._processes:
            worker.kill()

    def close(self) -> None:
        """Stop, and wait until everybody is gone."""
        self.stop()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._processes:
            worker.bury()
        atexit.unregister(self.close)

    # -- how it is done -------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Load the engine and fork, once."""
        with self._begins:
            if self._begun_at_all:
                return
            if self._cluster is not None:
                self._cluster.open()
            else:
                with nullcontext() if at_hand(self._engine) else self._meanwhile():
                    make_ready(self._engine)
            self._begun_at_all = True
            if self.on != "processes" or self._stopped.is_set():
                return
            atexit.register(self.close)
            self._processes = [Worker() for _ in range(self.workers)]
            try:
                for worker in self._processes:
                    worker.begin()
                    self._idle.put(worker)
            except BaseException:
                self.close()
                raise

    def _in_order(
        self, tasks: Iterable[_Task[T]], ahead: int, tick: Callable[[float], None] | None
    ) -> Iterator[T]:
        tell = tick or (lambda _units: None)
        if self._cluster is not None:
            yield from self._cluster.done(((t.job, t.shared, t.given) for t in tasks), tell, self._look)
            return
        left = iter(tasks)
        given_up = Event()
        if self.on == "here":
            for task in left:
                self._begin()
                yield self._told(task, tell, given_up)
            return
        pending: deque[Future[T]] = deque()
        try:
            while True:
                for task in islice(left, ahead - len(pending)):
                    pending.append(self._begun(task, tell, given_up))
                if not pending:
                    return
                # A signal may wake another thread than this one, which alone can act on it: so it looks up.
                while not wait([pending[0]], timeout=PATIENCE).done:
                    self._look()
                self._look()
                yield pending.popleft().result()
        finally:
            given_up.set()
            for future in pending:
                future.cancel()

    def _begun(self, task: _Task[T], tell: Callable[[float], None], given_up: Event) -> Future[T]:
        self._look()
        self._begin()
        there = bool(self._processes) and not task.lets_others_run
        try:
            return self._threads.submit(self._sent if there else self._told, task, tell, given_up)
        except RuntimeError:  # closed meanwhile
            raise StoppedError from None

    def _look(self) -> None:
        if self._stopped.is_set():
            raise StoppedError

    def _told(self, task: _Task[T], tell: Callable[[float], None], given_up: Event) -> T:
        """Do a task in this thread."""
        told = 0.0

        def advance(share: float) -> None:
            nonlocal told
            self._look()
            if given_up.is_set():
                raise StoppedError
            tell(share - told)
            told = share

        self._look()
        first = () if task.shared is None else (task.shared,)
        made = task.job(*first, *task.given, **({"advance": advance} if task.replication else {}))
        tell(1.0 - told)
        return made

    def _sent(self, task: _Task[T], tell: Callable[[float], None], _given_up: Event) -> T:
        """Have a task done by a process."""
        worker = self._idle.get()
        try:
            made: T = worker.do(task.job, task.shared, task.given)
        except WorkerEnded as ended:
            self._look()
            raise _worker_ended(str(ended)) from None
        finally:
            self._idle.put(worker)
        tell(1.0)
        return made


@contextmanager
def crew_for(
    engine: str,
    given: Crew | None = None,
    *,
    jobs: int | None = None,
    on: Where | None = None,
    meanwhile: Meanwhile = nullcontext,
) -> Iterator[Crew]:
    """The crew that was given, to be used and left as it is; or one of its own, for as long as it is needed.

    `jobs`: how many there will be, where that is known: no more workers are needed, and a cluster not for one.
    `meanwhile`: as of a crew.
    """
    if given is not None:
        yield given
        return
    workers = None if jobs is None else max(1, min(available_cores(), jobs))
    cluster = None if jobs is not None and jobs <= 1 else cluster_named()
    with Crew(
        workers, engine=engine, on=on, store=store_named(), cluster=cluster, meanwhile=meanwhile
    ) as own:
        yield own


def available_cores() -> int:
    """Cores this process may run on."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _worker_ended(how: str) -> ModelError:
    message = (
        f"a worker process is gone and its work is lost: {how}; "
        "a system short of memory does that: close other programs, or ask for fewer cases at a time"
    )
    return ModelError([Fault("workers", 0, 0, message)])
