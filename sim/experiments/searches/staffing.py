"""What staffing suffices: the fewest units of the named pools at which every target is kept, with what shows it.

All staffings are tried on one sample of replications (`sim.experiments.running.sample_problem`), so each has one
answer. A staffing suffices there when every target is kept and no pool that its cases need is offered more work than
it can do. What is found is `minimal`: one unit less in any pool fails, and the result lists each of these neighbours
with its share. It is `cheapest` when every cheaper staffing within the bounds was tried, or has nowhere more units
than one that failed: for that more units must never hurt, and every pair that was tried is looked at for the
contrary. Last, fresh draws confirm it at the error rate of a verdict.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

from sim.experiments.load.steady import OfferedWork
from sim.experiments.questions.origin import heading_of, made_with
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.crew import Crew
from sim.experiments.running.first_look import crew_of
from sim.experiments.running.progress import Progress, silent
from sim.experiments.running.sample_problem import REPLICATIONS, Sample
from sim.experiments.running.shown import Shown
from sim.experiments.searches.seats import LeftOut, Seat, left_out, seats_of
from sim.experiments.searches.unclocked import Unclocked, unclocked
from sim.experiments.statistics.looks import LOOKS, Verdict
from sim.experiments.verdicts.check import chosen
from sim.experiments.verdicts.verdict import rounded
from sim.model import parse_setting
from sim.model.bounds import REPLICATIONS_ALLOWED, STAFFINGS, within

FEWEST_REPLICATIONS = 4
CONFIRMED_BY = LOOKS[-1]
Units = tuple[int, ...]
"""Units of every seat, in order."""


@dataclass(frozen=True)
class Tried:
    """A staffing on the sample: what each target came to, and the pools that were overloaded for one of them."""

    units: Units
    values: tuple[float | None, ...]
    """By target; None where it was not simulated, since a pool is overloaded or other work alone does not fit."""
    kept: tuple[bool, ...]
    """By target; none is where a pool is overloaded: what the window shows would not last."""
    overloaded: tuple[str, ...]
    growing: tuple[bool, ...] = ()
    """By target, where it was simulated: whether a queue of its cases grows all the same, so that it is kept for this
    window only."""

    @property
    def lasts(self) -> bool:
        """Whether it suffices, and not for this window only."""
        return self.suffices and not any(self.growing)

    @property
    def suffices(self) -> bool:
        return all(self.kept)


@dataclass(frozen=True)
class Staffing(Shown):
    """The staffing found, and the certificate that no unit of it can be spared."""

    PAGE = "sim.pages.staffing:page_of"
    FIGURE = "plots.results.staffing:draw_staffing"

    whatif: WhatIf
    targets: tuple[str, ...]
    seats: tuple[Seat, ...]
    replications: int
    asked: Tried
    """As stated."""
    found: Tried | None
    """None where not even the most units within the bounds suffice; `most` says what they come to."""
    most: Tried
    fewer: tuple[Tried | None, ...]
    """By seat, one unit less there; None at its least number."""
    cheapest: bool
    """Whether no cheaper staffing within the bounds suffices, granted that more units never hurt."""
    tried: tuple[Tried, ...]
    """All staffings that were tried, in their order."""
    hurt: tuple[tuple[Units, Units], ...]
    """Pairs of which the first sufficed and the second, with nowhere fewer units, did not: more units did hurt."""
    confirmed: tuple[Verdict, ...]
    """By target, on fresh draws; empty where nothing was found."""
    left_out: tuple[tuple[str, LeftOut], ...] = ()
    """Pools that work for the targets' cases and were not tried, with why."""
    before_acceptance: tuple[Unclocked, ...] = ()
    """As stated and as found, by target that does not count it."""

    def cost(self, units: Units) -> float:
        return sum(count * seat.cost for count, seat in zip(units, self.seats, strict=True))

    @property
    def sure(self) -> bool:
        """Whether fresh draws confirm every target."""
        return bool(self.confirmed) and all(verdict == "met" for verdict in self.confirmed)

    @property
    def settings(self) -> list[str]:
        """What makes the staffing found of the question asked; other work keeps its amount."""
        if self.found is None:
            return []
        return settings_of(self.whatif, self.seats, self.found.units) or []

    def to_dict(self) -> dict[str, Any]:
        """As in `staffing --json`."""
        return {
            **heading_of(self.whatif),
            "replications": self.replications,
            "targets": list(self.targets),
            "seats": [
                {"pool": seat.pool, "path": seat.path, "stated": seat.stated, "low": seat.low,
                 "high": seat.high, "cost": seat.cost}
                for seat in self.seats
            ],
            "as_asked": self._tried(self.asked),
            "left_out": dict(self.left_out),
            "found": None if self.found is None else self._tried(self.found),
            "most": self._tried(self.most),
            "one_fewer": [None if one is None else self._tried(one) for one in self.fewer],
            "before_acceptance": {one.target: one.to_dict() for one in self.before_acceptance},
            "minimal": self.found is not None,
            "cheapest": self.cheapest,
            "staffings_tried": len(self.tried),
            "more_units_hurt": [[list(less), list(more)] for less, more in self.hurt],
            "confirmed": dict(zip(self.targets, self.confirmed, strict=True)) if self.confirmed else None,
            "settings": self.settings,
            **made_with(self.whatif),
        }  # fmt: skip

    def _tried(self, one: Tried) -> dict[str, Any]:
        return {
            "units": {seat.path: count for seat, count in zip(self.seats, one.units, strict=True)},
            "cost": rounded(self.cost(one.units)),
            "suffices": one.suffices,
            "steady": one.lasts if one.suffices else None,
            "targets": {
                name: {"value": rounded(value, 6), "kept": kept}
                for name, value, kept in zip(self.targets, one.values, one.kept, strict=True)
            },
            "overloaded": list(one.overloaded),
        }

    def __str__(self) -> str:
        if self.found is None:
            return f"{self.whatif.label}: no staffing within the bounds suffices"
        told = ", ".join(f"{seat.path}={n}" for seat, n in zip(self.seats, self.found.units, strict=True))
        return f"{self.whatif.label}: {told} suffices ({'cheapest' if self.cheapest else 'minimal'})"


