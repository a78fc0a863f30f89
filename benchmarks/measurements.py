"""All measurements, in the order of the table."""

from __future__ import annotations

from benchmarks import commands, engines, limit, national, one_core, peer, power, shapes, sizes, threads
from benchmarks.rows import Measurement

MEASUREMENTS: dict[str, Measurement] = {
    module.MEASUREMENT.name: module.MEASUREMENT
    for module in (one_core, peer, limit, national, threads, engines, commands, power, shapes, sizes)
}
