"""Which gap of a wave to close first, with how sure the ranking is."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.services.access import Actor
from app.services.groups import Code, Groups
from app.services.known import known_about
from app.services.measure import WaveFigures, wave_figures
from app.services.origins import Scene, scene_of
from app.services.trend import EVERYONE
from surveys.measurement.course.priorities import Priorities, priorities
from surveys.measurement.course.steering import steerable_shares
from surveys.measurement.sums.jackknife import Replicated
from surveys.measurement.wave.figures import SegmentFigures

KEPT_SHARES: Final = 64
"""Of so many groups a process keeps at hand how far they can be steered."""


@dataclass(frozen=True, slots=True)
class WavePriorities:
    """What the gaps of a wave weigh; `found` is None where nobody is shown.

    `segments` are those whose gaps are weighed, by code; `EVERYONE` where the wave has none.
    """

    scene: Scene
    figures: WaveFigures
    segments: Mapping[str, SegmentFigures]
    found: Priorities | None


def wave_priorities(actor: Actor, wave_id: int) -> WavePriorities:
    """Return the gaps of all segments of a wave by what they weigh.

    Raises:
        ForbiddenError: the actor may not see figures.
        NotFoundError: no such wave, or not the actor's.
    """
    scene, groups = scene_of(actor, wave_id)
    figures = wave_figures(actor, wave_id)
    if groups is None:
        return WavePriorities(scene, figures, {}, None)
    codes: dict[str, Code] = {code: code for code in groups.segments} or {EVERYONE: None}
    measured = figures.measurement
    segments = {
        name: measured.total if code is None else measured.segments[code]
        for name, code in codes.items()
    }
    found = priorities(
        segments,
        {name: groups.group(code) for name, code in codes.items()},
        groups.questionnaire,
        known_about(actor).values,
        {name: _steerable(groups, code) for name, code in codes.items()},
    )
    return WavePriorities(scene, figures, segments, found)


@lru_cache(maxsize=KEPT_SHARES)
def _steerable(groups: Groups, code: Code) -> Mapping[str, Replicated]:
    """Return how far each dimension can be steered; kept until something is released."""
    return steerable_shares(groups.questionnaire, groups.group(code), groups.replicates[code])
