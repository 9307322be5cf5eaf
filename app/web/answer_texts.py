"""What a respondent is told about an answer: what to do, never what is 'invalid'."""

from flask_babel import gettext as _

from surveys.errors import AnswerError, AnswerProblem
from surveys.questionnaire.item_types import AnyItem, Likert, Nps, Number, TextItem
from surveys.questionnaire.items import Scales


def problem_text(item: AnyItem, error: AnswerError) -> str:
    """Say what to do about an answer that cannot be stored."""
    match error.problem:
        case AnswerProblem.NOT_A_NUMBER:
            text = _("Fill in a number, in figures")
        case AnswerProblem.OUT_OF_RANGE if isinstance(item, Number):
            text = _(
                "Fill in a number from %(low)s to %(high)s", low=item.minimum, high=item.maximum
            )
        case AnswerProblem.TOO_MANY_DECIMALS if error.expected == "0":
            text = _("Fill in a whole number")
        case AnswerProblem.TOO_MANY_DECIMALS:
            text = _("Fill in a number with at most %(most)s decimals", most=error.expected)
        case AnswerProblem.TOO_LONG:
            text = _(
                "Shorten your text to %(most)s characters; it now has %(length)s",
                most=error.expected,
                length=error.value,
            )
        case AnswerProblem.CONTROL_CHARACTERS:
            text = _("Your text holds signs that we cannot keep. Type it again, in letters")
        case AnswerProblem.TOO_MANY:
            text = _("Choose at most %(most)s", most=error.expected)
        case _:
            text = _("Choose from the answers that are here")
    return str(text)


def missing_text(item: AnyItem, scales: Scales) -> str:
    """Ask for an answer that is missing."""
    has_dont_know = (isinstance(item, Likert) and scales[item.scale].dont_know) or (
        isinstance(item, Nps) and item.dont_know
    )
    if has_dont_know:
        return str(_("Choose an answer or ‘don’t know’"))
    if isinstance(item, Number | TextItem):
        return str(_("Fill in an answer"))
    return str(_("Choose an answer"))
