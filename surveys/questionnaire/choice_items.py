"""Items with options: one, several, or the most important in order."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StrictInt
from typing_extensions import override

from surveys.errors import AnswerError, AnswerProblem
from surveys.questionnaire.items import (
    Answer,
    Column,
    Item,
    ItemType,
    Option,
    Scales,
    one_of,
    whole,
)


class Choice(Item):
    """The base of items with options."""

    options: tuple[Option, ...]

    @property
    def option_codes(self) -> tuple[str, ...]:
        """Return the options' codes in order."""
        return tuple(option.code for option in self.options)

    def columns_of_options(self, high: int) -> tuple[Column, ...]:
        """Return one column per option, from 0 to `high`."""
        return tuple(
            Column(f"{self.code}.{code}", self.code, 0, high) for code in self.option_codes
        )


class SingleChoice(Choice):
    """One of several options."""

    type: Literal[ItemType.SINGLE_CHOICE]

    @override
    def accept(self, value: object, scales: Scales) -> Answer:
        if not isinstance(value, str) or value not in self.option_codes:
            raise _unknown_option(value, self.option_codes)
        return value

    @override
    def columns(self, scales: Scales) -> tuple[Column, ...]:
        return (Column(self.code, self.code, 0, len(self.options) - 1, self.option_codes),)

    @override
    def encode(self, answer: Any) -> Mapping[str, int]:
        return {self.code: self.option_codes.index(answer)}

    @override
    def read(self, cells: Mapping[str, str], scales: Scales) -> object:
        cell = cells[self.code].strip()
        return cell if cell in self.option_codes else str(whole(cell))

    @override
    def write(self, answer: Any, scales: Scales) -> Mapping[str, str]:
        return {self.code: answer}


class MultipleChoice(Choice):
    """Any of several options; at least one, else it was skipped."""

    type: Literal[ItemType.MULTIPLE_CHOICE]

    @override
    def accept(self, value: object, scales: Scales) -> Answer:
        chosen = _distinct_options(value, self.option_codes)
        return [code for code in self.option_codes if code in chosen]

    @override
    def columns(self, scales: Scales) -> tuple[Column, ...]:
        return self.columns_of_options(1)

    @override
    def encode(self, answer: Any) -> Mapping[str, int]:
        return {f"{self.code}.{code}": int(code in answer) for code in self.option_codes}

    @override
    def read(self, cells: Mapping[str, str], scales: Scales) -> object:
        flags = {code: _cell(cells, self.code, code) for code in self.option_codes}
        for flag in flags.values():
            one_of(flag, (0, 1))
        return [code for code, flag in flags.items() if flag == 1]

    @override
    def write(self, answer: Any, scales: Scales) -> Mapping[str, str]:
        return {name: str(flag) for name, flag in self.encode(answer).items()}


class Ranking(Choice):
    """The most important of several options, in order; at most `most` of them."""

    type: Literal[ItemType.RANKING]
    most: Annotated[StrictInt, Field(ge=1)] = 3

    answers: ClassVar[int] = 3

    @override
    def accept(self, value: object, scales: Scales) -> Answer:
        ranked = _distinct_options(value, self.option_codes)
        if len(ranked) > self.most:
            raise AnswerError(AnswerProblem.TOO_MANY, value=len(ranked), expected=str(self.most))
        return ranked

    @override
    def columns(self, scales: Scales) -> tuple[Column, ...]:
        return self.columns_of_options(self.most)

    @override
    def encode(self, answer: Any) -> Mapping[str, int]:
        """Give rank r of at most m as m + 1 − r points, unranked as 0 (STATISTICS.md)."""
        points = {code: self.most - place for place, code in enumerate(answer)}
        return {f"{self.code}.{code}": points.get(code, 0) for code in self.option_codes}

    @override
    def read(self, cells: Mapping[str, str], scales: Scales) -> object:
        ranks = {code: _cell(cells, self.code, code) for code in self.option_codes}
        for rank in ranks.values():
            one_of(rank, range(self.most + 1))
        ranked = sorted((rank, code) for code, rank in ranks.items() if rank != 0)
        if [rank for rank, _ in ranked] != list(range(1, len(ranked) + 1)):
            found = ", ".join(str(rank) for rank, _ in ranked)
            raise AnswerError(AnswerProblem.RANKS_NOT_IN_ORDER, value=found, expected="1, 2, 3 …")
        return [code for _, code in ranked]

    @override
    def write(self, answer: Any, scales: Scales) -> Mapping[str, str]:
        ranks = {code: place for place, code in enumerate(answer, start=1)}
        return {f"{self.code}.{code}": str(ranks.get(code, 0)) for code in self.option_codes}


def _unknown_option(value: object, codes: tuple[str, ...]) -> AnswerError:
    return AnswerError(AnswerProblem.UNKNOWN_OPTION, value=value, expected=", ".join(codes))


def _distinct_options(value: object, codes: tuple[str, ...]) -> list[str]:
    if not isinstance(value, list | tuple):
        raise AnswerError(AnswerProblem.NOT_A_LIST, value=value)
    for code in value:
        if code not in codes:
            raise _unknown_option(code, codes)
    if len(set(value)) != len(value):
        raise AnswerError(AnswerProblem.CHOSEN_TWICE, value=", ".join(value))
    if not value:
        raise AnswerError(AnswerProblem.EMPTY)
    return list(value)


def _cell(cells: Mapping[str, str], item: str, option: str) -> int | str:
    return whole(cells.get(f"{item}.{option}", "0"))
