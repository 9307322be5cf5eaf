"""The yardstick of an organisation: dimensions and touchpoints, shared by its questionnaires."""

from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class Direction(StrEnum):
    """Which side of a target is a shortfall."""

    MORE_IS_BETTER = "more_is_better"
    TARGET_IS_BEST = "target_is_best"


class TouchpointKind(StrEnum):
    """Whose voice an image former is."""

    OWNED = "owned"
    STAFF = "staff"
    CUSTOMERS = "customers"
    MEDIA = "media"
    OTHER = "other"


class Steerability(StrEnum):
    """How far the organisation can steer an image former."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    NONE = "none"


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