def staffing(
    question: WhatIf | str,
    pools: Mapping[str, tuple[int, int] | None] | Sequence[str] | None = None,
    *,
    targets: Sequence[str] | None = None,
    replications: int = REPLICATIONS,
    progress: Progress = silent,
    crew: Crew | None = None,
) -> Staffing:
    """The fewest units of the named pools at which all targets (or those named) are kept.

    `pools` are names of pools, parts of the day such as `window@mon 14:00-17:00`, or paths of whole numbers such as
    `pools` are names of pools, parts of the day such as `window@mon 14:00-17:00`, or paths of whole numbers such as
    `pools.window.rules.0.units`, with the least and the most units where stated; else 1 and twice the stated number,
    but two more at least. Without any, the pools of people
    that the targets' cases use. Other work, stated as a share of a pool's time, keeps its amount. Raises ModelError for
    bad input.
    """
    whatif = load(question) if isinstance(question, str) else question
    within("replications", replications, REPLICATIONS_ALLOWED.above(FEWEST_REPLICATIONS))
    names = chosen(whatif, targets)
    _ = whatif.program
    whatif, seats = seats_of(whatif, pools, names)
    with (
        crew_of(whatif, crew, names) as own,
        progress(whatif.label, "search", None) as bar,
    ):
        search = _Search(whatif, tuple(names), seats, Sample(replications, whatif.seed, own, bar.advance))
        asked = search.tried(tuple(seat.stated for seat in seats))
        most = search.tried(tuple(seat.high for seat in seats))
        found = search.minimal(asked if asked.suffices else most) if most.suffices or asked.suffices else None
        cheapest = False
        if found is not None and search.size <= STAFFINGS:
            found, cheapest = search.cheapest(found), True
        fewer = () if found is None else tuple(search.neighbours(found.units))
        confirmed = () if found is None else search.confirmed(found.units)
        waits = () if found is None else search.before_acceptance(asked, found)
    return Staffing(
        whatif, tuple(names), seats, replications, asked, found, most, fewer, cheapest,
        tuple(search.known.values()), tuple(search.hurt()), confirmed,
        left_out(whatif, seats, names), waits,
    )  # fmt: skip


def settings_of(whatif: WhatIf, seats: Sequence[Seat], units: Units) -> list[str] | None:
    """The settings of a staffing; None where the other work of a pool does not even fit into it."""
    found = []
    for seat, count in zip(seats, units, strict=True):
        if count == seat.stated:
            continue
        found.append(f"{seat.path}={count}")
        pool = whatif.scenario.pools[seat.pool]
        if seat.path == f"pools.{seat.pool}.capacity" and pool.other_work is not None:
            if pool.other_work.share.value * seat.stated > count:
                return None
            share = pool.other_work.share.value * seat.stated / count
            found.append(f"pools.{seat.pool}.other_work.share={share:.6g}")
    return found


