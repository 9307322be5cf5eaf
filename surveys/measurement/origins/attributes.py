"""Attributes of people as further columns of a block: what they bought, how long they stayed.

Where a wave is confidential, what is known of a person may stand beside what they answered, and
serve as an outcome like any other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from surveys.errors import AnswerError, AnswerProblem
from surveys.measurement.sums.blocks import MISSING, Block
from surveys.measurement.sums.layout import Layout
from surveys.questionnaire.items import Column

Values = Sequence[int | None]
"""One per response, in whole units of the caller's choice; None is not known."""


def attribute_column(name: str, values: Iterable[int | None]) -> Column:
    """Return the column of an attribute, wide enough for all its values.

    Args:
        name: what it goes by; the column is called `attribute:<name>`, as no item can be.
        values: those of all people whose sums are to be added. Sums are kept where they range over
            less than `SUMMED_VALUES` units: a turnover may have to be told in thousands.

    >>> attribute_column("orders", [12, None, 3])
    Column(name='attribute:orders', item='', low=3, high=12, words=(), dont_know=False)
    """
    known = [value for value in values if value is not None] or [0]
    return Column(f"attribute:{name}", "", min(known), max(known))


def with_attribute(block: Block, attribute: Column, values: Values) -> Block:
    """Return a block with an attribute of its people as one more column, before the scores.

    Args:
        block: n encoded responses.
        attribute: the column (`attribute_column`), the same for all blocks that are added.
        values: (n,) of the people, in the order of the block.

    Raises:
        AnswerError: a value is outside the column.

    >>> import surveys
    >>> block = surveys.encode(surveys.load("corporate_reputation"), [{"comp_1": 5}])
    >>> column = attribute_column("orders", [12])
    >>> block = with_attribute(block, column, [12])
    >>> int(block.values[0, block.layout.places[column.name]])
    12
    """
    for value in values:
        if value is not None and not attribute.low <= value <= attribute.high:
            expected = f"{attribute.low} … {attribute.high}"
            raise AnswerError(AnswerProblem.OUT_OF_RANGE, value=value, expected=expected)
    column = np.array([MISSING if value is None else value for value in values], dtype=np.int32)
    layout = block.layout
    at = len(layout.columns)
    wider: Layout = replace(layout, columns=(*layout.columns, attribute))
    return Block(wider, np.insert(block.values, at, column, axis=1))
