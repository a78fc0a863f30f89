"""Groups of numbers to be moved together: full for no target, and ever smaller."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sim.experiments.groups import FULL, groups, heaviest, smaller

TARGETS = ("a", "b")
LOADS = st.dictionaries(
    st.integers(0, 60),
    st.fixed_dictionaries({target: st.floats(0, 3) for target in TARGETS}),
    min_size=1,
    max_size=40,
)


@given(LOADS)
def test_no_group_of_several_is_overfull(loads: dict[int, dict[str, float]]) -> None:
    made = groups(list(loads), loads, TARGETS)
    assert sorted(member for group in made for member in group) == sorted(loads)
    for group in made:
        for target in TARGETS:
            assert len(group) == 1 or sum(loads[member][target] for member in group) <= FULL + 1e-9
    heavy = [heaviest(loads[member], TARGETS) for group in made for member in group]
    assert heavy == sorted(heavy)


@given(LOADS.filter(lambda loads: len(loads) > 1), st.floats(1, 50))
def test_what_turned_is_cut(loads: dict[int, dict[str, float]], moved: float) -> None:
    group = tuple(loads)
    made = smaller(group, loads, {"a": moved})
    assert sorted(member for part in made for member in part) == sorted(group)
    assert len(made) > 1
    assert all(0 < len(part) <= (len(group) + 1) // 2 for part in made)


def test_numbers_that_do_nothing_are_cleared_together() -> None:
    loads = {member: {"a": 0.0} for member in range(30)} | {30: {"a": 2.0}, 31: {"a": 0.6}}
    assert groups(range(32), loads, ["a"]) == [(*range(30), 31), (30,)]
