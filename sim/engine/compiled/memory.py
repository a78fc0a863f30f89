"""Memory the kernel takes from the C library: vectors that are made longer, and blocks that are used again.

A block holds one record, which is named by its address, 0 being none. A world gives back all it took with `give_back`.
"""

from __future__ import annotations

from sim.engine.compiled.jit import rare
from sim.engine.compiled.kinds import NOTHING
from sim.engine.compiled.kinds import WORD as WORD_KIND
from sim.engine.compiled.machine_code import symbol_of
from sim.engine.compiled.records import WORD
from sim.engine.compiled.shapes import at, c_function, put

BLOCKS_AT_ONCE = 256

_realloc = c_function(symbol_of("realloc"), WORD_KIND)
_free = c_function(symbol_of("free"), NOTHING)


def longer(address, words):
    """A vector with room for so many words, the old ones kept; it may have moved."""
    return _realloc(address, words * WORD)


def drop(address):
    _free(address)


# Blocks: `blocks` is a vector of (first free block, words of a block) a kind; `chunks` heads the list of all memory.


def take(w, kind):
    """A block of a kind; what stands in it is whatever stood there before."""
    head = w.blocks + kind * 2 * WORD
    block = at(head, 0)
    if block == 0:
        words = at(head, 1)
        chunk = _realloc(0, (words * BLOCKS_AT_ONCE + 1) * WORD)
        put(chunk, 0, w.chunks)
        w.chunks = chunk
        block = chunk + WORD
        for index in range(BLOCKS_AT_ONCE):
            here = block + index * words * WORD
            put(here, 0, here + words * WORD if index + 1 < BLOCKS_AT_ONCE else 0)
    put(head, 0, at(block, 0))
    return block


def give(w, kind, block):
    """A block is free again."""
    head = w.blocks + kind * 2 * WORD
    put(block, 0, at(head, 0))
    put(head, 0, block)


@rare
def drop_chunks(w):
    while w.chunks != 0:
        following = at(w.chunks, 0)
        drop(w.chunks)
        w.chunks = following
