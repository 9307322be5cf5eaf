import html
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.database import transaction
from app.models.waves import Wave
from tests.app.respond import case

ENGLISH = {"Accept-Language": "en"}


def _change_wave(app: Flask, **changes: object) -> None:
    with app.app_context(), transaction() as session:
        wave = session.get_one(Wave, 1)
        for name, value in changes.items():
            setattr(wave, name, value)


def test_before_opening_the_link_says_when(app: Flask, client: FlaskClient) -> None:
    case.field(app, opens_at=clock.now() + timedelta(days=1))

    page = client.get(f"/r/{case.TOKEN}", headers=ENGLISH)

    assert page.status_code == 403
    assert "You can answer from" in page.text
    assert "(Netherlands Time)" in page.text
    assert client.post(f"/r/{case.TOKEN}").status_code == 403
    assert case.responses(app) == []


@pytest.mark.parametrize("how", ["closed_at", "closes_at"])
def test_a_closed_wave_takes_no_answers(app: Flask, client: FlaskClient, how: str) -> None:
    case.field(app)
    address = case.begin(client)
    case.send(client, address, "image")
    before = case.response(app, address)
    _change_wave(app, **{how: clock.now() - timedelta(seconds=1)})

    replies = [
        client.post(f"/r/{case.TOKEN}"),
        case.send(client, address, "image", answer_fast="1"),
        case.send(client, address, "last"),
        client.get(f"/r/{case.TOKEN}?anew=1"),
        client.get(f"{address}/image"),
        client.get(address),
    ]

    assert {reply.status_code for reply in replies} == {410}
    assert "This survey is closed" in client.get(f"{address}?lang=en").text
    assert case.response(app, address).answers == before.answers


def test_a_receipt_can_still_be_seen_after_closing(app: Flask, client: FlaskClient) -> None:
    case.field(app)
    address = case.begin(client)
    case.complete(client, address)
    _change_wave(app, closed_at=clock.now())

    page = client.get(f"{address}/thank-you")

    assert page.status_code == 200
    assert (case.response(app, address).receipt or "-") in page.text


def test_a_secret_that_closing_has_erased_leads_to_the_closed_page(
    app: Flask, client: FlaskClient
) -> None:
    case.field(app)
    _change_wave(app, closed_at=clock.now())

    assert client.get(f"/r/{case.TOKEN}/of-a-wave-long-gone/image").status_code == 410


@pytest.mark.slow
def test_a_busy_database_keeps_what_was_typed(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    case.field(app)
    address = case.begin(client)
    other = sqlite3.connect(tmp_path / "spiegelbeeld.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    text = "Één vast aanspreekpunt <b>graag</b>, want nu leg ik het telkens opnieuw uit."

    busy = case.send(client, address, "last", answer_remark=text)
    other.execute("ROLLBACK")
    other.close()
    again = case.send(client, address, "last", answer_remark=text)

    assert busy.status_code == 503
    assert int(busy.headers["Retry-After"]) > 0
    assert html.escape(text, quote=False) in busy.text
    assert 'name="answer_role" value="inkoper"' in busy.text
    assert 'name="go" value="next"' in busy.text
    assert again.status_code == 303
