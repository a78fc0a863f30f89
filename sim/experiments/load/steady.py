"""Whether what is said of a target lasts, or holds for the judged window only (SEMANTICS 9.7).

It does not last where some pool that the target's cases need before its `to` is offered more work than it can do, or
where later cases take longer for whatever reason (`sim.experiments.running.growth`). Work of a worse queue class than
all of the target's own does not count: those cases overtake it. Nor does work of cases that give up waiting.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.engine.compile.needs import pace_of
from sim.engine.nodes import DONE, HOLD, MILESTONE, SESSION
from sim.engine.program import FINISHED, Program
from sim.experiments.load.offered import Load, loads
from sim.experiments.load.offers import Offer, offers_of
from sim.experiments.load.visits import reached, visits_of
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.growth import Growth
from sim.model.staff import pools_as_run

HIGHEST = 1e6
"""A load at which no queue is steady any more, if any work grows with it."""
STEPS = tuple(HIGHEST * 1.25 ** (step - 93) for step in range(94))
"""Loads at which it is looked whether queues last."""
HALVINGS = 60


@dataclass(frozen=True)
class Steadiness:
    """What stands beside a verdict: the work offered to every pool, and how the target's cases fare over time."""

    loads: tuple[Load, ...]
    """Of every pool, joint task and session."""
    over: tuple[Load, ...]
    """Those that the target's cases need and that are offered more than they can do."""
    growth: Growth | None
    """None where nobody looked, or nobody came."""

    @property
    def steady(self) -> bool:
        return not self.over and not (self.growth is not None and self.growth.grows)

    def reasons(self) -> dict[str, Any]:
        """What makes it steady or not, without the work offered to every pool."""
        return {
            "overloaded": [list(one.names) for one in self.over],
            "growth": None if self.growth is None else self.growth.to_dict(),
        }

    def to_dict(self) -> dict[str, Any]:
        """As in `check --json`."""
        return {**self.reasons(), "offered": [one.to_dict() for one in self.loads]}


def lasting(found: Steadiness | None) -> dict[str, Any]:
    """What a document says of a target in short; None where nobody looked."""
    if found is None:
        return {"steady": None, "steadiness": None}
    return {"steady": found.steady, "steadiness": found.reasons()}


@dataclass(frozen=True)
class Ceiling:
    """The load at which the work offered to what a target's cases need is all that can be done."""

    load: float
    """A factor on what was asked. Nothing above it is kept for long; 0: not even the fewest cases are."""
    reached: Load
    """The pool, joint task or session that is full then, as it stands at the load asked."""

    @property
    def nobody(self) -> bool:
        """It can do nothing at all: nobody is on duty."""
        return not math.isfinite(self.reached.load)

    def to_dict(self) -> dict[str, Any]:
        """As in `capacity --json`."""
        return {
            "load": round(self.load, 4),
            "kind": self.reached.kind,
            "names": list(self.reached.names),
            "shared_with": list(self.reached.shared_with),
            "measured": self.reached.measured,
            "nobody_on_duty": self.nobody,
        }


