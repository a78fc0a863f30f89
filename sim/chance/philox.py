"""Philox4x32-10: four 32-bit words of luck as a pure function of four counter words and two key words.

Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011; the
multipliers and the Weyl constants of the key schedule are theirs. The tests hold the known answers
published with Random123.
"""

from __future__ import annotations

from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.int64]


@overload
def philox4x32(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]: ...
@overload
def philox4x32(
    c0: Words, c1: Words, c2: Words, c3: Words, k0: int | Words, k1: int | Words
) -> tuple[Words, Words, Words, Words]: ...
def philox4x32(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> tuple[Any, Any, Any, Any]:
    """Ten rounds over the counter `c0..c3` under the key `k0, k1`; every word is in [0, 2**32).

    Right with Python ints, with wrapping int64 (a compiled caller) and elementwise on int64 arrays; of
    arrays, all four counter words must be arrays, because a plain int would not wrap. Not for single numpy
    scalars, which warn when they wrap.

    Two things keep it short. A word that is only ever XORed keeps its high bits until the mask of that XOR,
    which also clears the sign bits that an arithmetic shift of a wrapped product brings in. And the key of
    round r is the key plus r times its Weyl constant, written out, modulo 2**32.
    """
    p0 = 0xD2511F53 * c0
    p1 = 0xCD9E8D57 * c2
    c0 = ((p1 >> 32) ^ c1 ^ k0) & 0xFFFFFFFF
    c2 = ((p0 >> 32) ^ c3 ^ k1) & 0xFFFFFFFF
    c3 = 0xD2511F53 * c0
    c1 = 0xCD9E8D57 * c2
    c0 = ((c1 >> 32) ^ p1 ^ (k0 + 0x9E3779B9)) & 0xFFFFFFFF
    c2 = ((c3 >> 32) ^ p0 ^ (k1 + 0xBB67AE85)) & 0xFFFFFFFF
    p0 = 0xD2511F53 * c0
    p1 = 0xCD9E8D57 * c2
    c0 = ((p1 >> 32) ^ c1 ^ (k0 + 0x3C6EF372)) & 0xFFFFFFFF
    c2 = ((p0 >> 32) ^ c3 ^ (k1 + 0x76CF5D0A)) & 0xFFFFFFFF
    c3 = 0xD2511F53 * c0
    c1 = 0xCD9E8D57 * c2
    c0 = ((c1 >> 32) ^ p1 ^ (k0 + 0xDAA66D2B)) & 0xFFFFFFFF
    c2 = ((c3 >> 32) ^ p0 ^ (k1 + 0x32370B8F)) & 0xFFFFFFFF
    p0 = 0xD2511F53 * c0
    p1 = 0xCD9E8D57 * c2
    c0 = ((p1 >> 32) ^ c1 ^ (k0 + 0x78DDE6E4)) & 0xFFFFFFFF
    c2 = ((p0 >> 32) ^ c3 ^ (k1 + 0xED9EBA14)) & 0xFFFFFFFF
    c3 = 0xD2511F53 * c0
    c1 = 0xCD9E8D57 * c2
    c0 = ((c1 >> 32) ^ p1 ^ (k0 + 0x1715609D)) & 0xFFFFFFFF
    c2 = ((c3 >> 32) ^ p0 ^ (k1 + 0xA9066899)) & 0xFFFFFFFF
    p0 = 0xD2511F53 * c0
    p1 = 0xCD9E8D57 * c2
    c0 = ((p1 >> 32) ^ c1 ^ (k0 + 0xB54CDA56)) & 0xFFFFFFFF
    c2 = ((p0 >> 32) ^ c3 ^ (k1 + 0x646E171E)) & 0xFFFFFFFF
    c3 = 0xD2511F53 * c0
    c1 = 0xCD9E8D57 * c2
    c0 = ((c1 >> 32) ^ p1 ^ (k0 + 0x5384540F)) & 0xFFFFFFFF
    c2 = ((c3 >> 32) ^ p0 ^ (k1 + 0x1FD5C5A3)) & 0xFFFFFFFF
    p0 = 0xD2511F53 * c0
    p1 = 0xCD9E8D57 * c2
    c0 = ((p1 >> 32) ^ c1 ^ (k0 + 0xF1BBCDC8)) & 0xFFFFFFFF
    c2 = ((p0 >> 32) ^ c3 ^ (k1 + 0xDB3D7428)) & 0xFFFFFFFF
    c3 = 0xD2511F53 * c0
    c1 = 0xCD9E8D57 * c2
    c0 = ((c1 >> 32) ^ p1 ^ (k0 + 0x8FF34781)) & 0xFFFFFFFF
    c2 = ((c3 >> 32) ^ p0 ^ (k1 + 0x96A522AD)) & 0xFFFFFFFF
    return c0, c1 & 0xFFFFFFFF, c2, c3 & 0xFFFFFFFF
