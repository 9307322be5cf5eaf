"""The last page: thanks, and the receipt. Answers are never shown here."""

from flask import redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.respond import dates, replies
from app.services import take
from app.web.answer_blocks import Words


def show_thanks(token: str, secret: str) -> AnyResponse:
    """Show the receipt of a complete response; one that is not complete is gone on with."""
    taking = take.look(token, secret, now=clock.now())
    if not taking.is_complete or taking.completed_on is None:
        return redirect(url_for("respond.show_resume", token=token, secret=secret), 303)
    invitation = taking.invitation
    frame = replies.frame_of(invitation, taking.language)
    closes_on = invitation.closes_at and invitation.day_of(invitation.closes_at)
    return replies.page(
        "thanks.html",
        frame,
        thanks=invitation.questionnaire.thanks,
        words=Words(invitation.questionnaire, frame.language, invitation.organisation),
        receipt=taking.receipt,
        completed_on=dates.day(taking.completed_on, frame.language),
        closes_on=dates.day(closes_on, frame.language) if closes_on else None,
        token=token,
    )
