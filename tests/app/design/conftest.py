"""Two organisations, people of every role, and a questionnaire and a wave to look at."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.database import transaction
from app.models.accounts import Role
from app.services.access import Actor
from tests import make, visit
from tests.app.services.field_case import EMPLOYEES, actor_of, answer, drafts, opened, published


@dataclass(frozen=True, slots=True)
class Company:
    """What the tests need to know of an organisation."""

    actor: Actor
    questionnaire_id: int
    version_id: int
    wave_id: int
    segment_id: int
    token: str


@pytest.fixture
def company(app: Flask) -> Company:
    """An organisation with an open wave: five answers of small customers wait, four of large."""
    return _company(app)


@pytest.fixture
def stranger(app: Flask) -> Company:
    """Another organisation, with the same in it."""
    return _company(app)


def _company(app: Flask) -> Company:
    with app.app_context():
        actor = actor_of()
        version_id = published(actor)
        questionnaire_id = drafts()[-1].id
        staff_version_id = published(actor, EMPLOYEES)
        wave = opened(actor, version_id, now=clock.now(), employees_version_id=staff_version_id)
        small, large = wave.segments
        customers = wave.fieldings[0]
        answer(customers, [1, 5, 5, 5, 5], small.segment_id)
        answer(customers, [1, 1, 1, 1], large.segment_id)
        token = customers.collectors[0].token
        return Company(actor, questionnaire_id, version_id, wave.id, small.segment_id, token)


@pytest.fixture
def visitor(app: Flask, company: Company) -> Callable[..., FlaskClient]:
    """A browser in which somebody of the company is logged in, in English."""

    def open_browser(role: Role = Role.DESIGNER) -> FlaskClient:
        person = make.user(organisation_id=company.actor.organisation_id, role=role)
        with app.app_context(), transaction() as session:
            session.add(person)
            session.flush()
            client = app.test_client()
            visit.be(client, person)
            with client.session_transaction() as kept:
                kept["language"] = "en"
        return client

    return open_browser


@pytest.fixture
def designer(visitor: Callable[..., FlaskClient]) -> FlaskClient:
    """The browser of a designer."""
    return visitor(Role.DESIGNER)
