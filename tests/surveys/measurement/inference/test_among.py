import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.inference.among import Variances, among, one_way, welch_anova
from surveys.measurement.inference.comparisons import t_below, welch
from surveys.measurement.inference.effect_sizes import hedges_g
from surveys.measurement.inference.estimates import Sample, Unequal
from surveys.measurement.inference.multiplicity import all_pairs

varying = st.builds(Sample, st.integers(2, 2000), st.floats(0, 100), st.floats(0.1, 2500))
several = st.lists(varying, min_size=2, max_size=8)


def found(test: Variances | None) -> Variances:
    assert test is not None
    return test


def alike(sample: Sample) -> Sample:
    """Return a sample whose people count the same, and are said to do so."""
    unequal = Unequal(float(sample.n), sample.mean_variance)
    return Sample(sample.n, sample.mean, sample.variance, unequal)


@given(first=varying, second=varying)
def test_welchs_analysis_of_two_groups_is_his_t_test(first: Sample, second: Sample) -> None:
    test, pair = found(welch_anova([first, second])), welch(first, second)

    assert pair.t is not None
    assert test.f == pytest.approx(pair.t**2)
    assert test.df_between == 1
    assert test.df_within == pytest.approx(pair.df)
    assert test.p == pytest.approx(pair.p, abs=1e-9)


@given(first=varying, second=varying)
def test_the_classical_table_of_two_groups_is_the_pooled_t_test(
    first: Sample, second: Sample
) -> None:
    effect, table = hedges_g(first, second), one_way([first, second])

    assert effect is not None
    assert table is not None
    t = effect.d / effect.unit
    assert table.f == pytest.approx(t**2)
    assert table.p == pytest.approx(2 * t_below(-abs(t), effect.df), abs=1e-9)


def test_a_published_analysis_of_unequal_groups() -> None:
    # Kutner, Nachtsheim, Neter and Li (2005), Applied Linear Statistical Models, table 16.1: four
    # package designs, case counts per store; its table 16.3 has F = 18.59 on 3 and 15
    stores = [[11, 17, 16, 14, 15], [12, 10, 15, 19, 11], [23, 20, 18, 17], [27, 33, 22, 26, 28]]
    table = one_way([Sample.of(len(x), sum(x), sum(v * v for v in x)) for x in stores])

    assert table is not None
    assert round(table.f, 2) == 18.59
    assert (table.df_between, table.df_within) == (3, 15)
    assert table.eta2 == pytest.approx(588.22 / 746.42, abs=1e-4)


@given(groups=several)
def test_omega2_is_below_eta2_which_is_a_share(groups: list[Sample]) -> None:
    table = one_way(groups)

    assert table is not None
    assert table.omega2 <= table.eta2 <= 1
    assert table.eta2 >= 0
    assert (table.omega2 > 0) == (table.f > 1) or table.f == pytest.approx(1)


@given(groups=several, shift=st.floats(-50, 50), times=st.floats(0.1, 10))
def test_another_unit_changes_no_test(groups: list[Sample], shift: float, times: float) -> None:
    moved = [
        Sample(one.n, shift + times * (one.mean or 0), times**2 * (one.variance or 0))
        for one in groups
    ]

    before, after = found(welch_anova(groups)), found(welch_anova(moved))
    assert after.f == pytest.approx(before.f, rel=1e-6, abs=1e-9)
    assert after.df_within == pytest.approx(before.df_within)


@given(groups=several)
def test_the_order_of_the_groups_does_not_matter(groups: list[Sample]) -> None:
    turned = groups[::-1]

    assert found(welch_anova(turned)).f == pytest.approx(found(welch_anova(groups)).f, abs=1e-9)


@given(groups=several)
def test_people_who_all_count_the_same_change_nothing(groups: list[Sample]) -> None:
    same = [alike(sample) for sample in groups]

    assert welch_anova(same) == welch_anova(groups)
    assert one_way(same) == one_way(groups)
    first, second = same[:2]
    assert among({"a": first, "b": second}) == among({"a": groups[0], "b": groups[1]})


def test_a_group_counts_with_its_effective_n_and_the_variance_of_its_mean() -> None:
    weighted = Sample(200, 40.0, 400.0, Unequal(80.0, 5.0))
    as_sure = Sample(80, 40.0, 400.0)  # 400/80 is 5 too
    others = {"b": Sample(90, 46.0, 300.0), "c": Sample(70, 45.0, 500.0)}

    assert among({"a": weighted, **others}) == among({"a": as_sure, **others})


def test_a_group_of_one_is_left_out() -> None:
    groups = {"a": Sample(12, 50.0, 100.0), "b": Sample(20, 58.0, 225.0)}

    more = among(groups | {"c": Sample(1, 90.0, None), "d": Sample(0, None, None)})
    assert more == among(groups)


def test_a_group_that_all_answers_the_same_has_its_pairs_only() -> None:
    groups = {"a": Sample(12, 50.0, 100.0), "b": Sample(20, 58.0, 225.0), "c": Sample(9, 75.0, 0.0)}
    answer = among(groups)

    assert answer is not None
    assert answer.compared == ("a", "b")
    assert answer.welch == welch_anova([groups["a"], groups["b"]])
    assert list(answer.pairs) == all_pairs(groups)
    assert welch_anova(groups.values()) is None


def test_fewer_than_two_groups_are_not_compared() -> None:
    alone = {"a": Sample(12, 50.0, 100.0), "b": Sample(1, 50.0, None)}

    assert among({}) is None
    assert among(alone) is None
    assert welch_anova(alone.values()) is None
    assert one_way([alone["a"]]) is None


def test_groups_in_which_nothing_varies_have_differences_and_no_test() -> None:
    answer = among({"a": Sample(5, 50.0, 0.0), "b": Sample(5, 60.0, 0.0)})

    assert answer is not None
    assert (answer.compared, answer.welch, answer.omega2) == ((), None, None)
    assert answer.pairs[0].difference.difference == -10
    assert answer.pairs[0].p_games_howell is None


def test_welchs_analysis_keeps_its_level_where_the_classical_one_does_not() -> None:
    # the small groups are spread most, the true means are equal
    sizes, spreads = (20, 40, 80), (900.0, 400.0, 100.0)
    welch_p, classical_p = [], []
    draw = np.random.default_rng(7)
    normal = draw.standard_normal((1500, 3)).tolist()
    chi_square = draw.chisquare([n - 1 for n in sizes], (1500, 3)).tolist()
    for z, c in zip(normal, chi_square, strict=True):
        groups = [
            Sample(n, 50 + math.sqrt(s / n) * one, s * x / (n - 1))
            for n, s, one, x in zip(sizes, spreads, z, c, strict=True)
        ]
        welch_p.append(found(welch_anova(groups)).p)
        classical_p.append(found(one_way(groups)).p)

    assert sum(p < 0.05 for p in welch_p) / 1500 == pytest.approx(0.05, abs=0.02)
    assert sum(p < 0.05 for p in classical_p) / 1500 > 0.08
