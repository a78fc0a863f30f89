"""Groups of numbers to be moved together: full for no target, and ever smaller."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sim.experiments.searches.weighed_groups import FULL, groups, heaviest, smaller

TARGETS = ("a", "b")
WEIGHTS = st.dictionaries(
    st.integers(0, 60),
    st.fixed_dictionaries({target: st.floats(0, 3) for target in TARGETS}),
    min_size=1,
    max_size=40,
)


@given(WEIGHTS)
def test_no_group_of_several_is_overfull(weights: dict[int, dict[str, float]]) -> None:
    made = groups(list(weights), weights, TARGETS)
    assert sorted(member for group in made for member in group) == sorted(weights)
    for group in made:
        for target in TARGETS:
            assert len(group) == 1 or sum(weights[member][target] for member in group) <= FULL + 1e-9
    heavy = [heaviest(weights[member], TARGETS) for group in made for member in group]
    assert heavy == sorted(heavy)


@given(WEIGHTS.filter(lambda weights: len(weights) > 1), st.floats(1, 50))
def test_what_turned_is_cut(weights: dict[int, dict[str, float]], moved: float) -> None:
    group = tuple(weights)
    made = smaller(group, weights, {"a": moved})
    assert sorted(member for part in made for member in part) == sorted(group)
    assert len(made) > 1
    assert all(0 < len(part) <= (len(group) + 1) // 2 for part in made)


def test_numbers_that_do_nothing_are_cleared_together() -> None:
    weights = {member: {"a": 0.0} for member in range(30)} | {30: {"a": 2.0}, 31: {"a": 0.6}}
    assert groups(range(32), weights, ["a"]) == [(*range(30), 31), (30,)]
