"""What remains of a flow for a case that stands somewhere in it (SEMANTICS 8.1).

A case at a step has done what comes before it; what follows is the ordinary flow, the nodes that every case goes
through. So an entry is made of the ordinary node of the step and, around it, of copies of what a case on its way
would have passed: the REPEAT of each loop it is in, set to its round, and a FORK of the branches that still run.

- Branches of a parallel that are not named are done; branches of a race that are not named begin anew.
- Backgrounds that are not named are done, or not started where they stand behind the case.
- Milestones that every way to the place passes are stamped; what only some ways pass is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from sim.chance import draws_within
from sim.engine.compile.flow import ServiceFlow
from sim.engine.compile.passed import passed
from sim.engine.compile.shared import Shared
from sim.engine.compile.spent import Spent
from sim.engine.compile.standing import (
    Impossible,
    Place,
    Standing,
    by_inner,
    no_place,
    places_in,
    said_of,
    standing_at,
    together,
)
from sim.engine.compile.visits import Away
from sim.engine.nodes import HOLD, REPEAT, TIMER
from sim.model.backlog import FINISHED, Position
from sim.model.blocks import Background, Parallel, Race, Repeat, Require, Task, Until


class Remaining:
    """Entries into the compiled flow of one service."""

    def __init__(self, shared: Shared, flow: ServiceFlow, spent: Spent) -> None:
        self.shared = shared
        self.flow = flow
        self.spent = spent
        self._lists: dict[int, list[int]] = {}
        self._passed: dict[tuple[Position, ...], list[str]] = {}

    @cached_property
    def places(self) -> Mapping[str, Place]:
        return places_in(self.flow.blocks)

    def standings(
        self, positions: Sequence[Position], sinces: Sequence[int | None]
    ) -> tuple[list[Standing], bool]:
        """Where the tokens of a case are, and whether its flow has ended. Raises Impossible."""
        found = []
        ended = False
        for position, since in zip(positions, sinces, strict=True):
            if position == Position(FINISHED) and FINISHED not in self.places:
                ended = True
                continue
            standing = standing_at(position, since, self.places)
            if standing is None:
                raise Impossible(no_place(position, self.flow.service, self.flow.blocks, self.places))
            found.append(standing)
        return together(found), ended

    def entry(self, standings: Sequence[Standing], *, ended: bool) -> int:
        """The node where such a case enters the flow. Raises Impossible."""
        for standing in standings:
            for block, inner in standing.place.around:
                if isinstance(block, Until) and inner == "do":
                    raise Impossible(
                        f'"{standing.said}" stands under the deadline "{block.id}"; a backlog cannot say how much of '
                        f'the clock "{block.clock}" is used'
                    )
                if isinstance(block, Task):
                    raise Impossible(
                        f'"{standing.said}" stands in the stay of "{block.id}", and nobody sits at a unit when a study '
                        "begins; let the case stand at that task"
                    )
        main = [standing for standing in standings if standing.scope(0) < 0]
        if ended:
            self._check_ended(standings, main)
        elif not main:
            raise Impossible(
                f'{said_of(standings)}: only backgrounds; add where the case itself stands, as in "require NAME"'
            )
        return self._scope(standings, 0, self.flow.end)

    def passed(self, positions: tuple[Position, ...], standings: Sequence[Standing]) -> list[str]:
        """Milestones such a case has stamped for certain; worked out once for all cases at the same place."""
        if positions not in self._passed:
            self._passed[positions] = passed(self.flow.blocks, standings)
        return self._passed[positions]

    def attempts(self, standings: Sequence[Standing]) -> int:
        """Submissions so far: one, and one more for each further round of a loop that counts them."""
        rounds = {
            self.flow.ending_of[id(loop)]: number
            for standing in standings
            for (loop, _), number in zip(standing.place.repeats, standing.rounds, strict=True)
        }
        counted = (self.shared.nodes.get(again, "mode") == 1 for again in rounds)
        return 1 + sum(number - 1 for number, counts in zip(rounds.values(), counted, strict=True) if counts)

    def _check_ended(self, standings: Sequence[Standing], main: Sequence[Standing]) -> None:
        if main:
            raise Impossible(f'the case is {FINISHED} and stands at "{main[0].said}"; only backgrounds go on')
        if not standings:
            raise Impossible(
                f'a case that is {FINISHED} is not open; name the background that goes on, "x+{FINISHED}"'
            )
        for standing in standings:
            around = [block for block, _ in standing.place.around if isinstance(block, Background)]
            if all(background.after != "continue" for background in around):
                raise Impossible(f'background "{around[0].id}" does not go on after the end of its case')

    # -- nodes ----------------------------------------------------------------------------------------

    def _scope(self, standings: Sequence[Standing], depth: int, over: int) -> int:
        """What ends together (the case, a branch of a race, a background): its own token, and backgrounds beside it.

        `over` is where the own token is when it stands nowhere.
        """
        main = [standing for standing in standings if standing.scope(depth) < 0]
        node = self._list(main, depth) if main else over
        groups: dict[tuple[int, tuple[int, ...]], list[Standing]] = {}
        for standing in standings:
            level = standing.scope(depth)
            if level >= 0:
                fork = self.flow.entry_of[id(standing.place.around[level][0])]
                groups.setdefault((fork, standing.rounds_until(level)), []).append(standing)
        nodes = self.shared.nodes
        for (fork, _), group in sorted(groups.items(), key=lambda g: -nodes.get(g[0][0], "step")):
            level = group[0].scope(depth)
            background = group[0].place.around[level][0]
            body = self._scope(group, level + 1, self.flow.ending_of[id(background)])
            for outer in reversed(range(depth, level)):
                body = self._in_round(group[0], outer, body)
            node = nodes.copy(fork, following=node, **self.shared.branches([body]))
        return node

    def _list(self, standings: Sequence[Standing], depth: int) -> int:
        """Entry into one list of blocks, in which all of them stand."""
        block = standings[0].inside(depth)
        for other in standings[1:]:
            if other.inside(depth) is not block:
                raise Impossible(
                    f'"{standings[0].said}" and "{other.said}" follow one another; a case stands at one of them'
                )
        if depth == len(standings[0].place.around):
            return self._at(standings[0])
        branches = by_inner(standings, depth)
        if isinstance(block, Parallel):
            entries = [self._list(group, depth + 1) for group in branches.values()]
            return self._forked(block, entries)
        if isinstance(block, Race):
            ordinary = self.shared.nodes.get(self.flow.entry_of[id(block)], "first")
            entries = [
                self._scope(branches[inner], depth + 1, -1)
                if inner in branches
                else self.shared.branch_entry[ordinary + number]
                for number, inner in enumerate(block.inner())
            ]
            self._check_race(branches, depth + 1)
            return self._forked(block, entries)
        if len(branches) > 1:
            one, another, *_ = (group[0].said for group in branches.values())
            raise Impossible(f'"{one}" and "{another}" exclude each other in "{block.id}"')
        if isinstance(block, Repeat) and len({standing.round(depth) for standing in standings}) > 1:
            raise Impossible(f'{said_of(standings)} stand in different rounds of "{block.id}"')
        return self._in_round(standings[0], depth, self._list(standings, depth + 1))

    def _in_round(self, standing: Standing, depth: int, node: int) -> int:
        """`node` inside the loop at this level, if it is one, with the token in its round."""
        block = standing.place.around[depth][0]
        if not isinstance(block, Repeat):
            return node
        enters = self.flow.entry_of[id(block)]
        return self.shared.nodes.copy(enters, following=node, count=standing.round(depth) - 1)

    def _forked(self, block: Parallel | Race, entries: list[int]) -> int:
        fork = self.flow.entry_of[id(block)]
        return self.shared.nodes.copy(fork, **self.shared.branches(entries))

    def _check_race(self, branches: Mapping[str, Sequence[Standing]], depth: int) -> None:
        for group in branches.values():
            if all(standing.scope(depth) >= 0 for standing in group):
                raise Impossible(
                    f"{said_of(group)}: only backgrounds of a branch; add where the branch itself stands"
                )

    def _at(self, standing: Standing) -> int:
        """The step itself, joined when it says so; a wait goes on from there."""
        nodes, block = self.shared.nodes, standing.place.block
        since = standing.since
        if isinstance(block, Away):  # whoever is away comes back to the first visit of the rest
            entry = self.flow.entry_of[id(block.task)]
            if block.task.id not in self.flow.away:
                raise Impossible(f'"{standing.said}": nobody goes away from "{block.task.id}"')
            return self._visit(entry, self._joined(self.flow.away[block.task.id], since))
        node = self.flow.entry_of[id(block)]
        if since is None and isinstance(block, Task) and block.in_person:
            since = self.spent.begins  # a visitor who was there before the study does not look at the line
        if nodes.get(node, "kind") == REPEAT:
            return self._visit(node, self._joined(nodes.get(node, "following"), since))
        return node if isinstance(block, Require) else self._joined(node, since)

    def _visit(self, entry: int, node: int) -> int:
        """A node of a task that its visitor may come back to, in the loop that begins at `entry`."""
        nodes = self.shared.nodes
        if nodes.get(entry, "kind") != REPEAT:  # the step is timed: what comes first stamps that it is joined
            entry = nodes.get(entry, "following")
        return nodes.copy(entry, following=node)

    def _joined(self, node: int, since: int | None) -> int:
        """A step that was joined at an instant before the study; None: it is joined when that begins."""
        nodes = self.shared.nodes
        kind = nodes.get(node, "kind")
        if since is None or kind == HOLD:
            return node
        if kind != TIMER:
            return nodes.copy(node, since=since)
        spent = self.spent.since(since, working=nodes.get(node, "calendar") >= 0)
        table = nodes.get(node, "table")
        if table not in self._lists:
            self._lists[table] = self.shared.tables.rows[table].tolist()
        within = draws_within(self._lists[table], 0, spent)
        return nodes.copy(node, since=since, first=spent, count=within)
