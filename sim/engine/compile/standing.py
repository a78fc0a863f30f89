"""Where a case can stand in a flow, and where the tokens of one do (SEMANTICS 8.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sim.engine.compile.visits import Away, returning
from sim.frozen import dataclass
from sim.model.backlog import Position
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
    Require,
    Session,
    Stage,
    Task,
    UnknownBlock,
    Until,
    Wait,
    walk,
)
from sim.model.faults import listed, nearest

BETWEEN = "between"


class Impossible(Exception):  # noqa: N818 - a place no case can stand at is an answer, not a malfunction
    """No case can stand there; the text says why."""


@dataclass(frozen=True)
class Place:
    """A task, session, wait or require, and what is around it: each block with the name of its inner flow."""

    block: Block
    around: tuple[tuple[Block, str], ...] = ()

    @property
    def repeats(self) -> list[tuple[Repeat, str]]:
        """The loops around it, outermost first."""
        return [(block, inner) for block, inner in self.around if isinstance(block, Repeat)]

    @property
    def first_rounds(self) -> tuple[int, ...]:
        """The round of each loop that is meant unless one is stated; what is done between belongs to the next one."""
        return tuple(2 if inner == BETWEEN else 1 for _, inner in self.repeats)


def places_in(flow: Sequence[Block]) -> dict[str, Place]:
    """Every place of a flow a case can stand at, by the name a table gives it."""
    found: dict[str, Place] = {}
    required: dict[str, int] = {}

    def below(blocks: Sequence[Block], around: tuple[tuple[Block, str], ...]) -> None:
        for block in blocks:
            match block:
                case Require():
                    required[block.id] = required.get(block.id, 0) + 1
                    found[Position(block.id, required[block.id]).place] = Place(block, around)
                case Task() | Session() | Wait():
                    found[block.id] = Place(block, around)
                    if isinstance(block, Task) and block.comes_back is not None:
                        away = returning(block)
                        found[away.id] = Place(away, around)
                case Parallel() | Race() | Until() | Choice() | Repeat() | Background() | Item() | Stage():
                    pass  # a case stands in what they hold
                case Milestone() | End():
                    pass  # nobody stops there
                case _:
                    raise UnknownBlock(block, "a backlog")
            for inner, nested in block.inner().items():
                below(nested, (*around, (block, inner)))

    below(flow, ())
    return found


@dataclass(frozen=True)
class Standing:
    """A token of a case at a place."""

    said: str
    place: Place
    rounds: tuple[int, ...]
    since: int | None
    over: frozenset[int] = frozenset()
    """Levels of races around it that are over: a background goes on that the winning branch began."""

    def inside(self, depth: int) -> Block:
        """The block of the flow `depth` levels down that holds it, or is it."""
        around, block = self.place.around, self.place.block
        if depth < len(around):
            return around[depth][0]
        return block.task if isinstance(block, Away) else block

    def scope(self, depth: int) -> int:
        """The level of the background it belongs to, seen from `depth`; -1: it belongs to what is there itself."""
        for level in range(depth, len(self.place.around)):
            block = self.place.around[level][0]
            if isinstance(block, Race) and level not in self.over:
                return -1
            if isinstance(block, Background):
                return level
        return -1

    def rounds_until(self, depth: int) -> tuple[int, ...]:
        """The rounds of the loops outside this level."""
        return self.rounds[: sum(isinstance(block, Repeat) for block, _ in self.place.around[:depth])]

    def round(self, depth: int) -> int:
        """The round of the loop at this level."""
        return self.rounds[len(self.rounds_until(depth))]


def together(standings: Sequence[Standing]) -> list[Standing]:
    """The tokens of one case, knowing of each other which races are over: no branch of them stands anywhere."""
    known = list(standings)
    for level in reversed(range(max((len(one.place.around) for one in known), default=0))):
        races: dict[tuple[int, tuple[int, ...]], list[int]] = {}
        for number, one in enumerate(known):
            block = one.place.around[level][0] if level < len(one.place.around) else None
            if isinstance(block, Race):
                races.setdefault((id(block), one.rounds_until(level)), []).append(number)
        for members in races.values():
            if all(known[number].scope(level + 1) >= 0 for number in members):
                for number in members:
                    known[number] = replace(known[number], over=known[number].over | {level})
    return known


def standing_at(position: Position, since: int | None, places: Mapping[str, Place]) -> Standing | None:
    """A token at a position; None where the flow has no such place. Raises Impossible for a round that is none."""
    place = places.get(position.place)
    return None if place is None else Standing(str(position), place, _rounds(position, place), since)


def no_place(position: Position, service: str, flow: Sequence[Block], places: Mapping[str, Place]) -> str:
    """The message for a position that is no place of the flow."""
    other = next((block for block in walk(flow) if block.id == position.step), None)
    if other is not None and not position.require and not isinstance(other, Require):
        return (
            f'"{position.step}" is of the kind {other.keyword}; a case stands at a task, session, wait or '
            f"require; allowed: {listed(places, 30)}"
        )
    what = "require of a background" if position.require else "step"
    return (
        f'service "{service}" has no {what} "{position.step}"; allowed: {listed(places, 30)}'
        f"{nearest(position.place, places)}"
    )


def by_inner(standings: Sequence[Standing], depth: int) -> dict[str, list[Standing]]:
    """Those inside the block at this level, by the flow of it they stand in; in the order of the block's flows."""
    inside = [standing for standing in standings if depth < len(standing.place.around)]
    if not inside:
        return {}
    groups: dict[str, list[Standing]] = {name: [] for name in inside[0].place.around[depth][0].inner()}
    for standing in inside:
        groups[standing.place.around[depth][1]].append(standing)
    return {name: group for name, group in groups.items() if group}


def _rounds(position: Position, place: Place) -> tuple[int, ...]:
    repeats = place.repeats
    if not position.rounds:
        return place.first_rounds
    if len(position.rounds) != len(repeats):
        loops = listed(loop.id for loop, _ in repeats)
        raise Impossible(
            f'"{position}" states {len(position.rounds)} rounds; the loops around "{position.step}": {loops}'
        )
    for number, (loop, inner), least in zip(position.rounds, repeats, place.first_rounds, strict=True):
        if not least <= number <= loop.maximum:
            what = "what is done before a further round" if inner == BETWEEN else "a round"
            raise Impossible(
                f'"{position}": {number} is no round of "{loop.id}"; allowed for {what}: {least} to {loop.maximum}'
            )
    return position.rounds


def said_of(standings: Sequence[Standing]) -> str:
    return listed(f'"{standing.said}"' for standing in standings)
