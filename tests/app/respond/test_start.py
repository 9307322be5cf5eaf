import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.database import db
from app.models.waves import Privacy
from tests.app.respond import case


def test_the_welcome_says_who_asks_how_long_and_what_becomes_of_it(
    app: Flask, client: FlaskClient
) -> None:
    case.field(app)

    page = client.get(f"/r/{case.TOKEN}", headers={"Accept-Language": "en"})

    assert page.status_code == 200
    assert "About 2 minutes" in page.text
    assert "4 short pages." in page.text
    assert "Noordwal Techniek" in page.text
    assert "we can no longer find it" in page.text


@pytest.mark.parametrize(
    ("privacy", "text"),
    [
        (Privacy.ANONYMOUS, "Your answers are not tied to your name"),
        (Privacy.CONFIDENTIAL, "Only those who carry out this survey"),
        (Privacy.NAMED, "can see what you answered"),
    ],
)
def test_privacy_is_said_in_consequences(
    app: Flask, client: FlaskClient, privacy: Privacy, text: str
) -> None:
    case.field(app, privacy=privacy)

    assert text in client.get(f"/r/{case.TOKEN}?lang=en").text


@pytest.mark.parametrize(
    ("wished", "spoken"),
    [("nl", "nl"), ("en", "en"), ("fr", "nl"), ("fr, en;q=0.5", "en"), ("", "nl")],
)
def test_the_welcome_speaks_the_language_of_the_browser(
    app: Flask, client: FlaskClient, wished: str, spoken: str
) -> None:
    case.field(app)

    page = client.get(f"/r/{case.TOKEN}", headers={"Accept-Language": wished})

    assert f'<html lang="{spoken}" dir="ltr">' in page.text


def test_our_own_texts_are_marked_where_the_questionnaire_speaks_another_language(
    app: Flask, client: FlaskClient
) -> None:
    case.field(app, case.KINDS.replace("en:", "ar:").replace("[nl, en]", "[nl, ar]"))

    page = client.get(f"/r/{case.TOKEN}?lang=ar").text

    assert '<html lang="ar" dir="rtl">' in page
    assert '<dt lang="en" dir="ltr">About 2 minutes</dt>' in page


def test_starting_leads_to_the_first_page_by_a_secret(app: Flask, client: FlaskClient) -> None:
    case.field(app)

    reply = client.post(f"/r/{case.TOKEN}", data={"language": "en"})

    secret = reply.location.split("/")[3]
    assert reply.status_code == 303
    assert reply.location == f"/r/{case.TOKEN}/{secret}/image"
    assert len(secret) == 32
    assert case.response(app, f"/r/{case.TOKEN}/{secret}").language == "en"
    cookie = reply.headers["Set-Cookie"]
    assert f"response={secret};" in cookie
    assert {"HttpOnly", "SameSite=Lax", f"Path=/r/{case.TOKEN}"} <= set(cookie.split("; "))


def test_a_second_click_on_start_starts_nothing_new(app: Flask, client: FlaskClient) -> None:
    case.field(app)
    page = client.get(f"/r/{case.TOKEN}").text
    found = re.search(r'name="secret" value="([^"]+)"', page)
    assert found

    replies = [client.post(f"/r/{case.TOKEN}", data={"secret": found[1]}) for _ in range(3)]

    assert len({reply.location for reply in replies}) == 1
    assert len(case.responses(app)) == 1


@pytest.mark.parametrize("secret", ["short", "a" * 200, "with space " * 3, "ü" * 32])
def test_a_secret_that_is_not_ours_is_drawn_anew(
    app: Flask, client: FlaskClient, secret: str
) -> None:
    case.field(app)

    reply = client.post(f"/r/{case.TOKEN}", data={"secret": secret})

    assert secret not in reply.location


def test_the_same_browser_is_led_back_and_someone_else_can_start_anew(
    app: Flask, client: FlaskClient
) -> None:
    case.field(app)
    address = case.begin(client)

    assert client.get(f"/r/{case.TOKEN}").location == address
    assert client.get(f"/r/{case.TOKEN}?anew=1").status_code == 200
    assert app.test_client().get(f"/r/{case.TOKEN}").status_code == 200


