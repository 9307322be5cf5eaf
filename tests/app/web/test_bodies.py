import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, run_wsgi_app

from tests.app.respond import case

WHOLE = b"answer_fast=6&answer_kind=dk&go=next"


@pytest.fixture(autouse=True)
def _fielded(app: Flask) -> None:
    case.field(app)


def status_of(app: Flask, address: str, body: bytes, **told: str) -> int:
    """Send a page as a server hands it over: its input ends where the connection did."""
    form = "application/x-www-form-urlencoded"
    request = EnvironBuilder(f"{address}/image", method="POST", content_type=form).get_environ()
    del request["CONTENT_LENGTH"]
    request |= {"wsgi.input": io.BytesIO(body), "wsgi.input_terminated": True, **told}
    _, status, _ = run_wsgi_app(app, request)
    return int(status.split()[0])


def test_a_form_that_breaks_off_replaces_nothing(app: Flask, client: FlaskClient) -> None:
    address = case.begin(client)
    case.send(client, address, "image")
    button_first = b"go=next&answer_fast=3&answer_"

    status = status_of(app, address, button_first, CONTENT_LENGTH=str(len(WHOLE)))

    assert status == 400
    assert case.response(app, address).answers == {"fast": 6, "kind": "dk"}


def test_a_form_of_unknown_length_is_refused(app: Flask, client: FlaskClient) -> None:
    address = case.begin(client)

    status = status_of(app, address, WHOLE, HTTP_TRANSFER_ENCODING="chunked")

    assert status == 411
    assert case.response(app, address).answers == {}


def test_a_form_that_came_whole_is_taken(app: Flask, client: FlaskClient) -> None:
    address = case.begin(client)

    status = status_of(app, address, WHOLE, CONTENT_LENGTH=str(len(WHOLE)))

    assert status == 303
    assert case.response(app, address).answers == {"fast": 6, "kind": "dk"}
