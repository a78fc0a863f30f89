"""All uncertain numbers moved one way, and what became of it: what a search for flips remembers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.experiments.flip import Cleared
from sim.experiments.groups import Loads, heaviest
from sim.experiments.number_line import NumberLine
from sim.experiments.turning import Measured
from sim.model import Setting


@dataclass
class Side:
    """All numbers moved one way, and what came of it. Numbers are told by their index among `lines`."""

    favourable: bool
    targets: list[str]
    """Those whose verdict such moves work against."""
    lines: list[NumberLine]
    loads: dict[int, Loads] = field(default_factory=dict)
    alone: dict[int, Measured] = field(default_factory=dict)
    cleared: dict[tuple[str, int], tuple[Cleared, int]] = field(default_factory=dict)

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


@dataclass(frozen=True, order=True)
class Group:
    """Numbers of one side to be moved together. Large groups come first, then single numbers by their load."""

    rank: tuple[int, float]
    side: int
    members: tuple[int, ...]
    targets: tuple[str, ...]
    """Those that a group around it turned."""


def group_of(sides: Sequence[Side], side: int, members: tuple[int, ...], targets: Sequence[str]) -> Group:
    """Members of the side with that index, to be moved together for the targets."""
    load = max(heaviest(sides[side].loads[member], targets) for member in members)
    return Group((-len(members) if len(members) > 1 else 0, -load), side, members, tuple(targets))
