"""The blueprint of the door, and what all its pages know."""

from flask import Blueprint
from flask_security import current_user

from app.services.access import Right
from app.web import guard, headlines, notes, sentences, words

bp = Blueprint("insight", __name__, url_prefix="/insight", template_folder="templates")


@bp.context_processor
def _shared() -> dict[str, object]:
    """Give the templates of this door their words, and what the reader may do elsewhere."""
    if not current_user.is_authenticated:
        return {}
    actor = guard.actor()
    return {
        "headlines": headlines,
        "notes": notes,
        "sentences": sentences,
        "words": words,
        "may_aim": actor.may(Right.AIM),
        "may_field": actor.may(Right.FIELD),
        "may_design": actor.may(Right.DESIGN),
    }
