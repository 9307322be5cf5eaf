"""Releases: which answers the figures show, as encoded blocks and as summaries that add up."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.schema import SchemaItem

from app.database import Base
from app.models.accounts import User
from app.models.segments import Segment
from app.models.waves import Fielding, Wave


class Release(Base):
    """A moment at which a wave's figures took in the answers that waited."""

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("wave_id", "number"),
        CheckConstraint("number >= 1", name="number_from_1"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    number: Mapped[int]
    released_at: Mapped[datetime]
    released_by: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    wave: Mapped[Wave] = relationship()
    releaser: Mapped[User] = relationship()


def _one_per_cell(table: str) -> tuple[SchemaItem, ...]:
    """Return what keeps one row per release, fielding and segment, also without a segment."""
    bare = text("segment_id IS NULL")
    return (
        UniqueConstraint("fielding_id", "release_id", "segment_id"),
        Index(
            f"uq_{table}_whole_fielding",
            "fielding_id",
            "release_id",
            unique=True,
            sqlite_where=bare,
            postgresql_where=bare,
        ),
        CheckConstraint("n >= 0", name="n_counts"),
    )


class Block(Base):
    """The encoded answers of what one release took in, for one fielding and segment.

    `response_ids` are the ids of its rows in order, 64-bit little-endian, so that erasing one
    response can rewrite the block.
    """

    __tablename__ = "block"
    __table_args__ = _one_per_cell("block")

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    fielding_id: Mapped[int] = mapped_column(ForeignKey("fielding.id"))
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    segment_id: Mapped[int | None] = mapped_column(ForeignKey("segment.id"), index=True)
    n: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)
    response_ids: Mapped[bytes] = mapped_column(LargeBinary)


class Summary(Base):
    """All that a fielding and segment had taken in as of a release, as Moments."""

    __tablename__ = "summary"
    __table_args__ = _one_per_cell("summary")

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    fielding_id: Mapped[int] = mapped_column(ForeignKey("fielding.id"))
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    segment_id: Mapped[int | None] = mapped_column(ForeignKey("segment.id"), index=True)
    n: Mapped[int]
    moments: Mapped[bytes] = mapped_column(LargeBinary)
    fielding: Mapped[Fielding] = relationship()
    release: Mapped[Release] = relationship()
    segment: Mapped[Segment | None] = relationship()
