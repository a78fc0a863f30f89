"""The search for flips: a glance at every number, groups of them at their ends, then the turn of those that flip."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from heapq import heapify, heappop, heappush
from math import ceil

from sim.experiments.load.steady import Steadiness, steadiness
from sim.experiments.questions.whatif import WhatIf, runs
from sim.experiments.running.bracket import Turn, confirmed
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import Evidence
from sim.experiments.running.progress import Bar
from sim.experiments.running.sample_problem import Sample, required
from sim.experiments.searches.flip import BUDGET, NO_GOOD_END, Steady, TargetFlips, Uncertain, Unexamined
from sim.experiments.searches.glance import Glance, Look, lateness, look, replications_for
from sim.experiments.searches.one_way import Group, Side, group_of
from sim.experiments.searches.turning import Measured, Turning
from sim.experiments.searches.weighed_groups import smaller
from sim.experiments.statistics.looks import LOOKS, Decision
from sim.experiments.unknowns.number_line import number_line
from sim.experiments.unknowns.over_limit import over_limit
from sim.experiments.unknowns.ties import number_lines
from sim.model.provenance import uncertain_numbers

FOR_ENDS = 0.6
"""Share of the budget that may be used up when no more numbers are moved to their ends; the rest is for the turns."""
AT_ONCE = 16
"""Glances between two looks at the budget."""
HELD = 64
"""Simulated questions that are kept, program and all: up to 3 MB each. Of the others only their shares are."""
NARROWEST = 1e-3
"""What a quantile's distance from the limit counts as at least."""


class OutOfBudget(Exception):  # noqa: N818 - named after what happened
    """The next simulation is not affordable any more."""


