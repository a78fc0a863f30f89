"""Draws belong to names: uniform, independent of their neighbours, untouched by what else exists."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.chance.keys import (
    EPOCH_LIMIT,
    MEMBER_LIMIT,
    UNIFORM_LIMIT,
    VISIT_LIMIT,
    draw_words,
    name_words,
    replication_key,
    uniform52,
    uniform52_many,
    visit_word,
)

DRAWS = 40_000
epochs = np.arange(DRAWS, dtype=np.int64)


def uniforms(seed: int = 1, replication: int = 0, visit: int = 0, purpose: str = "duration") -> np.ndarray:
    k0, k1 = replication_key(seed, replication)
    hi, lo = draw_words("startup/hall", "review", purpose)
    return uniform52_many(k0, k1, epochs, visit, hi, lo)


def test_name_words_do_not_change() -> None:
    """Values by hand: blake2b with an 8-byte digest of the length in 8 bytes, then the name."""
    from hashlib import blake2b

    whole = blake2b(b"\0\0\0\0\0\0\0\x06review", digest_size=8).digest()
    assert name_words("review") == (int.from_bytes(whole[:4], "big"), int.from_bytes(whole[4:], "big"))


def test_names_are_kept_apart() -> None:
    sequences = [("ab", "c"), ("a", "bc"), ("abc",), ("abc", ""), ("", "abc"), ("窗口",), ()]
    assert len({name_words(*names) for names in sequences}) == len(sequences)


def test_draw_words_are_the_stream_xor_the_step() -> None:
    stream, step = name_words("s"), name_words("review", "duration")
    assert draw_words("s", "review", "duration") == (stream[0] ^ step[0], stream[1] ^ step[1])


@given(st.integers(0, MEMBER_LIMIT - 1), st.integers(0, VISIT_LIMIT - 1))
def test_visit_word_is_reversible_inside_its_limits(member: int, visit: int) -> None:
    packed = visit_word(member, visit)
    assert 0 <= packed < 2**32
    assert (packed >> 22, packed & (VISIT_LIMIT - 1)) == (member, visit)


@pytest.mark.parametrize(("seed", "replication"), [(-1, 0), (2**64, 0), (0, -1), (0, 2**64)])
def test_keys_refuse_what_does_not_fit(seed: int, replication: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        replication_key(seed, replication)


def test_replication_seven_alone_is_replication_seven_of_ten() -> None:
    of_ten = [uniforms(replication=r)[:50] for r in range(10)]
    assert (uniforms(replication=7)[:50] == of_ten[7]).all()
    assert len({tuple(row) for row in of_ten}) == 10


def test_both_halves_of_the_seed_and_of_the_replication_matter() -> None:
    keys = {replication_key(s, r) for s in (5, 5 + 2**32, 6) for r in (0, 2**32, 1)}
    assert len(keys) == 9


def test_another_step_changes_no_draw() -> None:
    """A case's draws for its steps are the same whether or not a step stands between them."""
    k0, k1 = replication_key(3, 4)

    def draws(steps: list[str]) -> dict[str, int]:
        return {step: uniform52(k0, k1, 12, 0, *draw_words("s", step, "duration")) for step in steps}

    before, after = draws(["intake", "issue"]), draws(["intake", "survey", "issue"])
    assert {step: after[step] for step in before} == before
    assert len(set(after.values())) == 3


def test_scalar_and_array_draws_agree() -> None:
    k0, k1 = replication_key(9, 2)
    hi, lo = draw_words("s", "t", "p")
    for epoch in (0, 1, 77, EPOCH_LIMIT - 1):
        drawn = uniform52_many(k0, k1, epoch, visit_word(3, 5), hi, lo)
        assert drawn.shape == ()
        assert int(drawn) == uniform52(k0, k1, epoch, visit_word(3, 5), hi, lo) < UNIFORM_LIMIT


def test_uniform_keeps_52_bits_in_their_places() -> None:
    from sim.chance.philox import philox4x32

    x0, x1, _, _ = philox4x32(5, 6, 7, 8, 1, 2)
    assert uniform52(1, 2, 5, 6, 7, 8) == (x0 * 2**32 + x1) // 2**12


@pytest.mark.parametrize("bits", [0, 20, 46])
def test_uniform_by_chi_squared(bits: int) -> None:
    """64 equal classes of six bits at the top, in the middle and at the bottom; p > 1e-4 by a fixed seed."""
    classes = (uniforms() >> (46 - bits)) & 63
    counts = np.bincount(classes, minlength=64)
    assert stats.chisquare(counts).pvalue > 1e-4


@pytest.mark.parametrize(
    "neighbour",
    [
        {"replication": 1},
        {"seed": 2},
        {"visit": 1},
        {"visit": 1 << 22},
        {"purpose": "missing"},
    ],
)
def test_neighbouring_keys_are_independent(neighbour: dict[str, int]) -> None:
    """A 16 x 16 table of the two draws' top bits; p > 1e-4 by a fixed seed."""
    ours, theirs = uniforms() >> 48, uniforms(**neighbour) >> 48
    counts = np.bincount(ours * 16 + theirs, minlength=256)
    assert stats.chisquare(counts).pvalue > 1e-4


def test_neighbouring_cases_are_independent() -> None:
    top = uniforms() >> 48
    counts = np.bincount(top[0::2] * 16 + top[1::2], minlength=256)
    assert stats.chisquare(counts).pvalue > 1e-4
