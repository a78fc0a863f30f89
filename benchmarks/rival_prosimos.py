"""Prosimos 2.1.0 in an environment of its own. `DRIVER` is what runs there. As it is, a task goes to the unit
that has been free longest, on duty or not; corrected, to the one that can start first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from benchmarks.children import run
from benchmarks.environments import UnavailableError

PACKAGE, VERSION = "prosimos", "2.1.0"

DRIVER = """
import json, sys
from time import process_time
bpmn, params, cases, log, start, corrected = sys.argv[1:]
t0 = process_time()
from prosimos.simulation_engine import SimBPMEnv, run_simulation
from prosimos.simulation_setup import SimDiffSetup

def enabled(self, event, as_it_is=SimBPMEnv.execute_task):
    self.enabled_at = event.enabled_at
    return as_it_is(self, event)

def first_to_start(self, task, allocated):
    queues = self.resource_queue
    free = queues._resource_queues[queues._task_queue_map[task]]
    def start(unit):
        at = max(self.enabled_at, free.entry_finder[unit][0])
        moment = self._datetime_from(at)
        working, _ = self.sim_setup.get_resource_calendar(unit).is_working_datetime(moment)
        return at if working else at + self.sim_setup.next_resting_time(unit, moment)
    unit = min(free.entry_finder, key=lambda one: (start(one), *free.entry_finder[one][:2]))
    since = free.entry_finder[unit][0]
    free.remove_element(unit)
    self.sim_resources[unit].allocated_tasks += allocated
    return unit, since

if corrected == "corrected":
    SimBPMEnv.execute_task, SimBPMEnv.pop_and_allocate_resource = enabled, first_to_start
t1 = process_time()
SimDiffSetup(bpmn, params, False, int(cases))
t2 = process_time()
run_simulation(bpmn, params, int(cases), None, log, start)
t3 = process_time()
print(json.dumps({"imports": t1 - t0, "reading": t2 - t1, "run": t3 - t2}))
"""


@dataclass(frozen=True)
class ProsimosRun:
    """Seconds of processor time; `reading` the model is part of no other."""

    imports: float
    reading: float
    simulating: float
    """And writing the log."""


def simulate(
    python: Path, bpmn: Path, params: Path, cases: int, log: Path, start: str, *, corrected: bool = False
) -> ProsimosRun:
    """One run with a CSV log. Raises UnavailableError if it fails."""
    how = "corrected" if corrected else "as it is"
    ended = run(
        [str(python), "-c", DRIVER, str(bpmn), str(params), str(cases), str(log), start, how], cwd=log.parent
    )
    if ended.code:
        raise UnavailableError(ended.err.strip().splitlines()[-1][:200])
    said = json.loads(ended.out.strip().splitlines()[-1])
    return ProsimosRun(said["imports"], said["reading"], said["run"] - said["reading"])
