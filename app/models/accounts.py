"""Accounts: the people who log in, each with one role in one organisation."""

from datetime import datetime
from enum import StrEnum

from flask_security.core import UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.models.organisations import Organisation


class Role(StrEnum):
    """What a person comes to do; `app.services.access` says what each may."""

    OWNER = "owner"
    DESIGNER = "designer"
    MANAGER = "manager"
    ANALYST = "analyst"
    VIEWER = "viewer"


class User(UserMixin, Base):
    """A person who can log in.

    `fs_uniquifier` is what a session cookie holds: renewing it ends every session of the person.
    """

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(default="")
    role: Mapped[Role]
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str | None] = mapped_column(String(16))
    created_at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship()
