"""The application on the demo, and visitors of it."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.models.accounts import Role
from tests.demo import WHOLESALER, Demo
from tests.flows.customer import Customer
from tests.flows.visitor import Visitor

Colleague = Callable[..., Visitor]
Respondent = Callable[..., Customer]


@pytest.fixture
def app(demo: Demo) -> Flask:
    """The application on the demo."""
    return demo.app


@pytest.fixture
def colleague(demo: Demo) -> Colleague:
    """Somebody of an organisation who has logged in."""

    def log_in(role: Role, language: str = "nl", of: str = WHOLESALER) -> Visitor:
        visitor = Visitor(demo.app, language)
        visitor.log_in(demo.login(role, of))
        return visitor

    return log_in


@pytest.fixture
def customer(demo: Demo) -> Respondent:
    """Somebody with a link, who has not opened it yet."""

    def receive(language: str = "nl", link: str | None = None) -> Customer:
        return Customer(demo.app, link or demo.link(), language)

    return receive
