import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.inference.estimates import Sample, Unequal
from surveys.measurement.inference.share_intervals import korn_graubard_interval, logit_interval


def _share(n: int, chosen: int) -> Sample:
    return Sample.of(n, chosen, chosen)


@given(n=st.integers(3, 1000), data=st.data())
def test_the_intervals_of_a_share_and_of_all_others_mirror_each_other(
    n: int, data: st.DataObject
) -> None:
    chosen = data.draw(st.integers(1, n - 1))

    for interval in (logit_interval, korn_graubard_interval):
        one, other = interval(_share(n, chosen)), interval(_share(n, n - chosen))
        assert one is not None
        assert other is not None
        assert one.low == pytest.approx(1 - other.high, abs=1e-9)
        assert 0 <= one.low < chosen / n < one.high <= 1


def test_korn_and_graubards_is_clopper_and_pearsons_for_the_effective_people() -> None:
    # Clopper and Pearson for 8 of 10: 0.4439 to 0.9748 (Newcombe, 1998, Stat Med 17, 857-872,
    # gives the method; the digits are those of binom.test in R).
    share = Sample(20, 0.8, 0.16, Unequal(10.0, 0.16 / 10))

    interval = korn_graubard_interval(share)

    assert interval == pytest.approx((0.4439045, 0.9747893), abs=1e-6)


def test_what_everybody_or_nobody_chose_has_one_open_end() -> None:
    nobody, everybody = (korn_graubard_interval(_share(30, chosen)) for chosen in (0, 30))

    assert nobody == pytest.approx((0.0, 1 - 0.025 ** (1 / 30)))
    assert everybody == pytest.approx((0.025 ** (1 / 30), 1.0))
    assert logit_interval(_share(30, 0)) is None


def test_without_answers_there_is_no_interval() -> None:
    assert korn_graubard_interval(_share(0, 0)) is None
    assert logit_interval(_share(1, 1)) is None
