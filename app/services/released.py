"""What has been released of a wave: summaries per cell, without what may not be shown."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from sqlalchemy import select

from app.database import db
from app.models.audiences import Audience
from app.models.releases import Release, Summary
from app.models.segments import Segment
from app.models.waves import Fielding, Wave
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments
from surveys.measurement.sums.suppression import shown, shown_as_of
from surveys.questionnaire.model import Questionnaire as Definition


@dataclass(frozen=True, slots=True)
class Released:
    """What was asked of one audience, and what came of it: per cell the stored summaries."""

    definition: Definition = field(compare=False)
    definition_hash: str
    k: int
    cells: tuple[tuple[str | None, tuple[bytes, ...]], ...]

    @classmethod
    def of(cls, fielding: Fielding) -> Self:
        """Read the summaries of a fielding."""
        rows = db.session.execute(
            select(Segment.code, Summary.moments)
            .join(Release, Summary.release_id == Release.id)
            .outerjoin(Segment, Summary.segment_id == Segment.id)
            .where(Summary.fielding_id == fielding.id)
            .order_by(Release.number)
        )
        cells: dict[str | None, list[bytes]] = {}
        for code, moments in rows:
            cells.setdefault(code, []).append(moments)
        return cls(
            fielding.version.read(),
            fielding.version.definition_hash,
            fielding.k,
            tuple((code, tuple(releases)) for code, releases in cells.items()),
        )

    def moments(self) -> dict[str | None, Moments]:
        """Return of every cell, by segment code, what may be shown."""
        layout = Layout.of(self.definition)
        return {
            code: shown([Moments.from_bytes(data, layout) for data in releases], self.k)
            for code, releases in self.cells
        }


@dataclass(frozen=True, slots=True)
class Taken:
    """A release, and how many people the figures rested on from then on (0: too few)."""

    number: int
    released_at: datetime
    customers: int
    employees: int

    @classmethod
    def of(cls, wave: Wave) -> tuple[Self, ...]:
        """Return the releases of a wave, oldest first, with how many people were shown by each."""
        releases = db.session.scalars(
            select(Release).where(Release.wave_id == wave.id).order_by(Release.number)
        ).all()
        rows = db.session.execute(
            select(Fielding.audience, Summary.segment_id, Release.number, Summary.n)
            .join(Summary.fielding)
            .join(Summary.release)
            .where(Fielding.wave_id == wave.id)
            .order_by(Release.number)
        )
        cells: dict[tuple[Audience, int | None], list[tuple[int, int]]] = {}
        for audience, segment_id, number, n in rows:
            cells.setdefault((audience, segment_id), []).append((number, n))

        def people(audience: Audience, k: int, number: int) -> int:
            counts = [
                [n for taken_by, n in cell if taken_by <= number]
                for (asked, _), cell in cells.items()
                if asked is audience
            ]
            places = [shown_as_of(of_cell, k) for of_cell in counts]
            return sum(
                of_cell[place]
                for of_cell, place in zip(counts, places, strict=True)
                if place is not None
            )

        return tuple(
            cls(
                release.number,
                release.released_at,
                people(Audience.CUSTOMERS, wave.k, release.number),
                people(Audience.EMPLOYEES, wave.k_employees, release.number),
            )
            for release in releases
        )
