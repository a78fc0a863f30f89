"""Milestones a case has stamped when it stands somewhere in a flow: those that every way there passes (SEMANTICS 8.1).

What only some ways pass (an option of a choice, a branch of a race) is not among them, nor what a loop behind the case
or around it may have taken back with a further round (`restart`), unless that loop stamps it anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sim.engine.compile.shared import DEEMED
from sim.engine.compile.standing import BETWEEN, Standing, by_inner
from sim.model.backlog import FINISHED
from sim.model.blocks import (
    Background,
    Block,
    Choice,
    End,
    Item,
    Milestone,
    Parallel,
    Race,
    Repeat,
    Stage,
    Until,
    walk,
)


def passed(flow: Sequence[Block], standings: Sequence[Standing]) -> list[str]:
    """Those of a case whose tokens stand there, in the order of the flow; with its end when only backgrounds go on."""
    ended = all(standing.scope(0) >= 0 for standing in standings)
    walked = _Walk(cut_short=ended)
    found = walked.through(flow, 0, standings, whole=ended) or []
    sure = [name for name in found if name not in walked.taken_back]
    return list(dict.fromkeys(sure + ([FINISHED] if ended else [])))


def milestones_of(flow: Sequence[Block]) -> tuple[str, ...]:
    """Every milestone of a flow besides the arrival."""
    found = [FINISHED]
    for block in walk(flow):
        if isinstance(block, Milestone):
            found.append(block.id)
        elif isinstance(block, Until):
            found += [DEEMED] if block.deemed else []
        else:
            found += _part(block, [], done=True)
    return tuple(dict.fromkeys(found))


class _Walk:
    """One way through a flow, as far as the tokens have come."""

    def __init__(self, *, cut_short: bool) -> None:
        self.cut_short = cut_short
        """Backgrounds may have been withdrawn before they were done: by the end of the case, or of a race."""
        self.taken_back: set[str] = set()
        """Milestones that a loop on the way may have cleared and has not stamped for certain since."""

    def through(
        self, blocks: Sequence[Block], depth: int, standings: Sequence[Standing], *, whole: bool
    ) -> list[str] | None:
        """Milestones stamped for certain in a list: in all of it, or as far as the token of its scope has come.

        None: nobody gets through, because the case ends there.
        """
        found: list[str] = []
        for block in blocks:
            own = [standing for standing in standings if standing.inside(depth) is block]
            if isinstance(block, Background):
                done = self.aside(block, depth, own)
                found += done if block.after == "continue" or not self.cut_short else []
            elif not whole and any(standing.scope(depth) < 0 for standing in own):
                return found + self.within(block, depth, own)
            else:
                over = self.over(block, depth, own)
                if over is None:
                    return None
                found += over
        return found

    def aside(self, block: Background, depth: int, own: Sequence[Standing]) -> list[str]:
        """Milestones of a background; each round of the loops around it may have begun one that still runs."""
        rounds: dict[tuple[int, ...], list[Standing]] = {}
        for standing in own:
            rounds.setdefault(standing.rounds_until(depth), []).append(standing)
        found: list[str] = []
        for one in rounds.values() if own else [[]]:
            running = any(standing.scope(depth + 1) < 0 for standing in one)
            found += self.through(block.do, depth + 1, one, whole=not running) or []
        return found

    def over(self, block: Block, depth: int, own: Sequence[Standing]) -> list[str] | None:
        """Milestones of a block that is done; `own` are backgrounds it left running."""
        if isinstance(block, Milestone):
            return [block.id]
        if isinstance(block, End):
            return None
        branches = by_inner(own, depth)
        before, self.cut_short = self.cut_short, self.cut_short or isinstance(block, (Race, Until))
        inner = {
            name: self.through(flow, depth + 1, branches.get(name, ()), whole=True)
            for name, flow in block.inner().items()
        }
        self.cut_short = before
        if isinstance(block, (Choice, Race, Until)):
            taken = [
                got for name, got in inner.items() if got is not None and (name in branches or not branches)
            ]
            return [name for name in taken[0] if all(name in got for got in taken)] if taken else None
        if isinstance(block, Repeat):
            self.taken_back |= set(block.restart) - set(inner["do"] or ())
            return inner["do"]
        if any(got is None for got in inner.values()):
            return None
        return _part(block, [name for got in inner.values() for name in got or ()], done=True)

    def within(self, block: Block, depth: int, own: Sequence[Standing]) -> list[str]:
        """Milestones of a block the token of the scope stands in."""
        branches = by_inner(own, depth)
        if not branches:
            return []

        def come(name: str) -> list[str]:
            group = branches.get(name, ())
            standing = any(one.scope(depth + 1) < 0 for one in group)
            return self.through(block.inner()[name], depth + 1, group, whole=not standing) or []

        if isinstance(block, Parallel):
            return [milestone for name in block.inner() for milestone in come(name)]
        if isinstance(block, Repeat):
            return self.looped(block, depth, own, come)
        return _part(block, [milestone for name in branches for milestone in come(name)], done=False)

    def looped(
        self, block: Repeat, depth: int, own: Sequence[Standing], come: Callable[[str], list[str]]
    ) -> list[str]:
        """Of earlier rounds what the next one did not take back, then of this one as far as it has come."""
        (here,) = {
            name for name, group in by_inner(own, depth).items() if any(s.scope(depth) < 0 for s in group)
        }
        main = next(standing for standing in own if standing.scope(depth) < 0)
        this_round = come(here)
        if main.round(depth) == 1:
            return this_round
        self.taken_back |= set(block.restart) - set(this_round)
        earlier: list[str] = []
        for name in ("do", BETWEEN) if here != BETWEEN else ("do",):
            # Backgrounds that earlier rounds began may still run.
            running = [one for one in by_inner(own, depth).get(name, ()) if one.scope(depth + 1) >= 0]
            earlier += self.through(block.inner()[name], depth + 1, running, whole=True) or []
        return earlier + this_round


def _part(block: Block, inside: list[str], *, done: bool) -> list[str]:
    if not isinstance(block, (Item, Stage)):
        return inside
    return [f"{block.id}.started", *inside, *([f"{block.id}.done"] if done else [])]
