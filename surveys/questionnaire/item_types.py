"""All kinds of item; a new kind is one class, named here."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from surveys.errors import AnswerError, AnswerProblem
from surveys.questionnaire.choice_items import Choice, MultipleChoice, Ranking, SingleChoice
from surveys.questionnaire.entry_items import LongText, Number, ShortText, TextItem
from surveys.questionnaire.experience import Experience
from surveys.questionnaire.items import Answer, Item, ItemType, Scales
from surveys.questionnaire.rated_items import Likert, Nps

__all__ = [
    "AnyItem",
    "Choice",
    "Experience",
    "Information",
    "Likert",
    "LongText",
    "MultipleChoice",
    "Nps",
    "Number",
    "Ranking",
    "ShortText",
    "SingleChoice",
    "TextItem",
]


class Information(Item):
    """A text to read; asks nothing."""

    type: Literal[ItemType.INFORMATION]

    answers: ClassVar[int] = 0

    @override
    def accept(self, value: object, scales: Scales) -> Answer:
        raise AnswerError(AnswerProblem.NOT_ASKED, value=value)

    @override
    def read(self, cells: Mapping[str, str], scales: Scales) -> object:
        return None

    @override
    def write(self, answer: Any, scales: Scales) -> Mapping[str, str]:
        return {}


AnyItem = Annotated[
    Likert
    | Nps
    | SingleChoice
    | MultipleChoice
    | Number
    | ShortText
    | LongText
    | Experience
    | Ranking
    | Information,
    Field(discriminator="type"),
]
