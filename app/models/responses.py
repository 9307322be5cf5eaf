"""Responses: what respondents answered. Nothing here leads to a person."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    and_,
    func,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, BigId
from app.models.questionnaires import Version
from app.models.waves import Collector, Fielding


class ResponseState(StrEnum):
    """Whether the respondent has sent the last page."""

    OPEN = "open"
    COMPLETE = "complete"


class Response(Base):
    """The answers of one respondent, by item code.

    The id is drawn at random, times are days, and the secret of the respondent's link is kept as
    its SHA-256 only: neither order, time nor key tells who answered. `release_id` is empty while a
    complete response waits for a release to take it in.
    """

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint(
            "(state = 'complete') = (completed_on IS NOT NULL)", name="complete_on_a_day"
        ),
        CheckConstraint("release_id IS NULL OR state = 'complete'", name="released_when_complete"),
        CheckConstraint("revision >= 0", name="revision_counts"),
        Index("ix_response_waiting", "fielding_id", "state", "release_id", "segment_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    fielding_id: Mapped[int] = mapped_column(ForeignKey("fielding.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    collector_id: Mapped[int] = mapped_column(ForeignKey("collector.id"), index=True)
    segment_id: Mapped[int | None] = mapped_column(ForeignKey("segment.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(16))
    answers: Mapped[dict[str, Any]]
    page: Mapped[str | None] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(default=0)
    state: Mapped[ResponseState] = mapped_column(default=ResponseState.OPEN)
    started_on: Mapped[date]
    saved_on: Mapped[date]
    completed_on: Mapped[date | None]
    receipt: Mapped[str | None] = mapped_column(String(64), unique=True)
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"), index=True)
    fielding: Mapped[Fielding] = relationship()
    version: Mapped[Version] = relationship()
    collector: Mapped[Collector] = relationship()


def waits_in(fielding: Fielding) -> ColumnElement[bool]:
    """Return what holds for the complete responses of a fielding that no release has taken in."""
    return and_(
        Response.fielding_id == fielding.id,
        Response.state == ResponseState.COMPLETE,
        Response.release_id.is_(None),
    )


def count_waiting(fielding: Fielding) -> Select[int | None, int]:
    """Select how many responses wait, per segment in which at least k do: fewer are not told."""
    return (
        select(Response.segment_id, func.count().label("n"))
        .where(waits_in(fielding))
        .group_by(Response.segment_id)
        .having(func.count() >= fielding.k)
    )
