"""M/M/5 in Naga, an engine on SimPy, in an environment of its own. `DRIVER` is what runs there."""

from __future__ import annotations

from pathlib import Path

from benchmarks.children import run
from benchmarks.environments import UnavailableError
from benchmarks.mm5 import SECONDS, SERVERS, work_seconds

PACKAGE, VERSION = "nagasim", "0.18.0"

DRIVER = """
import sys
from time import process_time
from nagasim import api
rate, mean, servers, span, seed = map(float, sys.argv[1:])
model = {
    "schema_version": 29,
    "blocks": [
        {"name": "come", "type": "CREATE",
         "params": {"distribution": "Exponential", "dist_params": {"rate": rate}}},
        {"name": "serve", "type": "PROCESS",
         "params": {"distribution": "Exponential", "dist_params": {"rate": 1 / mean}, "resource_name": "Desk"}},
        {"name": "leave", "type": "DISPOSE"},
    ],
    "links": [{"source": "come", "target": "serve"}, {"source": "serve", "target": "leave"}],
    "resources": [{"name": "Desk", "capacity": int(servers)}],
    "simulation": {"time_limit": span, "warmup": 0, "replications": 1},
}
def took(length):
    begin = process_time()
    found = api.run_model(model, seed=int(seed), run_length=length, record_logs=False)
    return process_time() - begin, found["entity_summary"].iloc[0]
took(span / 100)
spent, cases = took(span)
print(spent, cases["Total Completed"], cases["Avg Time"])
"""


def naga_mm5(python: Path, cases: int, seed: int) -> tuple[float, int, float]:
    """(seconds of processor time, cases served, mean seconds a case was there), without logs, after a short run.

    Raises UnavailableError if it fails.
    """
    stated = (cases / SECONDS, work_seconds(cases), SERVERS, SECONDS, seed)
    ended = run([str(python), "-c", DRIVER, *map(str, stated)], cwd=python.parent)
    if ended.code:
        raise UnavailableError(ended.err.strip().splitlines()[-1][:200])
    spent, served, mean = ended.out.split()[-3:]
    return float(spent), int(float(served)), float(mean)
