"""Waves: planned and opened with their ways in, and closed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app import randomness
from app.database import db, empty_journal, transaction
from app.errors import BadValueError
from app.models.audiences import Audience
from app.models.questionnaires import Questionnaire, Version
from app.models.responses import Response, ResponseState
from app.models.segments import Segment
from app.models.waves import (
    Collector,
    CollectorKind,
    Fielding,
    Privacy,
    Segmentation,
    Wave,
    WaveSegment,
)
from app.services import access, fold, segment
from app.services.access import SYSTEM, Actor, Right
from surveys.questionnaire.item_types import SingleChoice

LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Tie:
    """A segment that a wave tells apart: one that is there, or a new one by its name.

    `option_code` is the answer that puts a response in the segment, where an item does so.
    """

    segment_id: int | None = None
    name: tuple[tuple[str, str], ...] = ()
    option_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WavePlan:
    """All that is decided before a wave opens; nothing of it can be changed afterwards."""

    title: str
    version_id: int
    employees_version_id: int | None = None
    privacy: Privacy = Privacy.ANONYMOUS
    segmentation: Segmentation = Segmentation.NONE
    segmentation_item: str | None = None
    ties: tuple[Tie, ...] = ()
    closes_at: datetime | None = None


def list_waves(actor: Actor) -> list[Wave]:
    """Return the organisation's waves, newest first.

    Raises:
        ForbiddenError: the actor may not field.
    """
    access.require(actor, Right.FIELD)
    return list(
        db.session.scalars(
            select(Wave)
            .where(Wave.organisation_id == actor.organisation_id)
            .order_by(Wave.opens_at.desc(), Wave.id.desc())
        )
    )


def list_versions(actor: Actor, audience: Audience) -> list[Version]:
    """Return the newest version of each questionnaire for an audience, last published first.

    Raises:
        ForbiddenError: the actor may not field.
    """
    access.require(actor, Right.FIELD)
    rows = db.session.scalars(
        select(Version)
        .join(Version.questionnaire)
        .where(Version.organisation_id == actor.organisation_id, Questionnaire.audience == audience)
        .order_by(Version.published_at, Version.number)
    )
    newest = {row.questionnaire_id: row for row in rows}
    return sorted(newest.values(), key=lambda row: row.published_at, reverse=True)


def open_wave(actor: Actor, plan: WavePlan, *, now: datetime) -> Wave:
    """Open a wave, with its segments and its ways in; all of it or nothing.

    Raises:
        ForbiddenError: the actor may not field.
        NotFoundError: no such version or segment, or not the actor's.
        BadValueError: part of the plan cannot be; `field` names it as in `WavePlan`.
    """
    access.require(actor, Right.FIELD)
    with transaction() as session:
        organisation = access.hold_organisation(session, actor)
        version = _version(session, actor, plan.version_id, Audience.CUSTOMERS)
        _check(plan, version, now)
        wave = Wave(
            organisation_id=organisation.id,
            title=plan.title.strip(),
            privacy=plan.privacy,
            segmentation=plan.segmentation,
            segmentation_item=plan.segmentation_item,
            opens_at=now,
            closes_at=plan.closes_at,
            k=organisation.k,
            k_employees=organisation.k_employees,
            created_at=now,
            created_by=actor.user_id,
        )
        segments = list(_segments(actor, session, plan))
        wave.segments = [
            WaveSegment(organisation_id=organisation.id, segment=tied, option_code=tie.option_code)
            for tie, tied in zip(plan.ties, segments, strict=True)
        ]
        by_link = plan.segmentation is Segmentation.LINK
        _add_fielding(wave, version, segments if by_link else [None], now)
        if plan.employees_version_id is not None:
            staff = _version(session, actor, plan.employees_version_id, Audience.EMPLOYEES)
            _add_fielding(wave, staff, [None], now)
        session.add(wave)
        return wave


def close_wave(actor: Actor, wave_id: int, *, now: datetime) -> Wave:
    """Close a wave for good, releasing what may be released; closing it again changes nothing.

    Where the wave is anonymous, what tied a response to a link is overwritten and responses that
    were not completed are deleted, in the same transaction; the database's journal goes after it.

    Raises:
        ForbiddenError: the actor may not field.
        NotFoundError: no such wave, or not the actor's.
    """
    with transaction() as session:
        wave = _close(actor, session, wave_id, now)
    empty_journal()
    return wave


def close_due(actor: Actor, *, now: datetime) -> list[Wave]:
    """Close the waves whose time has passed, each on its own; they took no answers since then.

    Raises:
        ForbiddenError: the actor may not field.
    """
    access.require(actor, Right.FIELD)
    due = select(Wave.id).where(Wave.closed_at.is_(None), Wave.closes_at <= now)
    if actor != SYSTEM:
        due = due.where(Wave.organisation_id == actor.organisation_id)
    closed = []
    for wave_id in list(db.session.scalars(due)):
        with transaction() as session:
            closed.append(_close(actor, session, wave_id, now))
    if closed:
        empty_journal()
    return closed


def _close(actor: Actor, session: Session, wave_id: int, now: datetime) -> Wave:
    wave = access.load(session, Wave, wave_id, actor, Right.FIELD)
    session.refresh(wave, with_for_update=True)  # nobody completes a response meanwhile
    if wave.closed_at is None:
        fold.take_in(actor, session, wave, now=now)
        wave.closed_at = now
        if wave.privacy is Privacy.ANONYMOUS:
            _untie(session, wave)
    return wave


def _version(session: Session, actor: Actor, version_id: int, audience: Audience) -> Version:
    version = access.load(session, Version, version_id, actor, Right.FIELD)
    if version.questionnaire.audience is not audience:
        raise BadValueError(field="version_id", expected=audience)
    return version


def _check(plan: WavePlan, version: Version, now: datetime) -> None:
    """Refuse a plan that cannot be carried out.

    Raises:
        BadValueError: the first part of it that cannot be.
    """
    title = plan.title.strip()
    if not title or len(title) > LONGEST_TITLE or not title.isprintable():
        raise BadValueError(field="title", value=title, expected=f"1-{LONGEST_TITLE}")
    if plan.closes_at is not None and plan.closes_at <= now:
        raise BadValueError(field="closes_at", value=plan.closes_at.isoformat())
    if (plan.segmentation is Segmentation.NONE) == bool(plan.ties):
        raise BadValueError(field="ties")
    chosen = [tie.segment_id for tie in plan.ties if tie.segment_id is not None]
    if len(set(chosen)) < len(chosen):
        raise BadValueError(field="ties", expected="unique")
    _check_options(plan, version)


def _check_options(plan: WavePlan, version: Version) -> None:
    """Refuse ties that do not fit the item of the segmentation."""
    by_item = plan.segmentation is Segmentation.ITEM
    if by_item != (plan.segmentation_item is not None):
        raise BadValueError(field="segmentation_item")
    used = Counter(tie.option_code for tie in plan.ties)
    if not by_item:
        if used.keys() - {None}:
            raise BadValueError(field="ties")
        return
    item = version.read().item_by_code.get(plan.segmentation_item or "")
    if not isinstance(item, SingleChoice):
        raise BadValueError(field="segmentation_item", value=plan.segmentation_item or "")
    if max(used.values()) > 1 or used.keys() - set(item.option_codes):
        raise BadValueError(field="ties", expected="options")


def _segments(actor: Actor, session: Session, plan: WavePlan) -> Iterator[Segment]:
    """Yield the segment of each tie, made where it is new."""
    for tie in plan.ties:
        if tie.segment_id is None:
            yield segment.insert_segment(actor, session, dict(tie.name))
        else:
            yield access.load(session, Segment, tie.segment_id, actor, Right.FIELD)


def _add_fielding(
    wave: Wave, version: Version, segments: Sequence[Segment | None], now: datetime
) -> None:
    """Put a version to its audience, with one open link per segment, or one for all."""
    collectors = [
        Collector(
            organisation_id=wave.organisation_id,
            kind=CollectorKind.OPEN_LINK,
            token=randomness.secret(),
            segment=tied,
            created_at=now,
        )
        for tied in segments
    ]
    wave.fieldings.append(
        Fielding(
            organisation_id=wave.organisation_id,
            audience=version.questionnaire.audience,
            version=version,
            collectors=collectors,
        )
    )


def _untie(session: Session, wave: Wave) -> None:
    """Destroy what leads from a link to a response, and delete what was not completed."""
    of_wave = Response.fielding_id.in_([fielding.id for fielding in wave.fieldings])
    session.execute(delete(Response).where(of_wave, Response.state == ResponseState.OPEN))
    ids = session.scalars(select(Response.id).where(of_wave).order_by(Response.id))
    fresh = [
        {
            "id": response_id,
            "secret_hash": randomness.digest(randomness.secret()),
            "receipt": randomness.secret(),
        }
        for response_id in ids
    ]
    if fresh:
        session.execute(update(Response), fresh)
