"""Philox4x32-10 against the answers published with Random123, and its int64 form against Python's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.chance.philox import philox4x32

ONES = 0xFFFFFFFF
PUBLISHED = [
    ((0,) * 6, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES,) * 6, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]

word = st.integers(0, ONES)


@pytest.mark.parametrize(("given_words", "answer"), PUBLISHED)
def test_published_known_answers(given_words: tuple[int, ...], answer: tuple[int, ...]) -> None:
    c0, c1, c2, c3, k0, k1 = given_words
    assert philox4x32(c0, c1, c2, c3, k0, k1) == answer


@given(st.tuples(word, word, word, word, word, word))
def test_wrapping_int64_gives_the_same_words(words: tuple[int, int, int, int, int, int]) -> None:
    columns = [np.array([value], dtype=np.int64) for value in words]
    wrapped = philox4x32(columns[0], columns[1], columns[2], columns[3], columns[4], columns[5])
    assert tuple(int(column[0]) for column in wrapped) == philox4x32(*words)
    assert all(column.dtype == np.int64 for column in wrapped)


@given(st.tuples(word, word, word, word, word, word))
def test_words_have_32_bits(words: tuple[int, int, int, int, int, int]) -> None:
    assert all(0 <= value <= ONES for value in philox4x32(*words))


def test_one_flipped_bit_flips_half_of_the_answer() -> None:
    """Avalanche over all 192 input bits: 128 answer bits each, so 64 on average, standard error 0.41."""
    start = (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0)
    base = philox4x32(*start)
    flips = []
    for place in range(192):
        changed = list(start)
        changed[place // 32] ^= 1 << (place % 32)
        c0, c1, c2, c3, k0, k1 = changed
        other = philox4x32(c0, c1, c2, c3, k0, k1)
        flips.append(sum((a ^ b).bit_count() for a, b in zip(base, other, strict=True)))
    assert abs(sum(flips) / 192 - 64) < 4 * 0.41
    assert min(flips) > 35
