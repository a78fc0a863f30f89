"""Colours that mean different things are told apart by eyes of every kind, or carry different hatches."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from plots.causes import COLOURS, HATCHES, PAUSE, WAITING, shades
from plots.palette import BREAKS, CHANGED, HATCHED, HOLIDAY, KEEPS, ON_TIME, OVERDUE, STAYS, UNKNOWN, WEEKEND

EYES = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}  # fmt: skip
"""What each sees of linear red, green and blue: Machado, Oliveira and Fernandes 2009, severity 1."""
TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.089)
APART, GROUNDS_APART = 18.0, 12.0
"""Distances in CIELAB; patches of a few millimetres are told apart from about 10 on, large grounds from less."""


def seen(colour: str, eye: str) -> NDArray[np.float64]:
    """CIELAB of a colour as an eye sees it."""
    stated = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(stated <= 0.04045, stated / 12.92, ((stated + 0.055) / 1.055) ** 2.4)
    xyz = np.array(TO_XYZ) @ np.clip(np.array(EYES[eye]) @ linear, 0, 1) / np.array(WHITE)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: str, other: str) -> float:
    return min(float(np.linalg.norm(seen(one, eye) - seen(other, eye))) for eye in EYES)


def test_causes() -> None:
    named = {**COLOURS, "waiting": WAITING}
    close = {
        (one, other): round(distance(named[one], named[other]))
        for one, other in combinations(named, 2)
        if distance(named[one], named[other]) < APART
    }
    assert close == {}


@pytest.mark.parametrize(
    "grounds",
    [
        (WEEKEND, HOLIDAY),
        (KEEPS, BREAKS),
        (STAYS, *CHANGED.values()),
        (ON_TIME, OVERDUE, UNKNOWN),
    ],
)
def test_grounds(grounds: tuple[str, ...]) -> None:
    for one, other in combinations(grounds, 2):
        lighter = abs(seen(one, "usual")[0] - seen(other, "usual")[0])
        hatched = HATCHED.get(one, "") != HATCHED.get(other, "")
        assert hatched or (distance(one, other) >= GROUNDS_APART and lighter >= 5), (one, other)


def test_a_pause_looks_the_same_in_every_figure() -> None:
    alone = shades(["补正 supplement"], "en")["补正 supplement"]
    beside = shades(["公示", "特别程序：专家评审", "补正 supplement", "work"], "zh")
    assert {beside[cause].colour for cause in ("公示", "特别程序：专家评审", "补正 supplement")} == {PAUSE}
    assert beside["补正 supplement"].hatch == alone.hatch
    assert len({shade.hatch for shade in beside.values()}) == 4


def test_pauses_of_one_kind_differ_in_one_figure() -> None:
    found = shades(["补正一", "补正二", "补正三"], "zh")
    assert len({shade.hatch for shade in found.values()}) == 3
    many = shades([f"补正{n}" for n in range(len(HATCHES) + 2)], "zh")
    assert all(shade.hatch for shade in many.values())
