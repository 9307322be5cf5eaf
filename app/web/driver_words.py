"""What is said of the dimensions that outcomes go along with, beside what people say matters."""

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.web import split_words
from surveys.measurement.origins.outcomes import OutcomeDrivers, Quadrant
from surveys.questionnaire.scales import Outcome

Names = Mapping[str, str]
"""The names of dimensions by their codes."""

OUTCOMES: Final[Mapping[str, LazyString]] = {
    Outcome.RECOMMENDATION: _l("Recommendation"),
    Outcome.SATISFACTION: _l("Satisfaction"),
    Outcome.LOYALTY: _l("Loyalty"),
    Outcome.INTENTION: _l("Intention to stay"),
    Outcome.INVOLVEMENT: _l("Involvement"),
    Outcome.OVERALL: _l("Overall judgement"),
    Outcome.SWITCHING_COSTS: _l("Trouble of switching"),
}

QUADRANTS: Final[Mapping[Quadrant, LazyString]] = {
    Quadrant.BOTH: _l("goes along, and said to matter"),
    Quadrant.DERIVED: _l("goes along, though few say it matters"),
    Quadrant.STATED: _l("said to matter, hardly goes along"),
    Quadrant.NEITHER: _l("neither"),
}


def outcome_name(outcome: str) -> str:
    """Return what an outcome is called."""
    return str(OUTCOMES[outcome]) if outcome in OUTCOMES else outcome


def headline(found: OutcomeDrivers, outcome: str, names: Names) -> str:
    """Say which dimensions an outcome goes along with most."""
    return split_words.headline(found.split, outcome_name(outcome).lower(), names)


def stated(found: OutcomeDrivers, names: Names) -> str:
    """Say what people do not name and what they name in vain, largest first."""
    hidden, named = (_in_quadrant(found, where) for where in (Quadrant.DERIVED, Quadrant.STATED))
    named.sort(key=lambda code: -(found.dimensions[code].stated or 0.0))
    texts = (
        (hidden, _l("It goes along with %(names)s, though few name it.")),
        (named, _l("Often named, but hardly going along with it: %(names)s.")),
    )
    said = [str(text) % {"names": _few(codes, names)} for codes, text in texts if codes]
    if said:
        return " ".join(said)
    if any(one.quadrant for one in found.dimensions.values()):
        return str(_("What people say matters is also what it goes along with."))
    return str(_("What people say matters cannot be held against it."))


def _in_quadrant(found: OutcomeDrivers, quadrant: Quadrant) -> list[str]:
    return [code for code, one in found.dimensions.items() if one.quadrant is quadrant]


def _few(codes: list[str], names: Names) -> str:
    return split_words.joined(codes[: split_words.NAMED], names)