class FlipSearch:
    """One search over all numbers of a question, for several targets."""

    def __init__(
        self,
        whatif: WhatIf,
        targets: list[str],
        replications: int,
        affordable: int,
        bar: Bar,
        crew: Crew,
    ) -> None:
        """`affordable`: tasks that may be simulated."""
        self.whatif = whatif
        self.targets = targets
        self.affordable = self._limit = affordable
        self.simulations = 0
        """Samples simulated, besides the stated one."""
        self._crew = crew
        self._bar = bar
        self._sample = Sample(replications, whatif.seed, crew, self._tick, HELD)
        self._glanced = 0
        self._confirming = False
        self._known: dict[tuple[object, ...], Measured] = {}
        self._cut: list[Group] = []
        self._steady: dict[str, Steadiness] = {}
        self._turnings: dict[tuple[str, int], Turning] = {}
        self.sides: list[Side] = []

    def found(self) -> tuple[TargetFlips, ...]:
        """Every target, in order."""
        asked = self.whatif
        self.stated = self._sample.evidence(asked)
        self._cost = max(1.0, self.stated.tasks_per_replication)
        self.base = self._measured(self.whatif)
        judged = [target for target in self.targets if self.base.value[target] == self.base.value[target]]
        verdicts = self.stated.decisions(
            {target: self.base.required[target] for target in judged}, tick=self._bar.advance
        )
        used = dict.fromkeys(self.targets, self._sample.replications)
        used |= {target: found.replications for target, found in verdicts.items()}
        self._steady = steadiness(asked, {name: self.stated.growth(name, n) for name, n in used.items()})
        lines, refused = number_lines(self.whatif, self._crew)
        self.sides = [
            Side(favourable, aimed, lines)
            for favourable in (False, True)
            if (aimed := [target for target in judged if self.base.keeps(target) != favourable])
        ]
        for share in (FOR_ENDS, 1.0):  # what the turns leave of the budget goes to numbers not examined yet
            with suppress(OutOfBudget):
                self._limit = int(share * self.affordable)
                self._examine()
            with suppress(OutOfBudget):
                self._limit = self.affordable
                self._turn()
        left = [Unexamined(Uncertain.of(line), why) for line, why in refused]
        left += [Unexamined(number, NO_GOOD_END) for number in _without_good_end(self.whatif)]
        return tuple(self._told(target, verdicts, left) for target in self.targets)

    # -- what is simulated ----------------------------------------------------------------------------

    @property
    def _spent(self) -> int:
        return self._sample.tasks + self._sample.fresh.tasks + self._glanced

    def _tick(self, _replications: int) -> None:
        if self._confirming and self._spent > self._limit:
            raise OutOfBudget

    def _measured(self, asked: WhatIf) -> Measured:
        """Raises OutOfBudget rather than simulate what is not affordable."""
        needed = {target: required(asked, target) for target in self.targets}
        key = (asked.program.digest, *needed.values())
        if key not in self._known:
            evidence = self._simulated(asked)
            count = self._sample.replications
            self._known[key] = Measured(
                {target: evidence.value(target, needed[target], count) for target in self.targets},
                needed,
                {target: over_limit(asked, evidence.of(target, count), target) for target in self.targets},
            )
        return self._known[key]

    def _simulated(self, asked: WhatIf) -> Evidence:
        if asked.program.digest == self.stated.program.digest:
            return self.stated
        if not self._sample.knows(asked):
            if self._spent + self._cost * self._sample.replications > self._limit:
                raise OutOfBudget
            self.simulations += 1
        return self._sample.evidence(asked)

    # -- which numbers flip at their ends -------------------------------------------------------------

    def _examine(self) -> None:
        """Clear numbers in groups, or find out what each does alone, as far as the budget goes."""
        for side in self.sides:
            if side.turned is None:
                self._all_at_once(side)
        if left := self._left:
            self._bar.stage("numbers", ceil(left))
        for side in self.sides:
            self._glances(side)
        while waiting := self._groups():
            group, left = min(waiting), self._left
            self._try(group)
            if group in self._cut:
                self._cut.remove(group)
            else:
                side = self.sides[group.side]
                side.waiting = [member for member in side.waiting if member not in group.members]
            self._bar.advance(left - self._left)

    @property
    def _left(self) -> float:
        """Numbers still to be examined, both ways; one that was glanced at is half done."""
        glanced = [*(group.members for group in self._cut), *(side.waiting for side in self.sides)]
        return sum(len(side.unseen) for side in self.sides) + sum(map(len, glanced)) / 2

    def _groups(self) -> list[Group]:
        return [
            *self._cut,
            *(group for number, side in enumerate(self.sides) for group in side.grouped(number)),
        ]

    def _try(self, group: Group) -> None:
        """Move a group to its ends: clear it, or cut it; also where the rules do not let all of it stand there."""
        side, members = self.sides[group.side], group.members
        moved_there = self.whatif.with_settings(side.settings(members))
        if not runs(moved_there):
            parts = smaller(members, side.weights, dict.fromkeys(group.targets, 1.0))
            self._cut += [group_of(group.side, part, group.targets, side.weights) for part in parts]
            return
        found = self._measured(moved_there)
        turned = self._turned(group.targets, found)
        went = {
            target: (found.over[target] - self.base.over[target]) / self._distance(target, side.favourable)
            for target in group.targets
        }
        side.learn(members, went)
        side.clear([target for target in group.targets if target not in turned], members)
        if len(members) == 1:
            side.alone[members[0]] = found
        elif turned:
            moved = {target: max(1.0, went[target]) for target in turned}
            self._cut += [
                group_of(group.side, part, turned, side.weights)
                for part in smaller(members, side.weights, moved)
            ]

    def _turned(self, targets: Sequence[str], found: Measured) -> list[str]:
        return [target for target in targets if found.keeps(target) != self.base.keeps(target)]

    def _all_at_once(self, side: Side) -> None:
        """Which targets turn with every number of a side at its end; for the others all are cleared.

        Where the rules do not let all numbers stand there at once, none is cleared.
        """
        members = [member for member in range(len(side.lines)) if side.has_room(member)]
        side.clear(side.targets, [m for m in range(len(side.lines)) if m not in members], "at_its_end")
        turned: list[str] = []
        if members:
            moved_there = self.whatif.with_settings(side.settings(members))
            turned = side.targets
            if runs(moved_there):
                turned = self._turned(side.targets, self._measured(moved_there))
        side.clear([target for target in side.targets if target not in turned], members)
        side.turned = turned
        side.unseen = members if turned else []

    def _glances(self, side: Side) -> None:
        """Have a look at each number; of those that change the program, note the weights."""
        if not side.unseen or not side.turned:
            return
        stated, count = self.stated.program.digest, self._glanced_for(side.turned)
        needed = self.base.required
        early = {target: lateness(self.stated, target, needed[target], count) for target in side.turned}
        while side.unseen and self._spent + len(side.unseen[:AT_ONCE]) * count * self._cost <= self._limit:
            members, left = side.unseen[:AT_ONCE], self._left
            jobs = [
                look(self.whatif, side.settings([member]), self.targets, count, stated) for member in members
            ]
            for member, glance in zip(members, self._crew.map(Look.taken, jobs), strict=True):
                self._glanced += glance.tasks
                if glance.refusal:
                    side.refused[member] = glance.refusal
                elif glance.digest != stated:
                    side.weights[member] = {t: self._weight(side, t, early[t], glance) for t in side.turned}
                    side.waiting.append(member)
                elif glance.required != self.base.required:
                    side.alone[member] = self._measured(self.whatif.with_settings(side.settings([member])))
                else:
                    side.clear(side.targets, [member], "unused")
            side.unseen = side.unseen[AT_ONCE:]
            self._bar.advance(left - self._left)

    def _glanced_for(self, targets: Sequence[str]) -> int:
        return min(replications_for(self.stated, targets), self._sample.replications)

    def _weight(self, side: Side, target: str, early: float, glance: Glance) -> float:
        """What a number likely does to the quantile, if that grows as the mean does, as a part of what turns it."""
        grown = (glance.lateness[target] - early) * (self.base.over[target] / early if early > 0 else 1.0)
        return grown / self._distance(target, side.favourable)

    def _distance(self, target: str, favourable: bool) -> float:
        """How far the quantile is from the limit, below 0 where it has to fall."""
        distance = max(NARROWEST, abs(1 - self.base.over[target]))
        return -distance if favourable else distance

    # -- where they flip ------------------------------------------------------------------------------

    def _flipping(self) -> list[Turning]:
        """Every number that flips a target alone. What it does alone counts, whatever a group made of it."""
        for side in self.sides:
            for member, found in sorted(side.alone.items()):
                for target in self._turned(side.targets, found):
                    key = (target, member)
                    if key not in self._turnings:
                        line = side.lines[member]
                        self._turnings[key] = Turning(target, line, side.favourable, self.base, found)
        return list(self._turnings.values())

    def _turn(self) -> None:
        """Find each turn, and what fresh seeds say of it: the nearest first."""
        turnings = self._flipping()
        queue = [(turning.distance, n) for n, turning in enumerate(turnings) if turning.confirmed is None]
        heapify(queue)
        if queue:
            self._bar.stage("flips", len(queue))
        while queue:
            _, order = heappop(queue)
            turning = turnings[order]
            if turning.width > 1:
                place = turning.cut
                turning.learn(place, self._measured(turning.line.question(self.whatif, place)))
                heappush(queue, (turning.distance, order))
            else:
                self._confirm(turning)
                self._bar.advance()

    def _confirm(self, turning: Turning) -> None:
        if self._spent + self._cost * LOOKS[0] > self._limit:
            raise OutOfBudget
        line = turning.line.along(self.whatif)
        known = [place for place in sorted(turning.asked) if self._sample.knows(line.question(place))]
        self._confirming = True
        try:
            turn = Turn(turning.kept, turning.broken)
            turning.confirmed = confirmed(turn, line, self._sample, turning.target, known=known)
        finally:
            self._confirming = False

    # -- what is told ---------------------------------------------------------------------------------

    def _told(self, target: str, verdicts: dict[str, Decision], refused: Sequence[Unexamined]) -> TargetFlips:
        stated = self.whatif.scenario.targets[target]
        value = self.base.value[target]
        needed, found = self.base.required[target], verdicts.get(target)
        flips = [turning.flip() for turning in self._turnings.values() if turning.target == target]
        flipping = {flip.number.path for flip in flips}
        steady: list[Steady] = []
        left: list[Unexamined] = []
        for side in (side for side in self.sides if target in side.targets):
            for member, line in enumerate(side.lines):
                if line.path in flipping or _of_another(line.path, target):
                    continue
                alone = side.alone.get(member)
                how = side.cleared.get((target, member)) if alone is None else ("alone", 1)
                if how is None:
                    left.append(Unexamined(Uncertain.of(line), side.refused.get(member, BUDGET)))
                    continue
                end = line.value(line.end(side.favourable))
                value_at_end = None if alone is None else alone.value[target]
                steady.append(Steady(Uncertain.of(line), end, *how, value_at_end))
        closest_first = sorted(
            (one for one in steady if one.value_at_end is not None),
            key=lambda one: abs((one.value_at_end or 0.0) - needed.level),
        )
        return TargetFlips(
            target=target,
            name=stated.name,
            required=needed,
            value=None if found is None else value,
            kept=self.base.keeps(target),
            verdict="undecided" if found is None else found.verdict,
            checked=None if found is None else found.value,
            flips=tuple(sorted(flips, key=lambda flip: (flip.distance, flip.number.path))),
            steady=(*closest_first, *(one for one in steady if one.value_at_end is None)),
            unexamined=(*left, *refused) if target in verdicts else (),
            steadiness=self._steady[target],
            reading=stated.reading,
        )


def _without_good_end(whatif: WhatIf) -> list[Uncertain]:
    """Uncertain numbers of which nobody says which end is favourable: they can be moved against no verdict."""
    hours = whatif.scenario.wd_hours
    return [
        replace(Uncertain.of(number_line(replace(number, favourable="low"), hours)), favourable=None)
        for number in uncertain_numbers(whatif.stated)
        if number.favourable is None
    ]


def _of_another(path: str, target: str) -> bool:
    """Whether it is another target's own number, its limit or required share: that never changes this one."""
    return path.startswith("targets.") and not path.startswith(f"targets.{target}.")
