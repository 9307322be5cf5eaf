"""What a visitor with a plain browser does: read a page, fill in its form, log in."""

import re
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.models.accounts import User
from tests import make

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def csrf_token(page: TestResponse) -> str:
    """Return the token that a page's form carries."""
    found = TOKEN.search(page.text)
    assert found, "the page has no form of ours"
    return unescape(found[1])


def submit(client: FlaskClient, page: str, /, action: str = "", **fields: str) -> TestResponse:
    """Open a page, fill in its form, and send it (to `action`, where that is another address)."""
    token = csrf_token(client.get(page))
    return client.post(action or page, data={"csrf_token": token} | fields)


def log_in(client: FlaskClient, email: str, password: str = make.PASSWORD) -> TestResponse:
    """Log in by the form, as people do."""
    return submit(client, "/login", email=email, password=password)


def be(client: FlaskClient, user: User) -> None:
    """Go on as a person who has logged in before, without the time that hashing takes."""
    with client.session_transaction() as session:
        session["_user_id"] = user.fs_uniquifier
        session["_fresh"] = True
