"""Figures of people who do not all count the same.

A weight says for how many people someone counts, beside the others: multiplying all weights by the
same number changes nothing here. Equal weights give the figures of people who all count the same.
"""

from fractions import Fraction
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from surveys.errors import NoVarianceError
from surveys.measurement.inference.estimates import Sample, Unequal

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]

ROUNDING: Final = 1e-14
"""A sum of squares below this part of its terms is a rounding of 0."""

_DECIMALS: Final = 9
"""An effective n is rounded to so many decimals: then n equal weights amount to n people."""


class Kish(NamedTuple):
    """What it costs that people do not all count the same."""

    n: int
    design_effect: float
    """So many times as many people are needed as if all counted the same; 1 at least."""
    n_eff: float
    """So many people who all count the same would say as much."""
    cv2: float
    """The variance of the weights (divisor n) over the square of their mean."""


class Sums(NamedTuple):
    """Σ weight, Σ weight · y and Σ weight · y² over the people with a value."""

    weight: float
    value: float
    square: float


def kish(n: int, weights: float, squares: float) -> Kish | None:
    """Return Kish's design effect: n · Σw²/(Σw)² = 1 + cv².

    It is what weights cost where they have nothing to do with the answers. Thresholds and degrees
    of freedom use it; a standard error never does.

    Args:
        n: number of people, each with a weight above 0.
        weights: Σw.
        squares: Σw².

    Returns:
        None without people.

    Source:
        Kish (1965), Survey Sampling; Kish (1992), J Off Stat 8, 183-200.

    >>> kish(2, 1.0 + 3.0, 1.0 + 9.0)
    Kish(n=2, design_effect=1.25, n_eff=1.6, cv2=0.25)
    """
    if not n:
        return None
    n_eff = effective_n(n, weights, squares)
    return Kish(n, n / n_eff, n_eff, n / n_eff - 1)


def effective_n(n: int, weights: float, squares: float) -> float:
    """Return how many people who all count the same would say as much: (Σw)²/Σw².

    Args:
        n: number of people; the effective number is n at most.
        weights: Σw.
        squares: Σw².

    Source:
        Kish (1965), Survey Sampling.

    >>> effective_n(2, 4.0, 10.0)
    1.6
    """
    return min(float(n), round(weights**2 / squares, _DECIMALS))


def weighted_sample(
    people: Sample,
    once: Sums,
    twice: Sums,
    *,
    centre: Fraction | int = 0,
    unit: Fraction = Fraction(1),
) -> Sample:
    """Return what weighted answers say about their mean.

    m = Σwy/Σw, s² = n/(n − 1) · Σw(y − m)²/Σw, and, linearised,
    V(m) = n/(n − 1) · Σw²(y − m)²/(Σw)².

    Args:
        people: the same answers without weights, in the unit that is wanted. It knows exactly
            whether all of them are the same; weights above 0 cannot change that.
        once: sums with the weights; y is what each value is above `centre`.
        twice: sums with the squares of the weights.
        centre: what was taken off each value before summing, in steps.
        unit: the size of one step in the unit that is wanted.

    Returns:
        The sample; its n counts people, `unequal` holds the effective n and V(m). There is no
        variance where they amount to one person.

    Assumes:
        Independent people; weights that are given, not estimated from these answers.

    Source:
        Binder (1983), Int Stat Rev 51, 279-292; Lumley (2010), Complex Surveys.

    >>> weighted = weighted_sample(Sample(2, 2.0, 2.0), Sums(4.0, 4.0, 12.0), Sums(10.0, 6.0, 36.0))
    >>> weighted.mean, weighted.variance, weighted.n_eff
    (1.0, 4.0, 1.6)
    """
    n = people.n
    if people.mean is None:
        return people
    n_eff = effective_n(n, once.weight, twice.weight)
    if people.variance is None or n_eff <= 1:
        return Sample(n, people.mean, None, Unequal(n_eff, None))
    step, mean = float(unit), once.value / once.weight
    spread = once.square / once.weight - mean**2
    linear = twice.square - 2 * mean * twice.value + mean**2 * twice.weight
    terms = twice.square + mean**2 * twice.weight
    if not people.varies or spread <= 0 or linear <= ROUNDING * terms:
        return Sample(n, _mean(people, mean, centre, unit), 0.0, Unequal(n_eff, 0.0))
    fair = n / (n - 1) * step**2
    return Sample(
        n,
        _mean(people, mean, centre, unit),
        fair * spread,
        Unequal(n_eff, fair * linear / once.weight**2),
    )


def weighted_covariance(x: Matrix, w: Vector) -> Matrix:
    """Return the weighted covariances of columns.

    C_ab = n/(n − 1) · Σ w(x_a − m_a)(x_b − m_b)/Σw with the weighted means m. Multiplying all
    weights by the same number changes nothing; with equal weights it is the usual covariance.

    Args:
        x: (n, k) answers without missing ones, n >= 2.
        w: (n,) weights above 0.

    Returns:
        (k, k) covariances in squared units of the answers.

    Raises:
        NoVarianceError: n < 2.

    Source:
        Binder (1983), Int Stat Rev 51, 279-292; as `svyvar` of the R package survey.

    >>> weighted_covariance(np.array([[1.0], [3.0]]), np.array([1.0, 3.0])).tolist()
    [[1.5]]
    """
    n = len(x)
    if n < 2:
        raise NoVarianceError
    share = w / w.sum()
    centred = x - share @ x
    covariance: Matrix = n / (n - 1) * (centred.T * share) @ centred
    return covariance


def _mean(people: Sample, mean: float, centre: Fraction | int, unit: Fraction) -> float | None:
    """Return the weighted mean; where all answers are the same, exactly that answer."""
    return float(unit) * (float(centre) + mean) if people.varies else people.mean
