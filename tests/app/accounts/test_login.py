from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.database import db, transaction
from app.models.accounts import Role, User
from app.web import links
from tests import make, visit
from tests.make import PASSWORD

BASE = "http://127.0.0.1:8000"
EMAIL = "mirjam@noordwal.example"
NEW_PASSWORD = "a new and longer one"


@pytest.fixture(autouse=True)
def mirjam(save: Callable[..., None]) -> None:
    """An owner who can log in."""
    save(make.organisation(), make.user(email=EMAIL))


def _link(app: Flask) -> str:
    """Return a link with which the owner sets a password, as a path."""
    with app.app_context():
        return links.password_link(db.session.get_one(User, 1)).removeprefix(BASE)


def _is_in(client: FlaskClient) -> bool:
    """Whether the visitor is known: who is, is led on from the page to log in."""
    return client.get("/login").status_code == 302


def _copy(app: Flask, client: FlaskClient) -> FlaskClient:
    """Return a browser to which somebody took the cookie of another."""
    cookie = client.get_cookie("spiegelbeeld")
    assert cookie is not None
    thief = app.test_client()
    thief.set_cookie("spiegelbeeld", cookie.value)
    return thief


def test_address_and_password_let_in(client: FlaskClient) -> None:
    reply = visit.log_in(client, EMAIL)

    assert reply.status_code == 303
    assert _is_in(client)


def test_an_unknown_address_and_a_wrong_password_get_equal_replies(client: FlaskClient) -> None:
    wrong = visit.log_in(client, EMAIL, "wrong")
    unknown = visit.log_in(client, "someone@noordwal.example", "wrong")

    assert wrong.status_code == unknown.status_code == 422
    said = [
        page.text.replace(visit.csrf_token(page), "").replace(email, "")
        for page, email in ((wrong, EMAIL), (unknown, "someone@noordwal.example"))
    ]
    assert said[0] == said[1]


def test_the_password_is_never_sent_back(client: FlaskClient) -> None:
    assert "hunter2" not in visit.log_in(client, EMAIL, "hunter2").text


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("/insight/waves/3?lang=en", "/insight/waves/3?lang=en"),
        ("//evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\t/evil.example", "/"),
        ("", "/"),
    ],
)
def test_log_in_leads_to_own_pages_only(client: FlaskClient, heading: str, place: str) -> None:
    reply = visit.submit(client, "/login", email=EMAIL, password=PASSWORD, next=heading)

    assert reply.location == place


@pytest.mark.parametrize(
    ("role", "door"),
    [
        (Role.OWNER, "/design"),
        (Role.DESIGNER, "/design"),
        (Role.MANAGER, "/insight"),
        (Role.ANALYST, "/insight"),
        (Role.VIEWER, "/insight"),
    ],
)
def test_everybody_is_led_to_the_door_of_their_work(
    client: FlaskClient, save: Callable[..., None], role: Role, door: str
) -> None:
    person = make.user(role=role)
    save(person)
    visit.be(client, person)

    assert client.get("/").headers["Location"].startswith(door)


def test_a_form_without_its_token_changes_nothing(client: FlaskClient) -> None:
    reply = client.post("/login", data={"email": EMAIL, "password": PASSWORD})

    assert reply.status_code == 400
    assert not _is_in(client)


def test_logging_out_ends_every_copy_of_the_cookie(app: Flask, client: FlaskClient) -> None:
    visit.log_in(client, EMAIL)
    copy = _copy(app, client)
    assert _is_in(copy)

    visit.submit(client, _link(app), action="/logout")

    assert not _is_in(client)
    assert not _is_in(copy)


def test_logging_out_takes_a_post_with_a_token(app: Flask, client: FlaskClient) -> None:
    visit.log_in(client, EMAIL)

    assert client.get("/logout").status_code == 405
    assert client.post("/logout").status_code == 400
    assert _is_in(client)


def test_one_can_be_logged_in_on_a_desk_and_a_phone(app: Flask, client: FlaskClient) -> None:
    phone = app.test_client()

    visit.log_in(client, EMAIL)
    visit.log_in(phone, EMAIL)

    assert _is_in(client)
    assert _is_in(phone)


def test_a_cookie_made_before_logging_in_does_not_become_one_that_is_in(
    app: Flask, client: FlaskClient
) -> None:
    client.get("/login")
    planted = _copy(app, client)

    visit.log_in(client, EMAIL)

    assert not _is_in(planted)


