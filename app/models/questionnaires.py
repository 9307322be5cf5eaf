"""Questionnaires and their published versions."""

from datetime import datetime
from functools import lru_cache

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.models.audiences import Audience
from surveys.formats import definition_json, definition_yaml
from surveys.questionnaire.model import Questionnaire as Definition


class Questionnaire(Base):
    """A questionnaire under work: a draft (YAML), and the versions published from it."""

    __tablename__ = "questionnaire"
    __table_args__ = (UniqueConstraint("organisation_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    code: Mapped[str] = mapped_column(String(64))
    audience: Mapped[Audience]
    draft: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    versions: Mapped[list["Version"]] = relationship(
        back_populates="questionnaire", order_by="Version.number"
    )

    def read_draft(self) -> Definition | None:
        """Return the draft as the library knows it; None without one.

        Raises:
            QuestionnaireError: it has faults.
        """
        return None if self.draft is None else _read_yaml(self.draft)


class Version(Base):
    """A published questionnaire (canonical JSON). It never changes: the database refuses it."""

    __tablename__ = "version"
    __table_args__ = (
        UniqueConstraint("questionnaire_id", "number"),
        CheckConstraint("number >= 1", name="number_from_1"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"))
    number: Mapped[int]
    definition: Mapped[str] = mapped_column(Text)
    definition_hash: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime]
    published_by: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    questionnaire: Mapped[Questionnaire] = relationship(back_populates="versions")

    def read(self) -> Definition:
        """Return what was published, as the library knows it."""
        return _read(self.definition)


@lru_cache(maxsize=64)
def _read(definition: str) -> Definition:
    """Parse a definition once: it never changes, and every page of a respondent needs it."""
    return definition_json.from_json(definition)


@lru_cache(maxsize=32)
def _read_yaml(draft: str) -> Definition:
    """Parse a draft once: lists show it again and again, and YAML takes its time."""
    return definition_yaml.read(draft)
