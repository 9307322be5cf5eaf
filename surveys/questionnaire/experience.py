"""The experience item: what a respondent had with one image former."""

from collections.abc import Mapping
from itertools import product, starmap
from typing import Any, ClassVar, Final, Literal, NamedTuple

from typing_extensions import override

from surveys.errors import AnswerError, AnswerProblem
from surveys.questionnaire.items import Answer, Column, Item, ItemType, Scales, whole

SOURCES: Final = ("own", "heard")
"""Own experience, or heard, seen or read."""

RECENCIES: Final = ("this_year", "longer_ago")
"""When, mainly."""

TONES: Final = range(-2, 3)
"""How it was, from very bad to very good."""

WEIGHTS: Final = range(3)
"""How much it counts in the image: hardly, a little, a lot."""

DETAILS: Final = ("source", "recency", "tone", "weight")

PARTS: Final = ("met", *DETAILS)
"""What the columns of an answers file hold, in order."""

CONTACT: Final = "contact"
"""One more column of encoded answers: source, recency and tone in one number."""


class Contact(NamedTuple):
    """How an image former was met; None is not said."""

    source: str | None
    recency: str | None
    tone: int | None


CONTACTS: Final = tuple(
    starmap(Contact, product((None, *SOURCES), (None, *RECENCIES), (None, *TONES)))
)
"""Every way to have met an image former; its place here is its number.

Counted together they tell the tone of own experience apart from that of hearsay, and of this year
from longer ago, which separate columns do not.
"""


class Experience(Item):
    """Whether an image former was met and, if so, how, when, how good and how much it counted.

    Consecutive ones form a group with a last tick 'none of these', which tells 'met nothing'
    from 'skipped'. An answer is `{"met": 0}` or `{"met": 1}` with any of the four details.
    """

    type: Literal[ItemType.EXPERIENCE]

    answers: ClassVar[int] = 0
    """Counted per group: see `Questionnaire.answer_budget`."""

    @override
    def accept(self, value: object, scales: Scales) -> Answer:
        if not isinstance(value, Mapping):
            raise AnswerError(AnswerProblem.NOT_AN_EXPERIENCE, value=value)
        unknown = sorted(str(part) for part in set(value) - {"met", *DETAILS})
        if unknown:
            raise AnswerError(AnswerProblem.UNKNOWN_PART, value=", ".join(unknown))
        met = value.get("met")
        if isinstance(met, bool) or not isinstance(met, int) or met not in (0, 1):
            raise AnswerError(AnswerProblem.OUT_OF_RANGE, value=met, expected="0-1")
        given = {part: value[part] for part in DETAILS if value.get(part) is not None}
        if met == 0 and given:
            raise AnswerError(AnswerProblem.DETAIL_OF_NOT_MET, value=", ".join(given))
        return {"met": met, **{part: _detail(part, given[part]) for part in given}}

    @override
    def columns(self, scales: Scales) -> tuple[Column, ...]:
        return (
            Column(f"{self.code}.met", self.code, 0, 1),
            Column(f"{self.code}.source", self.code, 0, 1, SOURCES),
            Column(f"{self.code}.recency", self.code, 0, 1, RECENCIES),
            Column(f"{self.code}.tone", self.code, TONES[0], TONES[-1]),
            Column(f"{self.code}.weight", self.code, WEIGHTS[0], WEIGHTS[-1]),
            Column(f"{self.code}.{CONTACT}", self.code, 0, len(CONTACTS) - 1),
        )

    @override
    def encode(self, answer: Any) -> Mapping[str, int]:
        parts = {f"{self.code}.{part}": _coded(part, given) for part, given in answer.items()}
        if not answer["met"]:
            return parts
        contact = Contact(*(answer.get(part) for part in Contact._fields))
        return {**parts, f"{self.code}.{CONTACT}": CONTACTS.index(contact)}

    @override
    def header(self, scales: Scales) -> tuple[str, ...]:
        return tuple(f"{self.code}.{part}" for part in PARTS)

    @override
    def needed(self, scales: Scales) -> tuple[str, ...]:
        return (f"{self.code}.met",)

    @override
    def read(self, cells: Mapping[str, str], scales: Scales) -> object:
        given = {
            part: cells[f"{self.code}.{part}"] for part in PARTS if f"{self.code}.{part}" in cells
        }
        words = {
            part: given[part].strip().replace(" ", "_")
            for part in ("source", "recency") & given.keys()
        }
        numbers = {part: whole(given[part]) for part in ("met", "tone", "weight") & given.keys()}
        return words | numbers

    @override
    def write(self, answer: Any, scales: Scales) -> Mapping[str, str]:
        return {f"{self.code}.{part}": str(given) for part, given in answer.items()}


def _detail(part: str, given: object) -> str | int:
    words = {"source": SOURCES, "recency": RECENCIES}.get(part)
    if words is not None:
        if not isinstance(given, str) or given not in words:
            raise AnswerError(AnswerProblem.UNKNOWN_OPTION, value=given, expected=", ".join(words))
        return given
    allowed = TONES if part == "tone" else WEIGHTS
    if isinstance(given, bool) or not isinstance(given, int) or given not in allowed:
        limits = f"{allowed[0]} … {allowed[-1]}"
        raise AnswerError(AnswerProblem.OUT_OF_RANGE, value=given, expected=limits)
    return given


def _coded(part: str, given: str | int) -> int:
    if part == "source":
        return SOURCES.index(str(given))
    if part == "recency":
        return RECENCIES.index(str(given))
    return int(given)
