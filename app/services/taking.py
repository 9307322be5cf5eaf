"""What a respondent holds: the invitation behind a link, the response behind a secret.

One statement finds all that a page needs. A published version never changes, so its questionnaire
is read from the database once per process.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Executable, bindparam, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from app import randomness
from app.database import db, writes
from app.errors import NotFoundError
from app.models.audiences import Audience
from app.models.organisations import Organisation
from app.models.questionnaires import Version
from app.models.responses import Response, ResponseState
from app.models.waves import Collector, Fielding, Privacy, Segmentation, Wave
from surveys.questionnaire.items import Answer
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.paging import Step, path


class Standing(StrEnum):
    """Whether a wave takes answers."""

    NOT_OPEN = "not_open"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Published:
    """A published questionnaire; told apart by its version, so that caches can be keyed by it."""

    version_id: int
    definition_hash: str
    questionnaire: Questionnaire = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who asks, what, until when, and what becomes of the answers."""

    token: str
    organisation_id: int
    organisation: str
    accent: str
    timezone: str
    collector_id: int
    collector_segment_id: int | None
    fielding_id: int
    wave_id: int
    privacy: Privacy
    smallest_group: int
    segmentation: Segmentation
    segmentation_item: str | None
    opens_at: datetime
    closes_at: datetime | None
    standing: Standing
    published: Published

    @property
    def questionnaire(self) -> Questionnaire:
        """Return what is asked."""
        return self.published.questionnaire

    def day_of(self, moment: datetime) -> date:
        """Return the day of a moment where the organisation is: all that is kept of time."""
        return moment.astimezone(ZoneInfo(self.timezone)).date()


@dataclass(frozen=True, slots=True)
class Taking:
    """One response as its respondent meets it: the answers so far and the path they lead along."""

    invitation: Invitation
    response_id: int
    language: str
    answers: Mapping[str, Answer]
    page: str | None
    is_saved: bool
    is_complete: bool
    completed_on: date | None
    receipt: str | None
    steps: tuple[Step, ...]

    def place_of(self, page: str | None) -> int | None:
        """Return the place of a page on the path, from 0; None when it is not on it."""
        codes = [step.page.code for step in self.steps]
        return codes.index(page) if page in codes else None

    @property
    def place(self) -> int:
        """Return the place on the path where the respondent is, from 0."""
        return self.place_of(self.page) or 0


_INVITATION = (
    Collector.token,
    Organisation.id.label("organisation_id"),
    Organisation.name,
    Organisation.accent,
    Organisation.timezone,
    Collector.id.label("collector_id"),
    Collector.segment_id.label("collector_segment_id"),
    Fielding.id.label("fielding_id"),
    Fielding.audience,
    Wave.id.label("wave_id"),
    Wave.privacy,
    Wave.k,
    Wave.k_employees,
    Wave.segmentation,
    Wave.segmentation_item,
    Wave.opens_at,
    Wave.closes_at,
    Wave.closed_at,
    Version.id.label("version_id"),
    Version.definition_hash,
)
_BY_TOKEN = (
    select(*_INVITATION)
    .join_from(Collector, Fielding, Fielding.id == Collector.fielding_id)
    .join(Wave, Wave.id == Fielding.wave_id)
    .join(Organisation, Organisation.id == Collector.organisation_id)
    .where(Collector.token == bindparam("token"))
)
_TO_START = _BY_TOKEN.join(Version, Version.id == Fielding.version_id)
_STARTED = (
    _BY_TOKEN.add_columns(
        Response.id.label("response_id"),
        Response.language,
        Response.answers,
        Response.page,
        Response.revision,
        Response.state,
        Response.completed_on,
        Response.receipt,
    )
    .join(Response, Response.collector_id == Collector.id)
    .join(Version, Version.id == Response.version_id)
    .where(Response.secret_hash == bindparam("secret_hash"))
)
# A wave is closed under a lock that waits for whoever holds it as its key, so nobody starts or
# completes behind the back of a closing.
_TO_START_HELD = _TO_START.with_for_update(read=True, key_share=True, of=Wave)
_STARTED_HELD = _STARTED.with_for_update(of=Response)


def invitation_of(token: str, session: Session, now: datetime) -> Invitation:
    """Return what a link invites to; in a `transaction()`, with a hold on its wave.

    Raises:
        NotFoundError: there is no such link.
    """
    statement = _TO_START_HELD if writes(session) else _TO_START
    return _invitation(_found(session, statement, token=token), now)


def taking_of(token: str, secret: str, session: Session, now: datetime) -> Taking:
    """Return the response behind a secret; in a `transaction()`, locked.

    Raises:
        NotFoundError: there is no such link, or none with this secret.
    """
    statement = _STARTED_HELD if writes(session) else _STARTED
    row = _found(session, statement, token=token, secret_hash=randomness.digest(secret))
    invitation = _invitation(row, now)
    return Taking(
        invitation=invitation,
        response_id=row.response_id,
        language=row.language,
        answers=row.answers,
        page=row.page,
        is_saved=row.revision > 0,
        is_complete=row.state is ResponseState.COMPLETE,
        completed_on=row.completed_on,
        receipt=row.receipt,
        steps=path(invitation.questionnaire, row.answers),
    )


def _found(session: Session, statement: Executable, **keys: str) -> Row[Any]:
    row = session.connection().execute(statement, keys).one_or_none()
    if row is None:
        raise NotFoundError
    return row


def _invitation(row: Row[Any], now: datetime) -> Invitation:
    return Invitation(
        token=row.token,
        organisation_id=row.organisation_id,
        organisation=row.name,
        accent=row.accent,
        timezone=row.timezone,
        collector_id=row.collector_id,
        collector_segment_id=row.collector_segment_id,
        fielding_id=row.fielding_id,
        wave_id=row.wave_id,
        privacy=row.privacy,
        smallest_group=row.k_employees if row.audience is Audience.EMPLOYEES else row.k,
        segmentation=row.segmentation,
        segmentation_item=row.segmentation_item,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        standing=_standing(row, now),
        published=_published(row.version_id, row.definition_hash),
    )


def _standing(row: Row[Any], now: datetime) -> Standing:
    if row.opens_at > now and row.closed_at is None:
        return Standing.NOT_OPEN
    wave = cast("Wave", row)  # the rule looks at these columns alone
    return Standing.OPEN if Wave.is_open(wave, now) else Standing.CLOSED


@lru_cache(maxsize=64)
def _published(version_id: int, definition_hash: str) -> Published:
    version = db.session.get_one(Version, version_id)
    return Published(version_id, definition_hash, version.read())
