import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.app.respond import case


@pytest.fixture
def address(app: Flask, client: FlaskClient) -> str:
    case.field(app)
    return case.begin(client, "en")


def test_coming_back_goes_on_where_one_was(client: FlaskClient, address: str) -> None:
    case.send(client, address, "image")

    page = client.get(f"/r/{case.TOKEN}", follow_redirects=True).text

    assert "You had got to page 2 of 4" in page
    assert f'href="{address}/facts?lang=en"' in page
    assert f'href="{address}/image?lang=en"' in page


def test_continue_later_saves_and_shows_the_link_to_keep(
    app: Flask, client: FlaskClient, address: str
) -> None:
    reply = case.send(client, address, "image", go="later")

    page = client.get(reply.location).text
    assert reply.location == f"{address}/go-on-later"
    assert f'value="http://127.0.0.1:8000{address}"' in page
    assert "Whoever has this link can see and change your answers" in page
    assert case.response(app, address).answers["fast"] == 6


def test_stopping_erases_the_answers(app: Flask, client: FlaskClient, address: str) -> None:
    case.send(client, address, "image")

    reply = client.post(address, data={"go": "withdraw"})

    assert "Your answers have been erased" in client.get(f"{reply.location}?lang=en").text
    assert case.responses(app) == []
    assert client.get(f"/r/{case.TOKEN}").status_code == 200
    assert client.post(address, data={"go": "withdraw"}).location == reply.location


def test_what_has_been_sent_cannot_be_withdrawn(
    app: Flask, client: FlaskClient, address: str
) -> None:
    case.complete(client, address)

    reply = client.post(address, data={"go": "withdraw"})

    assert reply.location == f"{address}/thank-you"
    assert case.response(app, address).answers == case.STORED


def test_a_language_in_the_address_goes_before_that_of_the_response(
    app: Flask, client: FlaskClient, address: str
) -> None:
    assert '<html lang="nl"' in client.get(f"{address}?lang=nl").text
    assert '<html lang="nl"' in client.get(f"{address}/image?lang=nl").text

    client.post(f"{address}/image?lang=nl", data={"go": "next", "answer_fast": "6"})

    assert case.response(app, address).language == "nl"
