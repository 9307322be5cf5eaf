"""Intervals of a weighted share, to check Wilson's with the effective n by.

Both are those of survey packages: with the people's number less one as degrees of freedom.
"""

from math import exp, log

from scipy import special

from surveys.measurement.inference.estimates import LEVEL, Interval, Sample, t_quantile


def logit_interval(share: Sample, level: float = LEVEL) -> Interval | None:
    """Return the t interval of the log odds, as a share: ln(p/(1 − p)) ± t · SE/(p(1 − p)).

    Args:
        share: 1 for each person who gave the answer, 0 for everybody else.
        level: confidence level, 0-1.

    Returns:
        Shares, 0-1; None where everybody or nobody gave it, or fewer than two answered.

    Source:
        Lumley (2010), Complex Surveys; as `svyciprop(method = "logit")` of the R package survey.

    >>> low, high = logit_interval(Sample.of(100, 20, 20))
    >>> round(low, 4), round(high, 4)
    (0.1318, 0.2916)
    """
    if share.mean is None or share.se is None or not share.varies:
        return None
    odds = log(share.mean / (1 - share.mean))
    half = t_quantile((1 + level) / 2, share.n - 1) * share.se / (share.mean * (1 - share.mean))
    return Interval(1 / (1 + exp(half - odds)), 1 / (1 + exp(-half - odds)))


def korn_graubard_interval(share: Sample, level: float = LEVEL) -> Interval | None:
    """Return the exact interval of a share with n* = p(1 − p)/V(p) in place of n.

    It keeps its level for small shares (below 5 %) too, where Wilson's may not.

    Args:
        share: 1 for each person who gave the answer, 0 for everybody else.
        level: confidence level, 0-1.

    Returns:
        Shares, 0-1; where everybody or nobody gave the answer n* is the effective n. None without
        answers.

    Source:
        Korn and Graubard (1998), Survey Methodology 24, 193-201; as
        `svyciprop(method = "beta")` of the R package survey.

    >>> low, high = korn_graubard_interval(Sample.of(100, 20, 20))
    >>> round(low, 4), round(high, 4)
    (0.1263, 0.2924)
    """
    if share.mean is None:
        return None
    p, tail = share.mean, (1 - level) / 2
    varies = share.varies and share.mean_variance
    people = p * (1 - p) / varies if varies else share.n_eff
    low = float(special.betaincinv(people * p, people * (1 - p) + 1, tail)) if p > 0 else 0.0
    high = float(special.betaincinv(people * p + 1, people * (1 - p), 1 - tail)) if p < 1 else 1.0
    return Interval(low, high)
