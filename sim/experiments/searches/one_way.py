"""All uncertain numbers moved one way, and what became of it: what a search for flips remembers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.experiments.searches.flip import Cleared
from sim.experiments.searches.turning import Measured
from sim.experiments.searches.weighed_groups import Weights, groups
from sim.experiments.unknowns.number_line import NumberLine
from sim.model import Setting

BELIEF = 0.1
"""How firmly weights are believed beforehand: as after one group that weighed 0.3 and went as far."""
WORTH = 3.0
"""What weights may turn out to be worth at most, and at least its inverse."""


@dataclass(frozen=True, order=True)
class Group:
    """Numbers of one side to be moved together. Large groups come first, then single numbers by their load."""

    rank: tuple[int, float]
    side: int
    members: tuple[int, ...]
    targets: tuple[str, ...]
    """Those that a group around it turned."""


@dataclass
class Side:
    """One way to move numbers, which are told by their index among `lines`."""

    favourable: bool
    targets: list[str]
    """Those whose verdict such moves work against."""
    lines: list[NumberLine]
    turned: list[str] | None = None
    """Targets that turn when every number is moved at once; None as long as that is not known."""
    unseen: list[int] = field(default_factory=list)
    """Numbers that were not glanced at yet."""
    waiting: list[int] = field(default_factory=list)
    """Numbers that were, and are in no group yet."""
    weights: dict[int, Weights] = field(default_factory=dict)
    alone: dict[int, Measured] = field(default_factory=dict)
    cleared: dict[tuple[str, int], tuple[Cleared, int]] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    """Numbers that may not stand at that end, and why."""
    _went: dict[str, tuple[float, float]] = field(default_factory=dict)

    def settings(self, members: Sequence[int]) -> list[Setting]:
        """Those that put the members at their ends."""
        lines = [self.lines[member] for member in members]
        return [setting for line in lines for setting in line.settings(line.end(self.favourable))]

    def has_room(self, member: int) -> bool:
        """Whether the number is not stated at that end already."""
        return self.lines[member].stated != self.lines[member].end(self.favourable)

    def clear(self, targets: Sequence[str], members: Sequence[int], how: Cleared = "group") -> None:
        """Unless they were cleared before."""
        for member in members:
            for target in targets:
                self.cleared.setdefault((target, member), (how, len(members) if how == "group" else 0))

    def grouped(self, number: int) -> list[Group]:
        """Those that wait, in groups by what weights have turned out to be worth; `number` is the side's own."""
        if not self.turned or not self.waiting:
            return []
        worth = {target: self._worth(target) for target in self.turned}
        scaled = {
            member: {target: self.weights[member][target] * worth[target] for target in self.turned}
            for member in self.waiting
        }
        return [
            group_of(number, members, self.turned, scaled)
            for members in groups(self.waiting, scaled, self.turned)
        ]

    def learn(self, members: Sequence[int], went: Weights) -> None:
        """Correct what weights are worth: by target, how far the members went in units of what turns it.

        Least squares of how far groups went on what their weights added up to.
        """
        for target, far in went.items():
            guessed = sum(self.weights[member][target] for member in members)
            product, square = self._went.get(target, (BELIEF, BELIEF))
            self._went[target] = (product + guessed * far, square + guessed * guessed)

    def _worth(self, target: str) -> float:
        product, square = self._went.get(target, (BELIEF, BELIEF))
        return min(max(product / square, 1 / WORTH), WORTH)


def group_of(
    side: int,
    members: tuple[int, ...],
    targets: Sequence[str],
    weights: dict[int, dict[str, float]] | dict[int, Weights],
) -> Group:
    """Members of the side with that number, to be moved together for the targets."""
    weight = max(weights[member][target] for member in members for target in targets)
    return Group((-len(members) if len(members) > 1 else 0, -weight), side, members, tuple(targets))
