"""Where the image of a wave comes from, what goes along with outcomes, and what people tell on.

Everything is about the customers that are shown (`app.services.groups`): one segment, or all of
them. What has been computed once is kept as long as nothing new is released.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sqlalchemy import select

from app.database import db
from app.models.segments import Segment
from app.models.waves import Wave
from app.models.yardsticks import Dimension, Touchpoint
from app.services import access
from app.services.access import Actor, Right
from app.services.groups import Groups, wave_groups
from surveys.measurement.origins import formers as image_formers
from surveys.measurement.origins.formers import Formers
from surveys.measurement.origins.outcomes import OutcomeDrivers, outcome_drivers
from surveys.measurement.origins.word_of_mouth import (
    AgainstOthers,
    WordOfMouth,
    against_others,
    word_of_mouth,
)

KEPT: Final = 128
"""So many groups' figures a process keeps at hand, of each kind."""

Name = Mapping[str, str]
"""What something is called, by language."""


@dataclass(frozen=True, slots=True)
class Party:
    """Customers that a wave tells apart; `n` is 0 where they are too few to show anything of."""

    code: str
    name: Name
    n: int


@dataclass(frozen=True, slots=True)
class Scene:
    """A wave, and who of its customers is looked at: `segment`, or all of them where it is None.

    `n` is how many people these are; 0 where nothing may be shown of anybody.
    """

    wave_id: int
    title: str
    k: int
    parties: tuple[Party, ...]
    total: int
    segment: str | None

    @property
    def n(self) -> int:
        """Return how many people are looked at."""
        return next((one.n for one in self.parties if one.code == self.segment), self.total)


@dataclass(frozen=True, slots=True)
class FormersShown:
    """The image formers of a group, with their names; None where nobody is shown."""

    scene: Scene
    names: Mapping[str, Name]
    formers: Formers | None


@dataclass(frozen=True, slots=True)
class DriversShown:
    """What goes along with each outcome that was asked, with the names of dimensions."""

    scene: Scene
    names: Mapping[str, Name]
    outcomes: Mapping[str, OutcomeDrivers]


@dataclass(frozen=True, slots=True)
class WordOfMouthShown:
    """What a group tells and hears, and the same of every segment, held against all others."""

    scene: Scene
    group: WordOfMouth | None
    segments: Mapping[str, WordOfMouth]
    against: Mapping[str, AgainstOthers]


def show_formers(actor: Actor, wave_id: int, segment: str | None = None) -> FormersShown:
    """Return what forms the image of a segment, or of all customers.

    Args:
        actor: who asks.
        wave_id: the wave.
        segment: its code; all customers where it is None, unknown or too small to show.

    Raises:
        ForbiddenError: the actor may not see figures.
        NotFoundError: no such wave, or not the actor's.
    """
    scene, groups = scene_of(actor, wave_id, segment)
    if groups is None:
        return FormersShown(scene, {}, None)
    return FormersShown(scene, _names(Touchpoint, actor), _formers(groups, scene.segment))


def show_drivers(actor: Actor, wave_id: int, segment: str | None = None) -> DriversShown:
    """Return which dimensions go along with the outcomes of a segment, or of all customers.

    Args:
        actor: who asks.
        wave_id: the wave.
        segment: its code; all customers where it is None, unknown or too small to show.

    Raises:
        ForbiddenError: the actor may not see figures.
        NotFoundError: no such wave, or not the actor's.
    """
    scene, groups = scene_of(actor, wave_id, segment)
    if groups is None:
        return DriversShown(scene, {}, {})
    return DriversShown(scene, _names(Dimension, actor), _drivers(groups, scene.segment))


def show_word_of_mouth(actor: Actor, wave_id: int, segment: str | None = None) -> WordOfMouthShown:
    """Return what a segment, or all customers, tell and hear, beside every other segment.

    Args:
        actor: who asks.
        wave_id: the wave.
        segment: its code; all customers where it is None, unknown or too small to show.

    Raises:
        ForbiddenError: the actor may not see figures.
        NotFoundError: no such wave, or not the actor's.
    """
    scene, groups = scene_of(actor, wave_id, segment)
    if groups is None:
        return WordOfMouthShown(scene, None, {}, {})
    talk = _word_of_mouth(groups)
    segments = {code: talk[code] for code in groups.segments}
    return WordOfMouthShown(scene, talk[scene.segment], segments, _against_others(groups))


def scene_of(actor: Actor, wave_id: int, segment: str | None = None) -> tuple[Scene, Groups | None]:
    """Return a wave and who of its customers may be looked at; no groups where nobody may be.

    Raises:
        ForbiddenError: the actor may not see figures.
        NotFoundError: no such wave, or not the actor's.
    """
    wave = access.load(db.session, Wave, wave_id, actor, Right.READ)
    groups = wave_groups(actor, wave_id)
    shown = {} if groups is None else groups.segments
    segments: list[Segment] = sorted(
        (one.segment for one in wave.segments), key=lambda one: one.position
    )
    parties = tuple(
        Party(one.code, one.name, shown[one.code].n if one.code in shown else 0) for one in segments
    )
    chosen = segment if segment in shown else None
    total = 0 if groups is None else groups.total.n
    return Scene(wave.id, wave.title, wave.k, parties, total, chosen), groups


def _names(of: type[Dimension] | type[Touchpoint], actor: Actor) -> dict[str, Name]:
    """Return what the organisation calls its dimensions, or its image formers, by code."""
    rows = select(of.code, of.name).where(of.organisation_id == actor.organisation_id)
    return dict(db.session.execute(rows).all())


@lru_cache(maxsize=KEPT)
def _formers(groups: Groups, code: str | None) -> Formers:
    return image_formers.formers(
        groups.questionnaire, groups.group(code), groups.replicates[code], k=groups.k
    )


@lru_cache(maxsize=KEPT)
def _drivers(groups: Groups, code: str | None) -> Mapping[str, OutcomeDrivers]:
    return outcome_drivers(groups.questionnaire, groups.group(code), groups.replicates[code])


@lru_cache(maxsize=KEPT)
def _word_of_mouth(groups: Groups) -> Mapping[str | None, WordOfMouth]:
    codes = (None, *groups.segments)
    return {code: word_of_mouth(groups.group(code), groups.questionnaire) for code in codes}


@lru_cache(maxsize=KEPT)
def _against_others(groups: Groups) -> Mapping[str, AgainstOthers]:
    return against_others(groups.segments, groups.questionnaire)
