"""Everything that a wave's pages show, from the summaries that were released.

Small groups are left out here, before any figure is made (`surveys.measurement.sums.suppression`),
so that nothing that leaves this module can be traced to a few people, or found by subtraction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, reduce
from operator import add
from typing import Final

from sqlalchemy import select

from app.database import db
from app.models.audiences import Audience
from app.models.profiles import newest_targets
from app.models.releases import Release
from app.models.responses import count_waiting
from app.models.waves import Fielding, Wave
from app.models.yardsticks import Dimension
from app.services import access
from app.services.access import Actor, Right
from app.services.released import Released, Taken
from surveys.measurement.image.profiles import Profiles, Target
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments
from surveys.measurement.wave.figures import Measurement, SegmentFigures
from surveys.measurement.wave.measure import measure
from surveys.questionnaire.model import Questionnaire as Definition
from surveys.questionnaire.scales import Facet

KEPT_MEASUREMENTS: Final = 32
"""So many waves' figures a process keeps at hand."""


@dataclass(frozen=True, slots=True)
class Group:
    """Customers that a wave tells apart. `n` is 0 where they are too few to show anything of.

    `waiting` counts the complete responses that no release has taken in; None: fewer than k.
    """

    code: str
    name: Mapping[str, str]
    wanted: bool
    n: int
    waiting: int | None


@dataclass(frozen=True, slots=True)
class InternalSource:
    """Whose answers are the internal profile: this wave's employees, or those of an earlier one."""

    wave_id: int
    title: str
    released_at: datetime
    is_own: bool


@dataclass(frozen=True, slots=True)
class WaveFigures:
    """All that can be told about a wave; without a release the measurement is empty."""

    wave_id: int
    title: str
    opens_at: datetime
    closed_at: datetime | None
    k: int
    k_employees: int
    asks_customers: bool
    asks_employees: bool
    groups: tuple[Group, ...]
    others: int
    """So many customers in the total are of no segment, in a wave that has segments."""
    waiting: int | None
    """So many responses of no segment wait; None: fewer than k."""
    employees_waiting: int | None
    dimensions: tuple[Dimension, ...]
    """All that the measurement speaks of, in the organisation's order."""
    items: Mapping[str, int]
    """How many items there are behind each dimension of the image."""
    measurement: Measurement
    mission: Mapping[str, Target]
    internal: InternalSource | None
    releases: tuple[Taken, ...]

    @property
    def has_any(self) -> bool:
        """Say whether any group of this wave is large enough to show."""
        own = self.internal is not None and self.internal.is_own
        return bool(self.measurement.total.n or own)

    @property
    def shown(self) -> tuple[Group, ...]:
        """Return the groups that are large enough to show."""
        return tuple(group for group in self.groups if group.n)


def wave_figures(actor: Actor, wave_id: int) -> WaveFigures:
    """Return everything that the pages of a wave show.

    Raises:
        ForbiddenError: the actor may not see figures.
        NotFoundError: no such wave, or not the actor's.
    """
    return _figures(access.load(db.session, Wave, wave_id, actor, Right.READ))


def latest_figures(actor: Actor) -> WaveFigures | None:
    """Return the figures of the newest wave that has any, as a help when aims are set.

    Raises:
        ForbiddenError: the actor may not see figures.
    """
    access.require(actor, Right.READ)
    wave = db.session.scalar(
        select(Wave)
        .join(Release)
        .where(Wave.organisation_id == actor.organisation_id)
        .order_by(Wave.opens_at.desc(), Wave.id.desc())
        .limit(1)
    )
    return None if wave is None else _figures(wave)


def _figures(wave: Wave) -> WaveFigures:
    fielding = _fielding(wave, Audience.CUSTOMERS)
    customers = None if fielding is None else Released.of(fielding)
    employees, internal = _internal(wave)
    aims = _aims(wave.organisation_id)
    measurement, others = _measured(customers, employees, aims)
    waiting = _waiting(fielding)
    staff = _fielding(wave, Audience.EMPLOYEES)
    return WaveFigures(
        wave_id=wave.id,
        title=wave.title,
        opens_at=wave.opens_at,
        closed_at=wave.closed_at,
        k=wave.k,
        k_employees=wave.k_employees,
        asks_customers=customers is not None,
        asks_employees=staff is not None,
        groups=_groups(wave, measurement, waiting),
        others=others if wave.segments else 0,
        waiting=waiting.get(None),
        employees_waiting=_waiting(staff).get(None),
        dimensions=_dimensions(wave.organisation_id, measurement),
        items={} if customers is None else _items(customers.definition),
        measurement=measurement,
        mission=_profiles(aims).mission,
        internal=internal,
        releases=Taken.of(wave),
    )


