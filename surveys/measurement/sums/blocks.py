"""Encode responses into blocks of whole numbers: the only encoder."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from surveys.errors import UnreadableError
from surveys.measurement.sums.layout import Layout, ScoreColumn, WishColumns
from surveys.measurement.sums.packing import Packed, pack, unpack
from surveys.measurement.sums.scores import (
    BoolArray,
    IntArray,
    person_scores,
    wish_met,
    wish_side,
)
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.paging import asked

MISSING: Final = np.iinfo(np.int32).min
"""Stands where nothing was said: skipped, not asked, does not apply."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Encoded answers: one row per response, one column per item column and score.

    `values` is (n, columns) in the order of `layout`. What is below a column's lowest is no value:
    `MISSING`, or one below the lowest where a person said 'don't know'.
    """

    layout: Layout
    values: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.values)

    def take(self, rows: NDArray[np.intp] | BoolArray) -> "Block":
        """Return the block of some rows."""
        return Block(self.layout, self.values[rows])

    def narrowed(self, names: Collection[str]) -> "Block":
        """Return the block of some columns, in their order here.

        Sums over these alone are smaller, and found faster.
        """
        layout = self.layout.narrowed(names)
        places = [self.layout.places[name] for name in layout.names]
        return Block(layout, self.values.take(places, axis=1))

    def to_bytes(self) -> bytes:
        """Return the block for storage."""
        return pack(Packed.BLOCK, self.layout, len(self), self.values)

    @classmethod
    def from_bytes(cls, data: bytes, layout: Layout) -> "Block":
        """Return a stored block.

        Raises:
            UnreadableError: the bytes are cut off or are no block.
            OtherFormatError: another version of this library made them.
            OtherColumnsError: it was encoded for other columns.
        """
        n, values = unpack(Packed.BLOCK, data, layout)
        shape = n, len(layout.names)
        if values.size != prod(shape):
            raise UnreadableError
        return cls(layout, values.reshape(shape).astype(np.int32))


def encode(
    questionnaire: Questionnaire,
    responses: Iterable[Mapping[str, Any]],
    *,
    absent: frozenset[str] = frozenset(),
) -> Block:
    """Encode responses, each the stored answers by item code.

    Answers to items off the respondent's path do not count. `absent` names items that nobody was
    asked, such as those without a column in an answers file.
    """
    layout = Layout.of(questionnaire)
    place = layout.places
    below = {column.name: column.low - 1 for column in layout.columns if column.dont_know}
    items = questionnaire.item_by_code
    rows = list(responses)
    values = np.full((len(rows), len(layout.names)), MISSING, dtype=np.int32)
    was_asked = np.zeros((len(rows), len(items)), dtype=bool)
    codes = {code: number for number, code in enumerate(items)}
    for row, answers in enumerate(rows):
        on_path = asked(questionnaire, answers) - absent
        was_asked[row, [codes[code] for code in on_path]] = True
        for code in on_path & answers.keys():
            for name, value in items[code].encode(answers[code]).items():
                values[row, place[name]] = below.get(name, MISSING) if value is None else value
    for score in layout.scores:
        members = [codes[code] for code in score.items]
        values[:, place[score.name]] = _scores(score, values, place, was_asked[:, members])
    for wish in layout.wishes:
        _tell_wishes(wish, values, place)
    return Block(layout, values)


def _tell_wishes(wish: WishColumns, values: NDArray[np.int32], place: Mapping[str, int]) -> None:
    """Fill the columns that follow from the scores of a wish and of the image."""
    wished = values[:, place[wish.wish.name]].astype(np.int64)
    values[:, place[wish.side.name]] = _where(wish_side(wished, wish.wish.steps), wished)
    if wish.image is not None and wish.met is not None:
        image = values[:, place[wish.image.name]].astype(np.int64)
        met = wish_met(image, wish.image.steps, wished, wish.wish.steps)
        values[:, place[wish.met.name]] = _where(met, image, wished)


def _where(found: IntArray, *needed: IntArray) -> NDArray[np.int32]:
    """Return what was found of each person, missing where something that it needs is."""
    there = np.all([values != MISSING for values in needed], axis=0)
    return np.where(there, found, MISSING).astype(np.int32)


def _scores(
    score: ScoreColumn, values: NDArray[np.int32], place: Mapping[str, int], was_asked: BoolArray
) -> NDArray[np.int32]:
    answers = values[:, [place[code] for code in score.items]].astype(np.int64)
    lows = np.array(score.lows)
    steps, valid, _ = person_scores(
        answers,
        answers >= lows,
        lows,
        np.array(score.highs),
        np.array(score.reverse),
        asked=was_asked,
    )
    return np.where(valid, steps, MISSING).astype(np.int32)
