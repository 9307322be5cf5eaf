"""The open link: who asks and why, and the first step in."""

import re

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock, randomness
from app.errors import NotFoundError
from app.respond import refusals, replies
from app.services import take
from app.services.taking import Standing
from app.web.answer_blocks import Words
from app.web.answer_pages import progress_of
from surveys.questionnaire.paging import path

_SECRET = re.compile(r"[\w-]{32}", re.ASCII)


def show_welcome(token: str) -> AnyResponse:
    """Say who asks, why, how long it takes and what becomes of it; or lead back to a response."""
    kept = request.cookies.get(replies.COOKIE)
    if kept and "anew" not in request.args and _is_known(token, kept):
        return redirect(url_for("respond.show_resume", token=token, secret=kept), 303)
    invitation = take.find_invitation(token, now=clock.now())
    if invitation.standing is not Standing.OPEN:
        return refusals.shut(invitation)
    frame = replies.frame_of(invitation)
    questionnaire = invitation.questionnaire
    steps = path(questionnaire, {})
    return replies.page(
        "welcome.html",
        frame,
        questionnaire=questionnaire,
        words=Words(questionnaire, frame.language, invitation.organisation),
        progress=progress_of(steps, 0),
        secret=randomness.secret(),
    )


def start(token: str) -> AnyResponse:
    """Start a response; a second click on the same page leads to the same response."""
    sent = request.form.get("secret", "")
    secret = sent if _SECRET.fullmatch(sent) else randomness.secret()
    now = clock.now()
    taking = take.start(token, secret=secret, language=request.form.get("language", ""), now=now)
    address = url_for("respond.show_resume", token=token, secret=secret)
    if not taking.is_complete and taking.steps:
        code = taking.steps[taking.place].page.code
        address = url_for("respond.show_page", token=token, secret=secret, code=code)
    response = Response(status=303, headers={"Location": address})
    replies.remember(response, taking, secret, now)
    return response


def _is_known(token: str, secret: str) -> bool:
    try:
        take.look(token, secret, now=clock.now())
    except NotFoundError:
        return False
    return True
