"""What a page shows, ready to be drawn: its texts in one language, names filled in, escaped once.

One class per kind of block, and one macro in `macros/answers.html` by the name of its `kind`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, cast

from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from app.web.answer_forms import HowAndWhen, name_of, none_of
from surveys.questionnaire.experience import RECENCIES, SOURCES, TONES, WEIGHTS
from surveys.questionnaire.item_types import (
    AnyItem,
    Likert,
    MultipleChoice,
    Nps,
    Number,
    Ranking,
    SingleChoice,
    TextItem,
)
from surveys.questionnaire.items import DONT_KNOW, ItemType, Option
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Scale
from surveys.questionnaire.texts import Text, fill, text_in

SHORT_SCALE = 7
"""So many cells of 44 px stand beside each other on the narrowest phone."""

SOURCE_TEXTS = {"own": _l("My own experience"), "heard": _l("Heard, seen or read")}
RECENCY_TEXTS = {"this_year": _l("this year"), "longer_ago": _l("longer ago")}
TONE_TEXTS = (_l("Very bad"), _l("Bad"), _l("So-so"), _l("Good"), _l("Very good"))
WEIGHT_TEXTS = (_l("Hardly"), _l("A little"), _l("A lot"))


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to pick: the value that is sent, and its word."""

    value: str
    text: Markup


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of one item, and the name of its field."""

    code: str
    name: str
    text: Markup
    hint: Markup | None


@dataclass(frozen=True, slots=True)
class MatrixBlock:
    """Statements on one scale, a row each."""

    kind: ClassVar[str] = "matrix"
    rows: tuple[Asked, ...]
    points: tuple[Choice, ...]
    dont_know: Choice | None

    @property
    def is_wide(self) -> bool:
        """Whether it becomes a table where there is room."""
        return len(self.points) <= SHORT_SCALE


@dataclass(frozen=True, slots=True)
class SingleBlock:
    """A block of one item; the base of those."""

    asked: Asked

    @property
    def rows(self) -> tuple[Asked, ...]:
        """Return the words of its one item, as of blocks with more."""
        return (self.asked,)


@dataclass(frozen=True, slots=True)
class NpsBlock(SingleBlock):
    """How likely, 0 to 10, and what the ends mean."""

    kind: ClassVar[str] = "nps"
    points: tuple[Choice, ...]
    low: Markup | None
    high: Markup | None
    dont_know: Choice | None


@dataclass(frozen=True, slots=True)
class OptionsBlock(SingleBlock):
    """One or any of several options."""

    kind: ClassVar[str] = "options"
    options: tuple[Choice, ...]
    is_many: bool


@dataclass(frozen=True, slots=True)
class NumberBlock(SingleBlock):
    """A number and its unit."""

    kind: ClassVar[str] = "number"
    unit: Markup | None
    has_decimals: bool


@dataclass(frozen=True, slots=True)
class TextBlock(SingleBlock):
    """A text of one line or several."""

    kind: ClassVar[str] = "text"
    longest: int
    is_long: bool


@dataclass(frozen=True, slots=True)
class ExperienceBlock:
    """Image formers, a box each, last 'none of these'; and what is asked of one that was met."""

    kind: ClassVar[str] = "experience"
    rows: tuple[Asked, ...]
    none_code: str
    none_name: str
    how_and_when: tuple[Choice, ...]
    tones: tuple[Choice, ...]
    weights: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class RankingBlock(SingleBlock):
    """Options to be put in order, at most so many."""

    kind: ClassVar[str] = "ranking"
    options: tuple[Choice, ...]
    most: int

    def in_order(self, ranked: Sequence[str]) -> list[Choice]:
        """Return the options, the ranked ones first and in their order."""
        places = {code: place for place, code in enumerate(ranked)}
        return sorted(self.options, key=lambda option: places.get(option.value, len(places)))


@dataclass(frozen=True, slots=True)
class InformationBlock(SingleBlock):
    """A text to read."""

    kind: ClassVar[str] = "information"


Block = (
    MatrixBlock
    | NpsBlock
    | OptionsBlock
    | NumberBlock
    | TextBlock
    | ExperienceBlock
    | RankingBlock
    | InformationBlock
)


@dataclass(frozen=True, slots=True)
class Words:
    """Finds texts in a language and fills in the names."""

    questionnaire: Questionnaire
    language: str
    organisation: str

    def plain(self, text: Text) -> str:
        """Return a text, not escaped."""
        found = text_in(text, self.language, self.questionnaire.default_language)
        return fill(found, {"organisation": self.organisation})

    def __call__(self, text: Text) -> Markup:
        """Return a text, escaped."""
        return escape(self.plain(text))

    def any(self, text: Text | None) -> Markup | None:
        """Return a text where there is one."""
        return None if text is None else self(text)

    def asked(self, item: AnyItem) -> Asked:
        """Return the words of an item."""
        return Asked(item.code, name_of(item.code), self(item.text), self.any(item.hint))

    def options(self, options: tuple[Option, ...]) -> tuple[Choice, ...]:
        """Return options to pick from."""
        return tuple(Choice(option.code, self(option.text)) for option in options)

    def points(self, scale: Scale) -> tuple[Choice, ...]:
        """Return the points of a scale to pick from."""
        return tuple(Choice(str(point.value), self(point.text)) for point in scale.points)

    def dont_know(self, text: Text | None) -> Choice | None:
        """Return 'don't know' to pick, where it is offered."""
        return None if text is None else Choice(DONT_KNOW, self(text))


