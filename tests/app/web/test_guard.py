import re
from collections.abc import Callable

import pytest
from flask import Blueprint, Flask, Response
from flask.testing import FlaskClient

from app.models.accounts import Role
from app.services.access import Actor
from app.web import guard
from tests import make, visit


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor of an application with one more door, of which nobody said that it is open."""
    door = Blueprint("office", __name__)

    @door.route("/office", methods=["GET", "POST"])
    def show() -> Response:
        return Response(repr(guard.actor()))

    app.register_blueprint(door)
    return app.test_client()


def test_a_door_is_closed_unless_it_is_named_open(client: FlaskClient) -> None:
    reply = client.get("/office?page=2")

    assert reply.status_code == 302
    assert reply.location == "/login?next=/office?page%3D2"


def test_who_logs_in_arrives_where_they_were_heading(
    client: FlaskClient, save: Callable[..., None]
) -> None:
    save(make.organisation(), make.user(email="mirjam@noordwal.example"))
    asked = client.get("/office?page=2", follow_redirects=True)
    heading = re.search(r'name="next"[^>]*value="([^"]*)"', asked.text)
    assert heading

    fields = {"email": "mirjam@noordwal.example", "password": make.PASSWORD, "next": heading[1]}
    reply = client.post("/login", data=fields | {"csrf_token": visit.csrf_token(asked)})

    assert reply.location == "/office?page=2"


def test_the_actor_is_the_person_logged_in(client: FlaskClient, save: Callable[..., None]) -> None:
    person = make.user(role=Role.ANALYST)
    save(make.organisation(), make.organisation(), person)
    visit.be(client, person)

    assert client.get("/office").text == repr(Actor(1, 1, Role.ANALYST))


def test_a_post_from_elsewhere_is_refused(client: FlaskClient, save: Callable[..., None]) -> None:
    person = make.user()
    save(make.organisation(), person)
    visit.be(client, person)

    assert client.post("/office").status_code == 400


def test_static_files_and_absent_pages_ask_for_no_log_in(client: FlaskClient) -> None:
    assert client.get("/static/tokens.css").status_code == 200
    assert client.get("/nowhere").status_code == 404
