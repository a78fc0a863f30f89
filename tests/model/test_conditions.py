"""The language of `when`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from sim.model.conditions import (
    Attribute,
    Both,
    Compare,
    Condition,
    Constant,
    Either,
    IsValue,
    Missing,
    Not,
    Sum,
    names_in,
)
from sim.model.names import ServiceNames

SERVICE = ServiceNames(
    "startup", papers=("lease",), channels=("hall", "online"), attributes={"kind": ("a", "b"), "area": None}
)


def test_precedence_and_forms() -> None:
    tree = Condition.parse("kind == 'a' and area - 100 >= 5 or not missing.lease", SERVICE).tree
    big = Compare(">=", Sum("-", Attribute("area"), Constant(100)), Constant(5))
    assert tree == Either(Both(IsValue("kind", "a"), big), Not(Missing("lease")))
    assert sorted(names_in(tree)) == ["area", "kind", "missing.lease"]


def test_mirrored_negated_and_chained() -> None:
    assert Condition.parse("'hall' != channel", SERVICE).tree == IsValue("channel", "hall", negated=True)
    low, high = Compare("<", Constant(-1), Attribute("area")), Compare("<=", Attribute("area"), Constant(2))
    assert Condition.parse("-1 < area <= 2", SERVICE).tree == Both(low, high)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("knd == 'a'", 'there is no attribute "knd"; allowed: kind, area, channel; did you mean "kind"?'),
        ("kind == 'c'", '"kind" has no value "c"; allowed: a, b'),
        ("kind < 'a'", "\"kind < 'a'\": a named value has no order; allowed: ==, !="),
        ("area == 'a'", 'attribute "area" is a number and cannot be compared with "a"'),
        ("kind > 3", "\"kind\" is not a number; compare it with one of: 'a', 'b'"),
        ("missing.leas", 'there is no paper "leas"; allowed: lease; did you mean "lease"?'),
    ],
)
def test_unknown_names_and_values(text: str, message: str) -> None:
    with pytest.raises(PydanticCustomError) as raised:
        Condition.parse(text, SERVICE)
    assert raised.value.message() == message


@pytest.mark.parametrize(
    "text", ["area", "__import__('os')", "area * 2 > 3", "(lambda: 1)()", "area > 1 if 1 else 2", "1 in [1]",
             "a ==",
             "",
             "area[0] > 1", "missing.lease.x", "kind is 'a'", "True"])  # fmt: skip
def test_nothing_else_is_allowed(text: str) -> None:
    with pytest.raises(PydanticCustomError, match="condition"):
        Condition.parse(text, SERVICE)


@given(st.text(max_size=30))
def test_any_text_is_a_condition_or_a_fault(text: str) -> None:
    try:
        Condition.parse(text, SERVICE)
    except PydanticCustomError as fault:
        assert fault.message()  # noqa: PT017 - either outcome is right
