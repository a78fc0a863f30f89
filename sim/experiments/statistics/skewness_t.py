"""Hall's skewness-corrected t for one sample.

Source: P. Hall (1992), "On the removal of skewness by transformation", J. R. Stat. Soc. B 54, 221-228.
With n values, S = mean / sd and skewness γ = third central moment / sd³,

    g = √n (S + γ S² / 3 + γ² S³ / 27 + γ / (6 n)),

which is compared with Student's t on n - 1 degrees of freedom. dg/dS = √n (1 + γ S / 3)², so g never falls
as S grows. sd² divides by n - 1, the third moment by n.

A least variance may be given. Where it binds, sd is replaced in S and in γ alike, so γ shrinks as well.
All statistics are dimensionless floats; they may be ±inf and are never NaN.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.experiments.statistics.critical_values import STUDENT_T

Floats = NDArray[np.float64]


def hall_statistic(
    n: int, mean: ArrayLike, variance: ArrayLike, third: ArrayLike, least_variance: ArrayLike = 0.0
) -> Floats:
    """g of samples of size n, from their mean, variance (n - 1) and third central moment (n).

    Shapes broadcast. A sample without variance gives 0 where its mean is 0, else ±inf.
    """
    if n < 2:
        raise ValueError(f"Hall's t needs at least 2 values, got {n}")
    mean, third, squared = np.broadcast_arrays(
        np.asarray(mean, dtype=np.float64),
        np.asarray(third, dtype=np.float64),
        np.maximum(variance, least_variance),
    )
    flat = squared <= 0.0
    sd = np.sqrt(np.where(flat, 1.0, squared))
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        s = mean / sd
        skewness = third / sd / sd / sd
        x = skewness * s
        # 1 + x/3 + x²/27 is never below 1/4; in this form no inf - inf can arise.
        g = np.sqrt(n) * (s * (1.0 + x / 3.0 * (1.0 + x / 9.0)) + skewness / (6.0 * n))
        g = np.where(np.isnan(g), s, g)
        certain = np.where(mean == 0.0, 0.0, np.copysign(np.inf, mean))
    return np.where(flat, certain, g)


def hall_rows(values: ArrayLike, least_variance: ArrayLike = 0.0) -> Floats:
    """g of every sample, the samples lying along the last axis; least_variance broadcasts over the rest."""
    rows = np.asarray(values, dtype=np.float64)
    if not np.isfinite(rows).all():
        raise ValueError("Hall's t needs finite values, got inf or nan")
    n = rows.shape[-1] if rows.ndim else 0
    if n < 2:
        raise ValueError(f"Hall's t needs at least 2 values, got {n}")
    mean = rows.mean(axis=-1)
    centred = rows - mean[..., None]
    squares = centred * centred
    return hall_statistic(
        n, mean, squares.sum(axis=-1) / (n - 1), (squares * centred).mean(axis=-1), least_variance
    )


def hall_ends(values: ArrayLike, critical: float) -> tuple[float, float]:
    """The means at which Hall's t of a sample (1-D, at least 2 finite values) is just `critical`, low and high.

    Solved for S, g is a cube root: (1 + γ S / 3)³ = 1 + γ (g / √n - γ / (6 n)). A sample without variance has both
    ends at its mean.
    """
    sample = np.asarray(values, dtype=np.float64)
    n = sample.size
    centred = sample - sample.mean()
    sd = float(np.sqrt((centred**2).sum() / (n - 1)))
    if sd == 0.0:
        return float(sample.mean()), float(sample.mean())
    skewness = float((centred**3).mean()) / sd**3

    def off(g: float) -> float:
        u = g / np.sqrt(n) - skewness / (6.0 * n)
        if abs(skewness) < 1e-6:
            return float(u)
        return float(3.0 / skewness * (np.cbrt(1.0 + skewness * u) - 1.0))

    return float(sample.mean()) - sd * off(critical), float(sample.mean()) - sd * off(-critical)


@lru_cache(maxsize=4096)
def critical_t(n: int, alpha: float) -> float:
    """The two-sided critical value at level alpha of a sample of n: Student's t, n - 1 degrees of freedom."""
    if not 0.0 < alpha < 1.0:
        raise ValueError(f"alpha must lie between 0 and 1, got {alpha}")
    if n < 2:
        raise ValueError(f"a t test needs at least 2 values, got {n}")
    probability = 1.0 - alpha / 2.0
    if (n, probability) in STUDENT_T:
        return STUDENT_T[n, probability]

    from scipy.special import stdtrit

    return float(stdtrit(n - 1, probability))
