"""What came and went, and how busy the pools were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plots.results.asked import Asked, days_of, label
from plots.throughput import throughput
from plots.utilisation import PoolBar, utilisation
from sim.engine.compile.times import times_of
from sim.experiments.runs.run import Result
from sim.model.staff import pool_named
from sim.results.busy import pool_hours
from sim.words.language import Lang
from sim.words.provenance import provenance

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_throughput(asked: Asked) -> Figure:
    """Arrived, finished and open cases of the service on the dates of the judged window."""
    import polars as pl

    made = asked.made("cases")
    study = times_of(asked.scenario).study
    return throughput(
        made.cases.filter(pl.col("service") == asked.service),
        days_of(asked.scenario, study),
        lang=asked.lang,
        title=asked.title,
        window=(study.judged_from, study.judged_until),
        replications=len(made.sums),
        provenance=provenance(asked.whatif, asked.lang),
    )


def draw_utilisation(asked: Asked) -> Figure:
    """Every pool that some task asks for: own cases, other work, idle."""
    return utilisation(
        bars_of(asked.made(), asked.lang), name=asked.scenario.title.in_language(asked.lang), lang=asked.lang,
        provenance=provenance(asked.whatif, asked.lang),
    )  # fmt: skip


def bars_of(made: Result, lang: Lang) -> list[PoolBar]:
    """Every pool of a run with events, in declared order."""
    bars = []
    for pool in pool_hours(made.program, made.outcomes):
        department = pool_named(made.whatif.scenario, pool.pool).department
        bars.append(
            PoolBar(
                label(made.program, "pool", pool.pool, lang),
                department.in_language(lang) if department is not None else "",
                pool.units, pool.available, pool.own, pool.other, pool.overtime,
            )
        )  # fmt: skip
    return bars
