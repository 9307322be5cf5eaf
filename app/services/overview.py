"""The waves of an organisation, and how far it is on its way to a first picture."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.database import db
from app.models.profiles import SetProfile, newest_targets
from app.models.questionnaires import Questionnaire
from app.models.segments import Segment
from app.models.waves import Wave
from app.models.yardsticks import Dimension
from app.services import access
from app.services.access import Actor, Right
from app.services.released import Taken


@dataclass(frozen=True, slots=True)
class WaveListed:
    """A wave in a list: what it is called, when it was, and how many stand behind its figures."""

    wave_id: int
    title: str
    opens_at: datetime
    closed_at: datetime | None
    k: int
    groups: int
    latest: Taken | None


@dataclass(frozen=True, slots=True)
class Start:
    """How far an organisation is on its way to a first picture."""

    dimensions: int
    mission: int
    segments: int
    questionnaires: int
    waves: int


def list_waves(actor: Actor) -> list[WaveListed]:
    """Return the waves of the actor's organisation, newest first.

    Raises:
        ForbiddenError: the actor may not see figures.
    """
    access.require(actor, Right.READ)
    waves = db.session.scalars(
        select(Wave)
        .where(Wave.organisation_id == actor.organisation_id)
        .options(selectinload(Wave.fieldings), selectinload(Wave.segments))
        .order_by(Wave.opens_at.desc(), Wave.id.desc())
    )
    return [_listed(wave) for wave in waves]


def start(actor: Actor) -> Start:
    """Say what the actor's organisation has of all that a first picture needs.

    Raises:
        ForbiddenError: the actor may not see figures.
    """
    access.require(actor, Right.READ)
    targets = db.session.scalars(newest_targets(actor.organisation_id))

    def rows(table: type[Dimension | Segment | Questionnaire | Wave]) -> int:
        of_the_actor = table.organisation_id == actor.organisation_id
        return db.session.scalar(select(func.count(table.id)).where(of_the_actor)) or 0

    return Start(
        dimensions=rows(Dimension),
        mission=sum(row.profile is SetProfile.MISSION and row.value is not None for row in targets),
        segments=rows(Segment),
        questionnaires=rows(Questionnaire),
        waves=rows(Wave),
    )


def _listed(wave: Wave) -> WaveListed:
    taken = Taken.of(wave)
    return WaveListed(
        wave.id,
        wave.title,
        wave.opens_at,
        wave.closed_at,
        wave.k,
        len(wave.segments),
        taken[-1] if taken else None,
    )
