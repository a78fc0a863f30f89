"""The headline targets of the library against the verdicts their files expect: a change either way is news.

What is expected stands in the scenario, written by hand with its reason; nothing here writes it.
"""

from __future__ import annotations

from functools import cache

import pytest

from sim.experiments.check import check
from sim.experiments.headlines import headlines
from sim.experiments.verdict import TargetVerdict
from sim.experiments.whatif import load

EXPECTED = [
    (scenario, target)
    for scenario, targets in headlines()
    for target in targets or ()
    if load(scenario).stated.targets[target].expected is not None
]


@cache
def verdicts(scenario: str) -> dict[str, TargetVerdict]:
    """Verdicts on every expected headline of a scenario, on the same replications."""
    asked = [target for name, target in EXPECTED if name == scenario]
    return {verdict.target: verdict for verdict in check(load(scenario), asked, ends=False)}


@pytest.mark.parametrize(("scenario", "target"), EXPECTED, ids=[target for _, target in EXPECTED])
def test_the_verdict_is_the_expected_one(scenario: str, target: str) -> None:
    verdict = verdicts(scenario)[target]
    stated = load(scenario).stated.targets[target].expected
    assert stated is not None
    if verdict.verdict != stated.verdict:
        pytest.fail(
            f"{verdict}\n"
            f"expected: {stated.verdict} ({stated.reason})\n"
            f"again:    onewindow check {target} --no-ends --seed {verdict.seed}",
            pytrace=False,
        )


def test_every_headline_says_what_is_expected() -> None:
    assert EXPECTED
    assert [(scenario, target) for scenario, targets in headlines() for target in targets or ()] == EXPECTED
