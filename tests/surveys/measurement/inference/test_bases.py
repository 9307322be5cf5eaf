import pytest

from surveys.measurement.inference.bases import mean_of, share_of
from surveys.measurement.inference.estimates import Sample, Unequal, mean_estimate, share_estimate
from surveys.measurement.inference.thresholds import Thresholds


@pytest.mark.parametrize(("n", "has_interval"), [(0, False), (14, False), (15, True)])
def test_an_interval_needs_enough_answers(n: int, *, has_interval: bool) -> None:
    mean, share = Sample.of(n, 50 * n, 2600 * n), Sample.of(n, n // 2, n // 2)

    for given, found, whole in (
        (mean, mean_of(mean, Thresholds()), mean_estimate(mean)),
        (share, share_of(share, Thresholds()), share_estimate(share)),
    ):
        assert (found.n, found.mean) == (given.n, given.mean)
        assert (found.low is not None) is has_interval
        assert not has_interval or found == whole


def test_what_people_amount_to_is_what_counts() -> None:
    weighted = Sample(100, 50.0, 400.0, Unequal(14.9, 27.0))

    found = mean_of(weighted, Thresholds())

    assert (found.n, found.n_eff, found.se, found.low) == (100, 14.9, None, None)
    assert mean_of(weighted, Thresholds(to_test=14)) == mean_estimate(weighted)
