"""What may be said of a figure, given how many answers it rests on."""

from surveys.measurement.inference.estimates import Estimate, Sample, mean_estimate, share_estimate
from surveys.measurement.inference.thresholds import Thresholds


def mean_of(sample: Sample, thresholds: Thresholds) -> Estimate:
    """Return a mean, with an interval where there are enough answers for one.

    Args:
        sample: the answers of one group, in points of 0-100.
        thresholds: how many (effective) answers an interval needs.

    >>> mean_of(Sample(10, 50.0, 400.0), Thresholds())
    Estimate(n=10, mean=50.0, se=None, low=None, high=None)
    """
    if sample.n_eff < thresholds.to_test:
        return _alone(sample)
    return mean_estimate(sample)


def share_of(sample: Sample, thresholds: Thresholds) -> Estimate:
    """Return a share, with an interval where there are enough answers for one.

    Args:
        sample: 1 for each person who gave an answer, 0 for everybody else.
        thresholds: how many (effective) answers an interval needs.

    >>> share_of(Sample.of(10, 8, 8), Thresholds())
    Estimate(n=10, mean=0.8, se=None, low=None, high=None)
    """
    if sample.n_eff < thresholds.to_test:
        return _alone(sample)
    return share_estimate(sample)


def _alone(sample: Sample) -> Estimate:
    """Return a mean or share without saying how sure it is."""
    n_eff = None if sample.unequal is None else sample.n_eff
    return Estimate(sample.n, sample.mean, None, None, None, n_eff)
