"""What goes along with an outcome, and how strongly: R² split over its drivers.

An outcome is a score of a person (the image, recommendation); its drivers are what people judged or
met (dimensions, touchpoints). Everything is computed from correlations, never from people. It shows
what goes along with what, not what causes what.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from surveys.errors import TooFewItemsError
from surveys.measurement.origins import relative_importance
from surveys.measurement.origins.relative_importance import (
    MOST_DRIVERS,
    Array,
    is_positive_definite,
)

LARGEST_MEND: Final = 0.05
"""When mending moves a correlation further than this, the split would be about other answers."""

ROUNDING: Final = 1e-12  # a number below this part of what it was taken from is a rounding of 0


class Definiteness(StrEnum):
    """Whether correlations can be those of one group of people."""

    POSITIVE = "positive"
    """As they are: the matrix is positive definite."""
    MENDED = "mended"
    """After a small change: each correlation was taken from other people, or drivers coincide."""
    REFUSED = "refused"
    """Not without a large change: only the single correlations can be shown."""
    UNDEFINED = "undefined"
    """Some correlation is not defined: nothing varies, or nobody gave both."""


@dataclass(frozen=True, slots=True)
class Importance:
    """How strongly each of k drivers goes along with an outcome; None: not defined or refused.

    `n` is the smallest number of people behind a correlation and `r` are the k plain correlations
    with the outcome. `lmg` and `johnson` each split R² over the drivers, in parts that sum to it;
    above `MOST_DRIVERS` there is no `lmg`.
    """

    n: int
    r: tuple[float | None, ...]
    definiteness: Definiteness
    r2: float | None = None
    r2_adjusted: float | None = None
    betas: tuple[float, ...] | None = None
    lmg: tuple[float, ...] | None = None
    johnson: tuple[float, ...] | None = None

    @property
    def shares(self) -> tuple[float, ...] | None:
        """Return each driver's share of R², 0-1: LMG's, or Johnson's where there are too many."""
        parts = self.lmg or self.johnson
        if parts is None or self.r2 is None or self.r2 < ROUNDING:
            return None
        return tuple(part / self.r2 for part in parts)

    @property
    def is_order_unsure(self) -> bool:
        """Tell whether the two ways of splitting rank some driver more than one place apart."""
        if self.lmg is None or self.johnson is None:
            return False
        return bool(np.abs(_ranks(self.lmg) - _ranks(self.johnson)).max() > 1)

    @property
    def suppression(self) -> tuple[bool, ...]:
        """Tell of each driver whether beta and r point opposite ways.

        Beside the others such a driver takes away what it shares with them: what it adds cannot be
        read from its sign.
        """
        if self.betas is None:
            return (False,) * len(self.r)
        pairs = zip(self.r, self.betas, strict=True)
        return tuple(r is not None and r * beta < -ROUNDING for r, beta in pairs)

    @property
    def is_enough(self) -> bool:
        """Tell whether there are people enough to show a split."""
        return self.n >= fewest_people(len(self.r))


def driver_importance(correlations: Array, n: int) -> Importance:
    """Return how strongly each driver goes along with the outcome.

    A matrix of pairwise correlations may be that of no group at all. Where its smallest eigenvalue
    is below 1e-8 it is mended (`relative_importance.mended`) and flagged, and refused where that
    would move a correlation by more than 0.05.

    Args:
        correlations: (1 + k, 1 + k), the outcome first, k >= 1; NaN where not defined.
        n: people behind them; with missing answers the smallest number behind any of them.

    Returns:
        R² (0-1), R² adjusted 1 − (1 − R²)(n − 1)/(n − k − 1), standardised coefficients, and the
        parts of R² by both ways of splitting.

    Raises:
        TooFewItemsError: there is no driver.

    Assumes:
        Relations about straight; no interval here: see `jackknife`.

    Source:
        Grömping (2007), Am Stat 61, 139-147; Johnson (2000), Multivariate Behav Res 35, 1-19.

    >>> matrix = np.array([[1.0, 0.5, 0.4], [0.5, 1.0, 0.5], [0.4, 0.5, 1.0]])
    >>> found = driver_importance(matrix, n=100)
    >>> round(found.r2, 2), [round(part, 3) for part in found.lmg]
    (0.28, [0.185, 0.095])
    """
    if len(correlations) < 2:
        raise TooFewItemsError
    definiteness, usable = _usable(correlations)
    zero_order = tuple(None if np.isnan(r) else float(r) for r in correlations[0, 1:])
    if usable is None:
        return Importance(n, zero_order, definiteness)
    between, outcome = usable[1:, 1:], usable[0, 1:]
    k = len(outcome)
    betas = relative_importance.standardised_betas(between, outcome)
    r2 = float(betas @ outcome)
    return Importance(
        n=n,
        r=zero_order,
        definiteness=definiteness,
        r2=r2,
        r2_adjusted=1 - (1 - r2) * (n - 1) / (n - k - 1) if n > k + 1 else None,
        betas=_listed(betas),
        lmg=_listed(relative_importance.lmg(between, outcome)) if k <= MOST_DRIVERS else None,
        johnson=_listed(relative_importance.relative_weights(between, outcome)),
    )


