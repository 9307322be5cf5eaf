"""The blueprint of the door, and the words that its pages have for what the services name."""

from flask import Blueprint, redirect, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.models.audiences import Audience
from app.models.waves import Privacy
from app.services.author import QuestionnaireState
from surveys.questionnaire.versions import ChangeKind, Part

bp = Blueprint("design", __name__, url_prefix="/design", template_folder="templates")

AUDIENCES = {
    Audience.CUSTOMERS: _l("Customers"),
    Audience.PROSPECTS: _l("Prospects"),
    Audience.EMPLOYEES: _l("Employees"),
}
STATES = {
    QuestionnaireState.FAULTS: _l("Has faults"),
    QuestionnaireState.DRAFT: _l("Draft"),
    QuestionnaireState.READY: _l("Ready"),
    QuestionnaireState.FIELDED: _l("In the field"),
    QuestionnaireState.CLOSED: _l("Closed"),
}
PRIVACY = {
    Privacy.ANONYMOUS: _l("anonymous"),
    Privacy.CONFIDENTIAL: _l("confidential"),
    Privacy.NAMED: _l("by name"),
}
CHANGES = {
    ChangeKind.ADDED: _l("New"),
    ChangeKind.REMOVED: _l("Gone"),
    ChangeKind.REWORDED: _l("Text"),
    ChangeKind.ALTERED: _l("Altered"),
    ChangeKind.MOVED: _l("Moved"),
}
PARTS = {
    Part.QUESTIONNAIRE: _l("The questionnaire itself"),
    Part.SCALE: _l("Answer scale"),
    Part.PAGE: _l("Page"),
    Part.ITEM: _l("Question"),
}
FIELDS = {
    "audience": _l("who it is for"),
    "code": _l("code"),
    "decimals": _l("decimals"),
    "dimensions": _l("dimensions"),
    "dont_know": _l("the answer ‘don’t know’"),
    "high_text": _l("word at the high end"),
    "hint": _l("explanation"),
    "intro": _l("introduction"),
    "items": _l("order of the questions"),
    "languages": _l("languages"),
    "low_text": _l("word at the low end"),
    "longest": _l("longest text"),
    "maximum": _l("highest value"),
    "measures": _l("what it measures"),
    "minimum": _l("lowest value"),
    "most": _l("how many are ranked"),
    "options": _l("options"),
    "pages": _l("order of the pages"),
    "points": _l("points of the scale"),
    "required": _l("whether an answer is asked for"),
    "reverse": _l("which way round it counts"),
    "scale": _l("answer scale"),
    "show_if": _l("when it is shown"),
    "thanks": _l("thanks"),
    "touchpoints": _l("image formers"),
    "type": _l("kind of question"),
    "unit": _l("unit"),
    "welcome": _l("welcome"),
}


@bp.context_processor
def _words() -> dict[str, object]:
    """Give the templates of this door their words."""
    return {
        "audience_words": AUDIENCES,
        "state_words": STATES,
        "privacy_words": PRIVACY,
        "change_words": CHANGES,
        "part_words": PARTS,
        "field_words": FIELDS,
    }


@bp.get("/")
def index() -> Response:
    """Lead to the questionnaires, where the work begins."""
    return redirect(url_for("design.list_questionnaires"))
