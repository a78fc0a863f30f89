"""M/M/5 in Cimba, an oracle of the `bench` group, written twice. Importing this raises ImportError where it is missing.

`Level` is its own example with five servers: a counted level, of which it keeps the mean. `Cases` keeps what ours tells
of every case: customers bear the time they came at, and what each took is recorded.
"""

import cimba as cb
import numpy as np
from cimba import inputs

from benchmarks.mm5 import SECONDS, SERVERS, work_seconds

REPLICATIONS = 4
"""Of one experiment: starting it costs as much as some thousand customers."""


class Level(cb.Model):
    interarrival: cb.Input[float] = inputs.dist.exponential(mean=1.0)
    service_time: cb.Input[float] = inputs.dist.exponential(mean=1.0)
    queue: cb.Container
    came: cb.Output[float]
    mean: cb.Output[float]

    @cb.process
    def arrivals(self):
        self.came = 0.0
        while True:
            cb.hold(self.interarrival.next())
            self.came += 1.0
            self.queue.put(1)

    @cb.process(copies=SERVERS)
    def server(self):
        while True:
            self.queue.get(1)
            cb.hold(self.service_time.next())

    @cb.on_end
    def measure(self):
        self.mean = self.queue.mean_level()


class Cases(cb.Model):
    interarrival: cb.Input[float] = inputs.dist.exponential(mean=1.0)
    service_time: cb.Input[float] = inputs.dist.exponential(mean=1.0)
    queue: cb.Store[float]
    times: cb.Dataset
    came: cb.Output[float]
    mean: cb.Output[float]

    @cb.process
    def arrivals(self):
        while True:
            cb.hold(self.interarrival.next())
            self.queue.put(cb.now())

    @cb.process(copies=SERVERS)
    def server(self):
        while True:
            came = self.queue.get()
            cb.hold(self.service_time.next())
            self.times.record(cb.now() - came)

    @cb.on_end
    def measure(self):
        self.came = float(self.times.sample_count())
        self.mean = self.times.sample_mean()


def run(model: type[cb.Model], cases: int, seed: int) -> tuple[int, float]:
    """Cases of `REPLICATIONS` runs on one thread, and the mean of what they keep."""
    made = model()
    made.interarrival = inputs.dist.exponential(mean=SECONDS / cases)
    made.service_time = inputs.dist.exponential(mean=work_seconds(cases))
    window = cb.Window(duration=float(SECONDS))
    found = cb.Experiment(made, replications=REPLICATIONS, window=window, seed=seed).run(workers=1)[made]
    came, mean = np.asarray(found.came), np.asarray(found.mean)
    return int(came.sum()), float(mean.mean())
