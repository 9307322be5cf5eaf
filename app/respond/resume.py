"""Coming back, going on later, and stopping."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.errors import AlreadyCompleteError
from app.respond import dates, refusals, replies
from app.services import take
from app.services.taking import Standing, Taking
from app.web.answer_pages import progress_of
from app.web.links import absolute


def show_resume(token: str, secret: str) -> AnyResponse:
    """Say where the respondent was, and lead on; what is complete shows its receipt."""
    taking = take.look(token, secret, now=clock.now())
    if taking.is_complete:
        return redirect(url_for("respond.show_thanks", token=token, secret=secret), 303)
    return _open_page("resume.html", taking, secret)


def show_later(token: str, secret: str) -> AnyResponse:
    """Say that all is saved and until when, with the link to keep."""
    taking = take.look(token, secret, now=clock.now())
    if taking.is_complete:
        return redirect(url_for("respond.show_thanks", token=token, secret=secret), 303)
    return _open_page("later.html", taking, secret)


def withdraw(token: str, secret: str) -> AnyResponse:
    """Stop, and erase the answers of this response."""
    if request.form.get("go") != "withdraw":
        return redirect(url_for("respond.show_resume", token=token, secret=secret), 303)
    try:
        take.withdraw(token, secret, now=clock.now())
    except AlreadyCompleteError:
        return redirect(url_for("respond.show_thanks", token=token, secret=secret), 303)
    address = url_for("respond.show_stopped", token=token, lang=request.args.get("lang"))
    response = Response(status=303, headers={"Location": address})
    replies.forget(response, token)
    return response


def show_stopped(token: str) -> AnyResponse:
    """Say that the answers have been erased."""
    invitation = take.find_invitation(token, now=clock.now())
    return replies.page("stopped.html", replies.frame_of(invitation), token=token)


def _open_page(template: str, taking: Taking, secret: str) -> Response:
    invitation = taking.invitation
    if invitation.standing is not Standing.OPEN:
        return refusals.shut(invitation)
    frame = replies.frame_of(invitation, taking.language)
    ends = invitation.closes_at
    return replies.page(
        template,
        frame,
        progress=progress_of(taking.steps, taking.place),
        token=invitation.token,
        secret=secret,
        first=taking.steps[0].page.code,
        code=taking.steps[taking.place].page.code,
        link=absolute("respond.show_resume", token=invitation.token, secret=secret),
        until=dates.moment(ends, invitation.timezone, frame.language) if ends else None,
    )
