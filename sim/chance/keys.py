"""Who draws: the key of a replication, the words of a name, and the one uniform that belongs to them.

A draw is a pure function of (seed, replication, stream, epoch, member, step, visit, purpose) and of nothing
else: adding a step, a stream or a replication changes no other draw.

    key          k0, k1   replication_key(seed, replication)
    counter 0    epoch    number of the arrival epoch in its stream, in [0, 2**32)
    counter 1    visit    visit_word(member, visit): 10 bits of batch member, 22 bits of packed visit
    counter 2-3  name     draw_words(stream, step, purpose), 64 bits

Name words are name_words(stream) XOR name_words(step, purpose), word by word, so an engine keeps one pair a
stream and one pair a purpose instead of one pair for each combination. Two draws share their words with
probability 2**-64 a pair: for 10,000 names about 3 in a million million.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from sim.chance.philox import philox4x32

SEED_LIMIT = 2**64
REPLICATION_LIMIT = 2**64
EPOCH_LIMIT = 2**32
VISIT_BITS = 22
VISIT_LIMIT = 1 << VISIT_BITS
MEMBER_LIMIT = 1 << (32 - VISIT_BITS)
UNIFORM_LIMIT = 2**52

Words = NDArray[np.int64]


def replication_key(seed: int, replication: int) -> tuple[int, int]:
    """The two key words of a replication: its number, enciphered under the two words of the seed.

    Raises ValueError if seed or replication is not in [0, 2**64).
    """
    if not 0 <= seed < SEED_LIMIT:
        raise ValueError(f"seed {seed} is outside 0 .. 2**64 - 1")
    if not 0 <= replication < REPLICATION_LIMIT:
        raise ValueError(f"replication {replication} is outside 0 .. 2**64 - 1")
    low = 0xFFFFFFFF
    k0, k1, _, _ = philox4x32(replication & low, replication >> 32, 0, 0, seed & low, seed >> 32)
    return k0, k1


@lru_cache(maxsize=65_536)
def name_words(*names: str) -> tuple[int, int]:
    """A stable 64-bit hash of a sequence of names, as (high, low) 32-bit words.

    Each name is preceded by its length in bytes, so ("ab", "c") and ("a", "bc") differ.
    """
    digest = blake2b(digest_size=8)
    for name in names:
        data = name.encode("utf-8")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    whole = int.from_bytes(digest.digest(), "big")
    return whole >> 32, whole & 0xFFFFFFFF


def draw_words(stream: str, step: str, purpose: str) -> tuple[int, int]:
    """The name words (high, low) of a draw: those of the stream XOR those of (step, purpose)."""
    stream_hi, stream_lo = name_words(stream)
    step_hi, step_lo = name_words(step, purpose)
    return stream_hi ^ step_hi, stream_lo ^ step_lo


def visit_word(member: int, visit: int) -> int:
    """Batch member and packed visit number in one 32-bit word.

    The caller keeps member in [0, MEMBER_LIMIT = 1024) and visit in [0, VISIT_LIMIT = 4,194,304); outside,
    two draws would share their luck. A program checks both when it is compiled.
    """
    return member << 22 | visit


@overload
def uniform52(k0: int, k1: int, epoch: int, visit_word: int, hi: int, lo: int) -> int: ...
@overload
def uniform52(
    k0: int | Words, k1: int | Words, epoch: Words, visit_word: Words, hi: Words, lo: Words
) -> Words: ...
def uniform52(k0: Any, k1: Any, epoch: Any, visit_word: Any, hi: Any, lo: Any) -> Any:
    """One uniform integer in [0, 2**52): 32 bits of the first word, then the top 20 of the second."""
    x0, x1, _, _ = philox4x32(epoch, visit_word, hi, lo, k0, k1)
    return (x0 << 20) | (x1 >> 12)


def uniform52_many(
    k0: int | Words,
    k1: int | Words,
    epoch: int | Words,
    visit_word: int | Words,
    hi: int | Words,
    lo: int | Words,
) -> Words:
    """`uniform52` elementwise on anything that broadcasts; int64 of the common shape."""
    words = [np.asarray(word, dtype=np.int64) for word in (k0, k1, epoch, visit_word, hi, lo)]
    shape = np.broadcast_shapes(*(word.shape for word in words))
    # At least one axis: numpy warns when a scalar product wraps, and says nothing for arrays.
    flat = [np.atleast_1d(np.broadcast_to(word, shape)) for word in words]
    drawn = uniform52(flat[0], flat[1], flat[2], flat[3], flat[4], flat[5])
    return drawn.reshape(shape)
