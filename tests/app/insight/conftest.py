"""A company with a released wave, and browsers in which its people are logged in."""

from collections.abc import Callable, Iterator
from contextvars import Context
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from typing_extensions import override
from werkzeug.test import TestResponse

from app.database import db
from app.models.accounts import Role, User
from app.models.waves import Wave
from tests import visit
from tests.app.services.figures_case import Company, about, answers, colleague, people

Browser = Callable[..., FlaskClient]


class Apart(FlaskClient):
    """A browser whose requests know nothing of the context that the test itself is in."""

    @override
    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        reply = Context().run(super().open, *args, **kwargs)
        db.session.rollback()  # what the test reads next is what the request left
        return reply


@pytest.fixture
def company(app: Flask) -> Iterator[Company]:
    with app.app_context():
        yield Company.found()


@pytest.fixture
def wave(company: Company) -> Wave:
    """Forty small customers, four large ones who stay hidden, and thirty employees."""
    wave = company.wave()
    answers(wave.fieldings[0], about(40, 4), company.small)
    answers(wave.fieldings[0], about(4, 7), company.large)
    answers(wave.fieldings[1], people(30, 6))
    company.release(wave)
    company.aim(None, speed=80, price=60, pride=90)
    company.aim(company.small, speed=75, price=30)
    return wave


@pytest.fixture
def browser(app: Flask, company: Company) -> Browser:
    """A browser in which somebody of the company (or of another one) is logged in."""

    def opened(
        role: Role = Role.MANAGER, language: str = "en", of: Company = company
    ) -> FlaskClient:
        person = db.session.get_one(User, colleague(of.designer, role).user_id)
        client = Apart(app, app.response_class)
        visit.be(client, person)
        with client.session_transaction() as kept:
            kept["language"] = language
        return client

    return opened
