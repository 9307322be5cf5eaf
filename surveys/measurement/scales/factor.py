"""One factor behind the items of a dimension, fitted by maximum likelihood.

All figures come from the (k, k) covariances of the items over the people who answered all of
them, reversed items already turned.
"""

import math
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from surveys.errors import NoVarianceError, TooFewItemsError
from surveys.measurement.scales.newton import OUTSIDE, Local, is_valley, minimise
from surveys.measurement.scales.reliability import Matrix, correlations

Vector = npt.NDArray[np.float64]

FEWEST_ITEMS: Final = 3
PROPER: Final = 0.005
"""The least share of an item's variance that is its own, where a fit may not have less."""


class ChiSquare(NamedTuple):
    """n times the discrepancy of a model, and its degrees of freedom; 0 when it fits anything."""

    value: float
    df: int


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a model reproduces covariances: χ² with `df`, CFI (1 is best), RMSEA (0 is best)."""

    chisq: float
    df: int
    cfi: float
    rmsea: float


@dataclass(frozen=True, slots=True, eq=False)
class OneFactor:
    """The model x_j = λ_j·f + e_j, var f = 1, var e_j = θ_j, fitted by maximum likelihood.

    `loadings` λ are in scale points, with a positive sum, `residual_variances` θ in squared ones.
    A search that did not converge ends somewhere, not at a fit. `discrepancy` is the least F, of
    `correlations` of `n` people.
    """

    loadings: Vector
    residual_variances: Vector
    converged: bool
    discrepancy: float
    correlations: Matrix
    n: float

    @property
    def fit(self) -> Fit:
        """Return how well the model reproduces the covariances."""
        k = len(self.loadings)
        model = ChiSquare(self.n * max(self.discrepancy, 0.0), k * (k - 3) // 2)
        return fit_of(model, unrelated_items(self.correlations, self.n), self.n)

    @property
    def srmr(self) -> float:
        """Return the root mean square of what the model leaves of the correlations."""
        k, standardised = len(self.loadings), self.standardised
        implied = np.outer(standardised, standardised)
        np.fill_diagonal(implied, 1.0)
        left = np.tril(self.correlations - implied)
        return math.sqrt(float((left**2).sum()) / (k * (k + 1) / 2))

    @property
    def is_heywood(self) -> bool:
        """Tell whether an item's own variance is below 0, which cannot be."""
        return bool((self.residual_variances < 0).any())

    @property
    def is_proper(self) -> bool:
        """Tell whether the fit is one that may be used."""
        return self.converged and not self.is_heywood

    @property
    def standardised(self) -> Vector:
        """Return the correlations of the items with the factor: λ/√(λ² + θ)."""
        of_items: Vector = self.loadings / np.sqrt(self.loadings**2 + self.residual_variances)
        return of_items


def one_factor(covariance: Matrix, n: float) -> OneFactor:
    """Fit one factor by maximum likelihood: Σ = λλ' + diag θ.

    The least F = ln|Σ| + tr(SΣ⁻¹) − ln|S| − k with S the covariances with divisor n; χ² = n·F.
    Residual variances are not held above 0: one below 0 is a sign that the model is wrong.

    Args:
        covariance: (k, k) covariances of the items, k >= 3, divisor n − 1.
        n: people who answered all items, n_eff where they are weighted.

    Raises:
        TooFewItemsError: k < 3.
        NoVarianceError: an item, or a sum or difference of items, does not vary.

    Assumes:
        Answers about normal, for χ² and what follows from it; not for the loadings.

    Source:
        Jöreskog (1967), Psychometrika 32, 443-482; Lawley and Maxwell (1971), Factor Analysis as
        a Statistical Method; χ² and fit by the conventions of the R package lavaan.

    >>> loadings = np.array([1.0, 1.0, 0.5, 0.5])
    >>> fitted = one_factor(np.outer(loadings, loadings) + np.eye(4), n=1e9)
    >>> fitted.loadings.round(4).tolist(), fitted.residual_variances.round(4).tolist()
    ([1.0, 1.0, 0.5, 0.5], [1.0, 1.0, 1.0, 1.0])
    """
    r, deviations = _standardised(covariance)
    deviations = deviations * math.sqrt((n - 1) / n)
    loadings, uniqueness, discrepancy, converged = _fitted(r, lowest=-np.inf)
    return OneFactor(
        loadings * deviations, uniqueness * deviations**2, converged, discrepancy, r, n
    )


