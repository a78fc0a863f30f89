"""The `halls` block: what it may say, and where its faults stand."""

from __future__ import annotations

import re

import pytest
from test_faults import SMALL, faults_of, placed

from sim.model import read_text
from sim.model.schema import SHARE, json_schema

HALLS = """\
halls:
  number: {value: 10, source: SOURCE}
  sizes: {0.5: 50%, 1.5: 0.5}
  staffing: {0.8: 0.25, 1: 0.75}
  pools: [window]
"""
TEXT = SMALL + HALLS.replace(", source: SOURCE", "")


def test_it_reads() -> None:
    halls = read_text(TEXT, "s.yaml").build().halls
    assert halls is not None
    assert halls.number.value == 10
    assert halls.sizes == {0.5: 0.5, 1.5: 0.5}
    assert halls.staffing == {0.8: 0.25, 1.0: 0.75}
    assert halls.pools == ("window",)
    assert read_text(SMALL, "s.yaml").build().halls is None


def test_one_staffing_unless_stated() -> None:
    halls = read_text(TEXT.replace("  staffing: {0.8: 0.25, 1: 0.75}\n", ""), "s.yaml").build().halls
    assert halls is not None
    assert halls.staffing == {1.0: 1.0}


@pytest.mark.parametrize(
    ("old", "new", "mark", "message"),
    [
        ("1.5: 0.5}", "1.5: 0.4}", "sizes: {0.5", "the shares of sizes sum to 0.9; allowed: exactly 1"),
        (
            "{0.5: 50%, 1.5: 0.5}", "{0.5: 50%, 2: 0.5}", "sizes: {0.5",
            "the sizes average 1.25 of the hall described; allowed: exactly 1, so that all halls together have its "
            "cases times their number",
        ),
        ("1: 0.75}", "1: 0.7}", "staffing: {0.8", "the shares of staffing sum to 0.95; allowed: exactly 1"),
        (
            "[window]", "[windows]", "windows]",
            'there is no pool "windows"; allowed: window, reviewer; did you mean "window"?',
        ),
        ("[window]", "[window, window]", " window]\n", 'pools names "window" twice'),
        ("{0.8:", "{-0.8:", "-0.8", '"-0.8" is not a factor; write a number above 0, as in 0.5'),
        ("{value: 10}", "0", "0\n  sizes", "0 is too small; allowed: whole numbers from 1 to 1,000,000"),
    ],
)  # fmt: skip
def test_faults_stand_where_they_are(old: str, new: str, mark: str, message: str) -> None:
    text = SMALL + TEXT[len(SMALL) :].replace(old, new, 1)
    assert text.count(mark) == 1
    assert faults_of(text) == [placed(text, mark, message)]


def test_a_profile_does_not_grow() -> None:
    text = TEXT.replace("[window]", "[open]").replace(
        "pools:\n", "pools:\n  open: {name: open, kind: window, profile: {'09:00': 2}}\n", 1
    )
    (fault,) = faults_of(text)
    assert fault == placed(
        text, "open]", '"open" has a profile, which does not grow with the hall; give it a capacity'
    )


def test_the_schema_knows_shares_by_factor() -> None:
    halls = json_schema()["$defs"]["Halls"]
    assert halls["anyOf"] == [{"required": ["number", "sizes", "pools"]}, {"required": ["like"]}]
    assert halls["properties"]["sizes"]["additionalProperties"] == SHARE
    assert re.match(halls["properties"]["sizes"]["propertyNames"]["pattern"], "0.125")
