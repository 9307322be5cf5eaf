"""Items in which something is filled in: numbers and texts."""

import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from pydantic import Field, StrictInt
from typing_extensions import override

from surveys.errors import AnswerError, AnswerProblem
from surveys.questionnaire.items import Answer, Column, Item, ItemType, Scales
from surveys.questionnaire.texts import Text


class Number(Item):
    """A number between `minimum` and `maximum`, with at most `decimals` decimals."""

    type: Literal[ItemType.NUMBER]
    minimum: StrictInt = 0
    maximum: StrictInt = 1_000_000
    decimals: Annotated[StrictInt, Field(ge=0, le=4)] = 0
    unit: Text | None = None

    @override
    def accept(self, value: object, scales: Scales) -> Answer:
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            number = Decimal("NaN")
        if isinstance(value, bool) or not number.is_finite():
            raise AnswerError(AnswerProblem.NOT_A_NUMBER, value=value)
        if not self.minimum <= number <= self.maximum:
            limits = f"{self.minimum}-{self.maximum}"
            raise AnswerError(AnswerProblem.OUT_OF_RANGE, value=value, expected=limits)
        if number != round(number, self.decimals):
            raise AnswerError(
                AnswerProblem.TOO_MANY_DECIMALS, value=value, expected=str(self.decimals)
            )
        return float(number) if self.decimals else int(number)

    @override
    def columns(self, scales: Scales) -> tuple[Column, ...]:
        unit = 10**self.decimals
        return (Column(self.code, self.code, self.minimum * unit, self.maximum * unit),)

    @override
    def encode(self, answer: Any) -> Mapping[str, int]:
        return {self.code: round(answer * 10**self.decimals)}

    @override
    def read(self, cells: Mapping[str, str], scales: Scales) -> object:
        return cells[self.code]

    @override
    def write(self, answer: Any, scales: Scales) -> Mapping[str, str]:
        return {self.code: str(answer)}


class TextItem(Item):
    """The base of open answers."""

    longest: StrictInt

    @override
    def accept(self, value: object, scales: Scales) -> Answer:
        if not isinstance(value, str):
            raise AnswerError(AnswerProblem.NOT_A_TEXT, value=value)
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        if not text.strip():
            raise AnswerError(AnswerProblem.EMPTY)
        if len(text) > self.longest:
            raise AnswerError(AnswerProblem.TOO_LONG, value=len(text), expected=str(self.longest))
        if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text if sign not in "\n\t"):
            raise AnswerError(AnswerProblem.CONTROL_CHARACTERS)
        return text

    @override
    def header(self, scales: Scales) -> tuple[str, ...]:
        return (self.code,)

    @override
    def read(self, cells: Mapping[str, str], scales: Scales) -> object:
        return cells[self.code]

    @override
    def write(self, answer: Any, scales: Scales) -> Mapping[str, str]:
        return {self.code: answer}


class ShortText(TextItem):
    """A line of text."""

    type: Literal[ItemType.SHORT_TEXT]
    longest: Annotated[StrictInt, Field(ge=1, le=500)] = 200


class LongText(TextItem):
    """A text of several lines."""

    type: Literal[ItemType.LONG_TEXT]
    longest: Annotated[StrictInt, Field(ge=1, le=20_000)] = 4000
