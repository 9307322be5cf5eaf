from pathlib import Path

import pytest

from app import create_app
from app.settings import Settings
from app.web import links


@pytest.mark.parametrize("address", ["/", "/insight", "/insight/waves/3?lang=nl#gap"])
def test_a_path_within_the_site_is_own(address: str) -> None:
    assert links.is_own(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "insight",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/\n/evil",
        "/a\\b",
    ],
)
def test_anything_that_a_browser_may_take_elsewhere_is_not(address: str) -> None:
    assert not links.is_own(address)


@pytest.mark.parametrize("base", ["https://beeld.example", "https://beeld.example/noordwal"])
def test_an_absolute_address_is_under_the_configured_one(
    sqlite_url: str, tmp_path: Path, base: str
) -> None:
    settings = Settings(data=tmp_path, database_url=sqlite_url, secret_key="x" * 32, base_url=base)

    with create_app(settings).app_context():
        assert links.absolute("accounts.show_login") == f"{base}/login"
