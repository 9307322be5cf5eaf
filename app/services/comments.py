"""What customers write, group by group: the words that set a group apart, and answers to read.

Only answers that a release took in are read. Of a group in which fewer than k_comments people wrote
in a language nothing is counted or shown, and from release to release it changes only when as many
more did.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from sqlalchemy import select

from app.database import db
from app.models.audiences import Audience
from app.models.organisations import Organisation
from app.models.releases import Release
from app.models.responses import Response
from app.models.segments import Segment
from app.models.waves import Fielding, Wave
from app.services import access
from app.services.access import Actor, Right
from app.services.origins import Name, Scene, scene_of
from app.services.trend import EVERYONE
from surveys.measurement.origins.wording import Discretion, GroupWords, Remark, typical_words
from surveys.measurement.sums.suppression import shown_as_of
from surveys.questionnaire.item_types import LongText
from surveys.questionnaire.model import Questionnaire as Definition
from surveys.questionnaire.paging import asked

KEPT: Final = 16
"""So many languages of waves a process keeps at hand."""

Language = str


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose answers to what are looked at: choices may be none of those that there are."""

    segment: str | None = None
    item: str | None = None
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class CommentsShown:
    """What the customers of a wave write in answer to one open item, in one language.

    `items` are all open items by code, `languages` those in which some group may be shown, the most
    used first; `groups` has every group by code, `EVERYONE` where the wave has none. `group` is the
    one that is looked at. `item`, `language` and `group` are None where there is none to show.
    """

    scene: Scene
    k_comments: int
    items: Mapping[str, Name]
    item: str | None
    languages: tuple[Language, ...]
    language: Language | None
    groups: Mapping[str, GroupWords]
    group: str | None


def wave_comments(actor: Actor, wave_id: int, chosen: Asked) -> CommentsShown:
    """Return what sets the open answers of each group of a wave apart.

    Raises:
        ForbiddenError: the actor may not see figures.
        NotFoundError: no such wave, or not the actor's.
    """
    scene, groups = scene_of(actor, wave_id, chosen.segment)
    wave = access.load(db.session, Wave, wave_id, actor, Right.READ)
    k_comments = db.session.get_one(Organisation, wave.organisation_id).k_comments
    fielding = next((one for one in wave.fieldings if one.audience is Audience.CUSTOMERS), None)
    definition = None if fielding is None else fielding.version.read()
    items = {} if definition is None else _open_items(definition)
    if groups is None or fielding is None or definition is None or not items:
        return CommentsShown(scene, k_comments, items, None, (), None, {}, None)
    item = chosen.item if chosen.item in items else next(iter(items))
    codes = tuple(groups.segments) or (EVERYONE,)
    limits = Discretion(scene.k, k_comments)
    written = _may_be_read(_written(fielding, definition, item), limits.k_comments)
    languages = _languages(written, codes)
    language = chosen.language if chosen.language in languages else next(iter(languages), None)
    found: Mapping[str, GroupWords] = {}
    if language is not None:
        found = _typical(
            tuple((code, written.get((code, language), ())) for code in codes), language, limits
        )
    return CommentsShown(
        scene, k_comments, items, item, languages, language, found, _looked_at(found, scene)
    )


def _open_items(definition: Definition) -> dict[str, Name]:
    return {item.code: item.text for item in definition.items() if isinstance(item, LongText)}


class _Written(NamedTuple):
    """One answer, before it is known whether it may be read."""

    release: int
    remark: Remark


Cell = tuple[str, Language]
"""A group's code and a language."""


def _written(fielding: Fielding, definition: Definition, item: str) -> dict[Cell, list[_Written]]:
    """Return the released answers to an item that was asked of whoever gave them."""
    rows = db.session.execute(
        select(Response.id, Response.language, Response.answers, Segment.code, Release.number)
        .join(Release, Response.release_id == Release.id)
        .outerjoin(Segment, Response.segment_id == Segment.id)
        .where(
            Response.fielding_id == fielding.id,
            Response.answers[item].as_string().is_not(None),
        )
    )
    found: defaultdict[Cell, list[_Written]] = defaultdict(list)
    is_conditional = _is_conditional(definition, item)
    for person, language, answers, code, release in rows:
        if not is_conditional or item in asked(definition, answers):
            group = EVERYONE if code is None else code
            remark = Remark(person, answers[item])
            found[group, language].append(_Written(release, remark))
    return found


def _is_conditional(definition: Definition, item: str) -> bool:
    """Tell whether an item is asked of some people only."""
    page = next(page for page in definition.pages if any(one.code == item for one in page.items))
    return page.show_if is not None or definition.item_by_code[item].show_if is not None


def _may_be_read(
    written: Mapping[Cell, Sequence[_Written]], k: int
) -> dict[Cell, tuple[Remark, ...]]:
    """Return the answers of each cell as of the newest release that may be shown."""
    found = {}
    for cell, answers in written.items():
        per_release = Counter(one.release for one in answers)
        releases = sorted(per_release)
        counts = list(accumulate(per_release[release] for release in releases))
        place = shown_as_of(counts, k)
        if place is not None:
            found[cell] = tuple(
                sorted(one.remark for one in answers if one.release <= releases[place])
            )
    return found


def _languages(
    written: Mapping[Cell, Sequence[Remark]], codes: Collection[str]
) -> tuple[Language, ...]:
    """Return the languages that some group is shown in, the most used first."""
    counts = Counter[Language]()
    for (code, language), remarks in written.items():
        if code in codes:
            counts[language] += len(remarks)
    return tuple(language for language, _ in counts.most_common())


@lru_cache(maxsize=KEPT)
def _typical(
    groups: tuple[tuple[str, tuple[Remark, ...]], ...], language: Language, limits: Discretion
) -> Mapping[str, GroupWords]:
    """Return the words of each group; kept by what was written, so nothing is ever stale."""
    return typical_words(dict(groups), language, limits)


def _looked_at(found: Mapping[str, GroupWords], scene: Scene) -> str | None:
    """Return the group that was asked for; where it is not shown, the one that stands out most."""
    there = [code for code, of in found.items() if of.people is not None]
    if scene.segment in there:
        return scene.segment
    return max(
        there,
        key=lambda code: max((each.odds.z for each in found[code].words), default=0.0),
        default=None,
    )