def standardised_loadings(covariance: Matrix) -> Vector:
    """Return the correlations of the items with the factor they share, with a positive sum.

    Of a fit whose items have at least 0.5 % of their variance for themselves.

    Args:
        covariance: (k, k) covariances of the items, k >= 3.

    Raises:
        TooFewItemsError: k < 3.
        NoVarianceError: an item, or a sum or difference of items, does not vary.

    Source:
        Jöreskog (1967), Psychometrika 32, 443-482; the bound is the one of `factanal` in R.

    >>> loadings = np.array([0.8, 0.7, 0.6, 0.5])
    >>> exact = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    >>> standardised_loadings(exact).round(4).tolist()
    [0.8, 0.7, 0.6, 0.5]
    """
    r, _ = _standardised(covariance)
    return _fitted(r, lowest=PROPER)[0]


def fit_of(model: ChiSquare, unrelated: ChiSquare, n: float, groups: int = 1) -> Fit:
    """Return the fit of a model beside that of one in which all items are unrelated.

    CFI = 1 − max(χ² − df, 0)/max(χ² − df, χ²_u − df_u, 0), RMSEA = √(G·max(χ² − df, 0)/(n·df)).

    Args:
        model: χ² of the model.
        unrelated: χ² of unrelated items.
        n: people, of all groups together.
        groups: G, the number of groups.

    Source:
        Bentler (1990), Psychol Bull 107, 238-246; Steiger (1998), Struct Equ Modeling 5, 411-419.

    >>> fit_of(ChiSquare(30.0, 10), ChiSquare(210.0, 10), n=200)
    Fit(chisq=30.0, df=10, cfi=0.9, rmsea=0.1)
    """
    excess = max(model.value - model.df, 0.0)
    worst = max(excess, unrelated.value - unrelated.df)
    return Fit(
        chisq=model.value,
        df=model.df,
        cfi=1 - excess / worst if excess else 1.0,
        rmsea=math.sqrt(groups * excess / (n * model.df)) if model.df else 0.0,
    )


