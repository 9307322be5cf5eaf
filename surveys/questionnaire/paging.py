"""Which pages and items a respondent meets, given the answers so far."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from surveys.questionnaire.conditions import holds
from surveys.questionnaire.item_types import AnyItem
from surveys.questionnaire.model import Page, Questionnaire


@dataclass(frozen=True, slots=True)
class Step:
    """One page on a respondent's path, with the items of it that are shown."""

    page: Page
    items: tuple[AnyItem, ...]


def path(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> tuple[Step, ...]:
    """Return the pages to show, in order, each with its visible items.

    A page without a visible item is passed over. Conditions look only at answers that count: one
    to an item that is itself hidden does not.
    """
    return tuple(_steps(questionnaire, answers))


def asked(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> frozenset[str]:
    """Return the codes of the items on the respondent's path: only their answers count."""
    return frozenset(item.code for step in _steps(questionnaire, answers) for item in step.items)


def _steps(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> Iterator[Step]:
    counted: dict[str, Any] = {}
    for page in questionnaire.pages:
        if page.show_if is not None and not holds(page.show_if, counted):
            continue
        shown = []
        for item in page.items:
            if item.show_if is None or holds(item.show_if, counted):
                shown.append(item)
                if item.code in answers:
                    counted[item.code] = answers[item.code]
        if shown:
            yield Step(page, tuple(shown))
