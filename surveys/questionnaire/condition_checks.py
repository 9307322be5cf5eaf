"""Whether conditions can ever hold: they look at earlier items, in a way that fits those items."""

from collections.abc import Iterator, Mapping
from typing import Final

from surveys.errors import AnswerError, Path, Problem, nearest
from surveys.questionnaire.conditions import (
    AllOf,
    Answered,
    AnyOf,
    AtLeast,
    AtMost,
    Condition,
    In,
    Includes,
    Is,
    Leaf,
    Met,
    Not,
)
from surveys.questionnaire.item_types import AnyItem, Likert
from surveys.questionnaire.items import ItemType, Scales
from surveys.questionnaire.model import Questionnaire

_VALUES: Final = {ItemType.LIKERT, ItemType.NPS, ItemType.SINGLE_CHOICE, ItemType.NUMBER}
_NUMBERS: Final = {ItemType.LIKERT, ItemType.NPS, ItemType.NUMBER}
_FITS: Final[Mapping[str, set[ItemType]]] = {
    "is": _VALUES,
    "in": _VALUES,
    "at_least": _NUMBERS,
    "at_most": _NUMBERS,
    "includes": {ItemType.MULTIPLE_CHOICE, ItemType.RANKING},
    "met": {ItemType.EXPERIENCE},
    "answered": set(ItemType) - {ItemType.INFORMATION},
}
"""The kinds of item that each operator can look at."""


def condition_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield what is wrong with the conditions of a questionnaire.

    A page looks at items of earlier pages; an item also at earlier items of its own page.
    """
    items = questionnaire.item_by_code
    earlier: dict[str, AnyItem] = {}
    for number, page in enumerate(questionnaire.pages):
        if page.show_if is not None:
            for path, leaf in _leaves(page.show_if, ("pages", number, "show_if")):
                yield from _problems(leaf, path, earlier, items, questionnaire.scale_by_code)
        for place, item in enumerate(page.items):
            if item.show_if is not None:
                start: Path = ("pages", number, "items", place, "show_if")
                for path, leaf in _leaves(item.show_if, start):
                    yield from _problems(leaf, path, earlier, items, questionnaire.scale_by_code)
            earlier[item.code] = item


def _leaves(condition: Condition, path: Path) -> Iterator[tuple[Path, Leaf]]:
    """Yield the parts of a condition that look at an item, each with its place."""
    match condition:
        case AllOf() | AnyOf():
            for place, part in enumerate(condition.conditions):
                yield from _leaves(part, (*path, "conditions", place))
        case Not():
            yield from _leaves(condition.condition, (*path, "condition"))
        case _:
            yield path, condition


def _problems(
    leaf: Leaf,
    path: Path,
    earlier: Mapping[str, AnyItem],
    items: Mapping[str, AnyItem],
    scales: Scales,
) -> Iterator[Problem]:
    there = (*path, "item")
    if leaf.item not in items:
        yield Problem("condition.unknown_item", there, leaf.item, nearest(leaf.item, earlier))
    elif leaf.item not in earlier:
        yield Problem("condition.later_item", there, leaf.item)
    elif earlier[leaf.item].type not in _FITS[leaf.op]:
        kind = earlier[leaf.item].type
        fitting = ", ".join(op for op, kinds in _FITS.items() if kind in kinds)
        yield Problem("condition.operator_does_not_fit", (*path, "op"), leaf.op, fitting)
    elif _is_answerable(earlier[leaf.item], scales):
        yield from _impossible_values(leaf, path, earlier[leaf.item], scales)


def _is_answerable(item: AnyItem, scales: Scales) -> bool:
    """Say whether a scale, if the item needs one, is there; else another check says so."""
    return not isinstance(item, Likert) or bool(item.scale in scales and scales[item.scale].points)


def _impossible_values(leaf: Leaf, path: Path, item: AnyItem, scales: Scales) -> Iterator[Problem]:
    """Yield the values looked for that are no answer to the item."""
    for where, value, answer in _looked_for(leaf):
        try:
            item.accept(answer, scales)
        except AnswerError as error:
            place = (*path, *where)
            yield Problem("condition.impossible_value", place, str(value), error.expected)


def _looked_for(leaf: Leaf) -> Iterator[tuple[Path, object, object]]:
    """Yield each value that a condition names: its place, itself, and an answer that has it."""
    match leaf:
        case Is() | AtLeast() | AtMost():
            yield ("value",), leaf.value, leaf.value
        case In():
            for place, value in enumerate(leaf.values):
                yield ("values", place), value, value
        case Includes():
            yield ("value",), leaf.value, [leaf.value]
        case Answered() | Met():
            pass
