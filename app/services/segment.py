"""The segments of an organisation: groups of customers, the same from wave to wave."""

import re
import unicodedata
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.database import db, transaction
from app.errors import BadValueError
from app.models.segments import Segment
from app.services import access
from app.services.access import Actor, Right

LONGEST_NAME = 120
LONGEST_CODE = 40


def list_segments(actor: Actor) -> list[Segment]:
    """Return the organisation's segments in their order.

    Raises:
        ForbiddenError: the actor may not field.
    """
    access.require(actor, Right.FIELD)
    return list(
        db.session.scalars(
            select(Segment)
            .where(Segment.organisation_id == actor.organisation_id)
            .order_by(Segment.position, Segment.id)
        )
    )


def show_segment(actor: Actor, segment_id: int) -> Segment:
    """Return one segment.

    Raises:
        ForbiddenError: the actor may not field.
        NotFoundError: no such segment, or not the actor's.
    """
    return access.load(db.session, Segment, segment_id, actor, Right.FIELD)


def add_segment(actor: Actor, name: Mapping[str, str], *, wanted: bool = False) -> Segment:
    """Name a group of customers; *wanted* where the organisation has none of them yet.

    Raises:
        ForbiddenError: the actor may not field.
        BadValueError: no name, one that is too long, or one that another segment has.
    """
    access.require(actor, Right.FIELD)
    with transaction() as session:
        access.hold_organisation(session, actor)
        return insert_segment(actor, session, name, wanted=wanted)


def rename_segment(
    actor: Actor, segment_id: int, name: Mapping[str, str], *, wanted: bool
) -> Segment:
    """Change what a segment is called and whether it is only wanted; its code and figures stay.

    Raises:
        ForbiddenError: the actor may not field.
        NotFoundError: no such segment, or not the actor's.
        BadValueError: no name, one that is too long, or one that another segment has.
    """
    access.require(actor, Right.FIELD)
    with transaction() as session:
        access.hold_organisation(session, actor)
        segment = access.load(session, Segment, segment_id, actor, Right.FIELD)
        others = [other for other in _all(session, actor) if other.id != segment.id]
        segment.name = _checked(name, others)
        segment.wanted = wanted
        return segment


def insert_segment(
    actor: Actor, session: Session, name: Mapping[str, str], *, wanted: bool = False
) -> Segment:
    """Add a segment within a transaction that has locked the organisation.

    Raises:
        ForbiddenError: the actor may not field.
        BadValueError: no name, one that is too long, or one that another segment has.
    """
    access.require(actor, Right.FIELD)
    others = _all(session, actor)
    position = session.scalar(
        select(func.max(Segment.position)).where(Segment.organisation_id == actor.organisation_id)
    )
    checked = _checked(name, others)
    segment = Segment(
        organisation_id=actor.organisation_id,
        code=_code(next(iter(checked.values())), {other.code for other in others}),
        name=checked,
        wanted=wanted,
        position=(position or 0) + 1,
    )
    session.add(segment)
    session.flush()
    return segment


def _all(session: Session, actor: Actor) -> list[Segment]:
    own = Segment.organisation_id == actor.organisation_id
    return list(session.scalars(select(Segment).where(own)))


def _checked(name: Mapping[str, str], others: list[Segment]) -> dict[str, str]:
    """Return the names that are given, without the blanks around them."""
    given = {language: " ".join(text.split()) for language, text in name.items()}
    given = {language: text for language, text in given.items() if text}
    if not given:
        raise BadValueError(field="name")
    for language, text in given.items():
        if len(text) > LONGEST_NAME or not text.isprintable():
            raise BadValueError(field="name", value=text, expected=f"1-{LONGEST_NAME}")
        if any(other.name.get(language, "").casefold() == text.casefold() for other in others):
            raise BadValueError(field="name", value=text, expected="unique")
    return given


def _code(name: str, taken: set[str]) -> str:
    """Make a code of a name that people can recognise: 'Côte & Fils' gives cote_fils."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_CODE] or "segment"
    if base[0].isdigit():
        base = f"segment_{base}"
    numbered = (base if number == 1 else f"{base}_{number}" for number in range(1, len(taken) + 2))
    return next(code for code in numbered if code not in taken)
