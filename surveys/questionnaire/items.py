"""What every kind of item has, and what it must be able to do."""

import re
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Final

from pydantic import StrictBool

from surveys.errors import AnswerError, AnswerProblem
from surveys.questionnaire.conditions import Condition
from surveys.questionnaire.scales import Measures, Scale
from surveys.questionnaire.texts import Code, Frozen, OptionCode, Text

Answer = int | float | str | list[str] | dict[str, Any]
"""One stored answer, as JSON."""

Scales = Mapping[str, Scale]
"""The scales of a questionnaire by code."""

DONT_KNOW: Final = "dk"
"""The answer 'don't know': stored as such, never counted as a point or as missing."""

_WHOLE: Final = re.compile(r"-?[0-9]{1,15}(\.0*)?")

COUNTED_VALUES: Final = 101
"""A column with at most so many values is counted per value."""

SUMMED_VALUES: Final = 2**21
"""Of a column with more values than this no sums are kept: they would not fit into 64 bits."""


class ItemType(StrEnum):
    """The kinds of item."""

    LIKERT = "likert"
    NPS = "nps"
    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    NUMBER = "number"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    EXPERIENCE = "experience"
    RANKING = "ranking"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Column:
    """One integer column of encoded answers: values from `low` to `high`.

    `words` gives the file's word for a value where it is not the number itself. `dont_know` tells
    whether 'don't know' was offered; who said so stands one below `low`.
    """

    name: str
    item: str
    low: int
    high: int
    words: tuple[str, ...] = ()
    dont_know: bool = False

    @property
    def is_counted(self) -> bool:
        """Say whether answers are counted per value."""
        return self.high - self.low < COUNTED_VALUES

    @property
    def is_summed(self) -> bool:
        """Say whether sums over answers are kept; of the others only who answered is known."""
        return self.high - self.low < SUMMED_VALUES


class Option(Frozen):
    """One option of a choice or ranking; may name the dimension that it stands for."""

    code: OptionCode
    text: Text
    measures: Measures | None = None


class Item(Frozen):
    """One thing that is asked; the base of all kinds."""

    code: Code
    text: Text
    hint: Text | None = None
    measures: Measures | None = None
    show_if: Condition | None = None
    required: StrictBool = False

    answers: ClassVar[int] = 1
    """How many answers it asks of a respondent, for the budget."""

    @abstractmethod
    def accept(self, value: object, scales: Scales) -> Answer:
        """Return `value` as it is stored.

        Raises:
            AnswerError: it is not an answer to this item.
        """

    def columns(self, scales: Scales) -> tuple[Column, ...]:
        """Return the integer columns to which an answer expands; none for texts."""
        del scales
        return ()

    def encode(self, answer: Any) -> Mapping[str, int | None]:  # noqa: ANN401 - one of `Answer`, by type
        """Return the value per column of a stored answer; what is missing has no key.

        None stands for 'don't know', which says something but is no value.
        """
        del answer
        return {}

    def header(self, scales: Scales) -> tuple[str, ...]:
        """Return the names of this item's columns in an answers file."""
        return tuple(column.name for column in self.columns(scales))

    def needed(self, scales: Scales) -> tuple[str, ...]:
        """Return the columns that an answers file must have, if it has any of this item."""
        return self.header(scales)

    @abstractmethod
    def read(self, cells: Mapping[str, str], scales: Scales) -> object:
        """Return the answer in the cells of an answers file (only filled ones), for `accept`."""

    @abstractmethod
    def write(self, answer: Any, scales: Scales) -> Mapping[str, str]:  # noqa: ANN401 - as above
        """Return the cells of an answers file for a stored answer."""


def whole(cell: str) -> int | str:
    """Return a cell as a whole number where it is one, else as it stands.

    >>> whole("7"), whole("7.0"), whole("seven")
    (7, 7, 'seven')
    """
    typed = cell.strip()
    return int(typed.split(".")[0]) if _WHOLE.fullmatch(typed) else typed


def one_of(value: object, allowed: tuple[int, ...] | range) -> int:
    """Return a whole number that is one of `allowed`.

    Raises:
        AnswerError: it is something else.
    """
    if isinstance(value, bool) or not isinstance(value, int) or value not in allowed:
        limits = f"{min(allowed)}-{max(allowed)}"
        raise AnswerError(AnswerProblem.OUT_OF_RANGE, value=value, expected=limits)
    return value
