"""From answers to scores of 0-100, kept as whole steps so that sums are exact."""

from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from surveys.errors import TooManyItemsError
from surveys.questionnaire.scales import MOST_ITEMS

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


def score_steps(lows: IntArray, highs: IntArray) -> int:
    """Return into how many steps a score is parted: lcm of the ranges times lcm(1..k).

    A score of 100 is so many steps, and the mean of any number of the k items is a whole number
    of them.

    Raises:
        TooManyItemsError: more than `MOST_ITEMS` items.

    >>> score_steps(np.array([1, 1, 1]), np.array([7, 7, 7]))
    36
    """
    items = len(lows)
    if items > MOST_ITEMS:
        raise TooManyItemsError(items, MOST_ITEMS)
    return lcm(*(int(span) for span in highs - lows)) * lcm(*range(1, items + 1))


def person_scores(  # noqa: PLR0913 - one array per property of the items
    values: IntArray,
    answered: BoolArray,
    lows: IntArray,
    highs: IntArray,
    reverse: BoolArray,
    *,
    asked: BoolArray | None = None,
) -> tuple[IntArray, BoolArray, Fraction]:
    """Return the dimension score of each person.

    The score is the mean of the oriented items, each on 0-100 (POMP), where at least half of the
    items that the person was asked are answered; else it is missing.

    Args:
        values: (n, k) answers as given; anything where not answered.
        answered: (n, k) whether there is an answer; 'don't know' is none.
        lows: (k,) lowest point of each item's scale.
        highs: (k,) highest point of each item's scale.
        reverse: (k,) whether the item is worded the other way round.
        asked: (n, k) whether the item was on the person's path; by default all were.

    Returns:
        (n,) scores in steps, 0 where missing; (n,) whether there is a score; the size of one step
        in points of 0-100.

    Raises:
        TooManyItemsError: more than `MOST_ITEMS` items.

    Source:
        Cohen, Cohen, Aiken and West (1999), Multivariate Behavioral Research 34(3), 315-346.
    """
    steps = score_steps(lows, highs)
    spans = highs - lows
    oriented = np.where(reverse, highs - values, values - lows)
    counted = answered if asked is None else answered & asked
    given = counted.sum(axis=1)
    wanted = np.full(len(values), values.shape[1]) if asked is None else asked.sum(axis=1)
    fine = lcm(*range(1, values.shape[1] + 1))
    per_point = np.array([steps // fine // int(span) for span in spans], dtype=np.int64)
    sums = (np.where(counted, oriented, 0) * per_point).sum(axis=1)
    valid = (given > 0) & (2 * given >= wanted)
    scores = np.where(valid, sums * (fine // np.maximum(given, 1)), 0)
    return scores, valid, Fraction(100, steps)
