import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app, schema
from app.settings import Settings


@pytest.mark.parametrize("address", ["/login", "/nowhere", "/", "/static/tokens.css"])
def test_every_reply_keeps_others_out(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_each_reply_has_a_nonce_of_its_own(client: FlaskClient) -> None:
    found = [
        re.findall(r"nonce-([^']+)'", client.get("/login").headers["Content-Security-Policy"])
        for _ in range(2)
    ]

    assert len(set(found[0])) == len(set(found[1])) == 1
    assert found[0] != found[1]


def test_pages_are_kept_by_no_cache(client: FlaskClient) -> None:
    assert client.get("/login").headers["Cache-Control"] == "no-store"


def test_a_page_holds_no_inline_style_or_script(client: FlaskClient) -> None:
    page = client.get("/login").text

    assert "style=" not in page
    assert "<script" not in page


def test_over_tls_cookies_and_addresses_stay_there(sqlite_url: str, tmp_path: Path) -> None:
    schema.upgrade(sqlite_url)
    app = create_app(
        Settings(
            data=tmp_path,
            database_url=sqlite_url,
            secret_key="x" * 32,
            base_url="https://beeld.example",
        )
    )

    headers = app.test_client().get("/login").headers

    assert "Secure" in headers["Set-Cookie"]
    assert headers["Strict-Transport-Security"].startswith("max-age=")
