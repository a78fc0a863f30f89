"""Where blocks stand in a flow: finding them, which comes first, taking them out and putting them elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from sim.levers.lever import Refusal
from sim.levers.tools.flows import check_named, not_once
from sim.model.blocks import Block, End, Flow, Item, Milestone, Parallel, Require, Stage, rewritten, walk
from sim.model.faults import listed

IDLE = (Milestone, End, Require)
"""Blocks that do nothing of their own; their ids may be those of others."""


class Stands(NamedTuple):
    """A block, the path of its list below the block around, and its place there."""

    path: str
    at: int
    block: Block


Place = tuple[Stands, ...]
"""Where a block stands: the blocks around it, outermost first, and itself."""


def places(flow: Flow, around: Place = (), path: str = "") -> Iterator[Place]:
    """The place of every block of a flow, outer before inner, in declared order."""
    for index, block in enumerate(flow):
        place = (*around, Stands(path, index, block))
        yield place
        for below, inner in block.inner().items():
            yield from places(inner, place, below)


def place_of(
    flow: Flow, parameter: str, name: str, kinds: tuple[type[Block], ...], *, once: bool = False
) -> Place:
    """The only place of a block. Refuses one that stands nowhere or, as a stamp may, at several places.

    With `once` also one that not every case does exactly once.
    """
    check_named(walk(flow), parameter, [name], kinds)
    found = [
        place for place in places(flow) if place[-1].block.id == name and isinstance(place[-1].block, kinds)
    ]
    if len(found) > 1:
        raise Refusal(parameter, f'"{name}" stands at {len(found)} places; it must stand at one')
    if once:
        _check_once(found[0][:-1], parameter, name)
    return found[0]


def check_comes_after(parameter: str, first: Place, later: Place) -> int:
    """Refuse unless whoever has done both blocks did `first` first. The number of blocks around both."""
    for depth, (here, there) in enumerate(zip(first, later, strict=False)):
        if here == there:
            continue
        if here.path != there.path or here.at > there.at:
            break
        return depth
    raise Refusal(parameter, f'"{later[-1].block.id}" does not come after "{first[-1].block.id}"')


def check_follows(parameter: str, first: Place, later: Place) -> None:
    """Refuse unless whoever comes to one of two blocks comes to both exactly once, and to `first` first."""
    depth = check_comes_after(parameter, first, later)
    for place in (first, later):
        _check_once(place[depth:-1], parameter, place[-1].block.id)


def check_first(parameter: str, first: Place, later: Place) -> None:
    """Refuse unless whoever comes to `later` has done `first` before, exactly once."""
    depth = check_comes_after(parameter, first, later)
    _check_once(first[depth:-1], parameter, first[-1].block.id)


def _check_once(around: Sequence[Stands], parameter: str, name: str) -> None:
    for stands in around:
        if not_once(stands.block):
            block = stands.block
            message = (
                f'"{name}" stands in {block.keyword} "{block.id}": not every case comes to it exactly once'
            )
            raise Refusal(parameter, message)


def run_replaced(flow: Flow, steps: Sequence[str], make: Callable[[Flow], Sequence[Block]]) -> Flow | None:
    """The flow with a run of blocks replaced: one list's, from the first to the last of these steps, with nothing
    else but stamps between them. None if they do not stand so."""

    def replaced(blocks: Flow) -> Sequence[Block] | None:
        at = [
            index for index, block in enumerate(blocks) if block.id in steps and not isinstance(block, IDLE)
        ]
        if not at or len(at) != len(set(steps)):
            return None
        run = blocks[at[0] : at[-1] + 1]
        if not all(index in at or isinstance(block, Milestone) for index, block in enumerate(run, at[0])):
            return None
        return (*blocks[: at[0]], *make(run), *blocks[at[-1] + 1 :])

    return first_changed(flow, replaced)


def first_changed(flow: Flow, change: Callable[[Flow], Sequence[Block] | None]) -> Flow | None:
    """The flow with the first of its lists changed that `change` gives another for, inner ones after those around
    them; None if there is none."""
    if (own := change(flow)) is not None:
        return tuple(own)  # type: ignore[arg-type]
    for index, block in enumerate(flow):
        nested = dict(block.inner())
        for name, inner in nested.items():
            if (changed := first_changed(inner, change)) is not None:
                return (*flow[:index], block.with_inner({**nested, name: changed}), *flow[index + 1 :])  # type: ignore[arg-type]
    return None


def branches_of(run: Flow) -> dict[str, Flow]:
    """Each block of a run with the stamps behind it, as a branch of the block's name."""
    branches: dict[str, Flow] = {}
    for block in run:
        last = next(reversed(branches), block.id)
        if isinstance(block, Milestone):
            branches[last] = (*branches[last], block)
        else:
            branches[block.id] = (block,)
    return branches


def apart(steps: Sequence[str]) -> str:
    """Why a run of steps could not be replaced."""
    return (
        f"{listed(steps)} do not directly follow one another in one list; name under drop what stands between "
        "them and falls away"
    )


def put_before(flow: Flow, name: str, blocks: Sequence[Block]) -> Flow:
    """The flow with blocks directly before a block."""
    return rewritten(
        flow,
        lambda block: (*blocks, block) if block.id == name and not isinstance(block, IDLE) else (block,),
    )


def put_behind(flow: Flow, name: str, blocks: Sequence[Block]) -> Flow:
    """The flow with blocks directly behind a milestone, or behind the item or stage of this name."""
    kinds = (Milestone, Item, Stage)
    return rewritten(
        flow,
        lambda block: (block, *blocks) if block.id == name and isinstance(block, kinds) else (block,),
    )


def taken_out(flow: Flow, names: Sequence[str]) -> tuple[Flow, tuple[Block, ...]]:
    """The flow without these blocks, and the blocks in the flow's order. Parts and forks left empty go too.

    A milestone is meant only where no other block bears its name.
    """
    others = {block.id for block in walk(flow) if not isinstance(block, IDLE)}

    def meant(block: Block) -> bool:
        if isinstance(block, Milestone):
            return block.id in names and block.id not in others
        return block.id in names and not isinstance(block, IDLE)

    def change(block: Block) -> Sequence[Block]:
        shell = isinstance(block, (Item, Stage, Parallel)) and not any(block.inner().values())
        return () if shell or meant(block) else (block,)

    return rewritten(flow, change), tuple(_outermost(flow, meant))


def _outermost(flow: Flow, meant: Callable[[Block], bool]) -> Iterator[Block]:
    for block in flow:
        if meant(block):
            yield block
        else:
            for inner in block.inner().values():
                yield from _outermost(inner, meant)
