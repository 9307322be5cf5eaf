"""The two profiles that management sets: mission and wish, with who set what and when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from app.database import db, transaction
from app.errors import BadValueError, ProfileChangedError
from app.models.profiles import SetProfile, Target, newest_targets
from app.models.segments import Segment
from app.models.yardsticks import Dimension
from app.services import access
from app.services.access import Actor, Right
from surveys.measurement.image.profiles import TOLERANCE

LONGEST_HISTORY: Final = 50
"""So many earlier targets of a profile are listed."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What a profile says of one dimension: a score 0-100 or none, and when it counts as met."""

    value: float | None
    tolerance: float = TOLERANCE


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a profile: what a dimension's target was, became, by whom and when."""

    target: Target
    former: Aim
    is_newest: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile as it stands; `as_of` changes whenever anybody changes it."""

    segment: Segment | None
    dimensions: tuple[Dimension, ...]
    targets: Mapping[str, Target]
    """The target that counts, by dimension code; dimensions without one are left out."""
    as_of: int
    history: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ProfileListed:
    """A profile in a list: for which segment, and on how many dimensions it says something."""

    segment: Segment | None
    targets: int
    newest: Target | None


def list_profiles(actor: Actor) -> list[ProfileListed]:
    """Return the mission, then the wish of every segment, in order.

    Raises:
        ForbiddenError: the actor may not see figures.
    """
    access.require(actor, Right.READ)
    rows = db.session.scalars(
        newest_targets(actor.organisation_id).options(joinedload(Target.setter))
    ).all()

    def listed(segment: Segment | None) -> ProfileListed:
        own = [row for row in rows if row.segment_id == (segment.id if segment else None)]
        return ProfileListed(
            segment,
            sum(row.value is not None for row in own),
            max(own, key=lambda row: row.id, default=None),
        )

    return [listed(None), *(listed(segment) for segment in _segments(actor))]


def show_profile(actor: Actor, segment_id: int | None, *, right: Right = Right.READ) -> Profile:
    """Return the mission, or the wish of a segment, as it stands and as it came about.

    Raises:
        ForbiddenError: the actor has not the right: to see it, or to set it.
        NotFoundError: no such segment, or not the actor's.
    """
    access.require(actor, right)
    segment = None
    if segment_id is not None:
        segment = access.load(db.session, Segment, segment_id, actor, right)
    rows = db.session.scalars(
        _rows(actor, segment_id).options(joinedload(Target.setter), joinedload(Target.dimension))
    ).all()
    newest = {row.dimension.code: row for row in rows}
    return Profile(
        segment,
        tuple(db.session.scalars(_dimensions(actor))),
        {code: row for code, row in newest.items() if row.value is not None},
        as_of=rows[-1].id if rows else 0,
        history=_history(rows)[:LONGEST_HISTORY],
    )


def set_profile(
    actor: Actor,
    segment_id: int | None,
    aims: Mapping[str, Aim],
    *,
    as_of: int,
    now: datetime,
) -> int:
    """Set targets of the mission, or of a segment's wish; what stays as it was adds nothing.

    Args:
        actor: who sets them.
        segment_id: the segment whose wish it is; None: the mission.
        aims: by dimension code.
        as_of: `Profile.as_of` of the profile that the actor looked at.
        now: from when they count.

    Returns:
        How many targets changed.

    Raises:
        ForbiddenError: the actor may not set profiles.
        NotFoundError: no such segment, or not the actor's.
        BadValueError: no such dimension, a score outside 0-100, or a tolerance not above 0.
        ProfileChangedError: somebody changed the profile since the actor looked at it.
    """
    access.require(actor, Right.AIM)
    with transaction() as session:
        _lock(session, actor, segment_id)
        rows = session.scalars(_rows(actor, segment_id)).all()
        if (rows[-1].id if rows else 0) != as_of:
            raise ProfileChangedError
        dimensions = {row.code: row for row in session.scalars(_dimensions(actor))}
        standing = {row.dimension_id: _aim(row) for row in rows}
        changed = [
            _target(actor, segment_id, dimension, aim, now)
            for dimension, aim in _checked(dimensions, aims)
            if _differs(aim, standing.get(dimension.id))
        ]
        session.add_all(changed)
    return len(changed)


def undo(actor: Actor, target_id: int, *, now: datetime) -> Target:
    """Set a dimension's target again to what it was before this change: a change like any other.

    Raises:
        ForbiddenError: the actor may not set profiles.
        NotFoundError: no such change, or not the actor's.
        ProfileChangedError: the target has been changed again since; undo that one first.
    """
    with transaction() as session:
        undone = access.load(session, Target, target_id, actor, Right.AIM)
        _lock(session, actor, undone.segment_id)
        rows = session.scalars(
            _rows(actor, undone.segment_id).where(Target.dimension_id == undone.dimension_id)
        ).all()
        if rows[-1].id != undone.id:
            raise ProfileChangedError
        former = _aim(rows[-2]) if len(rows) > 1 else Aim(None, undone.tolerance)
        row = _target(actor, undone.segment_id, undone.dimension, former, now)
        session.add(row)
    return row


def _lock(session: Session, actor: Actor, segment_id: int | None) -> None:
    """Let nobody else of the organisation change a profile meanwhile; refuse foreign segments."""
    access.hold_organisation(session, actor)
    if segment_id is not None:
        access.load(session, Segment, segment_id, actor, Right.AIM)


def _rows(actor: Actor, segment_id: int | None) -> Select[Target]:
    """Select all targets that one profile ever had, oldest first."""
    profile = SetProfile.MISSION if segment_id is None else SetProfile.WISH
    return (
        select(Target)
        .where(
            Target.organisation_id == actor.organisation_id,
            Target.profile == profile,
            Target.segment_id == segment_id,
        )
        .order_by(Target.id)
    )


def _segments(actor: Actor) -> Sequence[Segment]:
    own = select(Segment).where(Segment.organisation_id == actor.organisation_id)
    return db.session.scalars(own.order_by(Segment.position)).all()


def _dimensions(actor: Actor) -> Select[Dimension]:
    own = select(Dimension).where(Dimension.organisation_id == actor.organisation_id)
    return own.order_by(Dimension.position)


def _history(rows: Sequence[Target]) -> tuple[Change, ...]:
    """Return all changes of a profile, the latest first."""
    standing: dict[int, Target] = {}
    changes = []
    for row in rows:
        before = standing.get(row.dimension_id)
        changes.append((row, _aim(before) if before else Aim(None)))
        standing[row.dimension_id] = row
    return tuple(
        Change(row, former, is_newest=standing[row.dimension_id] is row)
        for row, former in reversed(changes)
    )


def _checked(
    dimensions: Mapping[str, Dimension], aims: Mapping[str, Aim]
) -> Iterator[tuple[Dimension, Aim]]:
    for code, aim in aims.items():
        if code not in dimensions:
            raise BadValueError(code)
        if aim.value is not None and not 0 <= aim.value <= 100:
            raise BadValueError(code, str(aim.value), "0-100")
        if not 0 < aim.tolerance <= 100:
            raise BadValueError(code, str(aim.tolerance), "0-100")
        yield dimensions[code], aim


def _differs(aim: Aim, standing: Aim | None) -> bool:
    """Tell whether an aim is news; the tolerance of no target at all is none."""
    if standing is None or standing.value is None:
        return aim.value is not None
    return aim != standing


def _aim(row: Target) -> Aim:
    return Aim(row.value, row.tolerance)


def _target(
    actor: Actor, segment_id: int | None, dimension: Dimension, aim: Aim, now: datetime
) -> Target:
    return Target(
        organisation_id=actor.organisation_id,
        profile=SetProfile.MISSION if segment_id is None else SetProfile.WISH,
        dimension=dimension,
        segment_id=segment_id,
        value=aim.value,
        tolerance=aim.tolerance,
        set_at=now,
        set_by=actor.user_id,
    )
