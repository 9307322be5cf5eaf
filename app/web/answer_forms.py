"""The form of a page, built from its items: what a browser sends, to values that items judge.

A field only reads: a figure becomes a number, boxes become a list, what was left empty becomes
None. Whether a value is an answer is decided by the item, in `take_in`, for every door alike.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from babel.numbers import NumberFormatError, format_decimal, parse_decimal
from typing_extensions import override
from werkzeug.datastructures import MultiDict
from wtforms import Field, Form

from app.services.taking import Published
from app.web.locales import locale_of
from surveys.questionnaire.experience import Experience
from surveys.questionnaire.item_types import AnyItem, MultipleChoice, Number, Ranking
from surveys.questionnaire.items import Answer, ItemType
from surveys.questionnaire.model import Page, blocks_of

NAME: Final = "answer_"
"""Stands before an item's code, so that no code hides another part of a form."""

NOT_DECODED: Final = "\N{REPLACEMENT CHARACTER}"
"""What a browser's broken bytes become; refused, for nobody typed it."""

_WHOLE = re.compile(r"[+-]?\d{1,9}", re.ASCII)


class HowAndWhen(NamedTuple):
    """One tap that tells the source of an experience and when it was."""

    source: str
    recency: str

    @property
    def value(self) -> str:
        """Return it as the value of a button."""
        return f"{self.source}.{self.recency}"


def name_of(code: str) -> str:
    """Return the name of an item's field."""
    return f"{NAME}{code}"


class AnswerField(Field):
    """Reads one item; the base of all kinds."""

    value: object = None
    """What was sent, for the item to judge; None where it was left empty."""

    typed: Any = None
    """What was sent, to be shown again as it was."""

    @override
    def process_formdata(self, valuelist: list[str]) -> None:
        sent = [text for text in valuelist if text]
        self.typed = sent[0] if len(sent) == 1 else None
        self.value = sent or None if len(sent) != 1 else self.read(sent[0])

    def read(self, text: str) -> object:
        """Return one filled-in text as a value."""
        return text


class FigureField(AnswerField):
    """A point of a scale, or a word that stands apart from it."""

    @override
    def read(self, text: str) -> object:
        return int(text) if _WHOLE.fullmatch(text) else text


class NumberField(AnswerField):
    """A number as people write it in their language: 1.000,5 or 1,000.5."""

    def __init__(self, language: str, **names: Any) -> None:  # noqa: ANN401 - as WTForms has it
        super().__init__(**names)
        self.language = language

    @override
    def read(self, text: str) -> object:
        try:
            return parse_decimal(text.strip(), locale_of(self.language), strict=True)
        except NumberFormatError:
            return text.strip().replace(",", ".") or None


class TextField(AnswerField):
    """A text, as it was typed."""

    @override
    def read(self, text: str) -> object:
        return text.replace(NOT_DECODED, "\0") if text.strip() else None


class OptionsField(AnswerField):
    """Boxes that were ticked, or options in the order in which they were ranked."""

    @override
    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = [text for text in valuelist if text]
        self.value = self.typed or None


class ExperienceField(AnswerField):
    """An image former: its box, and what stands under it; nothing under an unticked box counts."""

    @override
    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        parts = ("met", "how", "tone", "weight")
        sent = {part: (formdata or MultiDict()).getlist(f"{self.name}.{part}") for part in parts}
        self.typed = {part: texts[0] for part, texts in sent.items() if texts}
        self.is_ticked = bool(sent["met"])
        self.value = self._experience(self.typed) if self.is_ticked else None

    def _experience(self, typed: Mapping[str, str]) -> dict[str, object]:
        source, _, recency = typed.get("how", "").partition(".")
        given = {
            "met": _figure(typed["met"]),
            "source": source,
            "recency": recency,
            "tone": _figure(typed.get("tone", "")),
            "weight": _figure(typed.get("weight", "")),
        }
        return {part: value for part, value in given.items() if value != ""}


class NothingField(AnswerField):
    """A text to read: nothing is sent, whatever comes."""

    @override
    def process_formdata(self, valuelist: list[str]) -> None:
        """Pass over whatever was sent."""


