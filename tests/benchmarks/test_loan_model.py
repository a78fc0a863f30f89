"""The peer's model by hand: both engines agree on it, and it takes as long as Prosimos says it does."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from benchmarks.loan_model import FILES, loan_program
from sim.engine import compiled, reference

PEERS = Path(os.environ.get("ONEWINDOW_PEERS", "/nowhere"))

pytestmark = pytest.mark.skipif(
    not all((PEERS / name).exists() for name in FILES), reason=f"no {FILES[0]} in ONEWINDOW_PEERS={PEERS}"
)


def test_engines_agree() -> None:
    program = loan_program(PEERS, 300)
    one, other = (engine.simulate(program, seed=1, replication=0) for engine in (compiled, reference))
    np.testing.assert_array_equal(one.rows, other.rows)


def test_activities_a_case() -> None:
    """Prosimos: 10.43 ± 0.07 over ten runs of a thousand cases."""
    outcome = compiled.simulate(loan_program(PEERS, 10_000), seed=1, replication=0)
    assert outcome.tasks / len(outcome.service) == pytest.approx(10.43, abs=0.15)
