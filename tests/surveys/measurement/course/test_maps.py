import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.course.maps import (
    Array,
    CorrespondenceAnalysis,
    PcaBiplot,
    correspondence_analysis,
    pca_biplot,
    worth_mapping,
)

SMOKING = np.array([[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]])
"""Greenacre's staff groups by smoking (none, light, medium, heavy)."""

seeds = st.integers(0, 2**32 - 1)
lines = st.integers(2, 8)


def counts(seed: int, rows: int, columns: int) -> Array:
    return np.random.default_rng(seed).integers(1, 60, size=(rows, columns)).astype(np.float64)


def means(seed: int, rows: int, columns: int) -> Array:
    return np.random.default_rng(seed).uniform(20, 90, size=(rows, columns))


def mapped(table: Array) -> CorrespondenceAnalysis:
    found = correspondence_analysis(table)
    assert found is not None
    return found


def biplot(matrix: Array) -> PcaBiplot:
    found = pca_biplot(matrix)
    assert found is not None
    return found


def test_staff_and_smoking_are_where_the_textbook_has_them() -> None:
    """Greenacre (2017), Correspondence Analysis in Practice, 3rd ed.; signs as ruled here."""
    found = mapped(SMOKING)

    assert found.inertias == pytest.approx([0.0748, 0.0100, 0.0004], abs=5e-5)
    assert found.total_inertia == pytest.approx(0.0852, abs=5e-5)
    assert (round(found.chi2, 2), found.df) == (16.44, 12)
    first = [0.066, -0.259, 0.381, -0.233, 0.201]
    assert found.row_principal[:, 0] == pytest.approx(first, abs=1e-3)
    assert found.column_principal[:, 0] == pytest.approx([0.393, -0.099, -0.196, -0.294], abs=1e-3)


@given(seed=seeds, rows=lines, columns=lines)
def test_the_masses_centre_is_at_zero_and_spread_is_inertia(
    seed: int, rows: int, columns: int
) -> None:
    found = mapped(counts(seed, rows, columns))
    axes = min(rows, columns) - 1

    assert found.row_masses @ found.row_principal == pytest.approx(np.zeros(axes), abs=1e-9)
    assert found.column_masses @ found.column_principal == pytest.approx(np.zeros(axes), abs=1e-9)
    assert found.row_masses @ found.row_principal**2 == pytest.approx(found.inertias, abs=1e-12)
    assert found.column_masses @ found.column_principal**2 == pytest.approx(
        found.inertias, abs=1e-12
    )


@given(seed=seeds, rows=lines, columns=lines)
def test_inertia_is_chi2_per_mention(seed: int, rows: int, columns: int) -> None:
    table = counts(seed, rows, columns)
    found = mapped(table)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()

    assert found.chi2 == pytest.approx(((table - expected) ** 2 / expected).sum())
    assert found.total_inertia == pytest.approx(found.chi2 / table.sum())
    assert found.df == (rows - 1) * (columns - 1)


@given(seed=seeds, rows=lines, columns=lines)
def test_distances_of_rows_are_chi2_distances_of_their_profiles(
    seed: int, rows: int, columns: int
) -> None:
    table = counts(seed, rows, columns)
    found = mapped(table)
    profiles = table / table.sum(axis=1, keepdims=True)
    expected = ((profiles[0] - profiles[1]) ** 2 / found.column_masses).sum()

    on_map = ((found.row_principal[0] - found.row_principal[1]) ** 2).sum()
    assert on_map == pytest.approx(expected, abs=1e-12)


@given(seed=seeds, rows=lines, columns=lines)
def test_what_axes_show_of_a_line_and_lines_make_of_an_axis_each_sum_to_one(
    seed: int, rows: int, columns: int
) -> None:
    found = mapped(counts(seed, rows, columns))
    shown = (found.inertias > 0).astype(np.float64)

    assert found.row_contributions.sum(axis=0) == pytest.approx(shown)
    assert found.column_contributions.sum(axis=0) == pytest.approx(shown)
    for cos2 in (found.row_cos2, found.column_cos2):
        sums = cos2.sum(axis=1)
        assert np.isclose(sums, 1).sum() + np.isclose(sums, 0).sum() == len(sums)


@given(seed=seeds, rows=lines, columns=lines)
def test_turning_a_table_round_exchanges_rows_and_columns(
    seed: int, rows: int, columns: int
) -> None:
    table = counts(seed, rows, columns)
    there, back = mapped(table), mapped(table.T)

    assert back.inertias == pytest.approx(there.inertias, abs=1e-12)
    assert np.abs(back.row_principal) == pytest.approx(np.abs(there.column_principal), abs=1e-6)


@given(seed=seeds, rows=lines, columns=lines)
def test_a_line_projected_on_its_own_map_is_where_it_was(
    seed: int, rows: int, columns: int
) -> None:
    table = counts(seed, rows, columns)
    found = mapped(table)

    assert found.project_rows(table) == pytest.approx(found.row_principal, abs=1e-9)
    assert found.project_columns(table) == pytest.approx(found.column_principal, abs=1e-9)
    average = table.sum(axis=0, keepdims=True)
    assert found.project_rows(average) == pytest.approx(
        np.zeros((1, len(found.inertias))), abs=1e-9
    )


