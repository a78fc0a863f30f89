"""What a replication cost: hands-on work and fees, by case; and the roster of the judged window, by pool.

Two costs of the same units stand beside each other. *Rostered*: every hour that a unit is on the roster is paid, busy
or not, absent at random or there, and its overtime besides; what a hall costs. *Hands-on*: only the hours in which a
unit works on a case, with those after closing; what a case costs. Of a pool that gives a part of its day
(`availability`) that part is counted. A fee is paid each time its step is done, or for every case that comes. Work that
nobody wanted any more when it ended is paid in the roster and counted for no case.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.engine.absence import owners, ran
from sim.engine.nodes import Ints
from sim.engine.outcome import Outcome
from sim.engine.program import ARRIVED, Program
from sim.frozen import dataclass
from sim.model.scenario import Scenario, costs_of
from sim.model.staff import pools_as_run
from sim.model.steps import Session, Task, Wait
from sim.results.busy import hands_on
from sim.worktime import HOUR, NEVER

Floats = NDArray[np.float64]

CASES, STAFF, FEES = range(3)
"""Columns of `cost_sums`: cases that came in the judged window (of a step: times it was done for them), what the work
on them cost, and their fees."""


@dataclass(frozen=True, eq=False)
class Prices:
    """What a scenario says of costs, by the numbers of its program."""

    currency: str
    hour: Floats
    """By pool: an hour of a unit."""
    given: Floats
    """By pool: the part of the day that counts."""
    fee: Floats
    """By step: each time it is done."""
    case: Floats
    """By service: each case that comes."""


def prices_of(scenario: Scenario, program: Program) -> Prices | None:
    """None where no cost is stated."""
    stated = [cost.value for _, cost in costs_of(scenario)]
    if not stated:
        return None
    names, pools = program.names, pools_as_run(scenario.pools)
    own = [pools[name] for name in names.pools]
    fees = _fees(scenario)
    service_of = {
        int(step): names.services[int(s)]
        for step, s in zip(program.nodes.step, program.nodes.service, strict=True)
    }
    services = [scenario.services.get(name) for name in names.services]
    return Prices(
        currency=stated[0].currency,
        hour=np.array([0.0 if pool.cost is None else pool.cost.value.amount for pool in own]),
        given=np.array([pool.availability.value for pool in own]),
        fee=np.array([fees.get((service_of.get(n, ""), step), 0.0) for n, step in enumerate(names.steps)]),
        case=np.array([0.0 if s is None or s.cost is None else s.cost.value.amount for s in services]),
    )


def _fees(scenario: Scenario) -> dict[tuple[str, str], float]:
    from sim.model.blocks import walk

    return {
        (name, block.id): block.cost.value.amount
        for name, service in scenario.services.items()
        for block in walk(service.flow)
        if isinstance(block, (Task, Session, Wait)) and block.cost is not None
    }


def rostered_hours(program: Program, prices: Prices) -> Floats:
    """By pool: unit-hours on the roster in the judged window, those absent at random too, as far as they count."""
    return unit_hours(program)[:, 0] * prices.given


def unit_hours(program: Program) -> Floats:
    """(pools, 2): hours of all units on the roster in the judged window, and hours in which any unit is on it."""
    found = np.zeros((len(program.pool_first), 2))
    for pool, (first, count) in enumerate(
        zip(program.pool_first.tolist(), program.pool_count.tolist(), strict=True)
    ):
        rows = slice(first, first + count)
        edges = np.clip(program.change_at[rows], program.judged_from, program.judged_until)
        ends = np.append(edges[1:], program.judged_until)
        units = program.change_capacity[rows]
        found[pool] = ((ends - edges) * units).sum() / HOUR, ((ends - edges) * (units > 0)).sum() / HOUR
    return found


def cost_by_case(program: Program, outcome: Outcome, prices: Prices) -> Floats:
    """(cases, 2): what the work on each case cost by the end of the simulation, and its fees."""
    made, _ = _spent(program, outcome, prices)
    return made


def cost_sums(program: Program, outcome: Outcome, prices: Prices) -> Floats:
    """(services + steps, 3): columns CASES, STAFF, FEES, of the cases that came in the judged window."""
    cases, rows = _spent(program, outcome, prices)
    arrived = outcome.stamps[:, ARRIVED]
    inside = (arrived >= program.judged_from) & (arrived < program.judged_until)
    services, steps = len(program.names.services), len(program.names.steps)
    found = np.zeros((services + steps, 3))
    np.add.at(found[:services, CASES], outcome.service[inside], 1)
    np.add.at(found[:services, STAFF], outcome.service[inside], cases[inside, 0])
    np.add.at(found[:services, FEES], outcome.service[inside], cases[inside, 1])
    own = inside[rows.case]
    for column, values in ((CASES, np.ones(len(rows.case))), (STAFF, rows.staff), (FEES, rows.fees)):
        np.add.at(found[services:, column], rows.step[own], values[own])
    return found


@dataclass(frozen=True, eq=False)
class _Rows:
    case: Ints
    step: Ints
    staff: Floats
    fees: Floats


def _spent(program: Program, outcome: Outcome, prices: Prices) -> tuple[Floats, _Rows]:
    if outcome.rows is None:
        raise ValueError("event rows were not kept: run with detail 'events'")
    run = ran(program, outcome)
    rows = outcome.rows[outcome.rows[:, 6] != NEVER]
    hour = (prices.hour * prices.given)[owners(program)]
    alternatives = zip(run.alternative_first.tolist(), run.alternative_count.tolist(), strict=True)
    together = [hour[run.alternative_pool[first : first + count]].sum() for first, count in alternatives]
    per_hour = np.array([*together, 0.0])[rows[:, 3]]  # the last is of rows without anybody: -1
    step = program.nodes.step[rows[:, 1]]
    made = _Rows(rows[:, 0], step, hands_on(run, rows) / HOUR * per_hour, prices.fee[step])
    cases = np.zeros((len(outcome.service), 2))
    np.add.at(cases[:, 0], made.case, made.staff)
    np.add.at(cases[:, 1], made.case, made.fees)
    cases[:, 1] += prices.case[outcome.service]
    return cases, made
