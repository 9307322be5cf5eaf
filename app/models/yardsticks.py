"""The yardstick of an organisation: dimensions and touchpoints, shared by its questionnaires."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base
from surveys.questionnaire.scales import Direction, Steerability, TouchpointKind


class Dimension(Base):
    """An aspect on which identity and image are both judged; names by language."""

    __tablename__ = "dimension"
    __table_args__ = (UniqueConstraint("organisation_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[dict[str, str]]
    direction: Mapped[Direction]
    position: Mapped[int]


class Touchpoint(Base):
    """An actor or channel that forms the image; names by language."""

    __tablename__ = "touchpoint"
    __table_args__ = (UniqueConstraint("organisation_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[dict[str, str]]
    kind: Mapped[TouchpointKind]
    steerability: Mapped[Steerability]
    position: Mapped[int]
