"""Maps of a wave: who sees the company how, and which touchpoints reach whom; and benchmarks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sqlalchemy import select

from app.database import db
from app.models.audiences import Audience
from app.models.profiles import newest_targets
from app.models.waves import Fielding, Wave
from app.models.yardsticks import Dimension, Touchpoint
from app.services.access import Actor
from app.services.groups import Groups, wave_groups
from app.services.known import Answered, competitor_answers
from app.services.origins import Name, Scene, scene_of
from surveys.measurement.course.benchmarks import Benchmark, benchmark_profiles
from surveys.measurement.course.image_map import image_map
from surveys.measurement.course.map_figures import Axes, FigureMap, NoMap
from surveys.measurement.course.touchpoint_map import touchpoint_map

KEPT_MAPS: Final = 32
"""So many maps a process keeps at hand, of each kind."""

MISSION: Final = "mission:"
WISH: Final = "wish:"
COMPETITOR: Final = "competitor:"
"""What stands before the name of what is no segment: codes of segments have no colon."""

Targets = tuple[tuple[str, tuple[tuple[str, float], ...]], ...]
"""The mission and the wishes, by what they are called on the map."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map, or why there is none; `axes_of` is the title of the wave whose axes it is drawn on.

    None: its own.
    """

    found: FigureMap | NoMap
    axes_of: str | None


@dataclass(frozen=True, slots=True)
class MapsShown:
    """The maps of a wave; None where nobody is shown.

    Names are by code: of dimensions and touchpoints. On the map of the image, the mission, wishes
    and competitors stand under names that begin with `MISSION`, `WISH` and `COMPETITOR`. Benchmarks
    are held against the group that is looked at.
    """

    scene: Scene
    dimensions: Mapping[str, Name]
    touchpoints: Mapping[str, Name]
    image: Drawn | None
    met: Drawn | None
    benchmarks: Mapping[str, Benchmark]


def wave_maps(actor: Actor, wave_id: int, segment: str | None = None) -> MapsShown:
    """Return the maps of a wave, drawn on the axes of the first wave that has the same ones.

    Args:
        actor: who asks.
        wave_id: the wave.
        segment: whom benchmarks are held against: its code; all customers where it is None,
            unknown or too small to show.

    Raises:
        ForbiddenError: the actor may not see figures.
        NotFoundError: no such wave, or not the actor's.
    """
    scene, groups = scene_of(actor, wave_id, segment)
    if groups is None:
        return MapsShown(scene, {}, {}, None, None, {})
    competitors = tuple(
        (name, of) for name, of in competitor_answers(actor).items() if of.group.n >= scene.k
    )
    targets = _targets(actor)
    waves = [*_waves_before(actor, wave_id), (scene.title, groups)]

    def image(of: Groups, like: Axes | None) -> FigureMap | NoMap:
        return _image_map(of, competitors, targets, like)

    return MapsShown(
        scene=scene,
        dimensions=_names(Dimension, actor),
        touchpoints=_names(Touchpoint, actor),
        image=_on_first_axes(waves, image),
        met=_on_first_axes(waves, _touchpoint_map) if groups.questionnaire.touchpoints else None,
        benchmarks=benchmark_profiles(
            groups.group(scene.segment), {name: of.group for name, of in competitors}
        ),
    )


def _on_first_axes(
    waves: Sequence[tuple[str, Groups]],
    draw: Callable[[Groups, Axes | None], FigureMap | NoMap],
) -> Drawn:
    """Draw the map of the last of some waves on the axes of the first one that has a map."""
    *before, (_title, groups) = waves
    for title, earlier in before:
        found = draw(earlier, None)
        if isinstance(found, FigureMap):
            later = draw(groups, found.axes)
            is_on_them = isinstance(later, FigureMap) and later.is_on_earlier_axes
            return Drawn(later, title if is_on_them else None)
    return Drawn(draw(groups, None), None)


@lru_cache(maxsize=KEPT_MAPS)
def _image_map(
    groups: Groups,
    competitors: tuple[tuple[str, Answered], ...],
    targets: Targets,
    like: Axes | None,
) -> FigureMap | NoMap:
    """Return the map of the image; kept until something is released or set anew."""
    replicates = {code: groups.replicates[code] for code in groups.segments}
    return image_map(
        groups.segments,
        benchmarks={f"{COMPETITOR}{name}": of.group for name, of in competitors},
        targets={name: dict(of) for name, of in targets},
        replicates={
            **replicates,
            **{f"{COMPETITOR}{name}": of.replicates for name, of in competitors},
        },
        like=like,
    )


@lru_cache(maxsize=KEPT_MAPS)
def _touchpoint_map(groups: Groups, like: Axes | None) -> FigureMap | NoMap:
    """Return the map of who met what; kept until something is released."""
    replicates = {code: groups.replicates[code] for code in groups.segments}
    return touchpoint_map(groups.segments, groups.questionnaire, replicates=replicates, like=like)


def _targets(actor: Actor) -> Targets:
    """Return the mission and the wishes of all segments as they stand."""
    found: dict[str, dict[str, float]] = {}
    for row in db.session.scalars(newest_targets(actor.organisation_id)):
        if row.value is not None:
            name = f"{WISH}{row.segment.code}" if row.segment else MISSION
            found.setdefault(name, {})[row.dimension.code] = row.value
    return tuple((name, tuple(sorted(of.items()))) for name, of in sorted(found.items()))


def _waves_before(actor: Actor, wave_id: int) -> Iterator[tuple[str, Groups]]:
    """Yield the waves of customers before one, with their titles, oldest first."""
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
        if wave.id == wave_id:
            return
        groups = wave_groups(actor, wave.id)
        if groups is not None:
            yield wave.title, groups


def _names(of: type[Dimension] | type[Touchpoint], actor: Actor) -> dict[str, Name]:
    rows = db.session.execute(
        select(of.code, of.name).where(of.organisation_id == actor.organisation_id)
    )
    return dict(rows.all())
