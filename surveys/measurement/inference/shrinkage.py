"""Small segments: means drawn to the common mean, the more so the less sure they are.

The true means of groups are taken to be spread normally around a common one. Where that spread is
small against the error of a group's own mean, the common mean says more about the group than its
few answers do. For ranking, maps and plans, always labelled as smoothed; tables and tests show the
means as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from surveys.measurement.inference.estimates import LEVEL, Sample, normal_quantile

Vector = npt.NDArray[np.float64]

FEWEST_GROUPS: Final = 5
"""The spread of fewer true means cannot be estimated to speak of."""

NOISY: Final = 15
"""Of fewer effective people the variance is too unsure to use by itself."""

_STEPS: Final = 100
"""More than Newton ever takes: he doubles from far and is quadratic from near."""

_CLOSE: Final = 1e-14


@dataclass(frozen=True, slots=True)
class Spread:
    """How the true means of groups are spread, in the unit of the means or its square."""

    tau2: float
    """The variance of the true means."""
    mu: float
    """The common mean, to which each group counts by how sure it is."""
    mu_variance: float
    q: float
    """Cochran's Q: chi-square with k − 1 degrees of freedom when all true means are equal."""
    i2: float
    """The share of the spread of the found means that is not chance, 0-1."""


@dataclass(frozen=True, slots=True)
class Smoothed:
    """A mean drawn to the common one, with its standard error and interval."""

    mean: float
    se: float
    low: float
    high: float
    factor: float
    """How much of the group's own mean is left in it, 0-1."""


def smoothed(samples: Mapping[str, Sample], level: float = LEVEL) -> dict[str, Smoothed] | None:
    """Return the mean of each group, drawn to the common mean.

    With B = τ²/(τ² + V): B·m + (1 − B)·μ, τ² by `paule_mandel`. V is the variance of the group's
    mean; where it rests on fewer than 15 effective people, or nothing varies, it is s²/n_eff with
    the s² pooled over all groups.

    Args:
        samples: name of a group to its answers; groups without any are left out.
        level: confidence level of the intervals, 0-1.

    Returns:
        The means by group, or None with fewer than five groups or when nothing varies in any.

    Assumes:
        Independent groups, whose true means are about normally spread; groups of 15 or more have
        a variance that is about known.

    Source:
        Efron and Morris (1975), JASA 70, 311-319; Fay and Herriot (1979), JASA 74, 269-277.

    >>> means = {"a": 40.0, "b": 45.0, "c": 50.0, "d": 55.0, "e": 60.0}
    >>> drawn = smoothed({name: Sample(20, mean, 500.0) for name, mean in means.items()})
    >>> {name: round(one.mean, 2) for name, one in drawn.items()}
    {'a': 44.0, 'b': 47.0, 'c': 50.0, 'd': 53.0, 'e': 56.0}
    """
    there = {name: sample for name, sample in samples.items() if sample.mean is not None}
    pooled = pooled_variance(list(there.values()))
    if len(there) < FEWEST_GROUPS or not pooled:
        return None
    means = np.array([sample.mean for sample in there.values()], dtype=np.float64)
    variances = np.array([_steady_variance(sample, pooled) for sample in there.values()])
    spread = spread_of(means, variances, paule_mandel(means, variances))
    drawn, factors = shrunk(means, variances, spread), shrinkage_factors(variances, spread.tau2)
    errors = np.sqrt(shrunk_variances(means, variances, spread))
    z = normal_quantile((1 + level) / 2)
    figures = np.stack([drawn, errors, drawn - z * errors, drawn + z * errors, factors], axis=1)
    return {name: Smoothed(*row) for name, row in zip(there, figures.tolist(), strict=True)}


def pooled_variance(samples: Sequence[Sample]) -> float | None:
    """Return Σ(n − 1)s²/Σ(n − 1), n effective; None when no group has two answers.

    >>> pooled_variance([Sample(3, 50.0, 10.0), Sample(5, 40.0, 40.0), Sample(1, 30.0, None)])
    30.0
    """
    pairs = [(one.n_eff - 1, one.variance) for one in samples if one.variance is not None]
    whole = sum(df for df, _ in pairs)
    return sum(df * variance for df, variance in pairs) / whole if whole else None


def paule_mandel(means: Vector, variances: Vector) -> float:
    """Return τ² for which Σ(m − μ)²/(V + τ²) is what it should be, k − 1; 0 where it is below.

    Newton's method: the sum falls and bends upwards as τ² grows, so steps from 0 never overshoot.

    Args:
        means: (k,) found means.
        variances: (k,) their variances, above 0.

    Source:
        Paule and Mandel (1982), J Res NBS 87, 377-385; DerSimonian and Kacker (2007), Contemp Clin
        Trials 28, 105-114, for the steps.

    >>> round(paule_mandel(np.array([40.0, 50.0, 60.0]), np.array([25.0, 25.0, 25.0])), 9)
    75.0
    """
    tau2 = 0.0
    for _ in range(_STEPS):
        w = 1 / (variances + tau2)
        squares = w * (means - w @ means / w.sum()) ** 2
        excess = float(squares.sum()) - (len(means) - 1)
        if excess <= _CLOSE * len(means):
            break
        tau2 += excess / float(w @ squares)
    return tau2