class AnswerForm(Form):
    """The form of one page; `items` and `none_boxes` are set per page."""

    items: tuple[AnyItem, ...] = ()

    def values(self, shown: frozenset[str] | None = None) -> dict[str, object]:
        """Return what was filled in: a value per item, None where it was left empty.

        Args:
            shown: the items that the page showed, where that depends on answers; else all.
        """
        values = {item.code: self[name_of(item.code)].value for item in self.items}
        for group in blocks_of(self.items):
            if isinstance(group[0], Experience) and self._answers(group):
                for item in group:
                    if values[item.code] is None:
                        values[item.code] = {"met": 0}
        if shown is None:
            return values
        return {code: value for code, value in values.items() if code in shown}

    def typed(self) -> dict[str, Any]:
        """Return what was filled in, to be shown again as it was."""
        typed = {item.code: self[name_of(item.code)].typed for item in self.items}
        for group in blocks_of(self.items):
            if isinstance(group[0], Experience) and self._says_none(group):
                typed[none_of(group)] = True
        return typed

    def rank(self, act: str) -> None:
        """Carry out what a button beside a ranked option says: `item:act:option`.

        The acts are add, out, up and down; whatever is not of this form does nothing.
        """
        code, _, rest = act.partition(":")
        name, _, option = rest.partition(":")
        ranked = self._fields.get(name_of(code))
        if isinstance(ranked, OptionsField) and option:
            ranked.typed = reordered(ranked.typed, name, option)
            ranked.value = ranked.typed or None

    def _answers(self, group: tuple[AnyItem, ...]) -> bool:
        """Whether any box of a group of image formers was ticked, 'none of these' included."""
        ticked = any(self[name_of(item.code)].is_ticked for item in group)
        return ticked or self._says_none(group)

    def _says_none(self, group: tuple[AnyItem, ...]) -> bool:
        return bool(self[name_of(none_of(group))].typed)


def reordered(order: Sequence[str], act: str, option: str) -> list[str]:
    """Return an order after adding an option at the end, taking it out, or moving it by one.

    >>> reordered(["price", "service"], "up", "service")
    ['service', 'price']
    """
    rest = [other for other in order if other != option]
    if act == "add":
        return [*rest, option]
    if option not in order or act not in {"out", "up", "down"}:
        return list(order)
    if act == "out":
        return rest
    place = max(0, order.index(option) + (1 if act == "down" else -1))
    return [*rest[:place], option, *rest[place:]]


def none_of(group: tuple[AnyItem, ...]) -> str:
    """Return the code of the box 'none of these' under a group of image formers."""
    return f"{group[0].code}-none"


def answer_form(page: Page, language: str) -> type[AnswerForm]:
    """Build the form of one page."""
    fields = {name_of(item.code): FIELD[item.type](item, language) for item in page.items}
    for group in blocks_of(page.items):
        if isinstance(group[0], Experience):
            fields[name_of(none_of(group))] = AnswerField()
    return type("PageForm", (AnswerForm,), {"items": page.items, **fields})


@lru_cache(maxsize=1024)
def form_of(published: Published, code: str, language: str) -> type[AnswerForm]:
    """Return the form of a published page: built once, for a version never changes."""
    page = next(page for page in published.questionnaire.pages if page.code == code)
    return answer_form(page, language)


def typed_answers(
    items: tuple[AnyItem, ...], answers: Mapping[str, Answer], language: str
) -> dict[str, Any]:
    """Return stored answers to `items` as they would have been typed, to be shown again."""
    typed = {
        item.code: _as_typed(item, answers[item.code], language)
        for item in items
        if item.code in answers
    }
    for group in blocks_of(items):
        if isinstance(group[0], Experience) and _met_none(group, answers):
            typed[none_of(group)] = True
    return typed


def _met_none(group: tuple[AnyItem, ...], answers: Mapping[str, Any]) -> bool:
    given = [answers[item.code] for item in group if item.code in answers]
    return bool(given) and not any(answer["met"] for answer in given)


def _as_typed(item: AnyItem, answer: Any, language: str) -> Any:  # noqa: ANN401 - one of `Answer`
    match item:
        case Experience():
            typed = {part: str(answer[part]) for part in ("tone", "weight") if part in answer}
            if not answer["met"]:
                return typed
            typed["met"] = "1"
            if "source" in answer and "recency" in answer:
                typed["how"] = HowAndWhen(answer["source"], answer["recency"]).value
            return typed
        case MultipleChoice() | Ranking():
            return answer
        case Number():
            return format_decimal(answer, locale=locale_of(language), group_separator=False)
        case _:
            return str(answer)


def _figure(text: str) -> int | str:
    return int(text) if _WHOLE.fullmatch(text) else text


FIELD: dict[ItemType, Callable[[AnyItem, str], Field]] = {
    ItemType.LIKERT: lambda _item, _language: FigureField(),
    ItemType.NPS: lambda _item, _language: FigureField(),
    ItemType.SINGLE_CHOICE: lambda _item, _language: AnswerField(),
    ItemType.MULTIPLE_CHOICE: lambda _item, _language: OptionsField(),
    ItemType.NUMBER: lambda _item, language: NumberField(language),
    ItemType.SHORT_TEXT: lambda _item, _language: TextField(),
    ItemType.LONG_TEXT: lambda _item, _language: TextField(),
    ItemType.EXPERIENCE: lambda _item, _language: ExperienceField(),
    ItemType.RANKING: lambda _item, _language: OptionsField(),
    ItemType.INFORMATION: lambda _item, _language: NothingField(),
}
"""Which field reads which kind of item."""