def block_of(group: tuple[AnyItem, ...], words: Words) -> Block:
    """Return what shows a group of items together."""
    return BLOCK[group[0].type](group, words)


def _matrix(group: tuple[AnyItem, ...], words: Words) -> Block:
    scale = words.questionnaire.scale_by_code[cast("Likert", group[0]).scale]
    return MatrixBlock(
        rows=tuple(words.asked(item) for item in group),
        points=words.points(scale),
        dont_know=words.dont_know(scale.dont_know),
    )


def _nps(group: tuple[AnyItem, ...], words: Words) -> Block:
    item = cast("Nps", group[0])
    low, high = words.any(item.low_text), words.any(item.high_text)
    said = {0: low, 10: high}
    return NpsBlock(
        asked=words.asked(item),
        points=tuple(
            Choice(f"{value}", Markup(", ").join(filter(None, (f"{value}", said.get(value)))))
            for value in range(11)
        ),
        low=low,
        high=high,
        dont_know=words.dont_know(item.dont_know),
    )


def _options(group: tuple[AnyItem, ...], words: Words) -> Block:
    item = cast("SingleChoice | MultipleChoice", group[0])
    return OptionsBlock(
        asked=words.asked(item),
        options=words.options(item.options),
        is_many=isinstance(item, MultipleChoice),
    )


def _number(group: tuple[AnyItem, ...], words: Words) -> Block:
    item = cast("Number", group[0])
    return NumberBlock(
        asked=words.asked(item), unit=words.any(item.unit), has_decimals=item.decimals > 0
    )


def _text(group: tuple[AnyItem, ...], words: Words) -> Block:
    item = cast("TextItem", group[0])
    return TextBlock(
        asked=words.asked(group[0]),
        longest=item.longest,
        is_long=group[0].type is ItemType.LONG_TEXT,
    )


def _experience(group: tuple[AnyItem, ...], words: Words) -> Block:
    none = none_of(group)
    return ExperienceBlock(
        rows=tuple(words.asked(item) for item in group),
        none_code=none,
        none_name=name_of(none),
        how_and_when=tuple(
            Choice(HowAndWhen(source, recency).value, _how_and_when(source, recency))
            for source in SOURCES
            for recency in RECENCIES
        ),
        tones=_choices(TONES, TONE_TEXTS),
        weights=_choices(WEIGHTS, WEIGHT_TEXTS),
    )


def _how_and_when(source: str, recency: str) -> Markup:
    words = str(SOURCE_TEXTS[source]), str(RECENCY_TEXTS[recency])
    return Markup("{} <small>{}</small>").format(*words)


def _choices(values: Iterable[int], texts: Iterable[object]) -> tuple[Choice, ...]:
    pairs = zip(values, texts, strict=True)
    return tuple(Choice(str(value), escape(str(text))) for value, text in pairs)


def _ranking(group: tuple[AnyItem, ...], words: Words) -> Block:
    item = cast("Ranking", group[0])
    return RankingBlock(
        asked=words.asked(item), options=words.options(item.options), most=item.most
    )


def _information(group: tuple[AnyItem, ...], words: Words) -> Block:
    return InformationBlock(words.asked(group[0]))


BLOCK: dict[ItemType, Callable[[tuple[AnyItem, ...], Words], Block]] = {
    ItemType.LIKERT: _matrix,
    ItemType.NPS: _nps,
    ItemType.SINGLE_CHOICE: _options,
    ItemType.MULTIPLE_CHOICE: _options,
    ItemType.NUMBER: _number,
    ItemType.SHORT_TEXT: _text,
    ItemType.LONG_TEXT: _text,
    ItemType.EXPERIENCE: _experience,
    ItemType.RANKING: _ranking,
    ItemType.INFORMATION: _information,
}
"""What shows which kind of item."""