def test_the_cookie_lives_no_longer_than_the_wave(app: Flask, client: FlaskClient) -> None:
    case.field(app, closes_at=clock.now() + timedelta(hours=1))

    reply = client.post(f"/r/{case.TOKEN}")

    found = re.search(r"Max-Age=(\d+)", reply.headers["Set-Cookie"])
    assert found
    assert 3500 < int(found[1]) <= 3600


def test_an_unknown_link_says_so(app: Flask, client: FlaskClient) -> None:
    case.field(app)

    for address in ("/r/nobody", f"/r/{case.TOKEN}/nobody", f"/r/{case.TOKEN}/nobody/image"):
        page = client.get(address, headers={"Accept-Language": "en"})
        assert page.status_code == 404
        assert "We do not know this link" in page.text
    assert client.post("/r/nobody").status_code == 404


def test_a_secret_works_only_with_its_own_link(app: Flask, client: FlaskClient) -> None:
    case.field(app)
    secret = case.begin(client).rpartition("/")[2]

    assert client.get(f"/r/another-link/{secret}/image").status_code == 404


def test_every_reply_keeps_its_address_to_itself(app: Flask, client: FlaskClient) -> None:
    case.field(app)
    address = case.begin(client)

    for reply in (
        client.get(f"{address}/image"),
        case.send(client, address, "image"),
        client.get("/r/nobody"),
    ):
        assert reply.headers["Referrer-Policy"] == "no-referrer"
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "unsafe-inline" not in reply.headers["Content-Security-Policy"]
        assert "session" not in reply.headers.get("Set-Cookie", "")


def test_each_reply_has_a_nonce_of_its_own(app: Flask, client: FlaskClient) -> None:
    case.field(app)
    address = case.begin(client)

    replies = [client.get(f"{address}/image") for _ in range(3)]

    nonces = [re.findall(r'nonce="([^"]+)"', reply.text)[0] for reply in replies]
    assert len(set(nonces)) == 3
    for reply, nonce in zip(replies, nonces, strict=True):
        assert f"'nonce-{nonce}'" in reply.headers["Content-Security-Policy"]


def test_reading_every_address_writes_nothing(app: Flask, client: FlaskClient) -> None:
    case.field(app)
    address = case.begin(client)
    case.send(client, address, "image")
    done = case.begin(app.test_client())
    case.complete(app.test_client(), done)
    before = _everything(app)

    ends = ("", "/go-on-later", "/thank-you", *(f"/{page}" for page in case.ANSWERED), "/odd")
    for start in (address, done, f"/r/{case.TOKEN}/nobody"):
        for end in ends:
            for query in ("", "?lang=en", "?lang=odd", "?go=next", "?anew=1"):
                client.get(start + end + query)
                client.head(start + end + query)
    for link in (f"/r/{case.TOKEN}", f"/r/{case.TOKEN}/stopped", "/r/nobody"):
        client.get(link)
        app.test_client().head(link)

    assert _everything(app) == before


def _everything(app: Flask) -> list[str]:
    with app.app_context(), db.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        return list(raw.iterdump())


@pytest.mark.parametrize("page", case.ANSWERED)
def test_a_page_with_its_styles_is_small(app: Flask, client: FlaskClient, page: str) -> None:
    case.field(app)
    address = case.begin(client)
    case.send(client, address, "formers", go="stay")

    shown = client.get(f"{address}/{page}")
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', shown.text)
    script = re.findall(r'<script src="([^"]+)"', shown.text)
    zipped = {"Accept-Encoding": "gzip"}
    sizes = [len(client.get(one, headers=zipped).data) for one in (f"{address}/{page}", *styles)]

    assert len(styles) + len(script) + 1 <= 4
    assert sum(sizes) <= 10 * 1024
    assert len(client.get(script[0], headers=zipped).data) <= 6 * 1024
