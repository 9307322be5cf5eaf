"""The people of a wave, group by group, for figures that go beyond its profiles.

Sums are what was released, without small groups (`surveys.measurement.sums.suppression`). What has
no short formula is made again without each fortieth part of a group's people; those sums are made
from the stored blocks when they are first asked for, and kept.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import add
from typing import Final

import numpy as np
from sqlalchemy import select

from app.database import db
from app.models.audiences import Audience
from app.models.releases import Block
from app.models.segments import Segment
from app.models.waves import Fielding, Wave
from app.services import access
from app.services.access import Actor, Right
from app.services.released import Released
from surveys.measurement.course.touchpoint_map import touchpoint_columns
from surveys.measurement.origins.formers import formers_columns
from surveys.measurement.origins.outcomes import outcome_columns
from surveys.measurement.sums import blocks
from surveys.measurement.sums.jackknife import leave_one_out
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments
from surveys.measurement.sums.shards import shard_summaries
from surveys.questionnaire.model import Questionnaire as Definition

KEPT_WAVES: Final = 8
"""So many waves' groups a process keeps at hand."""

Code = str | None
"""A segment's code; None for customers of none."""

Parts = Mapping[Code, tuple[Moments, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """What customers answered in one wave.

    `segments` are large enough to be shown, by code; `total` is everybody who is, also of no
    segment. `replicates` has each of these groups (the total as None) without a part of its people,
    in the columns that image formers, outcomes and maps need. Until something is released it stays
    the same object, so that what is made of it can be kept.
    """

    wave_id: int
    title: str
    k: int
    questionnaire: Definition
    segments: Mapping[str, Moments]
    total: Moments
    replicates: Mapping[Code, tuple[Moments, ...]]

    def group(self, code: Code) -> Moments:
        """Return the sums of a segment, or of all without a code."""
        return self.total if code is None else self.segments[code]


def wave_groups(actor: Actor, wave_id: int) -> Groups | None:
    """Return the customers of a wave; None where none are asked or shown.

    Raises:
        ForbiddenError: the actor may not see figures.
        NotFoundError: no such wave, or not the actor's.
    """
    wave = access.load(db.session, Wave, wave_id, actor, Right.READ)
    fielding = next((one for one in wave.fieldings if one.audience is Audience.CUSTOMERS), None)
    if fielding is None:
        return None
    return _groups(wave.id, wave.title, fielding.id, Released.of(fielding))


@lru_cache(maxsize=KEPT_WAVES)
def _groups(wave_id: int, title: str, fielding_id: int, released: Released) -> Groups | None:
    """Return the groups of a wave; kept by what was released, so nothing is ever stale."""
    visible = {code: moments for code, moments in released.moments().items() if moments.n}
    if not visible:
        return None
    parts = _parts(fielding_id, released.definition)
    return Groups(
        wave_id,
        title,
        released.k,
        released.definition,
        {code: moments for code, moments in visible.items() if code is not None},
        reduce(add, visible.values()),
        _replicates({code: parts[code] for code in visible}),
    )


def _replicates(parts: Parts) -> dict[Code, tuple[Moments, ...]]:
    """Return each group without each of its parts; of all together under None."""
    everyone = [reduce(add, part) for part in zip(*parts.values(), strict=True)]
    of_groups: dict[Code, list[Moments]] = {
        code: list(part) for code, part in parts.items() if code is not None
    }
    of_groups[None] = everyone
    return {code: tuple(leave_one_out(part, reduce(add, part))) for code, part in of_groups.items()}


def _parts(fielding_id: int, asked: Definition) -> Parts:
    """Return the sums of each fortieth part of each group."""
    layout = Layout.of(asked)
    names = formers_columns(asked) | outcome_columns(asked) | touchpoint_columns(asked)
    found: defaultdict[Code, list[tuple[Moments, ...]]] = defaultdict(list)
    rows = db.session.execute(
        select(Segment.code, Block.data, Block.response_ids)
        .join(Fielding, Block.fielding_id == Fielding.id)
        .outerjoin(Segment, Block.segment_id == Segment.id)
        .where(Block.fielding_id == fielding_id)
        .order_by(Block.id)
    )
    for code, data, response_ids in rows:
        block = blocks.Block.from_bytes(data, layout)
        ids = np.frombuffer(response_ids, dtype="<i8")
        found[code].append(tuple(shard_summaries(block, ids, names)))
    return {
        code: tuple(reduce(add, part) for part in zip(*several, strict=True))
        for code, several in found.items()
    }
