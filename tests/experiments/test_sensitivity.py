"""Elementary effects and Sobol' indices against functions whose answer is known, with noise and without."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import sobol_indices
from small_hall import HALL, SOURCES

from sim.experiments.questions.whatif import load
from sim.experiments.running.crew import Crew
from sim.experiments.searches.sensitivity import sensitivity
from sim.experiments.statistics.morris import effects, trajectories
from sim.experiments.statistics.sobol import indices, places
from sim.model import ModelError

Floats = NDArray[np.float64]


def random(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def replicated(values: Floats, noise: float, count: int = 8, seed: int = 2) -> tuple[Floats, Floats]:
    """Sums and counts of replications whose mean is the value on average."""
    sums = values[..., None] + noise * random(seed).standard_normal((*values.shape, count))
    return sums, np.ones_like(sums)


def ishigami(x: Floats) -> Floats:
    a, b, c = np.moveaxis(np.pi * (2 * x - 1), -1, 0)
    found: Floats = np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a)
    return found


FIRST, TOTAL = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)
"""Of the Ishigami function with a = 7, b = 0.1 (Ishigami and Homma 1990), by its formulas."""


def test_a_trajectory_moves_every_input_once() -> None:
    found = trajectories(5, 20, random())
    assert ((found >= 0) & (found <= 1)).all()
    moved = np.diff(found, axis=1)
    assert np.allclose(np.sort(np.abs(moved), axis=2)[..., -1], 2 / 3)
    assert (np.count_nonzero(moved, axis=2) == 1).all()
    assert (np.count_nonzero(moved, axis=1) == 1).all()


def test_effects_of_a_line_are_its_slopes() -> None:
    design = trajectories(3, 6, random())
    found = effects(design, *replicated(design @ np.array([2.0, -1.0, 0.0]), 0.0), random())
    assert [(round(one.mean, 9), round(one.strength, 9), round(one.spread, 9)) for one in found if one] == [
        (2, 2, 0), (-1, 1, 0), (0, 0, 0)
    ]  # fmt: skip


def test_luck_is_no_spread_and_what_depends_on_others_is() -> None:
    design = trajectories(2, 200, random())
    plain = design @ np.array([1.0, 0.0])
    line, product = (
        effects(design, *replicated(values, 0.3), random())[0] for values in (plain, plain * design[..., 1])
    )
    assert line is not None
    assert product is not None
    assert line.noise == pytest.approx(
        0.3 * 1.5 * (2 / 8) ** 0.5, rel=0.1
    )  # two means of 8, over a step of 2/3
    assert line.spread < 0.1
    assert product.spread == pytest.approx(np.std([0, 1 / 3, 2 / 3, 1]), abs=0.06)


@pytest.mark.verification
def test_effects_are_those_of_another_program() -> None:
    analyze = pytest.importorskip("SALib.analyze.morris", reason="SALib is not installed")
    design = trajectories(3, 12, random())
    values = ishigami(design)
    problem = {"num_vars": 3, "names": list("abc"), "bounds": [[0, 1]] * 3}
    theirs = analyze.analyze(problem, design.reshape(-1, 3), values.ravel(), num_levels=4)
    ours = [one for one in effects(design, *replicated(values, 0.0), random()) if one]
    assert [one.strength for one in ours] == pytest.approx(list(theirs["mu_star"]))
    assert [one.mean for one in ours] == pytest.approx(list(theirs["mu"]))
    assert [one.spread for one in ours] == pytest.approx(list(theirs["sigma"]))


@pytest.mark.parametrize("noise", [0.0, 6.0])
def test_indices_of_a_function_with_known_ones(noise: float) -> None:
    design = places(3, 4096, random())
    found = indices(*replicated(ishigami(design), noise), random())
    assert found is not None
    assert [one.value for one in found.first] == pytest.approx(FIRST, abs=0.05)
    assert [one.value for one in found.total] == pytest.approx(TOTAL, abs=0.05)
    assert found.deviation == pytest.approx(13.845**0.5, rel=0.03)
    assert found.noise == pytest.approx(noise**2 / 4 / (noise**2 / 4 + 13.845), abs=0.03)
    for one, known in zip((*found.first, *found.total), (*FIRST, *TOTAL), strict=True):
        assert one.low - 0.02 <= known <= one.high + 0.02


def test_without_noise_they_are_those_of_scipy() -> None:
    design = places(3, 256, random())
    f = ishigami(design)
    theirs = sobol_indices(func={"f_A": f[:1], "f_B": f[1:2], "f_AB": f[2:, None]}, n=256)
    ours = indices(*replicated(f, 0.0), random())
    assert ours is not None
    assert [one.value for one in ours.first] == pytest.approx(list(theirs.first_order.ravel()), abs=0.01)
    assert [one.value for one in ours.total] == pytest.approx(list(theirs.total_order.ravel()), abs=0.01)


def test_where_nothing_varies_or_points_are_missing() -> None:
    design = places(2, 16, random())
    assert indices(*replicated(np.ones(design.shape[:2]), 0.0), random()) is None
    sums, counts = replicated(design[..., 0], 0.0)
    sums[1, 3] = np.nan
    found = indices(sums, counts, random())
    assert found is not None
    assert found.rows == 15
    steps = trajectories(2, 3, random())
    sums, counts = replicated(steps[..., 0], 0.0)
    sums[:2] = np.nan
    assert effects(steps, sums, counts, random()) == [None, None]


WORK = "mean: 60 min, p90: 100 min, "
UNSURE = HALL.replace(f"{WORK}source: rule", f"{WORK}range: [0.5, 2], source: guess").replace(
    "8 /wd, source: rule", "8 /wd, range: [7.9 /wd, 8.1 /wd], source: guess"
)


def test_the_number_that_matters_comes_first(tmp_path: Path) -> None:
    (tmp_path / "hall.yaml").write_text(UNSURE, "utf-8")
    (tmp_path / "sources.csv").write_text(SOURCES, "utf-8")
    asked = load(str(tmp_path / "hall.yaml"))
    screened = sensitivity(asked, targets=["broken"], samples=4, replications=4, crew=Crew(1))
    assert [one.path for one in screened.numbers] == [
        "services.main.channels.hall.rate",
        "services.main.flow.work.work",
    ]
    assert screened.targets[0].order() == [1, 0]
    assert screened.points <= 12
    divided = sensitivity(
        asked, method="sobol", targets=["broken"], samples=6, replications=4,
        numbers=["services.main.flow.work.work"], crew=Crew(1),
    )  # fmt: skip
    (told,) = divided.to_dict()["targets"]
    assert (divided.samples, divided.points) == (8, 16)
    assert told["numbers"][0]["total"][0] == pytest.approx(1, abs=0.8)
    for options, why in (({"method": "magic"}, "morris, sobol"), ({"numbers": ["x"]}, "uncertain number")):
        with pytest.raises(ModelError, match=why):
            sensitivity(asked, crew=Crew(1), **options)  # type: ignore[arg-type]
