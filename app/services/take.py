"""Taking part: start, save a page and move on, complete, stop.

Respondents have no account: the token of the link and the secret of the response stand where
elsewhere the actor stands. Every save is one transaction that holds the response, and is durable
before it is answered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import randomness
from app.database import db, transaction
from app.errors import AlreadyCompleteError, NotFoundError, WaveClosedError, WaveNotOpenError
from app.models.responses import Response, ResponseState
from app.models.waves import Segmentation, Wave, WaveSegment
from app.services.taking import Invitation, Standing, Taking, invitation_of, taking_of
from surveys.errors import AnswerError
from surveys.questionnaire.answering import TakenIn, take_in
from surveys.questionnaire.items import Answer
from surveys.questionnaire.model import Page

ReadPage = Callable[[Taking, Page], Mapping[str, object]]
"""Reads what was filled in on a page, once it is known to which response it belongs: a value per
item that was shown, None where it was left empty."""


_SAVE = (
    update(Response)
    .where(Response.id == bindparam("row"))
    .values(
        answers=bindparam("answers_now"),
        page=bindparam("page_now"),
        language=bindparam("language_now"),
        saved_on=bindparam("today"),
        revision=Response.revision + 1,
    )
)
_COMPLETE = _SAVE.values(
    state=ResponseState.COMPLETE,
    completed_on=bindparam("today"),
    receipt=bindparam("receipt_now"),
    segment_id=bindparam("segment"),
)


class Move(StrEnum):
    """Where the respondent wants to go from a page."""

    NEXT = "next"
    SKIP = "skip"  # next, without what is missing
    BACK = "back"
    STAY = "stay"


@dataclass(frozen=True, slots=True)
class Sent:
    """A page as it was sent: its code, what reads it, where to go, in which language from now."""

    page: str
    read: ReadPage
    move: Move = Move.NEXT
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a page: where the respondent is now, and what stands in the way.

    `problems` cannot be stored, `missing` is asked for once more, `unseen` belongs to the page
    only since what was just filled in, and `passed_over` was sent but is not asked.
    """

    taking: Taking
    problems: Mapping[str, AnswerError] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()


def find_invitation(token: str, *, now: datetime) -> Invitation:
    """Return what a link invites to. Writes nothing.

    Raises:
        NotFoundError: there is no such link.
    """
    return invitation_of(token, db.session(), now)


def look(token: str, secret: str, *, now: datetime) -> Taking:
    """Return a response to go on with, or its receipt. Writes nothing.

    Raises:
        NotFoundError: there is no such response.
    """
    return taking_of(token, secret, db.session(), now)


def start(token: str, *, secret: str, language: str, now: datetime) -> Taking:
    """Start a response; starting again with the same secret starts nothing new.

    Args:
        token: of the link.
        secret: drawn for this respondent; only its digest is kept.
        language: in which to ask; the questionnaire's first where it has no such language.
        now: the present moment.

    Raises:
        NotFoundError: there is no such link.
        WaveNotOpenError, WaveClosedError: no answers are taken now.
        UnavailableError: the database cannot save.
    """
    try:
        with transaction() as session:
            invitation = invitation_of(token, session, now)
            _refuse_unless_open(invitation)
            session.execute(insert(Response).values(_new_row(invitation, secret, language, now)))
    except IntegrityError:  # started before, or there is a response with this key: look at it
        db.session.rollback()
    return look(token, secret, now=now)


def save_page(token: str, secret: str, sent: Sent, *, now: datetime) -> Saved:
    """Save what was filled in on a page and move on; from the last page, complete.

    Only answers to items of this page change. What cannot be stored is told and keeps the
    respondent on the page; what is missing does so until it is skipped. A response that is
    complete stays as it is, whatever is sent.

    Raises:
        NotFoundError: there is no such response.
        WaveNotOpenError, WaveClosedError: no answers are taken now.
        UnavailableError: the database cannot save.
    """
    with transaction() as session:
        taking = taking_of(token, secret, session, now)
        if taking.is_complete:
            return Saved(taking)
        _refuse_unless_open(taking.invitation)
        place = taking.place_of(sent.page)
        if place is None:  # the answer to another page has taken this one off the path
            return Saved(taking)
        questionnaire = taking.invitation.questionnaire
        page = taking.steps[place].page
        taken = take_in(questionnaire, page, sent.read(taking, page), taking.answers)
        language = sent.language if sent.language in questionnaire.languages else taking.language
        taking = replace(taking, answers=taken.answers, steps=taken.steps, language=language)
        page_after = _page_after(sent, taken)
        if page_after is None:
            taking = _completed(session, taking, now)
        else:
            taking = replace(taking, page=page_after)
        _write(session, taking, now)
        missing = taken.missing if sent.move is Move.NEXT else ()
        return Saved(taking, taken.problems, missing, taken.unseen, taken.passed_over)