@given(seed=seeds, rows=st.integers(3, 8), columns=st.integers(3, 8), factor=st.integers(2, 9))
def test_more_of_the_same_mentions_give_the_same_map(
    seed: int, rows: int, columns: int, factor: int
) -> None:
    table = counts(seed, rows, columns)
    once, often = mapped(table), mapped(table * factor)

    assert often.row_principal == pytest.approx(once.row_principal, abs=1e-7)
    assert often.chi2 == pytest.approx(once.chi2 * factor)


@given(seed=seeds, rows=st.integers(3, 8), columns=st.integers(3, 8))
def test_the_column_that_reaches_out_farthest_is_on_the_positive_side(
    seed: int, rows: int, columns: int
) -> None:
    found, scored = mapped(counts(seed, rows, columns)), biplot(means(seed, rows, columns))

    for places in (found.column_principal, scored.loadings):
        farthest = np.abs(places).argmax(axis=0)
        assert (places[farthest, np.arange(places.shape[1])] > 0).all()


def test_rows_with_one_profile_have_no_place_but_the_centre() -> None:
    found = mapped(np.array([[10, 20, 30], [20, 40, 60], [1, 2, 3]]))

    assert found.inertias.tolist() == [0, 0]
    assert found.row_principal == pytest.approx(np.zeros((3, 2)))
    assert found.row_cos2 == pytest.approx(np.zeros((3, 2)))
    assert found.project_rows([[5, 1, 1]]) == pytest.approx(np.zeros((1, 2)))
    assert not found.has_structure


def test_a_table_with_structure_has_three_lines_and_differs_more_than_by_chance() -> None:
    assert mapped(SMOKING).has_structure
    assert not mapped(SMOKING[:2]).has_structure
    assert not mapped(np.full((4, 4), 10.0) + np.eye(4)).has_structure


def test_a_table_with_an_empty_line_or_a_single_one_has_no_map() -> None:
    assert correspondence_analysis([[1, 0], [2, 0]]) is None
    assert correspondence_analysis([[1, 2], [0, 0]]) is None
    assert correspondence_analysis([[1, 2, 3]]) is None


def test_a_row_needs_thirty_mentions_and_a_column_one() -> None:
    table = np.array([[29, 0, 0], [15, 15, 0], [0, 40, 0], [0, 0, 5]])
    rows, columns = worth_mapping(table)

    assert rows.tolist() == [False, True, True, False]
    assert columns.tolist() == [True, True, False]
    assert correspondence_analysis(table[np.ix_(rows, columns)]) is not None
    assert worth_mapping(np.zeros((2, 2)), fewest=0)[0].tolist() == [False, False]


@given(seed=seeds, rows=lines, columns=st.integers(1, 8))
def test_a_biplot_gives_the_table_back(seed: int, rows: int, columns: int) -> None:
    matrix = means(seed, rows, columns)
    found = biplot(matrix)

    assert found.centre + found.scores @ found.loadings.T == pytest.approx(matrix)
    assert found.loadings.T @ found.loadings == pytest.approx(np.eye(len(found.variances)))
    assert found.variances.sum() == pytest.approx(matrix.var(axis=0, ddof=1).sum())
    assert found.scores.var(axis=0, ddof=1) == pytest.approx(found.variances)


@given(seed=seeds, rows=lines, columns=lines)
def test_a_further_row_is_projected_without_changing_the_biplot(
    seed: int, rows: int, columns: int
) -> None:
    matrix = means(seed, rows, columns)
    found = biplot(matrix)

    assert found.project(matrix) == pytest.approx(found.scores, abs=1e-9)
    assert found.project([found.centre]) == pytest.approx(np.zeros((1, len(found.variances))))


@given(seed=seeds, shift=st.floats(-50, 50))
def test_a_shift_of_a_whole_dimension_moves_no_group(seed: int, shift: float) -> None:
    matrix = means(seed, 5, 4)
    moved = matrix + np.array([0, shift, 0, 0])

    assert biplot(moved).scores == pytest.approx(biplot(matrix).scores, abs=1e-6)


def test_groups_that_are_alike_or_alone_have_no_biplot() -> None:
    assert pca_biplot(np.full((3, 3), 60.1)) is None
    assert pca_biplot([[60.0, 50.0]]) is None
    assert pca_biplot(np.empty((0, 3))) is None


def test_groups_must_differ_more_than_by_chance_to_be_worth_a_biplot() -> None:
    found = biplot(np.array([[60.0, 50, 40], [62, 50, 40], [61, 53, 40]]))
    whole = float(found.variances.sum())

    assert found.has_structure()
    assert found.has_structure(noise=0.9 * whole)
    assert not found.has_structure(noise=1.1 * whole)
    assert not biplot(np.array([[60.0, 50, 40], [70, 50, 30]])).has_structure()
