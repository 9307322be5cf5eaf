"""What is known of an organisation that no page lets it say yet: an example, for the demo alone.

What its segments are worth, what was done between waves, and what was answered about competitors
get tables and pages of their own; until then these functions are the one place that tells it, and
of every organisation but that of the demo there is nothing to tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache, reduce
from operator import add
from typing import Final

import numpy as np
from sqlalchemy import select

from app.database import db
from app.demo.simulation import simulate
from app.demo.wholesaler import Wholesaler, noordwal
from app.models.organisations import Organisation
from app.models.segments import Segment
from app.models.waves import Wave
from app.services import access
from app.services.access import Actor, Right
from surveys import library
from surveys.measurement.origins.outcomes import image_scores
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.jackknife import leave_one_out
from surveys.measurement.sums.moments import Moments, summarise
from surveys.measurement.sums.shards import shard_summaries

ASKED: Final = "customer_image"
"""The questionnaire that buyers at competitors answered."""

SEED: Final = 20261124


@dataclass(frozen=True, slots=True)
class Done:
    """An action: what was done, about which dimension, for which segments (codes), from when on."""

    name: Mapping[str, str]
    dimension: str
    segments: frozenset[str]
    began_at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the answers: of each segment its value, and what was done."""

    values: Mapping[str, float] = field(default_factory=dict)
    actions: tuple[Done, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """What people answered about a competitor, and the same without a part of them each."""

    group: Moments
    replicates: tuple[Moments, ...]


def known_about(actor: Actor) -> Known:
    """Return the value of each segment by its code, all in one unit, and the actions in order.

    Raises:
        ForbiddenError: the actor may not see figures.
    """
    company = _company(actor)
    if company is None:
        return Known()
    rows = db.session.scalars(
        select(Segment).where(Segment.organisation_id == actor.organisation_id)
    ).all()
    codes = {one.code: row.code for one in company.segments for row in rows if row.name == one.name}
    values = {codes[one.code]: one.value for one in company.segments if one.code in codes}
    return Known(values, _actions(actor, company, codes))


def competitor_answers(actor: Actor) -> dict[str, Answered]:
    """Return what was answered about competitors, by their names.

    Raises:
        ForbiddenError: the actor may not see figures.
    """
    company = _company(actor)
    return {} if company is None else {one.name: _answers(one.name) for one in company.competitors}


def _company(actor: Actor) -> Wholesaler | None:
    """Return what the demo lays down, where the actor is of its organisation."""
    access.require(actor, Right.READ)
    organisation = db.session.get(Organisation, actor.organisation_id)
    company = _demo()
    if organisation is None or organisation.code != company.company.code:
        return None
    return company


@lru_cache(maxsize=1)
def _demo() -> Wholesaler:
    return noordwal()


def _actions(actor: Actor, company: Wholesaler, codes: Mapping[str, str]) -> tuple[Done, ...]:
    first = db.session.scalars(
        select(Wave)
        .where(Wave.organisation_id == actor.organisation_id, Wave.title == company.first_wave)
        .order_by(Wave.id)
    ).first()
    if first is None or first.closed_at is None:
        return ()
    return tuple(
        Done(
            name=done.name,
            dimension=done.dimension,
            segments=frozenset(codes[code] for code in done.segments if code in codes),
            began_at=first.closed_at + timedelta(days=done.days_after_first),
        )
        for done in company.actions
    )


@lru_cache(maxsize=8)
def _answers(name: str) -> Answered:
    """Return what simulated buyers at a competitor answered: always the same."""
    company, asked = _demo(), library.load(ASKED)
    competitor = next(one for one in company.competitors if one.name == name)
    rng = np.random.default_rng([SEED, *name.encode()])
    block = encode(asked, simulate(asked, company.buyers(competitor), rng))
    parts = shard_summaries(block, np.arange(len(block)), image_scores(block.layout))
    return Answered(summarise(block), tuple(leave_one_out(parts, reduce(add, parts))))
