"""Figures of people who do not all count the same."""

import numpy as np
import numpy.typing as npt

from surveys.errors import NoVarianceError

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]


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
