"""One factor with equal loadings behind the items of several groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from surveys.measurement.scales.factor import ChiSquare, standardised_loadings
from surveys.measurement.scales.newton import OUTSIDE, Local, is_valley, minimise
from surveys.measurement.scales.reliability import Matrix

Vector = npt.NDArray[np.float64]


class Group(NamedTuple):
    """One group's people who answered all items: how many, item means (k,), covariances (k, k)."""

    n: float
    means: Vector
    covariance: Matrix


def equal_factor(groups: Sequence[Group], *, intercepts: bool) -> ChiSquare | None:
    """Return how badly one factor with equal loadings fits several groups.

    Σ_g = φ_g·λλ' + diag θ_g, with φ = 1 in the first group; equal intercepts are μ_g = τ + α_g·λ
    with α = 0 in the first group. The least Σ n_g·F_g with F = ln|Σ| + tr(SΣ⁻¹) − ln|S| − k, and
    (m − μ)'Σ⁻¹(m − μ) more for the means m.

    Args:
        groups: two or more, of the same k >= 3 items; covariances with divisor n − 1.
        intercepts: whether the intercepts are equal too; else the means fit exactly.

    Returns:
        χ²; None when the search does not converge.

    Raises:
        TooFewItemsError: k < 3.
        NoVarianceError: an item, or a sum or difference of items, does not vary.

    Source:
        Jöreskog (1971), Psychometrika 36, 409-426; Sörbom (1974), Br J Math Stat Psychol 27,
        229-239.

    >>> items = np.full((3, 3), 0.5) + 0.5 * np.eye(3)
    >>> same = [Group(300, np.zeros(3), items), Group(200, np.ones(3), 2 * items)]
    >>> found = equal_factor(same, intercepts=True)
    >>> round(found.value, 6), found.df
    (0.0, 4)
    """
    model = _EqualFactor(_scaled(groups), intercepts)
    found = minimise(model.discrepancy, model.start())
    if not found.converged:
        return None
    k = len(groups[0].means)
    known = k * (k + 3) // 2 if intercepts else k * (k + 1) // 2
    n = sum(group.n for group in groups)
    return ChiSquare(n * max(found.value, 0.0), len(groups) * known - len(found.point))


