"""Organisations: everything that is someone's is an organisation's."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class Organisation(Base):
    """A company that measures its image; the borders that no figure, name or answer crosses."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("k >= 3", name="k_at_least_3"),
        CheckConstraint("k_employees >= 3", name="k_employees_at_least_3"),
        CheckConstraint("k_comments >= 3", name="k_comments_at_least_3"),
        CheckConstraint("length(accent) = 7", name="accent_is_rrggbb"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str]
    accent: Mapped[str] = mapped_column(String(7), default="#1f4e79")
    k: Mapped[int] = mapped_column(default=5)
    k_employees: Mapped[int] = mapped_column(default=8)
    k_comments: Mapped[int] = mapped_column(default=8)
    timezone: Mapped[str] = mapped_column(String(64), default="Europe/Amsterdam")
    language: Mapped[str] = mapped_column(String(16), default="nl")
    created_at: Mapped[datetime]
