import gzip

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.web import assets


@pytest.fixture
def address(app: Flask) -> str:
    """Where a style sheet is, as a page names it."""
    with app.test_request_context():
        return assets.address("respond.css")


def test_a_named_version_is_kept_for_good(client: FlaskClient, address: str) -> None:
    assert client.get(address).headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("version", ["", "?v=", "?v=0123456789abcdef"])
def test_any_other_version_is_asked_for_again(client: FlaskClient, version: str) -> None:
    assert "immutable" not in client.get(f"/static/respond.css{version}").headers["Cache-Control"]


def test_a_file_comes_compressed_as_the_browser_takes_it(client: FlaskClient, address: str) -> None:
    plain = client.get(address)
    zipped = client.get(address, headers={"Accept-Encoding": "gzip"})
    brotlied = client.get(address, headers={"Accept-Encoding": "gzip, br"})

    assert plain.data == (assets.FOLDER / "respond.css").read_bytes()
    assert gzip.decompress(zipped.data) == brotli.decompress(brotlied.data) == plain.data
    assert len(brotlied.data) < len(zipped.data) < len(plain.data) / 2
    assert brotlied.headers["Vary"] == "Accept-Encoding"
    assert len({reply.headers["ETag"] for reply in (plain, zipped, brotlied)}) == 3


def test_what_the_browser_has_is_not_sent_again(client: FlaskClient, address: str) -> None:
    tag = client.get(address).headers["ETag"]

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    "name",
    ["missing.css", "../errors.py", "%2e%2e/errors.py", "..%2ferrors.py", ""],
)
def test_nothing_outside_the_folder_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


def test_a_file_of_a_package_is_served_by_our_name(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(assets.BESIDES, "drawing.js", assets.FOLDER / "tokens.css")

    assert client.get("/static/drawing.js").data == (assets.FOLDER / "tokens.css").read_bytes()


def test_static_files_come_without_a_session(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers

    assert "Set-Cookie" not in headers
    assert "Cookie" not in headers["Vary"]
