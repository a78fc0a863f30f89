"""M/M/5 in Ciw, an oracle of the `bench` group: `uv run --group bench …`."""

from __future__ import annotations

from benchmarks.mm5 import SECONDS, SERVERS, work_seconds


def ciw_mm5(cases: int, seed: int) -> tuple[int, float]:
    """Cases served, and the sum of their waits in seconds. Raises ImportError where Ciw is not installed."""
    import ciw

    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=cases / SECONDS)],
        service_distributions=[ciw.dists.Exponential(rate=1 / work_seconds(cases))],
        number_of_servers=[SERVERS],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(SECONDS)
    records = simulation.get_all_records()
    return len(records), sum(record.waiting_time for record in records)
