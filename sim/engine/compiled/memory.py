"""Memory the kernel takes from the C library: vectors that are made longer, and blocks that are used again.

A block holds one record, which is named by its address, 0 being none. A world gives back all it took with `give_back`.
"""

from __future__ import annotations

from numba import types

from sim.engine.compiled.jit import rule
from sim.engine.compiled.machine_code import offer_memory, symbol_of
from sim.engine.compiled.records import WORD
from sim.engine.compiled.shapes import at, put

BLOCKS_AT_ONCE = 256

offer_memory()
_realloc = types.ExternalFunction(symbol_of("realloc"), types.int64(types.int64, types.int64))
_free = types.ExternalFunction(symbol_of("free"), types.void(types.int64))


@rule
def longer(address, words):
    """A vector with room for so many words, the old ones kept; it may have moved."""
    return _realloc(address, words * WORD)


@rule
def drop(address):
    _free(address)


# Blocks: `blocks` is a vector of (first free block, words of a block) a kind; `chunks` heads the list of all memory.


@rule
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


@rule
def give(w, kind, block):
    """A block is free again."""
    head = w.blocks + kind * 2 * WORD
    put(block, 0, at(head, 0))
    put(head, 0, block)


@rule
def drop_chunks(w):
    while w.chunks != 0:
        following = at(w.chunks, 0)
        drop(w.chunks)
        w.chunks = following
