"""Items that are answered on a scale: statements, and the willingness to recommend."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import StrictBool
from typing_extensions import override

from surveys.questionnaire.items import (
    DONT_KNOW,
    Answer,
    Column,
    Item,
    ItemType,
    Scales,
    one_of,
    whole,
)
from surveys.questionnaire.texts import Code, Text


class Rated(Item):
    """The base of items answered by one number, or by 'don't know'."""

    @override
    def encode(self, answer: Any) -> Mapping[str, int | None]:
        return {self.code: None if answer == DONT_KNOW else answer}

    @override
    def read(self, cells: Mapping[str, str], scales: Scales) -> object:
        return whole(cells[self.code])

    @override
    def write(self, answer: Any, scales: Scales) -> Mapping[str, str]:
        return {self.code: str(answer)}


class Likert(Rated):
    """A statement on an answer scale; consecutive ones with one scale form a matrix."""

    type: Literal[ItemType.LIKERT]
    scale: Code
    reverse: StrictBool = False

    @override
    def accept(self, value: object, scales: Scales) -> Answer:
        scale = scales[self.scale]
        if value == DONT_KNOW and scale.dont_know:
            return DONT_KNOW
        return one_of(value, scale.values)

    def points(self, scales: Scales) -> tuple[int, ...]:
        """Return the values that may be answered, from low to high."""
        return scales[self.scale].values

    @override
    def columns(self, scales: Scales) -> tuple[Column, ...]:
        scale = scales[self.scale]
        offered = bool(scale.dont_know)
        return (Column(self.code, self.code, scale.low, scale.high, dont_know=offered),)


class Nps(Rated):
    """How likely to recommend, 0 to 10."""

    type: Literal[ItemType.NPS]
    low_text: Text | None = None
    high_text: Text | None = None
    dont_know: Text | None = None

    @override
    def accept(self, value: object, scales: Scales) -> Answer:
        if value == DONT_KNOW and self.dont_know:
            return DONT_KNOW
        return one_of(value, range(11))

    def points(self, scales: Scales) -> tuple[int, ...]:  # noqa: ARG002 - as any item on a scale
        """Return the values that may be answered, from low to high."""
        return tuple(range(11))

    @override
    def columns(self, scales: Scales) -> tuple[Column, ...]:
        return (Column(self.code, self.code, 0, 10, dont_know=bool(self.dont_know)),)
