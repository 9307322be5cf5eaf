"""From answers to scores of 0-100, kept as whole steps so that sums are exact."""

from fractions import Fraction
from math import lcm
from typing import Final

import numpy as np
from numpy.typing import NDArray

from surveys.errors import TooManyItemsError
from surveys.questionnaire.scales import MOST_ITEMS

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

MARGIN: Final = 5
"""So many points of 0-100 count as no difference, unless set otherwise."""

LITTLE: Final = 35
MUCH: Final = 65
"""Who wishes less than LITTLE or more than MUCH is on a side, in points of 0-100."""


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


def attainable_steps(lows: IntArray, highs: IntArray, most: int) -> tuple[int, ...]:
    """Return every value that a score can take, in steps, from low to high; none if over `most`.

    The mean of j of the k items is a multiple of 1/(j · lcm of the ranges), for any j of 1..k.

    Args:
        lows: (k,) lowest point of each item's scale.
        highs: (k,) highest point of each item's scale.
        most: so many values at most.

    Raises:
        TooManyItemsError: more than `MOST_ITEMS` items.

    >>> attainable_steps(np.array([1, 1]), np.array([3, 3]), most=5)
    (0, 1, 2, 3, 4)
    >>> attainable_steps(np.array([0, 0, 0]), np.array([1, 1, 1]), most=5)
    (0, 2, 3, 4, 6)
    """
    steps, items = score_steps(lows, highs), len(lows)
    fine = lcm(*range(1, items + 1))
    if steps // fine >= most:  # all multiples of 1/lcm are among them
        return ()
    found = {at for j in range(1, items + 1) for at in range(0, steps + 1, fine // j)}
    return tuple(sorted(found)) if len(found) <= most else ()


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


def wish_met(image: IntArray, image_steps: int, wish: IntArray, wish_steps: int) -> IntArray:
    """Return 1 for each person whose judgement is within `MARGIN` of their own wish, else 0.

    Args:
        image: (n,) scores in steps.
        image_steps: the value that stands for 100.
        wish: (n,) scores of the same people.
        wish_steps: the value that stands for 100.

    >>> wish_met(np.array([3, 3]), 4, np.array([15, 16]), 20).tolist()
    [1, 1]
    """
    apart = np.abs(image * wish_steps - wish * image_steps)
    within: BoolArray = 100 * apart <= MARGIN * image_steps * wish_steps
    return within.astype(np.int64)


def wish_side(wish: IntArray, steps: int) -> IntArray:
    """Return −1 for each person who wishes little (below 35), 1 for much (above 65), else 0.

    Args:
        wish: (n,) scores in steps.
        steps: the value that stands for 100.

    >>> wish_side(np.array([6, 7, 13, 14]), 20).tolist()
    [-1, 0, 0, 1]
    """
    points = 100 * wish
    much, little = points > MUCH * steps, points < LITTLE * steps
    return much.astype(np.int64) - little.astype(np.int64)