def test_who_is_blocked_is_out_at_the_next_request(app: Flask, client: FlaskClient) -> None:
    visit.log_in(client, EMAIL)

    with app.app_context(), transaction() as session:
        session.get_one(User, 1).active = False

    assert not _is_in(client)


def test_a_mangled_cookie_is_nobody(app: Flask, client: FlaskClient) -> None:
    client.set_cookie("spiegelbeeld", "eyJfdXNlcl9pZCI6IjEifQ.mangled")

    assert not _is_in(client)


def test_the_cookie_is_for_this_site_and_not_for_scripts(app: Flask, client: FlaskClient) -> None:
    cookie = visit.log_in(client, EMAIL).headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_link_sets_the_password(app: Flask, client: FlaskClient) -> None:
    reply = visit.submit(client, _link(app), password=NEW_PASSWORD, again=NEW_PASSWORD)

    assert reply.location == "/login"
    assert visit.log_in(client, EMAIL).status_code == 422
    assert visit.log_in(client, EMAIL, NEW_PASSWORD).status_code == 303


def test_a_link_works_once(app: Flask, client: FlaskClient) -> None:
    link = _link(app)
    visit.submit(client, link, password=NEW_PASSWORD, again=NEW_PASSWORD)

    assert client.get(link).status_code == 404


def test_a_new_password_ends_all_sessions(app: Flask, client: FlaskClient) -> None:
    visit.log_in(client, EMAIL)

    visit.submit(app.test_client(), _link(app), password=NEW_PASSWORD, again=NEW_PASSWORD)

    assert not _is_in(client)


def test_opening_a_link_changes_nothing(app: Flask, client: FlaskClient) -> None:
    link = _link(app)
    client.get(link)
    client.head(link)

    assert visit.log_in(client, EMAIL).status_code == 303


@pytest.mark.parametrize(
    ("password", "again"),
    [("too short", "too short"), (NEW_PASSWORD, "something else"), ("x" * 201, "x" * 201)],
)
def test_a_password_is_long_enough_and_typed_twice(
    app: Flask, client: FlaskClient, password: str, again: str
) -> None:
    reply = visit.submit(client, _link(app), password=password, again=again)

    assert reply.status_code == 422
    assert visit.log_in(client, EMAIL).status_code == 303


@pytest.mark.parametrize("token", ["x", "WyJrZXkiXQ.aaaaaa.bbbbbb", "%00", "x" * 5000])
def test_a_made_up_link_is_not_there(client: FlaskClient, token: str) -> None:
    assert client.get(f"/password/{token}").status_code == 404


def test_a_link_is_made_of_the_configured_address_only(app: Flask, client: FlaskClient) -> None:
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}

    with app.test_request_context("/", headers=forged):
        link = links.password_link(db.session.get_one(User, 1))

    assert link.startswith(BASE)
    assert "evil" not in client.get("/login", headers=forged).text


def test_guessing_passwords_is_slowed_down(client: FlaskClient) -> None:
    token = visit.csrf_token(client.get("/login"))
    fields = {"csrf_token": token, "email": EMAIL, "password": ""}

    replies = [client.post("/login", data=fields).status_code for _ in range(11)]

    assert replies == [422] * 10 + [429]


def test_guessing_addresses_is_slowed_down(client: FlaskClient) -> None:
    token = visit.csrf_token(client.get("/login"))
    fields = {"csrf_token": token, "password": ""}

    replies = [
        client.post("/login", data=fields | {"email": f"{i}@noordwal.example"}).status_code
        for i in range(31)
    ]

    assert replies == [422] * 30 + [429]


def test_who_logs_in_reads_their_own_language_unless_another_was_chosen(
    app: Flask, save: Callable[..., None]
) -> None:
    save(make.user(email="john@noordwal.example", language="en"))
    client, chooser = app.test_client(), app.test_client()
    chooser.get("/login?lang=nl")

    for visitor in (client, chooser):
        visit.log_in(visitor, "john@noordwal.example")

    assert '<html lang="en">' in client.get("/nowhere").text
    assert '<html lang="nl">' in chooser.get("/nowhere").text


@pytest.mark.parametrize(("language", "heading"), [("nl", "Inloggen"), ("en", "Log in")])
def test_the_pages_speak_the_language_that_was_chosen(
    client: FlaskClient, language: str, heading: str
) -> None:
    client.get(f"/login?lang={language}")

    page = client.get("/login").text

    assert f'<html lang="{language}">' in page
    assert f"<h1>{heading}</h1>" in page
