"""Addresses for outside: from configuration, never from what a request says about its host."""

from urllib.parse import urlsplit

from flask import current_app
from flask_security.recoverable import generate_reset_password_token

from app.models.accounts import User


def absolute(endpoint: str, **values: str | int) -> str:
    """Return the full address of a page, under the configured base URL."""
    base = urlsplit(current_app.config["BASE_URL"])
    urls = current_app.url_map.bind(base.netloc, base.path or "/", url_scheme=base.scheme)
    return urls.build(endpoint, values, force_external=True)


def password_link(person: User) -> str:
    """Return a link with which a person sets a password: for three days, and once."""
    token = generate_reset_password_token(person)  # type: ignore[no-untyped-call]  # likewise
    return absolute("accounts.show_password", token=str(token))


def is_own(address: str) -> bool:
    """Whether an address is a path within this site, and nothing a browser reads otherwise."""
    return (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and address.isprintable()
        and "\\" not in address
    )
