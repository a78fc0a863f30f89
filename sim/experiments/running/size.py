"""How large a piece of work is, before it begins: what is too large says so, with its estimate.

Events are the expected arrivals times the steps of their flow: branches not taken are counted, and rounds of a loop
are not, so the estimate is of the right size and no more. Memory is that of the tables a replication leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.engine.expected import expected_arrivals
from sim.engine.histogram import CELLS
from sim.engine.nodes import SESSION, TASK, TIMER
from sim.engine.program import Program
from sim.engine.summary import MEASURES, counted_clocks
from sim.model import Fault, ModelError

MOST_EVENTS = 10**11
"""Some three hours of a core; nobody waits longer for an answer by mistake."""
WORD = 8
ROW = 9
"""Words of an event row."""


@dataclass(frozen=True)
class Size:
    """What one replication of a program comes to, about."""

    cases: float
    events: float
    case_bytes: float
    event_bytes: float

    def bytes(self, *, events: bool) -> float:
        """Of its tables, with the event rows or without."""
        return self.case_bytes + (self.event_bytes if events else 0.0)


def size_of(program: Program) -> Size:
    """About how large one replication is."""
    nodes = program.nodes
    steps = np.isin(nodes.kind, (TASK, TIMER, SESSION)) & (nodes.since < 0)
    length = np.bincount(nodes.service[steps], minlength=len(program.service_entry))
    coming = np.zeros(len(program.service_entry))
    for stream, service in enumerate(program.stream_service.tolist()):
        coming[service] += expected_arrivals(program, stream, program.start, program.horizon)
    cases, events = float(coming.sum()), float(coming @ length)
    columns = len(program.names.stamps) + 3 * len(program.names.clocks) + len(program.names.attributes) + 8
    return Size(cases, events, cases * columns * WORD, events * ROW * WORD)


def refuse_too_large(
    program: Program,
    replications: int,
    tables: int = 0,
    *,
    events: bool = False,
    summaries: int = 0,
    times: float = 1.0,
) -> None:
    """Raises ModelError for more events than anybody waits for, or for tables that memory cannot hold at once.

    `tables`: replications whose tables are in memory together; `events`: with their event rows; `summaries`: those of
    which only a summary is. `times`: how many programs as large as this one make a replication.
    """
    size = size_of(program)
    whole, cases = size.events * times * replications, _about(size.cases * times)
    if whole > MOST_EVENTS:
        message = (
            f"this would take about {_about(whole)} events ({cases} cases a replication, "
            f"{replications:,} replications), more than {_about(MOST_EVENTS)}: "
            "ask for a shorter study, a smaller load or fewer replications"
        )
        raise ModelError([Fault.of("replications", f"{replications}", message)])
    need = size.bytes(events=events) * tables + (summary_bytes(program) * summaries if summaries else 0)
    there = memory_left()
    if there is not None and need > there:
        message = (
            f"this would take about {need / 1e9:.3g} GB of memory ({cases} cases a replication, "
            f"{tables + summaries:,} replications at a time), and {there / 1e9:.3g} GB are left: "
            "ask for a shorter study, fewer replications, or --detail summary, whose memory does not grow"
        )
        raise ModelError([Fault.of("replications", f"{replications}", message)])


def summary_bytes(program: Program) -> int:
    """Of one replication in tables of fixed size."""
    return len(counted_clocks(program)) * MEASURES * CELLS * WORD


def memory_left() -> int | None:
    """Bytes that this process may still take; None where the system does not say."""
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        free = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration, ValueError):
        return None
    try:
        most = Path("/sys/fs/cgroup/memory.max").read_text("ascii").strip()
        used = Path("/sys/fs/cgroup/memory.current").read_text("ascii").strip()
        return min(free, int(most) - int(used)) if most != "max" else free
    except (OSError, ValueError):
        return free


def _about(number: float) -> str:
    """A large number as people say it: 3.2 million, 1.5·10^12."""
    if number < 1e6:
        return f"{number:,.0f}"
    power = int(np.floor(np.log10(number)))
    return f"{number / 10**power:.2g}·10^{power}"
