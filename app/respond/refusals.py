"""Why one cannot go on: an unknown link, a wave that is not open, a database that is busy."""

from http import HTTPStatus

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.errors import NotFoundError, RefusedError
from app.models.waves import Privacy
from app.respond import dates, replies
from app.services import take
from app.services.taking import Invitation, Standing
from app.web import languages
from app.web.answer_pages import Frame

RETRY_SECONDS = 30
LONG = 60
"""A text of so many characters is shown again, so that one sees that it is still there."""


def shut(invitation: Invitation) -> Response:
    """Say that the wave has not opened yet, or has been closed."""
    frame = replies.frame_of(invitation)
    if invitation.standing is Standing.NOT_OPEN:
        opens = dates.moment(invitation.opens_at, invitation.timezone, frame.language)
        return replies.page("not_open.html", frame, HTTPStatus.FORBIDDEN, opens=opens)
    closed = invitation.closes_at
    until = dates.moment(closed, invitation.timezone, frame.language) if closed else None
    return replies.page("closed.html", frame, HTTPStatus.GONE, until=until)


def closed(_error: RefusedError) -> AnyResponse:
    """Say so when a wave turns out to be closed on saving."""
    token = (request.view_args or {})["token"]
    return shut(take.find_invitation(token, now=clock.now()))


def unknown(_error: NotFoundError) -> AnyResponse:
    """Say that nothing is known by this link; where the wave is closed, that."""
    token = (request.view_args or {})["token"]
    try:
        invitation = take.find_invitation(token, now=clock.now())
    except NotFoundError:
        return replies.page("unknown.html", _own_frame(), HTTPStatus.NOT_FOUND)
    if invitation.standing is not Standing.OPEN:
        return shut(invitation)
    frame = replies.frame_of(invitation)
    return replies.page("unknown.html", frame, HTTPStatus.NOT_FOUND, token=token)


def busy(_error: RefusedError) -> AnyResponse:
    """Say that saving fails, with all that was sent, to send again; needs no database."""
    sent = [(name, text) for name, text in request.form.items(multi=True)]
    page = replies.page(
        "busy.html",
        _own_frame(),
        HTTPStatus.SERVICE_UNAVAILABLE,
        hidden=[(name, text) for name, text in sent if len(text) < LONG],
        texts=[(name, text) for name, text in sent if len(text) >= LONG],
    )
    page.headers["Retry-After"] = str(RETRY_SECONDS)
    return page


def _own_frame() -> Frame:
    """Return a frame of nobody's, in the language that the browser wishes."""
    language = request.accept_languages.best_match(languages.LANGUAGES) or languages.DEFAULT
    languages.use(language)
    return Frame("", "#1f4e79", language, (language,), Privacy.ANONYMOUS)
