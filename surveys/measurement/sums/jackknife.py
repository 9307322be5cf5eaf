"""How sure is a figure that has no short formula: leave out one fortieth of the people at a time.

The people are dealt into shards by a number that never changes, the figure is computed again
without each shard, and how much it moves says how sure it is. No chance is involved: the same
people give the same digits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Any, Final, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from surveys.measurement.inference.estimates import LEVEL, t_quantile
from surveys.measurement.sums.scores import IntArray

Array = NDArray[np.float64]

SHARDS: Final = 40
"""With so many the standard error itself is known to about 11 %."""


@dataclass(frozen=True, slots=True)
class Replicated:
    """A figure and how sure the jackknife says it is; None: not defined."""

    value: float | None
    se: float | None = None
    df: int | None = None
    low: float | None = None
    high: float | None = None


class Summed(Protocol):
    """Sums over people that can be taken off again: `Moments`, or weighted ones."""

    @property
    def n(self) -> int:
        """Return how many people there are."""

    def __sub__(self, other: Any, /) -> Any:  # noqa: ANN401 - each kind takes its own
        """Return the sums without those of some of the people."""


SummedT = TypeVar("SummedT", bound=Summed)


def shard_of(response_ids: NDArray[np.integer[Any]], shards: int = SHARDS) -> IntArray:
    """Return the shard of each response: a hash of its number, so that order means nothing.

    Args:
        response_ids: (n,) whole numbers of at most 64 bits that stay with a response for ever.
        shards: how many there are.

    Returns:
        (n,) places from 0 to shards − 1, the same on every machine.

    Source:
        Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators, OOPSLA,
        453-472: SplitMix64.

    >>> shard_of(np.array([1, 2, 3])).tolist()
    [25, 30, 13]
    """
    z = np.asarray(response_ids).astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return (z % np.uint64(shards)).astype(np.int64)


def leave_one_out(shards: Sequence[SummedT], total: SummedT) -> list[SummedT]:
    """Return the sums of all people without those of each shard, by subtraction.

    Args:
        shards: the sums of each shard; one without people leaves nothing out and does not count.
        total: the sums of all of them.

    Returns:
        One per shard that has people, in their order.
    """
    return [total - shard for shard in shards if shard.n > 0]


def jackknife_variance(replicates: Array) -> Array:
    """Return the variance of figures from what they are without each shard.

    V = (G − 1)/G · Σ(θ_(g) − mean θ_(g))².

    Args:
        replicates: (G, …) the figures without each of G shards, G >= 2.

    Returns:
        (…) variances in squared units of the figures; NaN where a replicate is NaN.

    Assumes:
        A figure that moves smoothly with the answers: no medians or other quantiles.

    Source:
        Kott (2001), J Off Stat 17, 521-526.

    >>> jackknife_variance(np.array([49.0, 50.0, 51.0]))
    array(1.33333333)
    """
    groups = len(replicates)
    moved = replicates - replicates.mean(axis=0)
    return np.asarray((groups - 1) / groups * (moved**2).sum(axis=0))


def jackknife_covariance(replicates: Array) -> Array:
    """Return the covariances of figures from what they are without each shard.

    Args:
        replicates: (G, …, k) k figures, without each of G shards, G >= 2.

    Returns:
        (…, k, k) covariances.

    Source:
        Kott (2001), J Off Stat 17, 521-526.

    >>> jackknife_covariance(np.array([[49.0, 1.0], [51.0, 3.0]])).tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    groups = len(replicates)
    moved = replicates - replicates.mean(axis=0)
    products = (moved[..., :, None] * moved[..., None, :]).sum(axis=0)
    return np.asarray((groups - 1) / groups * products)


def jackknifed(
    values: Sequence[float | None], replicates: Array, level: float = LEVEL
) -> list[Replicated]:
    """Return figures with their standard errors and t intervals, G − 1 degrees of freedom.

    Args:
        values: k figures of all people; None or NaN where not defined.
        replicates: (G, k) the same figures without each of G shards that have people.
        level: confidence level, 0-1.

    Returns:
        One per figure, in its unit. There is no interval with fewer than two shards, or when a
        figure is not defined without some shard, or never moves.

    Source:
        Kott (2001), J Off Stat 17, 521-526.

    >>> jackknifed([50.0], np.array([[49.0], [50.0], [51.0]]))
    [Replicated(value=50.0, se=1.15..., df=2, low=45.03..., high=54.96...)]
    """
    if len(replicates) < 2:
        return [Replicated(_defined(value)) for value in values]
    df = len(replicates) - 1
    variances = jackknife_variance(replicates).tolist()
    quantile = t_quantile((1 + level) / 2, df)
    return [_replicated(*one, df, quantile) for one in zip(values, variances, strict=True)]


def _replicated(value: float | None, variance: float, df: int, quantile: float) -> Replicated:
    known = _defined(value)
    if known is None or not (isfinite(variance) and variance > 0):
        return Replicated(known)
    se = sqrt(variance)
    return Replicated(known, se, df, known - quantile * se, known + quantile * se)


def _defined(value: float | None) -> float | None:
    return None if value is None or not isfinite(value) else float(value)
