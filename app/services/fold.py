"""Take answers into the figures, release by release, and say how many wait for the next one.

A group's answers are taken in only when at least k of them wait, so that no two releases can be
subtracted to read one answer. Until then nothing but 'fewer than k wait' is said of them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload, scoped_session

from app.database import db, transaction
from app.errors import NothingToReleaseError
from app.models.audiences import Audience
from app.models.releases import Block, Release, Summary
from app.models.responses import Response, count_waiting, waits_in
from app.models.segments import Segment
from app.models.waves import Fielding, Segmentation, Wave
from app.services import access
from app.services.access import SYSTEM, Actor, Right
from surveys.measurement.sums import blocks
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments, summarise

AnySession = Session | scoped_session[Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """One group of a wave: a fielding, and a segment where the wave tells segments apart.

    `n` is how many responses the figures rest on. `waiting` is how many wait for a release, or
    None when these are fewer than `k`: then nobody is told how many, not even that there are none.
    """

    fielding: Fielding
    segment: Segment | None
    k: int
    n: int
    waiting: int | None


@dataclass(frozen=True, slots=True)
class Intake:
    """How a wave comes in, group by group; totals are over groups that may be shown."""

    wave: Wave
    cells: tuple[Cell, ...]
    releases: tuple[Release, ...]

    @property
    def n(self) -> int:
        """Return how many responses the figures rest on."""
        return sum(cell.n for cell in self.cells)

    @property
    def waiting(self) -> int:
        """Return how many responses the next release takes in."""
        return sum(cell.waiting or 0 for cell in self.cells)

    @property
    def hidden(self) -> int:
        """Return in how many groups fewer than k wait."""
        return sum(cell.waiting is None for cell in self.cells)


def waiting(actor: Actor, wave_id: int) -> Intake:
    """Return how a wave comes in.

    Raises:
        ForbiddenError: the actor may not field.
        NotFoundError: no such wave, or not the actor's.
    """
    session = db.session
    wave = access.load(session, Wave, wave_id, actor, Right.FIELD)
    cells = []
    for fielding in wave.fieldings:
        waits = dict(session.execute(count_waiting(fielding)).all())
        taken_in = _newest(session, fielding)
        for segment in _segments(wave, fielding):
            key = segment.id if segment else None
            n = taken_in[key].n if key in taken_in else 0
            cells.append(Cell(fielding, segment, fielding.k, n, waits.get(key)))
    releases = session.scalars(
        select(Release)
        .where(Release.wave_id == wave.id)
        .options(joinedload(Release.releaser))
        .order_by(Release.number.desc())
    )
    return Intake(wave, tuple(cells), tuple(releases))


def release(actor: Actor, wave_id: int, *, now: datetime) -> Release:
    """Take in the waiting responses of every group in which at least k wait.

    Raises:
        ForbiddenError: the actor may not field.
        NotFoundError: no such wave, or not the actor's.
        NothingToReleaseError: there is no such group.
    """
    with transaction() as session:
        wave = access.load(session, Wave, wave_id, actor, Right.FIELD)
        made = take_in(actor, session, wave, now=now)
        if made is None:
            raise NothingToReleaseError
        return made


def take_in(actor: Actor, session: Session, wave: Wave, *, now: datetime) -> Release | None:
    """Release within a transaction that has locked the wave; None where nothing can be taken in.

    Raises:
        ForbiddenError: the actor may not field.
    """
    access.require(actor, Right.FIELD)
    found: list[_Taken] = []
    for fielding in wave.fieldings:
        before = _newest(session, fielding)
        found += [
            _Taken(fielding, segment_id, before.get(segment_id), responses)
            for segment_id, responses in _waiting_responses(session, fielding).items()
            if len(responses) >= fielding.k
        ]
    if not found:
        return None
    number = session.scalar(select(func.max(Release.number)).where(Release.wave_id == wave.id))
    made = Release(
        organisation_id=wave.organisation_id,
        wave_id=wave.id,
        number=(number or 0) + 1,
        released_at=now,
        released_by=wave.created_by if actor == SYSTEM else actor.user_id,
    )
    session.add(made)
    session.flush()
    for taken in found:
        _fold(session, made, taken)
    return made


def recount(actor: Actor, wave_id: int) -> list[Summary]:
    """Count the newest figures of a wave again from its blocks; return those that differ.

    Raises:
        ForbiddenError: the actor may not field.
        NotFoundError: no such wave, or not the actor's.
    """
    session = db.session
    wave = access.load(session, Wave, wave_id, actor, Right.FIELD)
    wrong = []
    for fielding in wave.fieldings:
        layout = Layout.of(fielding.version.read())
        again = _from_blocks(session, fielding, layout)
        for segment_id, summary in _newest(session, fielding).items():
            if Moments.from_bytes(summary.moments, layout) != again.pop(segment_id, None):
                wrong.append(summary)
    return wrong


@dataclass(frozen=True, slots=True)
class _Taken:
    """What one cell had taken in, and its answers that a release takes in, by response."""

    fielding: Fielding
    segment_id: int | None
    before: Summary | None
    responses: Mapping[int, Mapping[str, Any]]


def _fold(session: Session, made: Release, taken: _Taken) -> None:
    """Encode the responses of one cell, add them to its figures, and mark them as taken in."""
    block = blocks.encode(taken.fielding.version.read(), taken.responses.values())
    moments = summarise(block)
    if taken.before is not None:
        moments = Moments.from_bytes(taken.before.moments, block.layout) + moments
    place = {
        "organisation_id": made.organisation_id,
        "fielding_id": taken.fielding.id,
        "release_id": made.id,
        "segment_id": taken.segment_id,
    }
    ids = np.fromiter(taken.responses, dtype="<i8").tobytes()
    session.add(Block(**place, n=len(block), data=block.to_bytes(), response_ids=ids))
    session.add(Summary(**place, n=moments.n, moments=moments.to_bytes()))
    marks = [{"id": response_id, "release_id": made.id} for response_id in taken.responses]
    session.execute(update(Response), marks)


def _waiting_responses(
    session: Session, fielding: Fielding
) -> Mapping[int | None, dict[int, dict[str, Any]]]:
    """Return, locked, the answers that wait by id, per segment; the order of ids tells nothing."""
    rows = session.execute(
        select(Response.segment_id, Response.id, Response.answers)
        .where(waits_in(fielding))
        .order_by(Response.id)
        .with_for_update()
    )
    found: defaultdict[int | None, dict[int, dict[str, Any]]] = defaultdict(dict)
    for segment_id, response_id, answers in rows:
        found[segment_id][response_id] = answers
    return found


def _newest(session: AnySession, fielding: Fielding) -> dict[int | None, Summary]:
    """Return the newest summary per segment."""
    newest = (
        select(func.max(Summary.id))
        .where(Summary.fielding_id == fielding.id)
        .group_by(Summary.segment_id)
    )
    rows = session.scalars(select(Summary).where(Summary.id.in_(newest)))
    return {row.segment_id: row for row in rows}


def _from_blocks(
    session: AnySession, fielding: Fielding, layout: Layout
) -> dict[int | None, Moments]:
    found: dict[int | None, Moments] = {}
    for row in session.scalars(select(Block).where(Block.fielding_id == fielding.id)):
        moments = summarise(blocks.Block.from_bytes(row.data, layout))
        before = found.get(row.segment_id)
        found[row.segment_id] = moments if before is None else before + moments
    return found


def _segments(wave: Wave, fielding: Fielding) -> Iterator[Segment | None]:
    """Yield the groups of a fielding; None for those of no segment."""
    told_apart = fielding.audience is not Audience.EMPLOYEES
    if told_apart:
        yield from (tie.segment for tie in wave.segments)
    if not told_apart or wave.segmentation is not Segmentation.LINK:
        yield None
