"""A small company with answers on two dimensions, for the tests of what managers see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app import randomness
from app.database import transaction
from app.models.accounts import Role
from app.models.responses import ResponseState
from app.models.waves import Fielding, Wave
from app.services import aim, fold, segment
from app.services.access import Actor
from app.services.aim import Aim
from app.services.field import Tie
from surveys.questionnaire.items import Answer
from tests import make
from tests.app.services.field_case import actor_of, opened, published
from tests.make import NOON

_ITEMS = """\
      - {{code: {dimension}_1, type: likert, scale: seven, text: {{nl: "Eén", en: "One"}},
         measures: {{dimension: {dimension}, facet: {facet}}}}}
      - {{code: {dimension}_2, type: likert, scale: seven, text: {{nl: "Twee", en: "Two"}},
         measures: {{dimension: {dimension}, facet: {facet}}}}}
"""
_HEAD = """\
code: {code}
title: {{nl: Ons beeld, en: Our image}}
audience: {audience}
languages: [nl, en]
dimensions:
  - {{code: speed, name: {{nl: Reactiesnelheid, en: Reaction speed}}}}
  - {{code: price, name: {{nl: Prijs, en: Price}}}}
  - {{code: pride, name: {{nl: Trots, en: Pride}}}}
scales:
  - code: seven
    points:
{points}pages:
  - code: only
    title: {{nl: Alles, en: All}}
    items:
"""
_POINTS = "".join(
    f'      - {{value: {value}, text: {{nl: "{value}", en: "{value}"}}}}\n' for value in range(1, 8)
)
_SIZE = """\
      - code: size
        type: single_choice
        text: {nl: "Hoe groot bent u?", en: "How big are you?"}
        options:
          - {code: small, text: {nl: Klein, en: Small}}
          - {code: large, text: {nl: Groot, en: Large}}
"""

CUSTOMERS = (
    _HEAD.format(code="image", audience="customers", points=_POINTS)
    + _ITEMS.format(dimension="speed", facet="image")
    + _ITEMS.format(dimension="price", facet="image")
    + _SIZE
)
EMPLOYEES = (
    _HEAD.format(code="identity", audience="employees", points=_POINTS)
    + _ITEMS.format(dimension="speed", facet="self")
    + _ITEMS.format(dimension="price", facet="self")
    + _ITEMS.format(dimension="pride", facet="self")
)
NAMES = ({"nl": "Klein", "en": "Small"}, {"nl": "Groot", "en": "Large"})


@dataclass(frozen=True, slots=True)
class Company:
    """An organisation with a designer and a manager, and its two questionnaires."""

    designer: Actor
    manager: Actor
    customers: int
    employees: int
    small: int
    large: int

    @classmethod
    def found(cls) -> "Company":
        """Return a new one."""
        designer = actor_of()
        return cls(
            designer,
            colleague(designer, Role.MANAGER),
            published(designer, CUSTOMERS),
            published(designer, EMPLOYEES),
            *(segment.add_segment(designer, name, wanted=False).id for name in NAMES),
        )

    def wave(self, *, employees: bool = True, days_ago: int = 0, **changes: object) -> Wave:
        """Open a wave with two segments, `klein` and `groot`."""
        staff = self.employees if employees else None
        now = NOON - timedelta(days=days_ago)
        ties = (
            Tie(segment_id=self.small, option_code="small"),
            Tie(segment_id=self.large, option_code="large"),
        )
        plan = {"employees_version_id": staff, "ties": ties} | changes
        return opened(self.designer, self.customers, now=now, **plan)

    def release(self, wave: Wave, now: datetime = NOON) -> None:
        """Take in what waits."""
        fold.release(self.designer, wave.id, now=now)

    def aim(self, segment_id: int | None, **values: float | None) -> int:
        """Set some scores of the mission or of a wish."""
        as_of = aim.show_profile(self.manager, segment_id).as_of
        aims = {code: Aim(value) for code, value in values.items()}
        return aim.set_profile(self.manager, segment_id, aims, as_of=as_of, now=NOON)


def colleague(actor: Actor, role: Role) -> Actor:
    """Add a person to the organisation of somebody."""
    person = make.user(organisation_id=actor.organisation_id, role=role)
    with transaction() as session:
        session.add(person)
    return Actor(person.id, actor.organisation_id, role)


def about(n: int, points: int, *, spread: int = 1) -> list[dict[str, int]]:
    """Return the answers of n people around a point of the scale: speed so, price a point lower."""
    given = []
    for place in range(n):
        value = min(7, max(1, points + (place % 3 - 1) * spread))
        other = min(7, max(1, value + (place % 2)))
        low = max(1, value - 1)
        given.append({"speed_1": value, "speed_2": other, "price_1": low, "price_2": low})
    return given


def answers(
    fielding: Fielding, given: Sequence[Mapping[str, Answer]], segment_id: int | None = None
) -> None:
    """Add complete responses with these answers."""
    rows = [
        make.response(
            id=randomness.row_id(),
            organisation_id=fielding.organisation_id,
            fielding_id=fielding.id,
            version_id=fielding.version_id,
            collector_id=fielding.collectors[0].id,
            segment_id=segment_id,
            answers=dict(one),
            state=ResponseState.COMPLETE,
            completed_on=NOON.date(),
            receipt=randomness.receipt(),
        )
        for one in given
    ]
    with transaction() as session:
        session.add_all(rows)


def people(n: int, points: int) -> list[dict[str, int]]:
    """Return the answers of n employees, who are also asked about pride."""
    return [one | {"pride_1": points, "pride_2": max(1, points - 1)} for one in about(n, points)]
