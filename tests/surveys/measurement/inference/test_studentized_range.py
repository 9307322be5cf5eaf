import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special
from scipy.stats import studentized_range

from surveys.measurement.inference.studentized_range import studentized_range_above

many = st.integers(2, 30)
freedom = st.floats(3, 1e4)


@pytest.mark.parametrize("k", [2, 3, 10, 30])
@pytest.mark.parametrize("df", [3.0, 14.5, 100.0, 5000.0])
def test_it_is_the_distribution_that_scipy_has(k: int, df: float) -> None:
    q = [0.0, 0.5, 2.0, 3.5, 5.0, 9.0]

    found = studentized_range_above(q, k, df)

    assert found == pytest.approx(studentized_range.sf(q, k, df), abs=1e-9)


@given(q=st.floats(0, 20), df=freedom)
def test_the_range_of_two_means_is_a_t_test(q: float, df: float) -> None:
    (p,) = studentized_range_above([q], 2, [df])

    assert p == pytest.approx(2 * special.stdtr(df, -q / np.sqrt(2)), abs=1e-9)


@given(q=st.lists(st.floats(0, 30), min_size=2, max_size=9), k=many, df=freedom)
def test_wider_ranges_are_rarer(q: list[float], k: int, df: float) -> None:
    p = studentized_range_above(sorted(q), k, df)

    assert (np.diff(p) <= 1e-12).all()
    assert ((p >= 0) & (p <= 1)).all()


@pytest.mark.parametrize(("q", "k", "df"), [(3.88, 3, 10), (5.60, 10, 10), (4.47, 10, 1e8)])
def test_published_critical_values_have_their_level(q: float, k: int, df: float) -> None:
    # Pearson and Hartley (1966), Biometrika Tables for Statisticians, table 29, upper 5 % points
    (p,) = studentized_range_above([q], k, [df])

    assert p == pytest.approx(0.05, abs=0.0005)