def _scaled(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Return groups with covariances of divisor n, items in their mean standard deviation."""
    unit = np.sqrt(np.mean([np.diag(group.covariance) for group in groups], axis=0))
    middle = np.mean([group.means for group in groups], axis=0)
    return tuple(
        Group(
            group.n,
            (group.means - middle) / unit,
            group.covariance / np.outer(unit, unit) * (group.n - 1) / group.n,
        )
        for group in groups
    )


class _Part(NamedTuple):
    """What the model says of one group, and how it changes with each of p parameters."""

    covariance: Matrix
    means: Vector
    covariance_by: npt.NDArray[np.float64]  # (p, k, k)
    means_by: Matrix  # (p, k)


class _Bent(NamedTuple):
    """A discrepancy at a point, with the curvature that the model expects, and the true one."""

    value: float
    gradient: Vector
    expected: Matrix
    true: Matrix


@dataclass(frozen=True, slots=True)
class _EqualFactor:
    """The model of scaled groups.

    The parameters are λ, then φ of all groups but the first, then θ of each group; with equal
    `intercepts` then τ, and α of all groups but the first.
    """

    groups: tuple[Group, ...]
    intercepts: bool

    def start(self) -> Vector:
        """Return parameters to begin at: the factor of all groups taken together."""
        n = [group.n for group in self.groups]
        inside = np.average([group.covariance for group in self.groups], axis=0, weights=n)
        loadings = standardised_loadings(inside) * np.sqrt(np.diag(inside))
        own = [np.diag(group.covariance) for group in self.groups]
        residuals = [np.maximum(variances - loadings**2, variances / 10) for variances in own]
        others = len(self.groups) - 1
        parts = [loadings, np.ones(others), *residuals]
        if self.intercepts:
            middle = np.average([group.means for group in self.groups], axis=0, weights=n)
            parts += [middle, np.zeros(others)]
        return np.concatenate(parts)

    def discrepancy(self, parameters: Vector) -> Local:
        """Return the mean of the groups' discrepancies, weighted by their sizes."""
        found = [self._of_group(place, parameters) for place in range(len(self.groups))]
        known = [each for each in found if each is not None]
        if len(known) < len(found):
            return OUTSIDE
        n = np.array([group.n for group in self.groups])
        values, *arrays = zip(*known, strict=True)
        gradient, expected, true = (np.average(array, axis=0, weights=n) for array in arrays)
        value = float(np.average(values, weights=n))
        return Local(value, gradient, true if is_valley(true) else expected)

    def _of_group(self, place: int, parameters: Vector) -> _Bent | None:
        """Return F = ln|Σ| + tr(TΣ⁻¹) − ln|S| − k with T = S + (m − μ)(m − μ)', or None.

        With W = Σ⁻¹, A = W(T − Σ)W and e = W(m − μ), the gradient is −tr(A·∂Σ) − 2∂μ'e. The
        curvature expected of the model is tr(W·∂Σ·W·∂'Σ) + 2∂μ'W∂'μ; the true one has
        tr(W·∂Σ·A·∂'Σ) + 2∂μ'W∂'Σe more, both ways, and −tr(A·∂∂'Σ) − 2∂∂'μ'e.
        """
        group, part = self.groups[place], self._part(place, parameters)
        try:
            root = np.linalg.cholesky(part.covariance)
        except np.linalg.LinAlgError:
            return None
        w, off = np.linalg.inv(part.covariance), group.means - part.means
        seen, e = group.covariance + np.outer(off, off), w @ off
        a = w @ (seen - part.covariance) @ w
        by, means_by = part.covariance_by, part.means_by
        p, k = means_by.shape
        flat = by.reshape(p, k * k)
        expected = (w @ by @ w).reshape(p, k * k) @ flat.T + 2 * means_by @ w @ means_by.T
        more = (w @ by @ a).reshape(p, k * k) @ flat.T + 2 * means_by @ w @ (by @ e).T
        constant = 2 * np.log(np.diag(root)).sum() - np.linalg.slogdet(group.covariance)[1] - k
        return _Bent(
            float(constant + (w * seen).sum()),
            -flat @ a.ravel() - 2 * means_by @ e,
            expected,
            expected + more + more.T + self._bend(place, parameters, a, e),
        )

    def _part(self, place: int, parameters: Vector) -> _Part:
        """Return what the parameters say of one group."""
        at, k, p = self._places(place), len(self.groups[0].means), len(parameters)
        loadings, one = parameters[:k], np.eye(k)
        variance = parameters[at.variance] if place else 1.0
        covariance_by, means_by = np.zeros((p, k, k)), np.zeros((p, k))
        outer = one[:, :, None] * loadings
        covariance_by[:k] = variance * (outer + outer.transpose(0, 2, 1))
        covariance_by[at.residuals] = one[:, :, None] * one[:, None, :]
        if place:
            covariance_by[at.variance] = np.outer(loadings, loadings)
        means = self.groups[place].means
        if self.intercepts:
            mean = parameters[at.mean] if place else 0.0
            means = parameters[at.intercepts] + mean * loadings
            means_by[:k] = mean * one
            means_by[at.intercepts] = one
            if place:
                means_by[at.mean] = loadings
        covariance = variance * np.outer(loadings, loadings) + np.diag(parameters[at.residuals])
        return _Part(covariance, means, covariance_by, means_by)

    def _bend(self, place: int, parameters: Vector, a: Matrix, e: Vector) -> Matrix:
        """Return −tr(A·∂∂'Σ) − 2∂∂'μ'e: what is not linear in the parameters."""
        at, k, p = self._places(place), len(e), len(parameters)
        bend = np.zeros((p, p))
        bend[:k, :k] = -2 * a * (parameters[at.variance] if place else 1.0)
        if place:
            bend[at.variance, :k] = bend[:k, at.variance] = -2 * a @ parameters[:k]
            if self.intercepts:
                bend[at.mean, :k] = bend[:k, at.mean] = -2 * e
        return bend

    def _places(self, place: int) -> "_Places":
        """Return where the parameters of one group stand."""
        many, k = len(self.groups), len(self.groups[0].means)
        residuals = k + many - 1
        intercepts = residuals + many * k
        return _Places(
            variance=k + place - 1,
            residuals=slice(residuals + place * k, residuals + (place + 1) * k),
            intercepts=slice(intercepts, intercepts + k),
            mean=intercepts + k + place - 1,
        )


class _Places(NamedTuple):
    """Where parameters stand; `variance` and `mean` for all groups but the first."""

    variance: int
    residuals: slice
    intercepts: slice
    mean: int
