"""What moved from wave to wave, and whether what was done in between made a difference."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from sqlalchemy import select

from app.database import db
from app.models.audiences import Audience
from app.models.segments import Segment
from app.models.waves import Fielding, Wave
from app.models.yardsticks import Dimension
from app.services import access
from app.services.access import Actor, Right
from app.services.aim import show_profile
from app.services.groups import Groups, wave_groups
from app.services.known import Done, known_about
from surveys.measurement.course.actions import Action, ActionEffect, action_effects
from surveys.measurement.course.wave_trend import SegmentTrend, wave_trends
from surveys.measurement.course.waves import Wave as Measured
from surveys.measurement.image.profiles import Target, importances
from surveys.measurement.inference.multiplicity import holm
from surveys.measurement.sums.moments import Moments
from surveys.questionnaire.scales import Facet

YEAR: Final = timedelta(days=365.25)

KEPT_TRENDS: Final = 8
"""So many organisations' trends a process keeps at hand."""

EVERYONE: Final = "_all"
"""Stands for all customers where no wave tells segments apart."""


@dataclass(frozen=True, slots=True)
class WaveAt:
    """A wave with figures: its label in the trends, when it was, and how many answered by code."""

    label: str
    wave_id: int
    title: str
    opens_at: datetime
    n: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Effect:
    """What was done, and how much more the segments moved for which it was."""

    done: Done
    found: ActionEffect


@dataclass(frozen=True, slots=True)
class Trends:
    """The waves that have figures, in order of time, and what moved between them, by segment.

    `names` has the segments by code, in the organisation's order; none where no wave tells any
    apart. Alignment is with today's mission; without one there is none.
    """

    waves: tuple[WaveAt, ...]
    names: Mapping[str, Mapping[str, str]]
    dimensions: tuple[Dimension, ...]
    segments: Mapping[str, SegmentTrend]
    alignment_p: Mapping[tuple[str, str, str], float | None]
    """By segment and the labels of two waves: p of the change of alignment, by Holm."""
    effects: tuple[Effect, ...]


def organisation_trends(actor: Actor) -> Trends:
    """Return what moved in the actor's organisation.

    Raises:
        ForbiddenError: the actor may not see figures.
    """
    access.require(actor, Right.READ)
    found = list(_waves(actor))
    names = _names(actor, {code for _, groups in found for code in groups.segments})
    parts = tuple(
        _Part(str(wave.id), (wave.opens_at - found[0][0].opens_at) / YEAR, groups, bool(names))
        for wave, groups in found
    )
    waves = tuple(
        WaveAt(
            part.label,
            wave.id,
            wave.title,
            wave.opens_at,
            {code: group.n for code, group in part.segments.items()},
        )
        for part, (wave, _) in zip(parts, found, strict=True)
    )
    segments = _moved(parts, _mission(actor))
    return Trends(
        waves=waves,
        names=names,
        dimensions=_dimensions(actor, segments),
        segments={code: segments[code] for code in (names or {EVERYONE}) if code in segments},
        alignment_p=_alignment_p(segments),
        effects=_effects(parts, waves, known_about(actor).actions),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """One wave as it is measured."""

    label: str
    at: float
    groups: Groups
    is_split: bool

    @property
    def segments(self) -> Mapping[str, Moments]:
        return self.groups.segments if self.is_split else {EVERYONE: self.groups.total}

    @property
    def measured(self) -> Measured:
        replicates = {
            code: self.groups.replicates[code if self.is_split else None] for code in self.segments
        }
        asked = self.groups.questionnaire
        return Measured(self.label, self.at, asked, self.segments, replicates)


@lru_cache(maxsize=KEPT_TRENDS)
def _moved(
    parts: tuple[_Part, ...], mission: tuple[tuple[str, Target], ...]
) -> dict[str, SegmentTrend]:
    """Return what moved, by segment; kept as long as nothing is released or set anew."""
    if not parts:
        return {}
    counts = importances(parts[-1].groups.total)
    asked = {code for part in parts for code in part.groups.total.layout.dimensions(Facet.IMAGE)}
    targets = {code: target for code, target in mission if code in asked}
    return wave_trends(
        [part.measured for part in parts],
        mission=targets,
        importances=counts if counts.keys() >= targets.keys() else None,
    )


def _mission(actor: Actor) -> tuple[tuple[str, Target], ...]:
    """Return today's mission on what customers are asked too."""
    rows = show_profile(actor, None).targets.items()
    return tuple(
        (code, Target(row.value, row.tolerance)) for code, row in rows if row.value is not None
    )


def _waves(actor: Actor) -> Iterator[tuple[Wave, Groups]]:
    """Yield the waves in which customers answered of whom anything is shown, oldest first."""
    rows = db.session.scalars(
        select(Wave)
        .join(Fielding)
        .where(
            Wave.organisation_id == actor.organisation_id,
            Fielding.audience == Audience.CUSTOMERS,
        )
        .order_by(Wave.opens_at, Wave.id)
    )
    for wave in rows.all():
        groups = wave_groups(actor, wave.id)
        if groups is not None:
            yield wave, groups


def _alignment_p(
    segments: Mapping[str, SegmentTrend],
) -> dict[tuple[str, str, str], float | None]:
    """Adjust the p values of one later wave and one earlier wave over the segments."""
    families: defaultdict[tuple[str, str], dict[str, float | None]] = defaultdict(dict)
    for code, trend in segments.items():
        for change in trend.alignment:
            families[change.label, change.since][code] = change.difference.p
    return {
        (code, label, since): p
        for (label, since), family in families.items()
        for code, p in zip(family, holm([*family.values()]), strict=True)
    }


def _names(actor: Actor, codes: set[str]) -> dict[str, Mapping[str, str]]:
    rows = db.session.scalars(
        select(Segment)
        .where(Segment.organisation_id == actor.organisation_id, Segment.code.in_(codes))
        .order_by(Segment.position, Segment.id)
    )
    return {row.code: row.name for row in rows}


def _dimensions(actor: Actor, segments: Mapping[str, SegmentTrend]) -> tuple[Dimension, ...]:
    codes = {code for trend in segments.values() for code in trend.dimensions}
    return tuple(
        db.session.scalars(
            select(Dimension)
            .where(Dimension.organisation_id == actor.organisation_id, Dimension.code.in_(codes))
            .order_by(Dimension.position)
        )
    )


def _effects(
    parts: Sequence[_Part], waves: Sequence[WaveAt], done: Sequence[Done]
) -> tuple[Effect, ...]:
    """Return what each action did: from the last wave before it began to the first one after."""
    between: list[tuple[Done, Action]] = []
    for place, one in enumerate(done):
        before = [wave for wave in waves if wave.opens_at < one.began_at]
        after = [wave for wave in waves if wave.opens_at >= one.began_at]
        if before and after:
            labels = before[-1].label, after[0].label
            between.append((one, Action(str(place), one.segments, one.dimension, *labels)))
    effects = action_effects([part.measured for part in parts], [action for _, action in between])
    return tuple(Effect(one, effect) for (one, _), effect in zip(between, effects, strict=True))