def _fielding(wave: Wave, audience: Audience) -> Fielding | None:
    return next((one for one in wave.fieldings if one.audience is audience), None)


@dataclass(frozen=True, slots=True)
class _Aim:
    """A target that counts now; without a segment it is the mission's."""

    segment: str | None
    dimension: str
    value: float
    tolerance: float


def _internal(wave: Wave) -> tuple[Released | None, InternalSource | None]:
    """Find whose answers are the internal profile: the newest shown ones up to this wave."""
    candidates = db.session.scalars(
        select(Fielding)
        .join(Wave)
        .where(
            Fielding.organisation_id == wave.organisation_id,
            Fielding.audience == Audience.EMPLOYEES,
            Wave.opens_at <= wave.opens_at,
        )
        .order_by((Wave.id == wave.id).desc(), Wave.opens_at.desc(), Wave.id.desc())
    )
    for fielding in candidates:
        taken = [release for release in Taken.of(fielding.wave) if release.employees]
        if taken:
            found = fielding.wave
            source = InternalSource(
                found.id, found.title, taken[-1].released_at, is_own=found.id == wave.id
            )
            return Released.of(fielding), source
    return None, None


def _aims(organisation_id: int) -> tuple[_Aim, ...]:
    rows = db.session.scalars(newest_targets(organisation_id))
    return tuple(
        _Aim(
            row.segment.code if row.segment else None, row.dimension.code, row.value, row.tolerance
        )
        for row in rows
        if row.value is not None
    )


@lru_cache(maxsize=KEPT_MEASUREMENTS)
def _measured(
    customers: Released | None, employees: Released | None, aims: tuple[_Aim, ...]
) -> tuple[Measurement, int]:
    """Return the figures, and how many customers in them are of no segment.

    Kept by content: the same answers and aims are measured once, and nothing is ever stale.
    """
    asked = customers or employees
    if asked is None:
        return Measurement("", {}, SegmentFigures(0, {}), {}), 0
    cells = {} if customers is None else customers.moments()
    empty = Moments.empty(Layout.of(asked.definition))
    people = None if employees is None else reduce(add, employees.moments().values())
    measurement = measure(
        asked.definition,
        {code: moments for code, moments in cells.items() if code is not None},
        profiles=_profiles(aims),
        employees=people,
        total=reduce(add, cells.values(), empty),
    )
    return measurement, cells[None].n if None in cells else 0


def _profiles(aims: Iterable[_Aim]) -> Profiles:
    mission: dict[str, Target] = {}
    wish: dict[str, dict[str, Target]] = {}
    for aim in aims:
        profile = mission if aim.segment is None else wish.setdefault(aim.segment, {})
        profile[aim.dimension] = Target(aim.value, aim.tolerance)
    return Profiles(mission, wish)


def _waiting(fielding: Fielding | None) -> dict[int | None, int]:
    """Return how many responses wait, per segment; of fewer than k nothing is told."""
    if fielding is None:
        return {}
    return dict(db.session.execute(count_waiting(fielding)).all())


def _groups(
    wave: Wave, measurement: Measurement, waiting: Mapping[int | None, int]
) -> tuple[Group, ...]:
    segments = sorted((one.segment for one in wave.segments), key=lambda one: one.position)
    return tuple(
        Group(
            segment.code,
            segment.name,
            segment.wanted,
            n=found.n if (found := measurement.segments.get(segment.code)) else 0,
            waiting=waiting.get(segment.id),
        )
        for segment in segments
    )


def _dimensions(organisation_id: int, measurement: Measurement) -> tuple[Dimension, ...]:
    codes = {*measurement.total.dimensions, *measurement.internal}
    rows = db.session.scalars(
        select(Dimension)
        .where(Dimension.organisation_id == organisation_id, Dimension.code.in_(codes))
        .order_by(Dimension.position)
    )
    return tuple(rows)


def _items(definition: Definition) -> dict[str, int]:
    scores = Layout.of(definition).scores
    return {score.dimension: len(score.items) for score in scores if score.facet is Facet.IMAGE}
