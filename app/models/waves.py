"""Waves: periods of measuring, what is fielded in them, and the ways in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.models.audiences import Audience
from app.models.questionnaires import Version
from app.models.segments import Segment


class Privacy(StrEnum):
    """What ties an answer to a person."""

    ANONYMOUS = "anonymous"
    CONFIDENTIAL = "confidential"
    NAMED = "named"


class Segmentation(StrEnum):
    """How a response finds its segment: not at all, by an item, or by the link used."""

    NONE = "none"
    ITEM = "item"
    LINK = "link"


class CollectorKind(StrEnum):
    """One kind of way in."""

    OPEN_LINK = "open_link"


class Wave(Base):
    """One period of measuring, from `opens_at` until it is closed.

    `k` and `k_employees` are the organisation's smallest groups when the wave was opened.
    """

    __tablename__ = "wave"
    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint("k >= 3 AND k_employees >= 3", name="k_at_least_3"),
        CheckConstraint(
            "(segmentation = 'item') = (segmentation_item IS NOT NULL)", name="item_when_by_item"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    title: Mapped[str]
    privacy: Mapped[Privacy]
    segmentation: Mapped[Segmentation]
    segmentation_item: Mapped[str | None] = mapped_column(String(64))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    k: Mapped[int]
    k_employees: Mapped[int]
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    segments: Mapped[list["WaveSegment"]] = relationship(
        back_populates="wave", order_by="WaveSegment.id"
    )
    fieldings: Mapped[list["Fielding"]] = relationship(
        back_populates="wave", order_by="Fielding.id"
    )

    def is_open(self, now: datetime) -> bool:
        """Whether answers are taken: from opening until it is closed or its time has passed."""
        ended = self.closed_at is not None or (self.closes_at is not None and now >= self.closes_at)
        return self.opens_at <= now and not ended


class WaveSegment(Base):
    """A segment that a wave tells apart, by an option of its segmentation item or by a link."""

    __tablename__ = "wave_segment"
    __table_args__ = (
        UniqueConstraint("wave_id", "segment_id"),
        UniqueConstraint("wave_id", "option_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    segment_id: Mapped[int] = mapped_column(ForeignKey("segment.id"), index=True)
    option_code: Mapped[str | None] = mapped_column(String(64))
    wave: Mapped[Wave] = relationship(back_populates="segments")
    segment: Mapped[Segment] = relationship()


class Fielding(Base):
    """What one audience of a wave is asked: a version."""

    __tablename__ = "fielding"
    __table_args__ = (UniqueConstraint("wave_id", "audience"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    audience: Mapped[Audience]
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    wave: Mapped[Wave] = relationship(back_populates="fieldings")
    version: Mapped[Version] = relationship()
    collectors: Mapped[list["Collector"]] = relationship(
        back_populates="fielding", order_by="Collector.id"
    )

    @property
    def k(self) -> int:
        """Return the smallest group of this audience of which anything is shown."""
        return self.wave.k_employees if self.audience is Audience.EMPLOYEES else self.wave.k


class Collector(Base):
    """One way in to a fielding; its token cannot be guessed."""

    __tablename__ = "collector"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    fielding_id: Mapped[int] = mapped_column(ForeignKey("fielding.id"), index=True)
    kind: Mapped[CollectorKind]
    token: Mapped[str] = mapped_column(String(64), unique=True)
    segment_id: Mapped[int | None] = mapped_column(ForeignKey("segment.id"), index=True)
    created_at: Mapped[datetime]
    fielding: Mapped[Fielding] = relationship(back_populates="collectors")
    segment: Mapped[Segment | None] = relationship()