class _Search:
    """Staffings on one sample, each tried once."""

    def __init__(
        self, whatif: WhatIf, targets: tuple[str, ...], seats: tuple[Seat, ...], sample: Sample
    ) -> None:
        self.whatif, self.targets, self.seats, self.sample = whatif, targets, seats, sample
        self.known: dict[Units, Tried] = {}

    @cached_property
    def size(self) -> int:
        """Staffings within the bounds."""
        return math.prod(seat.high - seat.low + 1 for seat in self.seats)

    def cost(self, units: Units) -> float:
        return sum(count * seat.cost for count, seat in zip(units, self.seats, strict=True))

    def question(self, units: Units) -> WhatIf | None:
        settings = settings_of(self.whatif, self.seats, units)
        if settings is None:
            return None
        return self.whatif.with_settings([parse_setting(one) for one in settings])

    def tried(self, units: Units) -> Tried:
        if units not in self.known:
            self.known[units] = self._try(units)
        return self.known[units]

    def _try(self, units: Units) -> Tried:
        asked = self.question(units)
        nothing = (None,) * len(self.targets), (False,) * len(self.targets)
        if asked is None:
            pools = [seat.pool for seat, n in zip(self.seats, units, strict=True) if n < seat.stated]
            return Tried(units, *nothing, tuple(dict.fromkeys(pools)))
        work = OfferedWork(asked)
        over = [name for target in self.targets for one in work.over(target) for name in one.names]
        if over:
            return Tried(units, *nothing, tuple(dict.fromkeys(over)))
        values = tuple(self.sample.value(asked, target) for target in self.targets)
        kept = tuple(self.sample.keeps(asked, target) for target in self.targets)
        evidence = self.sample.evidence(asked)
        grown = (evidence.growth(target, self.sample.replications) for target in self.targets)
        return Tried(units, values, kept, (), tuple(one is not None and one.grows for one in grown))

    def minimal(self, start: Tried) -> Tried:
        """From one that suffices, down: every seat as low as it goes, the dearest first, until none can go lower."""
        units = start.units
        while True:
            before = units
            for seat in sorted(range(len(units)), key=lambda n: (-self.seats[n].cost, n)):
                units = self._lowest(units, seat)
            if units == before:
                return self.tried(units)

    def _lowest(self, units: Units, seat: int) -> Units:
        """As few units of a seat as suffice, the others staying; by halving, then one by one."""
        low, high = self.seats[seat].low, units[seat]
        while low < high:
            middle = (low + high) // 2
            if self.tried(_with(units, seat, middle)).suffices:
                high = middle
            else:
                low = middle + 1
        found = _with(units, seat, high)
        while high > self.seats[seat].low and self.tried(_with(found, seat, high - 1)).suffices:
            high -= 1
            found = _with(found, seat, high)
        return found

    def neighbours(self, units: Units) -> Iterator[Tried | None]:
        for seat, count in enumerate(units):
            yield self.tried(_with(units, seat, count - 1)) if count > self.seats[seat].low else None

    def cheapest(self, best: Tried) -> Tried:
        """The cheapest that suffices: what is cheaper is tried, the dearest first, unless a failure excludes it."""
        spans = [range(seat.low, seat.high + 1) for seat in self.seats]
        while True:
            bound = self.cost(best.units)
            failed = [one.units for one in self.known.values() if not one.suffices]
            left = [
                units
                for units in product(*spans)
                if self.cost(units) < bound - 1e-9 and not any(_below(units, one) for one in failed)
            ]
            left.sort(key=lambda units: (-self.cost(units), units))
            for units in left:
                if any(_below(units, one) for one in failed):
                    continue
                if self.tried(units).suffices:
                    best = self.minimal(self.known[units])
                    break
                failed.append(units)
            else:
                return best

    def hurt(self) -> Iterator[tuple[Units, Units]]:
        """Pairs in which more units are worse."""
        enough = [one.units for one in self.known.values() if one.suffices]
        for one in self.known.values():
            if not one.suffices:
                yield from ((less, one.units) for less in enough if _below(less, one.units))

    def before_acceptance(self, asked: Tried, found: Tried) -> tuple[Unclocked, ...]:
        """What no clock counts, as asked and as found; nothing where either was not simulated, or they are one."""
        now, then = self.question(asked.units), self.question(found.units)
        if now is None or then is None or None in asked.values or asked.units == found.units:
            return ()
        return unclocked(self.sample, now, then, self.targets)

    def confirmed(self, units: Units) -> tuple[Verdict, ...]:
        asked = self.question(units)
        assert asked is not None
        return tuple(self.sample.fresh.verdict(asked, target, "met", CONFIRMED_BY) for target in self.targets)


def _with(units: Units, seat: int, count: int) -> Units:
    return (*units[:seat], count, *units[seat + 1 :])


def _below(units: Units, other: Units) -> bool:
    """Whether a staffing has nowhere more units than another."""
    return all(one <= more for one, more in zip(units, other, strict=True))