class OfferedWork:
    """The work that one question offers."""

    def __init__(self, whatif: WhatIf) -> None:
        """Raises ModelError for what cannot run."""
        self.program: Program = whatif.program
        self.services = dict.fromkeys(whatif.scenario.services)
        self.targets = whatif.scenario.targets
        pools = pools_as_run(whatif.scenario.pools)
        self.paces = [pace_of(pools[name]) for name in self.program.names.pools]
        self.offers = offers_of(self.program, visits_of(self.program, whatif.engine_name, whatif.seed))
        systems = {name for name, pool in pools.items() if pool.kind == "system"}
        self.loads = [
            replace(one, people=not systems & set(one.names))
            for one in loads(self.program, self.offers, self.paces)
        ]
        self._counted: dict[int, list[Load]] = {}

    def over(self, target: str) -> list[Load]:
        """What the target's cases need and is overloaded for them."""
        own = self._own(target)
        full = {one.key for one in self._needed(own, self._loads_before(own)) if one.over}
        return [one for one in self.loads if one.key in full]

    def ceiling(self, target: str, service: str | None = None) -> Ceiling | None:
        """Up to which load the target's queues are steady; `service` is the only one whose load changes.

        None where no load is too high: no work grows with it, or all cases give up sooner or later.
        """
        own = self._own(target)
        before = self._before(own)
        changed = None if service is None else self.program.names.services.index(service)

        def fullest(load: float) -> Load | None:
            offers = [
                replace(offer, visits=offer.visits * load) if changed in (None, offer.service) else offer
                for offer in before
            ]
            needed = self._needed(own, loads(self.program, offers, self.paces))
            return max(needed, key=lambda one: one.lasting, default=None)

        impatient = any(offer.impatient for offer in before)
        # Where nobody gives up, work only grows with the load; else a step at which all is full for long is looked for.
        steps = STEPS if impatient else (HIGHEST,)
        step = next((n for n, load in enumerate(steps) if _is_full(fullest(load))), None)
        if step is None:
            return None
        at_most = fullest(steps[step])
        assert at_most is not None
        if changed is None and not impatient and math.isfinite(at_most.lasting):
            found = HIGHEST / at_most.lasting  # everything grows alike
        else:
            low, found = steps[step - 1] if step else 0.0, steps[step]
            for _ in range(HALVINGS):
                middle = (low + found) / 2
                low, found = (low, middle) if _is_full(fullest(middle)) else (middle, found)
        full = fullest(found)
        assert full is not None
        if found <= HIGHEST * 0.5**HALVINGS:
            found = 0.0  # each half was too much
        return Ceiling(found, next(one for one in self.loads if one.key == full.key))

    def _own(self, target: str) -> list[Offer]:
        """Tasks and sessions that the target's cases come to before its `to`."""
        program = self.program
        nodes = program.nodes
        clock = program.names.clocks.index(target)
        services, to = program.services_of(clock), int(program.clock_to[clock])
        return [
            offer
            for offer in self.offers
            if offer.service in services
            and (to == FINISHED or _leads_to(program, offer.node, np.flatnonzero(nodes.stamp == to).tolist()))
        ]

    def _worst(self, own: Sequence[Offer]) -> int:
        return max((int(self.program.nodes.queue_class[offer.node]) for offer in own), default=-1)

    def _loads_before(self, own: Sequence[Offer]) -> list[Load]:
        """The loads of all work but that which these overtake; found once for all that overtake the same."""
        worst = self._worst(own)
        if worst not in self._counted:
            self._counted[worst] = loads(self.program, self._before(own), self.paces)
        return self._counted[worst]

    def _before(self, own: Sequence[Offer]) -> list[Offer]:
        """All work but that which these overtake."""
        worst = self._worst(own)
        session = self.program.nodes.kind == SESSION
        return [offer for offer in self.offers if offer.queue_class <= worst or session[offer.node]]

    def _needed(self, own: Sequence[Offer], found: Sequence[Load]) -> list[Load]:
        program = self.program
        names = program.names
        pools = {names.pools[pool] for offer in own for option, _ in offer.options for pool in option}
        sessions = {
            names.sessions[program.nodes.session[offer.node]]
            for offer in own
            if program.nodes.kind[offer.node] == SESSION
        }
        wanted: dict[str, Collection[str]] = {"pool": pools, "together": pools, "session": sessions}
        return [one for one in found if set(one.names) <= set(wanted[one.kind])]


def _is_full(load: Load | None) -> bool:
    return load is not None and load.lasting >= 1


def _leads_to(program: Program, node: int, stamps: Collection[int]) -> bool:
    """Whether one of these milestones may come after a node; behind a background stands who waits for it."""
    nodes = program.nodes
    found = reached(program, [node])
    done = {int(nodes.background[n]) for n in found if nodes.kind[n] == DONE}
    if done:
        holds = np.flatnonzero((nodes.kind == HOLD) & np.isin(nodes.background, sorted(done)))
        found |= reached(program, holds.tolist())
    return any(nodes.kind[n] == MILESTONE and n in stamps for n in found)


def steadiness(whatif: WhatIf, growths: Mapping[str, Growth | None]) -> dict[str, Steadiness]:
    """Of each target, with the growth that its replications show."""
    work = OfferedWork(whatif)
    told = tuple(work.loads)
    return {target: Steadiness(told, tuple(work.over(target)), growth) for target, growth in growths.items()}
