import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.database import db
from app.errors import (
    BadValueError,
    CodeTakenError,
    ForbiddenError,
    NotFoundError,
    RefusedError,
    UnavailableError,
    WaveClosedError,
)
from app.web import errors
from tests import make, visit


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFoundError(), 404),
        (ForbiddenError(), 403),
        (WaveClosedError(), 409),
        (CodeTakenError(), 409),
        (BadValueError(field="email"), 400),
        (UnavailableError(), 503),
        (RefusedError(), 409),
    ],
)
def test_each_refusal_has_its_status(app: Flask, error: RefusedError, status: int) -> None:
    with app.test_request_context():
        assert errors.refused(error).status_code == status


def test_what_may_not_be_seen_reads_like_what_is_not_there(app: Flask) -> None:
    with app.test_request_context():
        hidden, absent = errors.refused(ForbiddenError()), errors.refused(NotFoundError())

    assert hidden.get_data() == absent.get_data()


def test_an_unknown_address_is_a_calm_page(client: FlaskClient) -> None:
    reply = client.get("/nowhere")

    assert reply.status_code == 404
    assert "<h1>" in reply.text
    assert "Werkzeug" not in reply.text


def test_a_fault_of_ours_shows_no_internals(app: Flask, save: Callable[..., None]) -> None:
    @app.get("/fault")
    def fault() -> str:
        message = "a secret of the inside"
        raise KeyError(message)

    person = make.user()
    save(make.organisation(), person)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = app.test_client()
    visit.be(client, person)

    reply = client.get("/fault")

    assert reply.status_code == 500
    assert "secret" not in reply.text


@pytest.mark.slow
def test_a_busy_database_asks_to_try_again_and_then_serves(
    app: Flask, client: FlaskClient, save: Callable[..., None]
) -> None:
    save(make.organisation(), make.user(email="mirjam@noordwal.example"))
    path = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    visit.log_in(client, "mirjam@noordwal.example")
    busy = visit.submit(client, "/design/segments", name_nl="Klein", name_en="Small")
    other.close()

    assert busy.status_code == 503
    assert int(busy.headers["Retry-After"]) > 0
    again = visit.submit(client, "/design/segments", name_nl="Klein", name_en="Small")
    assert again.status_code == 303


def test_without_a_database_a_page_asks_to_try_again(
    app: Flask, client: FlaskClient, save: Callable[..., None]
) -> None:
    person = make.user()
    save(make.organisation(), person)
    visit.be(client, person)
    with app.app_context():
        db.engine.dispose()
    path = Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    path.unlink()
    path.mkdir()

    assert client.get("/").status_code == 503


def test_an_address_that_no_database_can_look_up_is_no_fault_of_ours(each_app: Flask) -> None:
    assert each_app.test_client().get("/r/%00").status_code in {400, 404}


def test_a_body_beyond_the_limit_is_refused(client: FlaskClient) -> None:
    reply = client.post("/login", data={"email": "x" * 9_000_000})

    assert reply.status_code == 413


def test_a_method_that_an_address_does_not_take_names_those_that_it_does(
    client: FlaskClient,
) -> None:
    reply = client.put("/login")

    assert reply.status_code == 405
    assert "POST" in reply.headers["Allow"]
