import pytest

from app.cli.plain_table import WIDE, figure, lines, p_value, percent


def test_names_are_to_the_left_and_figures_to_the_right() -> None:
    found = list(lines(["", "n", "mean"], [["price", "9", "1.5"], ["trust", "10", "12.5"]]))

    assert found == ["        n  mean", "price   9   1.5", "trust  10  12.5"]


def test_a_table_without_rows_is_its_heading() -> None:
    assert list(lines(["", "n"], [])) == ["  n"]


@pytest.mark.parametrize(("columns", "between"), [(5, "  "), (40, " ")])
def test_a_wide_table_has_one_space_between_columns(columns: int, between: str) -> None:
    (heading,) = lines([""] + ["abc"] * columns, [])

    assert heading.strip() == between.join(["abc"] * columns)
    assert (len(heading) > WIDE) == (columns == 40)


@pytest.mark.parametrize(
    ("value", "sign", "places", "expected"),
    [
        (None, "", 1, "–"),
        (0.0, "+", 1, "0.0"),
        (-0.04, "+", 1, "0.0"),
        (-0.05001, "", 1, "−0.1"),
        (2.5, "+", 0, "+2"),
        (1234.5678, "", 2, "1234.57"),
    ],
)
def test_a_figure_is_rounded_with_a_true_minus(
    value: float | None, sign: str, places: int, expected: str
) -> None:
    assert figure(value, sign, places) == expected


@pytest.mark.parametrize(
    ("p", "expected"),
    [(None, "–"), (0.00049, "<.001"), (0.0005, ".001"), (0.04999, ".050"), (1.0, "1.000")],
)
def test_a_p_value_has_three_decimals(p: float | None, expected: str) -> None:
    assert p_value(p) == expected


@pytest.mark.parametrize(
    ("share", "expected"), [(None, "–"), (0.0, "0%"), (0.994, "99%"), (1.0, "100%")]
)
def test_a_share_is_a_percentage(share: float | None, expected: str) -> None:
    assert percent(share) == expected
