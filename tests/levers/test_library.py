"""Levers of the library's scenarios: variants differ by them alone, and one that changes nothing is none."""

from __future__ import annotations

import pytest

from sim.experiments.questions.whatif import load
from sim.levers import stated_levers
from sim.library import library_names
from sim.model import ModelError

SWITCHED = [
    (name, variant)
    for name in library_names()
    for variant, version in load(name).stated.variants.items()
    if version.levers
]


FULLEST = {
    max((len(load(n).stated.variants[v].levers), n, v) for n, v in SWITCHED if n == name)
    for name, _ in SWITCHED
}
"""The variant with most levers of each scenario: number, name, variant."""
IN_TURN = [
    pytest.param(name, variant, marks=() if (n, name, variant) in FULLEST else pytest.mark.verification)
    for name, variant in SWITCHED
    if (n := len(load(name).stated.variants[variant].levers))
]


@pytest.mark.parametrize(("name", "variant"), SWITCHED)
def test_the_variant_without_levers_becomes_the_other_with_them(name: str, variant: str) -> None:
    asked = load(name, variant=variant)
    own = tuple(use.name for use in asked.stated.variants[variant].levers)
    plain = next(
        (v for v, version in asked.stated.variants.items() if not (version.levers or version.set)), None
    )
    if plain is None or asked.stated.variants[variant].set:
        pytest.skip("no variant differs from this one by levers alone")
    assert load(name, variant=plain, with_=own).program.digest == asked.program.digest
    assert load(name, variant=variant, without=own).program.digest == load(name, variant=plain).program.digest


@pytest.mark.parametrize(("name", "variant"), IN_TURN)
def test_every_lever_changes_the_program_or_carries_another(name: str, variant: str) -> None:
    asked = load(name, variant=variant)
    for use in asked.levers:
        others = {other.name for other in asked.levers} - {use.name}
        try:
            digest = load(name, variant=variant, without=(use.name,)).program.digest
        except ModelError as refused:
            # A lever that builds on this one says so, at its own place in the file.
            blamed = {fault.message.partition(":")[0] for fault in refused.faults}
        else:
            blamed = set()
            assert digest != asked.program.digest
        assert blamed <= others


@pytest.mark.parametrize("end", ["favourable_setting", "unfavourable_setting"])
@pytest.mark.parametrize(("name", "variant"), IN_TURN)
def test_levers_fit_at_both_ends_of_the_assumptions(name: str, variant: str, end: str) -> None:
    asked = load(name, variant=variant)
    moved = asked.with_settings([getattr(one, end) for one in asked.assumptions])
    assert moved.program.digest != asked.program.digest


@pytest.mark.parametrize("name", sorted({name for name, _ in SWITCHED}))
def test_all_levers_of_a_scenario_fit_together(name: str) -> None:
    """As `onewindow levers NAME` takes them: each lever by its first parameters, whichever variant states it."""
    levers = tuple(stated_levers(load(name).stated))
    assert len(levers) > 2
    assert load(name, with_=levers).program.digest
