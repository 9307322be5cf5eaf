import numpy as np
import pytest

from surveys.errors import NoVarianceError, TooFewItemsError
from surveys.measurement.scales.equal_factor import Group
from surveys.measurement.scales.factor import one_factor
from surveys.measurement.scales.invariance import Invariance, Level, invariance


def group(
    loadings: list[float], intercepts: list[float], *, mean: float = 0.0, variance: float = 1.0
) -> Group:
    """A group that is just as its parameters say; with residual variances of 1."""
    own = np.array(loadings)
    covariance = variance * np.outer(own, own) + np.eye(len(own))
    return Group(500, np.array(intercepts) + mean * own, covariance * 500 / 499)


PLAIN = group([1.0, 1.0, 1.0, 1.0], [0.0, 0.0, 0.0, 0.0])


@pytest.mark.parametrize(
    ("other", "level"),
    [
        (group([1.0] * 4, [0.0] * 4, mean=2.0, variance=0.5), Level.SCALAR),
        (group([1.0] * 4, [0.0, 0.0, 0.0, 1.0], mean=2.0), Level.METRIC),
        (group([1.0, 1.0, 1.0, 0.2], [0.0] * 4), Level.CONFIGURAL),
    ],
)
def test_a_scale_is_the_same_up_to_the_level_at_which_its_parameters_are(
    other: Group, level: Level
) -> None:
    found = invariance([PLAIN, other])

    assert found.level is level
    assert found.configural is not None
    assert found.metric is not None
    assert found.scalar is not None
    assert found.configural.chisq <= found.metric.chisq + 1e-6
    assert found.metric.chisq <= found.scalar.chisq + 1e-6
    assert [found.configural.df, found.metric.df, found.scalar.df] == [4, 7, 10]


def test_one_factor_in_each_group_is_the_configural_model() -> None:
    generator = np.random.default_rng(5)
    x = generator.normal(size=(400, 1)) + generator.normal(size=(400, 4))
    halves = [Group(200, h.mean(axis=0), np.cov(h, rowvar=False)) for h in (x[:200], x[200:])]
    found = invariance(halves)

    assert found.configural is not None
    assert found.configural.chisq == pytest.approx(
        sum(one_factor(half.covariance, 200).fit.chisq for half in halves)
    )


def test_three_groups_may_be_compared_at_once() -> None:
    others = [group([1.0] * 4, [0.0] * 4, mean=mean) for mean in (1.0, -1.0)]

    assert invariance([PLAIN, *others]).level is Level.SCALAR
    assert invariance([PLAIN, others[0], group([1.0, 1.0, 1.0, 0.2], [0.0] * 4)]).level is (
        Level.CONFIGURAL
    )


def test_a_scale_without_one_factor_has_no_level() -> None:
    impossible = np.array([[1.0, 0.5, 0.5], [0.5, 1.0, -0.2], [0.5, -0.2, 1.0]])
    found = invariance([Group(200, np.zeros(3), impossible)] * 2)

    assert found == Invariance(None, None, None)
    assert found.level is None


def test_two_items_are_too_few_and_an_item_has_to_vary() -> None:
    with pytest.raises(TooFewItemsError):
        invariance([Group(200, np.zeros(2), np.eye(2))] * 2)
    with pytest.raises(NoVarianceError):
        invariance([Group(200, np.zeros(3), np.diag([1.0, 1.0, 0.0]))] * 2)