def parts_of_r2(between: Array, outcome: Array) -> Array:
    """Return each driver's part of R² in many regressions at once, as replicates need it.

    Leading axes are broadcast: (40, 1, k, k) and (40, 15, k) are 15 outcomes in 40 replicates.
    Each regression is mended or refused as by `driver_importance`.

    Args:
        between: (…, k, k) correlations of the drivers.
        outcome: (…, k) correlations of the drivers with the outcome.

    Returns:
        (…, k) parts by LMG, by Johnson above `MOST_DRIVERS`; NaN where refused or not defined.

    >>> between = np.array([[1.0, 0.5], [0.5, 1.0]])
    >>> parts_of_r2(between, np.array([[0.5, 0.4], [0.4, 0.5]])).round(3)
    array([[0.185, 0.095],
           [0.095, 0.185]])
    """
    k = between.shape[-1]
    split = relative_importance.lmg if k <= MOST_DRIVERS else relative_importance.relative_weights
    leading = np.broadcast_shapes(between.shape[:-2], outcome.shape[:-1])
    sound = np.broadcast_to(is_positive_definite(between, outcome), leading)
    if sound.all():
        return split(between, outcome)
    every_between = np.broadcast_to(between, (*leading, k, k))
    every_outcome = np.broadcast_to(outcome, (*leading, k))
    parts = np.empty((*leading, k))
    parts[sound] = split(every_between[sound], every_outcome[sound])
    unsound = zip(every_between[~sound], every_outcome[~sound], strict=True)
    parts[~sound] = [_mended_parts(split, *one) for one in unsound]
    return parts


def pairwise_correlations(
    answered: NDArray[Any], sums: NDArray[Any], squares: NDArray[Any], products: NDArray[Any]
) -> Array:
    """Return correlations, each from the people who have both, from sums that add up.

    r_ab = (n·Σab − Σa·Σb)/√((n·Σa² − (Σa)²)(n·Σb² − (Σb)²)), all over those who have a and b.

    Args:
        answered: (…, k, k) how many have both, or their sum of weights.
        sums: (…, k, k) Σ a over those who have b too, a being the row.
        squares: (…, k, k) Σ a² over the same.
        products: (…, k, k) Σ a·b.

    Returns:
        (…, k, k), 1 on the diagonal; NaN where a column does not vary among those who have both.

    Source:
        Pearson (1896), Philos Trans R Soc A 187, 253-318, over the pairs that are there.

    >>> one = np.ones((2, 2))
    >>> both = np.array([[10.0, 6.0], [6.0, 10.0]])
    >>> pairwise_correlations(4 * one, 0 * one, 10 * one, both).round(2)
    array([[1. , 0.6],
           [0.6, 1. ]])
    """
    n, y = np.asarray(answered, dtype=np.float64), np.asarray(sums, dtype=np.float64)
    whole = n * squares
    spread = whole - y**2
    spread = np.where(spread > ROUNDING * whole, spread, np.nan)
    # y and its transpose are Σa and Σb over the same people; likewise the spreads
    cross = n * products - y * y.swapaxes(-1, -2)
    r: Array = np.clip(cross / np.sqrt(spread) / np.sqrt(spread.swapaxes(-1, -2)), -1, 1)
    return r


def fewest_people(k: int) -> int:
    """Return how many people a split over k drivers needs to be shown: 10 each, and 50.

    >>> fewest_people(3), fewest_people(8)
    (50, 80)
    """
    return max(50, 10 * k)


def _usable(correlations: Array) -> tuple[Definiteness, Array | None]:
    """Return whether correlations can be used, and which ones then are."""
    if not np.isfinite(correlations).all():
        return Definiteness.UNDEFINED, None
    if np.linalg.eigvalsh(correlations)[0] >= relative_importance.SMALLEST_EIGENVALUE:
        return Definiteness.POSITIVE, correlations
    matrix, largest_change = relative_importance.mended(correlations)
    if largest_change > LARGEST_MEND:
        return Definiteness.REFUSED, None
    return Definiteness.MENDED, matrix


def _mended_parts(split: Callable[[Array, Array], Array], between: Array, outcome: Array) -> Array:
    """Split one R² whose correlations are not positive definite."""
    upper = np.concatenate([[1.0], outcome])
    lower = np.column_stack([outcome, between])
    _, usable = _usable(np.vstack([upper, lower]))
    if usable is None:
        return np.full(len(outcome), np.nan)
    return split(usable[1:, 1:], usable[0, 1:])


def _listed(vector: Array) -> tuple[float, ...]:
    return tuple(vector.tolist())


def _ranks(parts: tuple[float, ...]) -> Array:
    """Return the place of each part, the largest first; equal ones share the middle place."""
    values = np.array(parts)
    beyond = values[:, None] - values[None, :]
    rounding = 1e-9 * values.max()
    ahead, behind = (beyond < -rounding).sum(axis=1), (beyond > rounding).sum(axis=1)
    ranks: Array = (ahead - behind + len(values) + 1) / 2
    return ranks
