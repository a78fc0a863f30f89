"""Case and event tables as Polars frames. Instants are Datetime("us"), spans Duration("us"), absent is null.

Cases: replication, case, service, stream, epoch, member, arrived, accepted, decided, delivered, finished,
outcome, later_outcome, attempts, the attributes, elapsed, working, held_<party>, paused, and for every target,
and every promised item or stage as <service>.<part>, clock_<id>,
from_<id>, to_<id>, late_at_<id> (a statutory clock counts dates and is an integer). Where the scenario states costs and
event rows were kept: staff_cost (hands-on) and fees, in its currency, by the end of the simulation.

Events: replication, case, service, row, step, activity, pool, party, visit, enqueued, started, completed,
withdrawn, enabled_by (row of the same replication, -1 for the arrival). Rows are numbered by the instant and
round they ended in, so a row stands behind every row that enabled it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from sim.engine.nodes import Ints
from sim.engine.opening import office_hours
from sim.engine.outcome import Outcome
from sim.engine.program import ARRIVED, COUNTS, FINISHED, FIXED_POINT, Program
from sim.engine.table import INSTANT, NAME, Column
from sim.results.costs import Prices, cost_by_case
from sim.results.event_columns import event_columns
from sim.results.pauses import rows_by_case
from sim.results.status import Histories
from sim.worktime import NEVER

STANDARD_STAMPS = ("accepted", "decided", "delivered")


def case_frame(program: Program, outcomes: Sequence[Outcome], prices: Prices | None = None) -> pl.DataFrame:
    """One row a case, replications one after another; with costs where there are prices, and event rows were kept."""
    frames = [_priced(_cases(program, outcome), program, outcome, prices) for outcome in outcomes]
    return pl.concat(frames)


def _priced(frame: pl.DataFrame, program: Program, outcome: Outcome, prices: Prices | None) -> pl.DataFrame:
    if prices is None or outcome.rows is None:
        return frame
    costs = cost_by_case(program, outcome, prices)
    return frame.with_columns(pl.Series("staff_cost", costs[:, 0]), pl.Series("fees", costs[:, 1]))


def event_frame(program: Program, outcomes: Sequence[Outcome]) -> pl.DataFrame:
    """One row an event; every outcome must have kept its rows."""
    return pl.concat([frame_of(event_columns(program, outcome)) for outcome in outcomes])


def frame_of(columns: Sequence[Column]) -> pl.DataFrame:
    """A table as a frame."""
    return pl.DataFrame({column.name: _series(column) for column in columns})


def _instants(values: Ints) -> pl.Series:
    series = pl.Series(values, dtype=pl.Int64)
    return series.set(series >= NEVER, None).cast(pl.Datetime("us"))


def _spans(values: Ints, known: np.ndarray) -> pl.Series:
    series = pl.Series(values, dtype=pl.Int64)
    return series.set(pl.Series(~known), None).cast(pl.Duration("us"))


def _named(codes: Ints, names: Sequence[str]) -> pl.Series:
    """Names of codes; -1 is null."""
    lookup = pl.Series([*names, None], dtype=pl.String)
    return lookup.gather(np.where(codes < 0, len(names), codes))


def _cases(program: Program, outcome: Outcome) -> pl.DataFrame:
    names = program.names
    stamps = outcome.stamps
    arrived, finished = stamps[:, ARRIVED], stamps[:, FINISHED]
    ended = finished != NEVER
    columns: dict[str, pl.Series] = {
        "replication": pl.Series(np.full(len(arrived), outcome.replication), dtype=pl.Int64),
        "case": pl.Series(np.arange(len(arrived)), dtype=pl.Int64),
        "service": _named(outcome.service, names.services),
        "stream": _named(outcome.stream, names.streams),
        "epoch": pl.Series(outcome.epoch),
        "member": pl.Series(outcome.member),
        "arrived": _instants(arrived),
    }
    for milestone in STANDARD_STAMPS:
        known = milestone in names.stamps
        columns[milestone] = _instants(
            stamps[:, names.stamps.index(milestone)] if known else np.full(len(arrived), NEVER)
        )
    columns["finished"] = _instants(finished)
    columns["outcome"] = _named(outcome.outcome, names.outcomes)
    columns["later_outcome"] = _named(outcome.later_outcome, names.outcomes)
    columns["attempts"] = pl.Series(outcome.attempts)
    for attribute, (name, values) in enumerate(zip(names.attributes, names.attribute_values, strict=True)):
        codes = outcome.attributes[attribute]
        if values:
            columns[name] = _named(np.where(codes < 0, -1, codes // FIXED_POINT), values)
        else:
            series = pl.Series(codes)
            columns[name] = series.set(series < 0, None) / FIXED_POINT
    columns["elapsed"] = _spans(np.where(ended, finished - arrived, 0), ended)
    office = office_hours(program)
    columns["working"] = _spans(office.until(finished) - office.until(arrived), ended)
    for clock, name in enumerate(names.clocks):
        if program.clock_judged[clock] == 2 or program.clock_pooled[clock] >= 0:
            continue
        if name.startswith("held_") or name == "paused":
            value = outcome.clock_value[:, clock]
            of_service = outcome.service == program.clock_service[clock]
            spans = _spans(np.where(of_service, value, 0), of_service)
            columns[name] = (
                columns[name].zip_with(pl.Series(~of_service), spans) if name in columns else spans
            )
            continue
        value = outcome.clock_value[:, clock]
        if program.clock_coordinate[clock] in COUNTS:
            series = pl.Series(value)
            columns[f"clock_{name}"] = series.set(series < 0, None)
        else:
            columns[f"clock_{name}"] = _spans(value, value >= 0)
        own = np.isin(outcome.service, program.services_of(clock))
        for side, stamp in (("from", program.clock_from[clock]), ("to", program.clock_to[clock])):
            columns[f"{side}_{name}"] = _instants(np.where(own, stamps[:, stamp], NEVER))
        columns[f"late_at_{name}"] = _instants(outcome.clock_late_at[:, clock])
    return pl.DataFrame(columns)


def _series(column: Column) -> pl.Series:
    if column.kind == NAME:
        return _named(column.values, column.names)
    return _instants(column.values) if column.kind == INSTANT else pl.Series(column.values)


def status_frame(program: Program, outcomes: Sequence[Outcome]) -> pl.DataFrame:
    """Histories of all cases but those of other work, in order: replication, case, service, item (null for the
    case itself), state, name_zh, name_en, at. Raises ValueError when event rows were not kept."""
    histories = Histories(program)
    names = program.names
    records: list[tuple[object, ...]] = []
    for outcome in outcomes:
        rows = rows_by_case(outcome)
        for case, service in enumerate(outcome.service.tolist()):
            if not _is_other_work(program, service):
                records += [
                    (
                        outcome.replication,
                        case,
                        names.services[service],
                        s.item,
                        s.state,
                        s.name_zh,
                        s.name_en,
                        s.at,
                    )
                    for s in histories.of(outcome, case, rows.get(case, []))
                ]
    schema = {
        "replication": pl.Int64, "case": pl.Int64, "service": pl.String, "item": pl.String, "state": pl.Int64,
        "name_zh": pl.String, "name_en": pl.String, "at": pl.Int64,
    }  # fmt: skip
    frame = pl.DataFrame(records, schema=schema, orient="row")
    return frame.with_columns(pl.col("at").cast(pl.Datetime("us")))


def _is_other_work(program: Program, service: int) -> bool:
    name = program.names.services[service]
    pool = name.removesuffix(".other")
    return pool != name and any(one == pool or one.startswith(f"{pool}.") for one in program.names.pools)
