"""Which numbers to move together, so that one simulation clears many of them.

A number's weight is what it is expected to do, as a part of what it takes to turn a verdict: 1 and it would turn it
alone. A group whose weights add up to clearly less than 1 is likely to keep the verdict, and so to clear its members
at once. Weights are guesses: they decide what is simulated, never what is said of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

FULL = 0.8
"""What the weights of a group may add up to."""
RELIEF = -0.3
"""What weights below 0 may add up to: they are chance, and make up for as much chance the other way."""

Weights: TypeAlias = Mapping[str, float]
"""By target."""


def groups(
    members: Sequence[int], weights: Mapping[int, Weights], targets: Sequence[str], most: int | None = None
) -> list[tuple[int, ...]]:
    """The members in groups that are full for no target, of `most` members at most.

    Those of least weight are together, each of more alone.
    """
    made: list[list[int]] = []
    total: dict[str, float] = {}
    for member in sorted(members, key=lambda one: (heaviest(weights[one], targets), one)):
        more = {target: max(RELIEF, total.get(target, 0.0) + weights[member][target]) for target in targets}
        if made and max(more.values()) <= FULL and (most is None or len(made[-1]) < most):
            made[-1].append(member)
            total = more
        else:
            made.append([member])
            total = {target: max(RELIEF, weights[member][target]) for target in targets}
    return [tuple(group) for group in made]


def smaller(
    group: Sequence[int], weights: Mapping[int, Weights], moved: Mapping[str, float]
) -> list[tuple[int, ...]]:
    """A group that turned verdicts, cut into parts of half its size at most.

    `moved`: by target turned, how far the group went in units of what turns it, so 1 or more: its members' weights are
    taken to be their parts of that.
    """
    scaled: dict[int, dict[str, float]] = {member: {} for member in group}
    for target, went in moved.items():
        parts = {member: max(0.0, weights[member][target]) for member in group}
        least = max(sum(parts.values()), 1e-9) / (10 * len(group))  # nobody does nothing for certain
        whole = sum(parts.values()) + least * len(group)
        for member in group:
            scaled[member][target] = went * (parts[member] + least) / whole
    return groups(group, scaled, list(moved), most=(len(group) + 1) // 2)


def heaviest(weights: Weights, targets: Sequence[str]) -> float:
    """The largest weight that a number has for any of the targets."""
    return max(weights[target] for target in targets)
