"""A cluster: workers on other machines, reached through a scheduler of Dask's `distributed`.

A job goes there as it goes to a forked worker: as bytes of what is called and what it is given, and what came of it
comes back as bytes. What jobs share is sent to the scheduler once, and from there to whoever needs it. A worker that
is lost costs time and no more: the scheduler gives its jobs to others. Replications are numbered and results come in
order, so neither the number of workers nor their coming and going changes a byte.

`ONEWINDOW_CLUSTER` names the cluster, as `ONEWINDOW_STORE` does the store. Dask is loaded when something is to be done.
"""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, wait
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from threading import Lock, Thread
from time import monotonic, perf_counter
from typing import Any

from sim.experiments.running.worker import Job, Shareable, answered, deaf_to_interruptions, heard, keep
from sim.experiments.store.content import all_rules
from sim.model import Fault, ModelError

VARIABLE = "ONEWINDOW_CLUSTER"
NONE = "none"
ANSWERS = 5.0
"""Seconds within which a scheduler has to answer."""
STARTS = 120.0
"""Seconds within which processes of this machine have to be there."""
COMES = 20.0
"""Seconds without a single worker after which nobody waits longer."""
LOOKS = 1.0
"""Seconds from one look at the workers to the next."""
PATIENCE = 0.1
"""Seconds until whoever waits looks up."""
AHEAD = 4
"""Bundles a worker that may be begun before their turn."""
TOGETHER = 0.1
"""Seconds of work that go to a worker together: sending anything costs some milliseconds."""
MOST_TOGETHER = 64
_LOCAL = re.compile(r"local:([1-9]\d{0,2})")
_REMOTE = re.compile(r"(tcp|tls)://([^\s/:\[\]]+|\[[0-9a-fA-F:.]+\]):\d{1,5}")

Asked = tuple[Job, Shareable | None, tuple[Any, ...]]
"""A job, what it shares with others, and what else it is given."""


