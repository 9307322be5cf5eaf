import pytest

from surveys.questionnaire.items import Column, whole


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("7", 7), (" 7 ", 7), ("-2", -2), ("7.0", 7), ("7.", 7), ("007", 7)],
)
def test_a_cell_that_is_a_whole_number_is_read_as_one(cell: str, expected: int) -> None:
    assert whole(cell) == expected


@pytest.mark.parametrize("cell", ["7.5", "1e1", "1_0", "٣", "nan", "inf", "-", "", "9" * 5000])
def test_any_other_cell_stays_a_text(cell: str) -> None:
    assert whole(cell) == cell


def test_a_column_is_counted_per_value_unless_it_has_very_many() -> None:
    assert Column("a", "a", 0, 100).is_counted
    assert not Column("a", "a", 0, 101).is_counted