def dersimonian_laird(means: Vector, variances: Vector) -> float:
    """Return τ² by moments: (Q − (k − 1))/(Σw − Σw²/Σw) with w = 1/V, not below 0.

    Source:
        DerSimonian and Laird (1986), Control Clin Trials 7, 177-188.

    >>> round(dersimonian_laird(np.array([40.0, 50.0, 60.0]), np.array([25.0, 25.0, 25.0])), 9)
    75.0
    """
    w = 1 / variances
    return max(0.0, (_cochran_q(means, w) - (len(means) - 1)) / typical_weights(w))


def spread_of(means: Vector, variances: Vector, tau2: float) -> Spread:
    """Return how the true means of groups are spread, given their variance τ².

    μ = Σm/(V + τ²)/Σ1/(V + τ²), V(μ) = 1/Σ1/(V + τ²); I² = τ²/(τ² + a typical V).

    Args:
        means: (k,) found means, k >= 2.
        variances: (k,) their variances, above 0.
        tau2: the variance of the true means, by one of the functions above.

    Source:
        Higgins and Thompson (2002), Stat Med 21, 1539-1558, for Q and I².

    >>> spread_of(np.array([40.0, 50.0, 60.0]), np.array([25.0, 25.0, 25.0]), 75.0).i2
    0.75
    """
    w = 1 / (variances + tau2)
    known = 1 / variances
    typical = (len(means) - 1) / typical_weights(known)
    return Spread(
        tau2=tau2,
        mu=float(w @ means / w.sum()),
        mu_variance=float(1 / w.sum()),
        q=_cochran_q(means, known),
        i2=tau2 / (tau2 + typical),
    )


def shrinkage_factors(variances: Vector, tau2: float) -> Vector:
    """Return B = τ²/(τ² + V), how much of each group's own mean is kept."""
    factors: Vector = tau2 / (tau2 + variances)
    return factors


def shrunk(means: Vector, variances: Vector, spread: Spread) -> Vector:
    """Return B·m + (1 − B)·μ of each group.

    >>> spread = spread_of(np.array([40.0, 50.0, 60.0]), np.full(3, 25.0), 75.0)
    >>> shrunk(np.array([40.0, 50.0, 60.0]), np.full(3, 25.0), spread).tolist()
    [42.5, 50.0, 57.5]
    """
    kept = shrinkage_factors(variances, spread.tau2)
    drawn: Vector = kept * means + (1 - kept) * spread.mu
    return drawn


def shrunk_variances(means: Vector, variances: Vector, spread: Spread) -> Vector:
    """Return the variances of shrunk means, given that μ and τ² are estimated too.

    V·(1 − (1 − h)·b) + 2/(k − 3)·b²·(V̄ + τ²)/(V + τ²)·(m − μ)², with b = (1 − B)·(k − 3)/(k − 1),
    h = V(μ)/(V + τ²) and V̄ the mean of V weighted by 1/(V + τ²). Were τ² known, b were 1 − B and
    there were no second term: B·V + (1 − B)²·V(μ). That holds the true means too seldom.

    Args:
        means: (k,) found means, k > 3.
        variances: (k,) their variances, above 0.
        spread: of the true means.

    Source:
        Morris (1983), JASA 78, 47-55.

    >>> means, known = np.array([40.0, 45.0, 50.0, 55.0, 60.0]), np.full(5, 25.0)
    >>> shrunk_variances(means, known, spread_of(means, known, 37.5)).round(9).tolist()
    [25.0, 22.0, 21.0, 22.0, 25.0]
    """
    k, total = len(means), variances + spread.tau2
    drawn = (1 - shrinkage_factors(variances, spread.tau2)) * (k - 3) / (k - 1)
    usual = float((variances / total).sum() / (1 / total).sum()) + spread.tau2
    known = variances * (1 - (1 - spread.mu_variance / total) * drawn)
    unsure = 2 / (k - 3) * usual / total * (means - spread.mu) ** 2
    found: Vector = known + drawn**2 * unsure
    return found


def typical_weights(w: Vector) -> float:
    """Return Σw − Σw²/Σw: k − 1 times the weight of a typical one of k groups."""
    return float(w.sum() - w @ w / w.sum())


def _steady_variance(sample: Sample, pooled: float) -> float:
    """Return the variance of a mean; from the pooled one where its own says too little."""
    if sample.n_eff < NOISY or not sample.varies or not sample.mean_variance:
        return pooled / sample.n_eff
    return sample.mean_variance


def _cochran_q(means: Vector, w: Vector) -> float:
    return float(w @ (means - w @ means / w.sum()) ** 2)