class Cluster:
    """One scheduler and its workers, joined when something has to be done. Any thread may ask."""

    def __init__(self, address: str) -> None:
        """`address`: tcp://HOST:PORT or tls://HOST:PORT of a scheduler, or local:N for N processes of this machine.

        Raises ModelError for what is neither, and where Dask is not installed.
        """
        self.address = address
        if not _LOCAL.fullmatch(address) and not _REMOTE.fullmatch(address):
            raise self._fault(
                "is not a cluster; write the address of a Dask scheduler, as in tcp://10.0.0.5:8786, "
                "or local:4 for four processes of this machine"
            )
        if find_spec("distributed") is None:
            raise self._fault("needs the cluster extra: pip install 'onewindow[cluster]'")
        self._opens = Lock()
        self._open = ExitStack()
        self._client: Any = None
        self._held: dict[str, Any] = {}
        self._threads = 0
        self._looked = self._seen = 0.0

    def open(self) -> None:
        """Join it, once. Raises ModelError where no scheduler answers, no worker comes, or one has other code."""
        with self._opens:
            if self._client is None:
                try:
                    self._join()
                except BaseException:
                    self._leave()
                    raise

    def close(self) -> None:
        """Leave it; a local one ends. What was asked and is not done is dropped."""
        with self._opens:
            self._leave()

    @property
    def is_open(self) -> bool:
        """Whether it was joined."""
        return self._client is not None

    @property
    def workers(self) -> int:
        """How many jobs it does at a time; 1 as long as nobody has joined it."""
        return max(1, self._threads)

    def done(
        self, jobs: Iterable[Asked], tell: Callable[[float], None], look: Callable[[], None]
    ) -> Iterator[Any]:
        """What each job gives, in order. Short ones that share the same thing go together.

        `tell` hears how many more are done; `look` is called now and then, and may raise, which drops what is not done.
        """
        left = iter(jobs)
        pending: deque[Future[tuple[float, list[bytes]]]] = deque()
        following, together = next(left, None), 1
        try:
            while following is not None or pending:
                look()
                self.open()
                while following is not None and len(pending) < AHEAD * self.workers:
                    bundle = [following]
                    following = next(left, None)
                    while following is not None and len(bundle) < together and following[1] is bundle[0][1]:
                        bundle.append(following)
                        following = next(left, None)
                    pending.append(self._begun(bundle, tell))
                while not wait([pending[0]], timeout=PATIENCE).done:
                    look()
                    self.look()
                seconds, answers = self._found(pending.popleft())
                together = max(1, min(MOST_TOGETHER, int(TOGETHER * len(answers) / max(seconds, 1e-6))))
                yield from map(heard, answers)
        finally:
            for future in pending:
                future.cancel()

    def _begun(
        self, bundle: Sequence[Asked], tell: Callable[[float], None]
    ) -> Future[tuple[float, list[bytes]]]:
        """Send jobs that share the same thing. A future that is cancelled is dropped there too, unless it has begun."""
        client, shared = self._client, bundle[0][1]
        if client is None:
            raise self._lost()
        message = pickle.dumps([(job, given) for job, _, given in bundle])
        held = None if shared is None else self._sent(shared)
        there = client.submit(_work, message, held, all_rules(), pure=False)

        async def fetched() -> tuple[float, list[bytes]]:
            made: tuple[float, list[bytes]] = await there
            tell(float(len(bundle)))
            return made

        return asyncio.run_coroutine_threadsafe(fetched(), client.loop.asyncio_loop)

    def _found(self, future: Future[tuple[float, list[bytes]]]) -> tuple[float, list[bytes]]:
        """What came back. Raises ModelError where it could not be done."""
        from distributed import KilledWorker

        try:
            return future.result()
        except CancelledError:
            raise self._lost() from None
        except KilledWorker:
            raise self._fault(
                "several workers ended while they did the same work; a system short of memory does that: give workers "
                "more memory, or ask for fewer cases at a time"
            ) from None
        except Exception as fault:
            raise self._fault(
                f"the work could not be sent ({type(fault).__name__}: {fault}); "
                "the scheduler and all workers need the same onewindow as this machine"
            ) from None

    def look(self) -> None:
        """Count the workers now and then. Raises ModelError where the scheduler is gone, or all workers for long."""
        now = monotonic()
        if now - self._looked < LOOKS:
            return
        self._looked = now
        try:
            if self._client.status != "running":
                raise self._lost()
            self._threads = sum(self._client.nthreads(callback_timeout=ANSWERS).values())
        except (OSError, TimeoutError):
            raise self._lost() from None
        if self._threads:
            self._seen = now
        elif now - self._seen > COMES:
            raise self._fault(
                f"no worker was left for {COMES:.0f} seconds; start some and ask again: "
                "what the store has is not done twice"
            )

    def _join(self) -> None:
        self._open.enter_context(_quiet())
        import distributed

        address, local = self.address, _LOCAL.fullmatch(self.address)
        if local:
            try:
                here = self._started(
                    partial(
                        distributed.LocalCluster, n_workers=int(local[1]), threads_per_worker=1, memory_limit=None,
                        dashboard_address=None, silence_logs=logging.CRITICAL,
                        config={"distributed.worker.profile.enabled": False},  # it looks a hundred times a second
                    ),
                    STARTS,
                )  # fmt: skip
            except (RuntimeError, OSError, TimeoutError) as error:
                raise self._fault(
                    "its processes could not be started; in a script, what uses them stands under "
                    "if __name__ == '__main__':"
                ) from error
            address = here.scheduler_address
        try:
            client = self._started(
                partial(distributed.Client, address, timeout=ANSWERS, set_as_default=False), 2 * ANSWERS
            )
        except (OSError, TimeoutError, ValueError, ImportError) as error:
            raise self._fault(
                f'no Dask scheduler answers there within {ANSWERS:.0f} seconds; start one with "dask scheduler"'
            ) from error
        try:
            client.wait_for_workers(1, timeout=COMES)
        except TimeoutError:
            raise self._fault(
                f"the scheduler has no workers, and none came within {COMES:.0f} seconds; "
                f'start some with "dask worker {address} --nthreads 1"'
            ) from None
        for worker, told in client.run(_who(), on_error="return").items():
            self._same(worker, told)
        self._client = client
        self._looked, self._seen = 0.0, monotonic()
        self.look()

    def _started(self, start: Callable[[], Any], within: float) -> Any:
        """What is started, and closed with the rest. An interruption waits for that: Dask leaves no half in order.

        Processes started there hear no Ctrl-C, which goes to all of a terminal: ending them is this one's business.
        """
        starting: Future[Any] = Future()

        def begin() -> None:
            try:
                starting.set_result(start())
            except BaseException as fault:
                starting.set_exception(fault)

        def end() -> None:
            with suppress(Exception):
                starting.result(0.0 if late else within).close()

        late = False
        with deaf_to_interruptions():
            Thread(target=begin, daemon=True).start()
        self._open.callback(end)
        try:
            return starting.result(within)
        except TimeoutError:
            late = True
            raise

    def _same(self, worker: str, told: Any) -> None:
        """Raises ModelError for a worker with another onewindow than ours."""
        own, same = version("onewindow"), "all machines need the same"
        theirs, rules = told if isinstance(told, tuple) else (None, "")
        if theirs is None:
            raise self._fault(f"worker {worker} has no onewindow, and here is {own}; {same}")
        if theirs != own:
            raise self._fault(f"worker {worker} has onewindow {theirs}, and here is {own}; {same}")
        if rules != all_rules():
            raise self._fault(f"worker {worker} has other code of onewindow {own}, or another numpy; {same}")

    def _leave(self) -> None:
        self._client, self._held = None, {}
        self._open.close()

    def _sent(self, shared: Shareable) -> Any:
        """What jobs share, as something that stands at the scheduler; a lost one is made again from there."""
        with self._opens:
            found = self._held.get(shared.digest)
            if found is None:
                found = self._client.submit(pickle.loads, pickle.dumps(shared), pure=False)
            keep(self._held, shared.digest, found)
            return found

    def _lost(self) -> ModelError:
        self.close()
        return self._fault(
            "the scheduler is gone; start it and ask again: what the store has is not done twice"
        )

    def _fault(self, message: str) -> ModelError:
        return ModelError([Fault.of("cluster", self.address, message)])


