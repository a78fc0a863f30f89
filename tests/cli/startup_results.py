"""What `capacity` and `robustness` found of the start-up scenario, made up to about what they do find."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from sim.experiments.load.binding import Binding, OneMore
from sim.experiments.load.margin import Margin
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.requirement import ShareRequired
from sim.experiments.searches.capacity import Capacity, Point
from sim.experiments.searches.flip import Flip, Steady, TargetFlips, Uncertain
from sim.experiments.searches.robustness import Robustness
from sim.experiments.unknowns.doubt import Doubt, Measure
from sim.experiments.unknowns.number_line import Value

TOTAL, BLOCKS, REGISTRATION, PARALLEL = (
    f"gd-startup-{name}" for name in ("total", "total-blocks", "registration", "parallel")
)
ONLINE = "services.startup.channels.online.rate"
STAFF = "pools.registrar.capacity"
REGISTRARS = OneMore("registrar", ("登记审核人员", "Registrars"), 2, 0.77, 0.122, 0.082, 0.185)
CLERKS = OneMore("tax_clerk", ("税务后台", "Tax back office"), 1, 0.65, 0.073, 0.049, 0.101)
MARGIN = Margin(
    target=TOTAL, name=None, required=ShareRequired(0.95), kept=0.61, broken=0.62, met=0.455, not_met=0.68, lowest=0.02,
    highest=10.0, service="startup", cases_a_day=5.09, busiest=None,
    binding=Binding(0.62, (replace(REGISTRARS, rise=0.025, low=0.014, high=0.038),)),
    as_asked=Binding(1.0, (REGISTRARS, CLERKS)), lasts=1.1,
)  # fmt: skip
LOADS: dict[str, tuple[float, float, float]] = {  # met, not met, share as asked
    TOTAL: (0.455, 0.68, 0.705), BLOCKS: (1.0, 1.1, 0.962), REGISTRATION: (0.85, 0.97, 0.902),
    PARALLEL: (1.0, 1.26, 0.968),
}  # fmt: skip
FOUND: dict[str, list[tuple[str, str, str, str, str]]] = {  # number, sort, stated, flips at, fresh seeds
    TOTAL: [],
    BLOCKS: [
        (f"targets.{BLOCKS}.required_share", "share", "95%", "96.2%", "97.9%"),
        ("pools.registrar.availability", "share", "80%", "75%", "66%"),
        (ONLINE, "rate", "3.15 /wd", "3.5 /wd", "4.5 /wd"),
        ("services.startup.flow.registration_review.work", "factor", "× 1", "× 1.15", "× 1.41"),
    ],
    REGISTRATION: [
        ("pools.registrar.availability", "share", "80%", "89%", ""),
        ("pools.registrar.other_work.share", "share", "35%", "28%", ""),
        (STAFF, "count", "2", "3", "3"),
    ],
    PARALLEL: [
        ("pools.tax_clerk.availability", "share", "80%", "73%", "60%"),
        ("services.startup.flow.invoice_setup.work", "factor", "× 1", "× 1.11", "× 1.36"),
        ("services.individual.channels.online.rate", "rate", "5.25 /wd", "7 /wd", "10 /wd"),
    ],
}


def doubts() -> dict[str, Doubt]:
    """Of every target; which number is to be measured first differs."""
    online = Measure(
        ONLINE, 0, "borrowed", "rate", "3.15 /wd", ("1.8 /wd", "7.8 /wd"), 0.26, 0.6, 0.04, False
    )
    staff = Measure(STAFF, 0, "assumed", "count", "2", ("2", "3"), 0.27, 0.04, 0.47, False)
    doubt = Doubt(400, 0.21, 0.16, 0.28, 0, 0, 60, 0, (online,), True)
    return {
        TOTAL: replace(doubt, kept=0.0, measures=()), BLOCKS: doubt,
        REGISTRATION: replace(doubt, kept=0.15, measures=(staff,)), PARALLEL: replace(doubt, kept=0.38),
    }  # fmt: skip


def capacity_of(asked: WhatIf) -> Capacity:
    """The loads that its four promises bear."""
    stated = asked.scenario.targets
    margins = tuple(
        replace(
            MARGIN, target=name, name=stated[name].name, reading=stated[name].reading, met=met, not_met=broken
        )
        for name, (met, broken, _) in LOADS.items()
    )
    curves = {
        name: (Point(1.0, share, share - 0.02, share + 0.02, 900),) for name, (*_, share) in LOADS.items()
    }
    return Capacity(asked, None, 24, margins, curves, doubts())


def robustness_of(asked: WhatIf) -> Robustness:
    """The numbers that its four promises flip with."""
    stated = asked.scenario.targets
    found = []
    for name, (met, _, share) in LOADS.items():
        number = _uncertain(ONLINE, "rate", "3.15 /wd")
        steady = Steady(number, _value("1.8 /wd"), "alone", 1, 0.855)
        found.append(
            TargetFlips(
                target=name, name=stated[name].name, required=ShareRequired(0.95), value=share, kept=met >= 1,
                verdict="met" if met >= 1 else "not_met", checked=share,
                flips=tuple(_flip(*one) for one in FOUND[name]), steady=(steady,), unexamined=(),
                reading=stated[name].reading,
            )
        )  # fmt: skip
    return Robustness(asked, 24, 3000.0, 300, tuple(found), doubts())


def _value(text: str) -> Value:
    amount = float(text.removeprefix("× ").split()[0].removesuffix("%"))
    return Value(text, amount, amount)


def _uncertain(path: str, sort: Literal["share", "rate", "factor", "count"], stated: str) -> Uncertain:
    ends = _value(stated), _value(stated)
    return Uncertain(path, (), "assumed", "guess", sort, "low", _value(stated), *ends)


def _flip(path: str, sort: str, stated: str, new: str, fresh: str) -> Flip:
    number = _uncertain(path, sort, stated)  # type: ignore[arg-type]
    sure = _value(fresh) if fresh else None
    said: Literal["confirmed", "in_doubt"] = "confirmed" if fresh else "in_doubt"
    return Flip(number, _value(new), _value(stated), _value(new), True, said, None, sure, 0.9, 0.1)
