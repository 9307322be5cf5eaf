import pytest
from flask import Flask

from app.web import words
from app.web.charts.dumbbells import dumbbells
from surveys.measurement.image.gaps import GapName
from surveys.measurement.inference.estimates import Estimate
from tests.app.web.charts.make import NAMES, dimension, series


@pytest.mark.parametrize(
    ("language", "divided", "said"),
    [
        ("en", False, "own wish met: 23%"),
        ("en", True, "own wish met: 23% (divided wish)"),
        ("nl", True, "eigen wens gehaald: 23% (verdeelde wens)"),
    ],
)
def test_a_row_says_whose_own_wish_is_met(
    app: Flask, language: str, said: str, *, divided: bool
) -> None:
    share = Estimate(100, 0.23, 0.04, 0.16, 0.32)
    found = dimension(wish=None, wish_met=share, wish_divided=divided)
    (row,) = dumbbells([series({"speed": found})], NAMES, GapName.WISH).rows

    with app.test_request_context(headers={"Accept-Language": language}):
        assert words.row_notes(row) == [said]


def test_a_row_says_nothing_of_wishes_that_nobody_was_asked(app: Flask) -> None:
    (row,) = dumbbells([series({"speed": dimension()})], NAMES, GapName.WISH).rows

    with app.test_request_context():
        assert words.row_notes(row) == []
