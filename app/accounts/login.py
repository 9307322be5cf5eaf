"""Log in, log out, set a password by a link, and be led to where one's work is."""

import hashlib

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_security import current_user, login_user, logout_user
from flask_security.recoverable import reset_password_token_status
from werkzeug.wrappers import Response

from app.accounts.forms import LoginForm, PasswordForm
from app.models.accounts import Role, User
from app.services import people
from app.web import guard, links
from app.web.extensions import limiter

bp = Blueprint("accounts", __name__, template_folder="templates")

HOME = {Role.OWNER: "design.index", Role.DESIGNER: "design.index"}
"""The door where a role has its work; the others come to read figures."""


def _failed(response: Response) -> bool:
    return response.status_code != 303


def _address_given() -> str:
    """Name the account that an attempt is aimed at, without keeping the address itself."""
    email = request.form.get("email", "").strip().lower()
    return hashlib.sha256(email.encode("utf-8", "replace")).hexdigest()


@bp.get("/")
def home() -> Response:
    """Lead to the door of one's role, or to log in."""
    if not guard.is_signed_in():
        return redirect(url_for("accounts.show_login"))
    return redirect(url_for(HOME.get(current_user.role, "insight.index")))


@bp.get("/login")
def show_login() -> str | Response:
    """Ask who it is."""
    if guard.is_signed_in():
        return redirect(url_for("accounts.home"))
    return render_template("accounts/login.html", form=LoginForm(next=request.args.get("next")))


@bp.post("/login")
@limiter.limit("30 per minute; 200 per hour", deduct_when=_failed)
@limiter.limit("10 per 5 minutes", key_func=_address_given, deduct_when=_failed)
def log_in() -> tuple[str, int] | Response:
    """Start a session; an unknown address and a wrong password get the same reply."""
    form = LoginForm()
    if form.validate_on_submit():
        person = people.authenticate(form.email.data, form.password.data)
        if person is not None:
            language = session.get("language") or person.language
            session.clear()
            session.permanent = True
            login_user(person)
            session["language"] = language
            heading = form.next.data or ""
            return redirect(
                heading if links.is_own(heading) else url_for("accounts.home"), code=303
            )
        form.password.errors = [_("This address and this password do not belong together.")]
    return render_template("accounts/login.html", form=form), 422


@bp.post("/logout")
def log_out() -> Response:
    """End the session, here and in every copy of its cookie."""
    if guard.is_signed_in():
        people.end_sessions(current_user.fs_uniquifier)
        logout_user()
        session.clear()
    return redirect(url_for("accounts.show_login"), code=303)


@bp.get("/password/<token>")
def show_password(token: str) -> str:
    """Ask for a new password from whoever holds the link."""
    return _password_page(PasswordForm(), _holder(token))


@bp.post("/password/<token>")
@limiter.limit("30 per minute")
def set_password(token: str) -> tuple[str, int] | Response:
    """Set the password; the link has then served its purpose."""
    person = _holder(token)
    form = PasswordForm()
    if not form.validate_on_submit():
        return _password_page(form, person), 422
    people.set_password(person.fs_uniquifier, form.password.data)
    flash(_("Your password is set. Log in with it."), "success")
    return redirect(url_for("accounts.show_login"), code=303)


def _password_page(form: PasswordForm, person: User) -> str:
    return render_template(
        "accounts/password.html", form=form, person=person, shortest=people.SHORTEST_PASSWORD
    )


def _holder(token: str) -> User:
    """Return whose link this is; a link that is used, too old or made up is not here."""
    expired, invalid, person = reset_password_token_status(token)  # type: ignore[no-untyped-call]  # of Flask-Security
    if expired or invalid or not isinstance(person, User):
        abort(404)
    return person
