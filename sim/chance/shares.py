"""Shares as integer thresholds: which of several things happens, decided by one 52-bit uniform.

A threshold t stands for the probability t / 2**52. Raising a share only ever adds to those who have it: the
cases that went that way before still do.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

WHOLE = 2**52

Share = int | float | str | Fraction


def exact(share: Share) -> Fraction:
    """The decimal a person wrote, exactly: 0.1 is a tenth. ValueError if it is not a number."""
    return share if isinstance(share, Fraction) else Fraction(str(share))


def threshold(share: Share) -> int:
    """floor(share * 2**52 + 1/2), in [0, 2**52]. 0 never happens, 1 always does.

    Raises ValueError if the share is outside 0 .. 1.
    """
    part = exact(share)
    if not 0 <= part <= 1:
        raise ValueError(f"share {share} is outside 0 .. 1")
    return (2 * WHOLE * part.numerator + part.denominator) // (2 * part.denominator)


def thresholds(shares: Sequence[Share]) -> list[int]:
    """Rising thresholds of the branches of a choice, in their declared order; the last is 2**52.

    Raises ValueError if there is no share, one is outside 0 .. 1, or they do not sum to exactly 1 as decimals
    (0.3333, 0.3333, 0.3334 does).
    """
    parts = [exact(share) for share in shares]
    for part, share in zip(parts, shares, strict=True):
        if not 0 <= part <= 1:
            raise ValueError(f"share {share} is outside 0 .. 1")
    total = sum(parts, Fraction(0))
    if total != 1:
        listed = ", ".join(str(share) for share in shares)
        raise ValueError(f"shares {listed} sum to {float(total):.12g}, not to 1")
    return [threshold(sum(parts[: i + 1], Fraction(0))) for i in range(len(parts))]


def pick(u: int, thresholds: Sequence[int], first: int, count: int) -> int:
    """The first i in [0, count) with u < thresholds[first + i]; `count` if there is none.

    Thresholds rise. With a single threshold this is yes (0) or no (1). Scalar and free of Python objects.
    """
    i = 0
    while i < count and u >= thresholds[first + i]:
        i += 1
    return i
