"""Who is asking: the actor behind a session."""

from flask import Flask, redirect, request, url_for
from flask_security import current_user
from werkzeug.wrappers import Response

from app.services.access import Actor
from app.web import languages

OPEN_DOORS = {"respond", "accounts"}
"""Doors that need no log-in: one has a secret in the link, in the other one logs in."""

OTHER_LANGUAGES = {"design.show_preview"}
"""Pages that speak somebody else's language: `?lang=` is about them, not about who looks."""


def init_app(app: Flask) -> None:
    """Ask for a log-in at every door that is not open."""
    app.before_request(_ask)


def actor() -> Actor:
    """Return who is logged in; only for doors that ask for a log-in."""
    return Actor(current_user.id, current_user.organisation_id, current_user.role)


def is_signed_in() -> bool:
    """Whether anybody is logged in."""
    return bool(current_user.is_authenticated)


def _ask() -> Response | None:
    if request.endpoint in {None, "static"} or request.blueprint == "respond":
        return None
    if "lang" in request.args and request.endpoint not in OTHER_LANGUAGES:
        languages.choose(request.args["lang"])
    if request.blueprint in OPEN_DOORS or is_signed_in():
        return None
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.show_login", next=back))
