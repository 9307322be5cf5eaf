"""A small company for the tests of questionnaires and waves: two questionnaires, two people."""

from collections.abc import Iterable
from datetime import datetime
from itertools import count
from typing import Any

from app import randomness
from app.database import db, transaction
from app.models.accounts import Role, User
from app.models.organisations import Organisation
from app.models.questionnaires import Questionnaire
from app.models.responses import Response, ResponseState
from app.models.waves import Fielding, Segmentation, Wave
from app.services import author, field, publish
from app.services.access import Actor
from app.services.field import Tie, WavePlan
from tests import make
from tests.make import NOON

CUSTOMERS = """\
code: image
title: {nl: Ons beeld, en: Our image}
audience: customers
languages: [nl, en]
dimensions:
  - {code: service, name: {nl: Service, en: Service}}
touchpoints:
  - {code: website, name: {nl: Website, en: Website}, kind: owned, steerability: direct}
scales:
  - code: five
    points:
      - {value: 1, text: {nl: oneens, en: disagree}}
      - {value: 5, text: {nl: eens, en: agree}}
pages:
  - code: only
    title: {nl: Alles, en: All}
    items:
      - code: service_1
        type: likert
        scale: five
        measures: {dimension: service, facet: image}
        text: {nl: "{organisation} helpt goed.", en: "{organisation} helps well."}
      - code: website
        type: experience
        measures: {touchpoint: website}
        text: {nl: Website, en: Website}
      - code: size
        type: single_choice
        text: {nl: "Hoe groot bent u?", en: "How big are you?"}
        options:
          - {code: small, text: {nl: Klein, en: Small}}
          - {code: large, text: {nl: Groot, en: Large}}
"""

EMPLOYEES = (
    CUSTOMERS.replace("code: image", "code: identity", 1)
    .replace("audience: customers", "audience: employees")
    .replace("facet: image", "facet: self")
)

_places = count(1)


def actor_of(role: Role = Role.DESIGNER, organisation: Organisation | None = None) -> Actor:
    """Add a person to an organisation, a new one unless it is given."""
    with transaction() as session:
        company = organisation or make.organisation()
        session.add(company)
        session.flush()
        person = make.user(organisation_id=company.id, role=role)
        session.add(person)
        session.flush()
        return Actor(person.id, company.id, role)


def organisation_of(actor: Actor) -> Organisation:
    """Return the organisation of an actor."""
    return db.session.get_one(Organisation, actor.organisation_id)


def published(actor: Actor, text: str = CUSTOMERS) -> int:
    """Upload and publish a questionnaire; returns the id of the version."""
    added = author.upload_questionnaire(actor, text.encode(), now=NOON)
    return publish.publish(actor, added.id, now=NOON).id


def opened(actor: Actor, version_id: int, *, now: datetime = NOON, **changes: Any) -> Wave:
    """Open a wave, by the item `size` unless something else is said."""
    plan: dict[str, Any] = {
        "title": "Najaar 2026",
        "version_id": version_id,
        "segmentation": Segmentation.ITEM,
        "segmentation_item": "size",
        "ties": (
            Tie(name=(("nl", "Klein"),), option_code="small"),
            Tie(name=(("nl", "Groot"),), option_code="large"),
        ),
    }
    return field.open_wave(actor, WavePlan(**(plan | changes)), now=now)


def answer(
    fielding: Fielding, points: Iterable[int], segment_id: int | None = None, **changes: object
) -> list[int]:
    """Add complete responses to a fielding, one per point; returns their ids."""
    with transaction() as session:
        rows = [
            make.response(
                **(
                    {
                        "id": randomness.row_id(),
                        "organisation_id": fielding.organisation_id,
                        "fielding_id": fielding.id,
                        "version_id": fielding.version_id,
                        "collector_id": fielding.collectors[0].id,
                        "segment_id": segment_id,
                        "answers": {"service_1": point},
                        "state": ResponseState.COMPLETE,
                        "completed_on": NOON.date(),
                        "receipt": f"receipt {next(_places)}",
                    }
                    | changes
                )
            )
            for point in points
        ]
        session.add_all(rows)
        return [row.id for row in rows]


def responses() -> list[Response]:
    """Return all responses."""
    return list(db.session.scalars(db.select(Response).order_by(Response.id)))


def users() -> list[User]:
    """Return all people."""
    return list(db.session.scalars(db.select(User)))


def drafts() -> list[Questionnaire]:
    """Return all questionnaires."""
    return list(db.session.scalars(db.select(Questionnaire)))