def unrelated_items(r: Matrix, n: float) -> ChiSquare:
    """Return χ² of the model in which no two items are related: −n·ln|R|, df k(k − 1)/2.

    >>> unrelated_items(np.array([[1.0, 0.6], [0.6, 1.0]]), n=100)
    ChiSquare(value=44.62..., df=1)
    """
    return ChiSquare(-n * float(np.linalg.slogdet(r)[1]), len(r) * (len(r) - 1) // 2)


def _standardised(covariance: Matrix) -> tuple[Matrix, Vector]:
    """Return correlations that a factor can be fitted to, and standard deviations."""
    if len(covariance) < FEWEST_ITEMS:
        raise TooFewItemsError
    r = correlations(covariance)
    # three correlations that a factor explains exactly are those of some people
    if _of_three(r) is None and not _is_positive_definite(r):
        raise NoVarianceError
    return r, np.sqrt(np.diag(covariance))


def _is_positive_definite(r: Matrix) -> bool:
    """Tell whether every weighted sum of items varies by more than rounding."""
    return float(np.linalg.eigvalsh(r)[0]) > 1e-9


def _fitted(r: Matrix, lowest: float) -> tuple[Vector, Vector, float, bool]:
    """Return loadings, residual variances, the discrepancy and whether the search converged."""
    exact = _of_three(r)
    if exact is not None and (1 - exact**2).min() >= lowest:
        return exact * _upwards(exact), 1 - exact**2, 0.0, True
    k, log_determinant = len(r), float(np.linalg.slogdet(r)[1])

    def discrepancy(parameters: Vector) -> Local:
        return _discrepancy(r, log_determinant, parameters[:k], parameters[k:])

    bounds = np.concatenate([np.full(k, -np.inf), np.full(k, lowest)])
    found = minimise(discrepancy, _start(r), bounds)
    loadings, uniqueness = found.point[:k], found.point[k:]
    return loadings * _upwards(loadings), uniqueness, found.value, found.converged


def _upwards(loadings: Vector) -> float:
    """Return the sign that gives loadings a positive sum."""
    return -1.0 if loadings.sum() < 0 else 1.0


def _of_three(r: Matrix) -> Vector | None:
    """Return the loadings that give three correlations exactly: λ_1² = r_12·r_13/r_23.

    None of more items, and where no loadings below 1 do.
    """
    if len(r) != FEWEST_ITEMS:
        return None
    a, b, c = float(r[0, 1]), float(r[0, 2]), float(r[1, 2])
    if not a * b * c > 0:
        return None
    first = math.sqrt(a * b / c)
    loadings = np.array([first, a / first, b / first])
    return loadings if (np.abs(loadings) < 1).all() else None


def _start(r: Matrix) -> Vector:
    """Return Jöreskog's first residual variances, and the loadings that are best for them."""
    uniqueness = (1 - 0.5 / len(r)) / np.diag(np.linalg.inv(r))
    root = np.sqrt(uniqueness)
    values, vectors = np.linalg.eigh(r / np.outer(root, root))
    loadings = root * vectors[:, -1] * math.sqrt(max(float(values[-1]) - 1, 0.0))
    return np.concatenate([loadings, uniqueness])


def _discrepancy(r: Matrix, log_determinant: float, loadings: Vector, uniqueness: Vector) -> Local:
    """Return F = ln|Σ| + tr(RΣ⁻¹) − ln|R| − k, where Σ is a covariance matrix.

    With W = Σ⁻¹ and A = W(R − Σ)W the gradient is −2Aλ for λ and −diag A for θ.
    """
    k = len(r)
    implied = np.outer(loadings, loadings) + np.diag(uniqueness)
    try:
        root = np.linalg.cholesky(implied)
    except np.linalg.LinAlgError:
        return OUTSIDE
    w = np.asarray(np.linalg.inv(implied), dtype=np.float64)
    a = w @ (r - implied) @ w
    curvature = _curvature(loadings, w, a)
    if not is_valley(curvature):
        curvature = _curvature(loadings, w, np.zeros_like(a))
    return Local(
        2 * float(np.log(np.diag(root)).sum()) + float((w * r).sum()) - log_determinant - k,
        np.concatenate([-2 * a @ loadings, -np.diag(a)]),
        curvature,
    )


def _curvature(loadings: Vector, w: Matrix, a: Matrix) -> Matrix:
    """Return the second derivatives of F; with A = 0 those that are expected of the model.

    With V = W + 2A, u = Wλ and v = Vλ they are uv' + vu' + λ'u·V + λ'v·W − 2A for λ,
    W_ij·v_j + V_ij·u_j between λ_i and θ_j, and W_ij·V_ij for θ.
    """
    k, both = len(w), w + 2 * a
    u, v = w @ loadings, both @ loadings
    curvature = np.empty((2 * k, 2 * k))
    curvature[:k, :k] = np.outer(u, v) + np.outer(v, u) - 2 * a
    curvature[:k, :k] += (loadings @ u) * both + (loadings @ v) * w
    curvature[:k, k:] = w * v + both * u
    curvature[k:, :k] = curvature[:k, k:].T
    curvature[k:, k:] = w * both
    return curvature
