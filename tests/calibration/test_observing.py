"""How sure an observed figure is."""

from __future__ import annotations

import pytest

from calibration.figures import Figure
from calibration.measured import Measured
from calibration.observing import Observation, observation

NEVER_SEEN = Measured(0.0, 0.0, 5000.0)
"""A share no simulated case belongs to."""


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_none_of_so_many_is_as_uncertain_as_the_share_of_so_many(share: float) -> None:
    """Where the simulated cases show no chance at all, the published ones still had some."""
    as_share = _share({"value": share, "cases": 170})
    as_count = _share({"count": int(170 * share), "of": 170})
    assert as_share.variance(NEVER_SEEN) == as_count.variance(NEVER_SEEN) > 1e-5


def _share(observed: dict[str, float]) -> Observation:
    return observation(Figure.model_validate({"share": {"outcome": "refused"}, "observed": observed}), 8.0)
