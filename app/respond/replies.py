"""What every reply of this door shares: its frame, its headers, its cookie."""

import gzip
from datetime import datetime, timedelta

from flask import Response, current_app, request, url_for

from app.services.taking import Invitation, Taking
from app.web import languages
from app.web.answer_pages import Frame, draw
from app.web.headers import nonce

COOKIE = "response"
KEPT_DAYS = 90
SMALL = 1000
"""Under so many bytes a reply is sent as it is: compressing gains nothing."""


def frame_of(invitation: Invitation, language: str | None = None) -> Frame:
    """Return what stands around a page, in the language that was asked for.

    Args:
        invitation: who asks.
        language: of the response; before there is one, the browser's wish counts. One in the
            address goes before both.
    """
    offered = invitation.questionnaire.languages
    wished = request.args.get("lang")
    if wished not in offered:
        wished = language or request.accept_languages.best_match(offered)
    return frame_in(invitation, wished or offered[0])


def frame_in(invitation: Invitation, language: str) -> Frame:
    """Return what stands around a page in this language, and speak it from here on."""
    languages.use(language)
    return Frame(
        organisation=invitation.organisation,
        colour=invitation.accent,
        language=language,
        languages=invitation.questionnaire.languages,
        privacy=invitation.privacy,
        smallest_group=invitation.smallest_group,
    )


def page(template: str, frame: Frame, status: int = 200, **context: object) -> Response:
    """Return a page in its frame."""
    return Response(draw(f"respond/{template}", frame=frame, nonce=nonce(), **context), status)


def remember(response: Response, taking: Taking, secret: str, now: datetime) -> None:
    """Let the open link lead back to this response, in this browser, while the wave is open."""
    ends = now + timedelta(days=KEPT_DAYS)
    if taking.invitation.closes_at is not None:
        ends = min(ends, taking.invitation.closes_at)
    response.set_cookie(
        COOKIE,
        secret,
        max_age=max(0, int((ends - now).total_seconds())),
        path=url_for("respond.show_welcome", token=taking.invitation.token),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def forget(response: Response, token: str) -> None:
    """Let the open link lead to a new response again."""
    response.delete_cookie(COOKIE, path=url_for("respond.show_welcome", token=token))


def seal(response: Response) -> Response:
    """Keep the secret in the address from other sites and search machines; send less."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] and not response.direct_passthrough:
        body = response.get_data()
        if len(body) > SMALL:
            response.set_data(gzip.compress(body, compresslevel=1, mtime=0))
            response.content_encoding = "gzip"
    return response
