"""What is refused without a table is what is refused with one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.chance import DistributionError, Spec, check_table, table_of
from sim.chance.quantile_table import HUNDRED_YEARS

MEANS = st.floats(-2, 17).map(lambda power: 10**power)
RATIOS = st.floats(0.5, 50)


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    mean, ratio = draw(MEANS), draw(RATIOS)
    family = draw(st.sampled_from([None, "lognormal"]))
    return draw(
        st.sampled_from(
            [
                Spec(mean=mean, cv=ratio, family=family),
                Spec(mean=mean, quantiles=((0.9, mean * ratio),), family=family),
                Spec(quantiles=((0.5, mean), (0.95, mean * ratio)), family=family),
                Spec(quantiles=((0.9, mean), (0.1, mean / ratio))),
                Spec(mean=mean, family="exponential"),
                Spec(quantiles=((0.5, mean),), family="exponential"),
                Spec(min=mean / ratio, max=mean),
                Spec(min=mean / 60, mode=mean / ratio, max=mean),
                Spec(fixed=mean),
                Spec(mean=mean, cv=ratio / 10, family="gamma"),
            ]
        )
    )


def refused(spec: Spec, scale: float) -> tuple[str, str]:
    try:
        table_of(spec, scale)
    except DistributionError as fault:
        return type(fault).__name__, str(fault)
    return "", ""


def refused_quickly(spec: Spec, scale: float) -> tuple[str, str]:
    try:
        check_table(spec, scale)
    except DistributionError as fault:
        return type(fault).__name__, str(fault)
    return "", ""


@given(specs(), st.sampled_from([1.0, 1.7, 0.01, 1000.0]))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_both_say_the_same(spec: Spec, scale: float) -> None:
    assert refused_quickly(spec, scale) == refused(spec, scale)


@pytest.mark.parametrize("scale", [0.0, -1.0, float("nan"), float("inf")])
def test_no_scale(scale: float) -> None:
    assert refused_quickly(Spec(fixed=60e6), scale) == refused(Spec(fixed=60e6), scale) != ("", "")


def test_too_long() -> None:
    assert refused_quickly(Spec(fixed=1.01 * HUNDRED_YEARS), 1)[0] == "Infeasible"
    assert refused_quickly(Spec(fixed=0.99 * HUNDRED_YEARS), 1) == ("", "")


def test_a_family_that_reaches_below_zero() -> None:
    spec = Spec(family="genextreme", parameters=(("c", 0.1), ("loc", 3e8), ("scale", 6e8)))
    assert "negative with probability" in refused_quickly(spec, 1)[1]
