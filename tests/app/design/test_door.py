"""Who may come where in this door."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.database import db, transaction
from app.models.accounts import Role, User
from tests.app.design.conftest import Company

PLACES = {
    "questionnaire_id": "questionnaire_id",
    "wave_id": "wave_id",
    "segment_id": "segment_id",
}
OPEN_TO_ALL = {"design.index"}
"""It only leads on, to a page that asks."""


def routes(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Yield endpoint, method and address of every route of the door; ids stay to be filled in."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("design.") and rule.endpoint not in OPEN_TO_ALL:
            address = rule.rule.replace("<int:", "{").replace("<name>", "customer_image")
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule.endpoint, method, address.replace(">", "}")


def filled(address: str, company: Company) -> str:
    return address.format(**{name: getattr(company, of) for name, of in PLACES.items()})


def rows(app: Flask) -> dict[str, int]:
    """Count the rows of every table."""
    with app.app_context():
        return {
            table.name: db.session.scalar(db.select(db.func.count()).select_from(table)) or 0
            for table in db.metadata.sorted_tables
        }


@pytest.fixture(autouse=True)
def without_tokens(app: Flask) -> None:
    """These tests are about rights; tokens have a test of their own."""
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ANALYST, Role.VIEWER])
def test_no_route_is_open_to_who_only_reads(
    app: Flask, company: Company, visitor: Callable[..., FlaskClient], role: Role
) -> None:
    client = visitor(role)
    before = rows(app)

    replies = {
        (endpoint, method): client.open(filled(address, company), method=method).status_code
        for endpoint, method, address in routes(app)
    }

    assert set(replies.values()) == {403}
    assert rows(app) == before


@pytest.mark.parametrize("role", [Role.OWNER, Role.DESIGNER])
def test_every_page_is_there_for_who_designs_and_looking_changes_nothing(
    app: Flask, company: Company, visitor: Callable[..., FlaskClient], role: Role
) -> None:
    client = visitor(role)
    before = rows(app)

    replies = {
        endpoint: client.get(filled(address, company)).status_code
        for endpoint, method, address in routes(app)
        if method == "GET"
    }

    without_a_draft = {"design.preview_publication": 409}
    assert replies == dict.fromkeys(replies, 200) | without_a_draft
    assert rows(app) == before


def test_what_is_anothers_looks_as_if_it_were_not_there(
    app: Flask, company: Company, stranger: Company, designer: FlaskClient
) -> None:
    missing = Company(company.actor, 999, 999, 999, 999, "")
    before = rows(app)
    tried = 0

    for _, method, address in routes(app):
        if "{" not in address:
            continue
        others = designer.open(filled(address, stranger), method=method)
        none = designer.open(filled(address, missing), method=method)
        assert others.status_code == none.status_code == 404, address
        assert others.text == none.text
        tried += 1

    assert tried > 15
    assert rows(app) == before


def test_who_is_not_logged_in_is_asked_to(
    app: Flask, client: FlaskClient, company: Company
) -> None:
    for _, method, address in routes(app):
        reply = client.open(filled(address, company), method=method)
        assert reply.status_code == 302, address
        assert "/login" in reply.location


def test_a_role_taken_away_fails_at_the_next_request(
    app: Flask, company: Company, designer: FlaskClient
) -> None:
    assert designer.get("/design/waves").status_code == 200

    with app.app_context(), transaction() as session:
        for person in session.scalars(db.select(User)):
            person.role = Role.VIEWER

    assert designer.get("/design/waves").status_code == 403


def test_every_form_asks_for_a_token(app: Flask, company: Company, designer: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    before = rows(app)

    for _, method, address in routes(app):
        if method == "POST":
            assert designer.post(filled(address, company)).status_code == 400, address

    assert rows(app) == before


def test_the_door_leads_to_the_questionnaires(designer: FlaskClient) -> None:
    assert designer.get("/design/").location == "/design/questionnaires"
