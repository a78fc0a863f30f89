"""What a run cost: the rosters by pool, and a case by service."""

from __future__ import annotations

from collections.abc import Callable

from sim.experiments.running.costing import Costs
from sim.pages.page import Part, Section, table
from sim.words.costs import COSTS, money
from sim.words.marks import marked


def costs_section(costs: Costs, name: Callable[[str, str], str], lang: str) -> Section:
    """`name` gives what a pool or service is called, by its kind and id."""
    w = COSTS[lang]
    parts: list[Part] = []
    if costs.pools:
        rows = [
            (name("pool", one.pool), money(one.per_hour), money(one.rostered), money(one.hands_on))
            for one in costs.pools
        ]
        parts.append(table([w[key] for key in ("pool", "per_hour", "rostered", "hands_on")], rows))
    cases = [
        (
            name("service", one.service), f"{one.cases:,.1f}", money(one.staff / one.cases),
            money(one.fees / one.cases), money(one.per_case.estimate),
        )
        for one in costs.services if one.per_case is not None
    ]  # fmt: skip
    if cases:
        parts.append(table([w[key] for key in ("service", "cases", "staff", "fees", "per_case")], cases))
    known = {"rostered": money(costs.rostered), "fees": money(costs.fees)}
    if costs.per_case is not None:
        parts.append(w["whole"].format(**known, per_case=money(costs.per_case.estimate)))
    elif costs.pools:
        parts.append(w["pools_only"].format(**known))
    parts.append(marked("faint", w["paid"]))
    return Section(w["title"].format(currency=costs.currency), tuple(parts))
