"""What is wrong with a file that was given, in words: where, what, and what would be right."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.errors import BadValueError, Clash, CodeTakenError, DefinitionClashError
from app.problem_texts import place_text, right_text, wrong_text
from surveys.errors import Problem, QuestionnaireError

REFUSED = (BadValueError, CodeTakenError, DefinitionClashError, QuestionnaireError)
"""How the services refuse a file."""

KINDS = {"dimension": _l("Dimension"), "touchpoint": _l("Image former")}
PARTS = {
    "name": _l("is called “%(known)s” in your organisation, and “%(found)s” in this file"),
    "direction": _l("counts as “%(known)s” in your organisation, and as “%(found)s” in this file"),
    "kind": _l("is of the kind “%(known)s” in your organisation, and “%(found)s” in this file"),
    "steerability": _l("is steered “%(known)s” in your organisation, and “%(found)s” in this file"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: its place, what is wrong, and what would be right."""

    place: str
    text: str
    remedy: str = ""


def findings(error: Exception) -> list[Finding]:
    """Return what a refusal says about a file, one finding per fault."""
    match error:
        case QuestionnaireError():
            return [finding_of(problem) for problem in error.problems]
        case DefinitionClashError():
            return [_of_clash(clash) for clash in error.clashes]
        case CodeTakenError():
            text = _("Your organisation already has a questionnaire with this code.")
            return [Finding("code", text, _("Another code, or replace the draft of that one."))]
        case BadValueError():
            text = _(
                "This is “%(value)s”, and the draft it replaces has “%(expected)s”.",
                value=error.value,
                expected=error.expected,
            )
            return [Finding(error.field, text, error.expected)]
        case _:
            raise error


def finding_of(problem: Problem) -> Finding:
    """Return what is wrong at one place of a file."""
    return Finding(place_text(problem, _), wrong_text(problem, _), right_text(problem, _))


def _of_clash(clash: Clash) -> Finding:
    place = f"{KINDS[clash.kind]} {clash.code}"
    text = str(PARTS[clash.part]) % {"known": clash.known, "found": clash.found}
    return Finding(place, text, _("The same as in your organisation, or another code."))
