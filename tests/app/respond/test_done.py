import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.app.respond import case


@pytest.fixture
def address(app: Flask, client: FlaskClient) -> str:
    case.field(app)
    return case.begin(client, "en")


def test_the_last_page_gives_a_receipt_and_shows_no_answers(
    app: Flask, client: FlaskClient, address: str
) -> None:
    page = client.get(case.complete(client, address).location).text

    found = re.search("<b>([2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4})</b>", page)
    assert found
    assert case.response(app, address).receipt == found[1]
    assert "inkoper" not in page


def test_sending_again_gives_the_same_receipt(
    app: Flask, client: FlaskClient, address: str
) -> None:
    first = client.get(case.complete(client, address).location).text
    again = client.get(case.send(client, address, "last").location).text

    receipt = case.response(app, address).receipt or ""
    assert receipt in first
    assert receipt in again


def test_the_open_link_of_one_who_has_answered_leads_to_the_receipt(
    app: Flask, client: FlaskClient, address: str
) -> None:
    case.complete(client, address)

    page = client.get(f"/r/{case.TOKEN}", follow_redirects=True).text

    assert (case.response(app, address).receipt or "-") in page
    assert "Someone else? Start anew" in page


def test_there_are_no_thanks_before_the_last_page(client: FlaskClient, address: str) -> None:
    assert client.get(f"{address}/thank-you").location == address
