"""Taking in what was filled in on one page."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.errors import AnswerError, AnswerProblem
from surveys.questionnaire.item_types import AnyItem
from surveys.questionnaire.items import Answer
from surveys.questionnaire.model import Page, Questionnaire
from surveys.questionnaire.paging import Step, path


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What filling in a page comes to.

    `steps` is the path and `items` what the page shows, both in the light of `answers`: all
    answers there are now. `problems` are values that cannot be stored; the answers that they were
    to replace stand. `missing` are required items without an answer, `unseen` items that only now
    turn out to belong to the page, `passed_over` items with a value that the page does not show.
    """

    answers: Mapping[str, Answer]
    steps: tuple[Step, ...]
    items: tuple[AnyItem, ...]
    problems: Mapping[str, AnswerError]
    missing: tuple[str, ...]
    unseen: tuple[str, ...]
    passed_over: tuple[str, ...]


def take_in(
    questionnaire: Questionnaire,
    page: Page,
    values: Mapping[str, object],
    answers: Mapping[str, Answer],
) -> TakenIn:
    """Merge the `values` of one page into the `answers` there are; other pages' are untouched.

    Args:
        questionnaire: what is being answered.
        page: the page that was filled in.
        values: a value per item of the page that was shown; None where it was left empty. Values
            of items that the path does not show, or that are not of this page, are passed over.
        answers: the answers so far, by item code.
    """
    accepted, problems = _accept(questionnaire, page, values)
    emptied = values.keys() - accepted.keys() - problems.keys()
    kept = {code: answer for code, answer in answers.items() if code not in emptied}
    steps = path(questionnaire, {**kept, **accepted})
    items = next((step.items for step in steps if step.page.code == page.code), ())
    shown = {item.code for item in items}
    merged = {code: answer for code, answer in answers.items() if code not in emptied & shown}
    merged |= {code: answer for code, answer in accepted.items() if code in shown}
    return TakenIn(
        answers=merged,
        steps=steps,
        items=items,
        problems={code: problem for code, problem in problems.items() if code in shown},
        missing=tuple(
            item.code
            for item in items
            if item.required and item.code not in merged and item.code not in problems
        ),
        unseen=tuple(item.code for item in items if item.code not in values),
        passed_over=tuple(
            code for code, value in values.items() if value is not None and code not in shown
        ),
    )


def _accept(
    questionnaire: Questionnaire, page: Page, values: Mapping[str, object]
) -> tuple[dict[str, Answer], dict[str, AnswerError]]:
    accepted: dict[str, Answer] = {}
    problems: dict[str, AnswerError] = {}
    for item in page.items:
        value = values.get(item.code)
        if value is None:
            continue
        try:
            accepted[item.code] = item.accept(value, questionnaire.scale_by_code)
        except AnswerError as error:
            if error.problem is not AnswerProblem.EMPTY:
                problems[item.code] = error
    return accepted, problems