def cluster_named() -> Cluster | None:
    """The cluster of the environment. Raises ModelError for what cannot be one."""
    named = os.environ.get(VARIABLE, "").strip()
    if named in ("", NONE):
        return None
    with _knows:
        found = _known.get((os.getpid(), named))
        if found is None:
            found = _known[os.getpid(), named] = Cluster(named)
        return found


@contextmanager
def using_cluster(address: str | None) -> Iterator[None]:
    """Have the work of experiments done by a cluster for as long as the block lasts; None: here.

    `address`: tcp://HOST:PORT of a Dask scheduler, or local:N for N processes of this machine. A script that uses
    local:N keeps what it does under `if __name__ == "__main__":`. Raises ModelError for anything else.
    """
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = NONE if address is None else address
    close: Callable[[], None] | None = None
    try:
        named = cluster_named()
        close = None if named is None or named.is_open else named.close
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before
        if close is not None:
            close()


_known: dict[tuple[int, str], Cluster] = {}
"""By process, since no connection outlives a fork, and address."""
_knows = Lock()


def _work(message: bytes, shared: Shareable | None, rules: str) -> tuple[float, list[bytes]]:
    """A bundle of jobs, at the worker: how long it took, and what each gave, as far as the first that failed."""
    begun = perf_counter()
    if rules != all_rules():  # it came after the others were asked
        return 0.0, [bytes(answered(_refuse, (version("onewindow"),)))]
    answers = []
    for job, given in pickle.loads(message):
        answers.append(bytes(answered(job, given if shared is None else (shared, *given))))
    return perf_counter() - begun, answers


def _refuse(own: str) -> None:
    message = f"a worker that came later has other code (onewindow {own}), or another numpy; all machines need the same"
    raise ModelError([Fault("cluster", 0, 0, message)])


def _who() -> Callable[[], tuple[str, str] | None]:
    """What a worker says of itself. It is sent as it stands here: a worker without onewindow must be able to answer."""

    def who() -> tuple[str, str] | None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            own = version("onewindow")
        except PackageNotFoundError:
            return None
        try:
            from sim.experiments.store.content import all_rules

            return own, all_rules()
        except ImportError:
            return own, ""

    return who


@contextmanager
def _quiet() -> Iterator[None]:
    """Dask tells every coming and going in its log; what of it concerns a user is said here."""
    import distributed  # noqa: F401 - sets up its logs

    logs = [logging.getLogger(f"distributed{part}") for part in ("", ".client", ".core", ".batched", ".comm")]
    before = [log.level for log in logs]
    for log in logs:
        log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for log, level in zip(logs, before, strict=True):
            log.setLevel(level)
