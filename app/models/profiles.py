"""The two profiles that management sets: mission and wish."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.models.accounts import User
from app.models.segments import Segment
from app.models.yardsticks import Dimension


class SetProfile(StrEnum):
    """A profile that is set, not measured."""

    MISSION = "mission"
    WISH = "wish"


class Target(Base):
    """What one profile says about one dimension, from `set_at` on.

    Rows are only added. The newest one counts, older ones are the history; a value that is empty
    takes the target away. A wish is a segment's, the mission is nobody's in particular.
    """

    __tablename__ = "target"
    __table_args__ = (
        CheckConstraint("value >= 0 AND value <= 100", name="value_0_to_100"),
        CheckConstraint("tolerance > 0 AND tolerance <= 100", name="tolerance_positive"),
        CheckConstraint("(profile = 'wish') = (segment_id IS NOT NULL)", name="wish_of_a_segment"),
        Index("ix_target_newest", "organisation_id", "profile", "dimension_id", "segment_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    profile: Mapped[SetProfile]
    dimension_id: Mapped[int] = mapped_column(ForeignKey("dimension.id"), index=True)
    segment_id: Mapped[int | None] = mapped_column(ForeignKey("segment.id"), index=True)
    value: Mapped[float | None]
    tolerance: Mapped[float] = mapped_column(default=5.0)
    set_at: Mapped[datetime]
    set_by: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    dimension: Mapped[Dimension] = relationship()
    segment: Mapped[Segment | None] = relationship()
    setter: Mapped[User] = relationship()


def newest_targets(organisation_id: int) -> Select[Target]:
    """Select the rows that count: of every profile, segment and dimension the newest one."""
    newest = (
        select(func.max(Target.id))
        .where(Target.organisation_id == organisation_id)
        .group_by(Target.profile, Target.segment_id, Target.dimension_id)
    )
    return select(Target).where(Target.id.in_(newest))
