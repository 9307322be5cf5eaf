"""The questionnaire: pages of items, the scales they use, and what they measure."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import Annotated, Final

from pydantic import Field

from surveys.questionnaire.conditions import Condition
from surveys.questionnaire.experience import Experience
from surveys.questionnaire.item_types import AnyItem, Likert
from surveys.questionnaire.items import Answer
from surveys.questionnaire.scales import Dimension, Scale, Touchpoint
from surveys.questionnaire.texts import Code, Frozen, Language, Text

EXPERIENCES_COUNTED: Final = 3
"""So many image formers met are counted in the budget of answers."""

ANSWERS_PER_EXPERIENCE: Final = 3
"""How and when in one tap, how it was, how much it counted."""

SECONDS_PER_ANSWER: Final = 8
"""For the estimate of minutes: a tap on a statement, reading it included."""


class Audience(StrEnum):
    """Whom a questionnaire is written for."""

    CUSTOMERS = "customers"
    EMPLOYEES = "employees"


class Welcome(Frozen):
    """What is said before the first page: why, who asks, what happens with it."""

    title: Text
    intro: Text
    who: Text | None = None
    use: Text | None = None


class Thanks(Frozen):
    """What is said after the last page."""

    title: Text
    text: Text | None = None


class Page(Frozen):
    """One screen of items, shown when its condition holds."""

    code: Code
    title: Text
    intro: Text | None = None
    show_if: Condition | None = None
    items: tuple[AnyItem, ...]


class Questionnaire(Frozen):
    """All that is asked of one audience, in one or more languages; the first is the default."""

    code: Code
    title: Text
    audience: Audience = Audience.CUSTOMERS
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    dimensions: tuple[Dimension, ...] = ()
    touchpoints: tuple[Touchpoint, ...] = ()
    scales: tuple[Scale, ...] = ()
    welcome: Welcome | None = None
    thanks: Thanks | None = None
    pages: tuple[Page, ...]

    @property
    def default_language(self) -> str:
        """Return the language that stands in where another is missing."""
        return self.languages[0]

    @cached_property
    def scale_by_code(self) -> Mapping[str, Scale]:
        """Return the scales by code."""
        return {scale.code: scale for scale in self.scales}

    @cached_property
    def item_by_code(self) -> Mapping[str, AnyItem]:
        """Return the items by code, in the order in which they are asked."""
        return {item.code: item for item in self.items()}

    def items(self) -> Iterator[AnyItem]:
        """Yield all items in order."""
        for page in self.pages:
            yield from page.items

    def accept(self, code: str, value: object) -> Answer:
        """Return `value` as the stored answer to item `code`.

        Raises:
            KeyError: there is no such item.
            AnswerError: it is not an answer to that item.
        """
        return self.item_by_code[code].accept(value, self.scale_by_code)

    @property
    def answer_budget(self) -> int:
        """Return how many answers are asked of someone who sees every page.

        A group of image formers counts as one answer and the details of three that were met.
        """
        return sum(budget(page.items) for page in self.pages)

    @property
    def minutes(self) -> int:
        """Return about how many minutes it takes to answer everything, at least 1."""
        return minutes_for(self.answer_budget)


def minutes_for(answers: int) -> int:
    """Return about how many minutes so many answers take, at least 1.

    >>> minutes_for(45)
    6
    """
    return max(1, round(answers * SECONDS_PER_ANSWER / 60))


def budget(items: tuple[AnyItem, ...]) -> int:
    """Return how many answers the items of one page ask.

    A group of image formers counts as one answer and the details of three that were met.
    """
    answers = sum(item.answers for item in items)
    if any(isinstance(item, Experience) for item in items):
        groups = (group for group in blocks_of(items) if isinstance(group[0], Experience))
        answers += sum(
            min(len(met), EXPERIENCES_COUNTED) * ANSWERS_PER_EXPERIENCE + 1 for met in groups
        )
    return answers


def blocks_of(items: tuple[AnyItem, ...]) -> list[tuple[AnyItem, ...]]:
    """Part items into what is shown together.

    Consecutive likert items with one scale form a matrix, consecutive experience items a group;
    every other item stands alone.
    """
    keyed = [(_together(item) or f"{place}", item) for place, item in enumerate(items)]
    return [
        tuple(item for _, item in group) for _, group in groupby(keyed, key=lambda pair: pair[0])
    ]


def _together(item: AnyItem) -> str | None:
    match item:
        case Likert():
            return f"matrix {item.scale}"
        case Experience():
            return "experiences"
        case _:
            return None
