"""Segments: groups of customers, the same from wave to wave."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class Segment(Base):
    """A group of customers; *wanted* when the organisation has none of them yet."""

    __tablename__ = "segment"
    __table_args__ = (UniqueConstraint("organisation_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[dict[str, str]]
    wanted: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]
