"""Where the decision waits for papers that may follow: `documents` with `gate: decision` (SEMANTICS 5.4).

The decision is the milestone `decided` behind the block. Where none follows it is the end of the item around the block,
and outside any item the end of the case, `end` blocks included. Authors who mean another place write a `require` of the
block's id there; then that one holds, and nothing is added.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.model.blocks import Block, Documents, End, Item, Milestone, Require, rewritten, walk
from sim.model.quantities import Name

DECIDED = "decided"
HELD = Name(zh="等待容缺材料补齐", en="waits for the papers that follow")


def gated(flow: Sequence[Block]) -> tuple[Block, ...]:
    """The flow with what holds the decision, for every such block that nobody requires."""
    made: tuple[Block, ...] = tuple(flow)
    required = {block.id for block in walk(flow) if isinstance(block, Require)}
    for block in walk(flow):
        if isinstance(block, Documents) and block.gate == "decision" and block.id not in required:
            made = _held(made, block)
    return made


def _held(flow: Sequence[Block], documents: Documents) -> tuple[Block, ...]:
    def hold() -> Require:
        return Require.model_construct(id=documents.id, name=HELD, pause=None, source=documents.source)

    item, behind = _item_of(flow, documents), _behind(flow, documents)
    decisions = {id(block) for block in behind if isinstance(block, Milestone) and block.id == DECIDED}
    if not decisions and item is None:
        decisions = {id(block) for block in behind if isinstance(block, End)}

    def change(block: Block) -> Sequence[Block]:
        if id(block) in decisions:
            return (hold(), block)
        if not decisions and item is not None and isinstance(block, Item) and block.id == item.id:
            return (block.with_inner({"do": (*block.do, hold())}),)
        return (block,)

    # Who comes to no decision does not end before the papers are there either; who was decided has them.
    return (*rewritten(flow, change), hold())


def _behind(flow: Sequence[Block], documents: Documents) -> list[Block]:
    """Blocks that stand after this one in the file's order, those inside it left out."""
    blocks, inside = list(walk(flow)), {id(block) for block in walk((documents,))}
    place = next(number for number, block in enumerate(blocks) if block.id == documents.id)
    return [block for block in blocks[place + 1 :] if id(block) not in inside]


def _item_of(flow: Sequence[Block], documents: Documents) -> Item | None:
    """The innermost item around the block."""
    around = [
        block
        for block in walk(flow)
        if isinstance(block, Item) and any(inner.id == documents.id for inner in walk(block.do))
    ]
    return around[-1] if around else None