def withdraw(token: str, secret: str, *, now: datetime) -> None:
    """Stop, and erase the answers; once erased there is nothing left to erase.

    Raises:
        NotFoundError: there is no such link.
        AlreadyCompleteError: the answers have been sent and can no longer be told apart.
        UnavailableError: the database cannot save.
    """
    with transaction() as session:
        try:
            taking = taking_of(token, secret, session, now)
        except NotFoundError:
            invitation_of(token, session, now)
            return
        if taking.is_complete:
            raise AlreadyCompleteError
        session.execute(delete(Response).where(Response.id == taking.response_id))


def _refuse_unless_open(invitation: Invitation) -> None:
    if invitation.standing is Standing.NOT_OPEN:
        raise WaveNotOpenError
    if invitation.standing is Standing.CLOSED:
        raise WaveClosedError


def _new_row(
    invitation: Invitation, secret: str, language: str, now: datetime
) -> Mapping[str, object]:
    questionnaire = invitation.questionnaire
    known = language in questionnaire.languages
    return {
        "id": randomness.row_id(),
        "organisation_id": invitation.organisation_id,
        "fielding_id": invitation.fielding_id,
        "version_id": invitation.published.version_id,
        "collector_id": invitation.collector_id,
        "secret_hash": randomness.digest(secret),
        "language": language if known else questionnaire.default_language,
        "answers": {},
        "started_on": invitation.day_of(now),
        "saved_on": invitation.day_of(now),
    }


def _page_after(sent: Sent, taken: TakenIn) -> str | None:
    """Return the code of the page that a respondent comes to, or None after the last."""
    codes = [step.page.code for step in taken.steps]
    place = codes.index(sent.page)  # an answer never hides its own page: conditions look back
    is_held = taken.problems or taken.unseen or (taken.missing and sent.move is Move.NEXT)
    if sent.move is Move.BACK and not taken.problems:
        return codes[max(0, place - 1)]
    if sent.move in {Move.NEXT, Move.SKIP} and not is_held:
        return codes[place + 1] if place + 1 < len(codes) else None
    return sent.page


def _completed(session: Session, taking: Taking, now: datetime) -> Taking:
    """Return the response as complete, if the wave is still open once it is held."""
    wave = session.get_one(
        Wave,
        taking.invitation.wave_id,
        with_for_update={"read": True, "key_share": True, "nowait": True},
    )
    if not wave.is_open(now):
        raise WaveClosedError
    return replace(
        taking,
        page=taking.steps[-1].page.code,
        is_complete=True,
        completed_on=taking.invitation.day_of(now),
        receipt=_new_receipt(session),
    )


def _new_receipt(session: Session) -> str:
    while True:
        receipt = randomness.receipt()
        if session.scalar(select(Response.id).where(Response.receipt == receipt)) is None:
            return receipt


def _write(session: Session, taking: Taking, now: datetime) -> None:
    values: dict[str, object] = {
        "row": taking.response_id,
        "answers_now": taking.answers,
        "page_now": taking.page,
        "language_now": taking.language,
        "today": taking.invitation.day_of(now),
    }
    if not taking.is_complete:
        session.connection().execute(_SAVE, values)
        return
    values |= {"receipt_now": taking.receipt, "segment": _segment_id(session, taking)}
    session.connection().execute(_COMPLETE, values)


def _segment_id(session: Session, taking: Taking) -> int | None:
    """Return the segment of a complete response: of the link used, or of an answer that counts."""
    invitation = taking.invitation
    match invitation.segmentation:
        case Segmentation.LINK:
            return invitation.collector_segment_id
        case Segmentation.ITEM:
            option = _counted(taking).get(invitation.segmentation_item or "")
            return session.scalar(
                select(WaveSegment.segment_id).where(
                    WaveSegment.wave_id == invitation.wave_id,
                    WaveSegment.option_code == option,
                )
            )
        case Segmentation.NONE:
            return None


def _counted(taking: Taking) -> Mapping[str, Answer]:
    asked = {item.code for step in taking.steps for item in step.items}
    return {code: answer for code, answer in taking.answers.items() if code in asked}
