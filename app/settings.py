"""Settings: typed, from the environment; unsafe ones are refused.

SPIEGELBEELD_DATA   folder for the database and the secret key; ./data
DATABASE_URL        postgresql://… ; an SQLite database in the data folder
SECRET_KEY          signs sessions and links; made once and kept in the data folder
PORT                8000
BASE_URL            the address that people see, for links; http://127.0.0.1:PORT
TRUSTED_PROXIES     how many proxies stand in front of us; 0
"""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SHORTEST_SECRET = 32


class SettingsError(Exception):
    """A setting is missing, malformed or unsafe; the text says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that an installation can choose."""

    data: Path
    database_url: str
    secret_key: str
    port: int = 8000
    base_url: str = "http://127.0.0.1:8000"
    trusted_proxies: int = 0

    def __post_init__(self) -> None:
        """Refuse what would be unsafe.

        Raises:
            SettingsError: a short secret key, or a base URL that is no web address.
        """
        if len(self.secret_key) < SHORTEST_SECRET:
            message = f"SECRET_KEY must have at least {SHORTEST_SECRET} characters."
            raise SettingsError(message)
        parts = urlsplit(self.base_url)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            message = f"BASE_URL must start with http:// or https://, not {self.base_url!r}."
            raise SettingsError(message)

    @property
    def is_https(self) -> bool:
        """Whether people reach us over TLS, so that cookies can be held to it."""
        return self.base_url.startswith("https://")


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; makes the data folder and the secret key where they are not yet there.

    Raises:
        SettingsError: a setting is malformed or unsafe.
    """
    data = Path(environment.get("SPIEGELBEELD_DATA") or "data").absolute()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    port = _number(environment, "PORT", 8000)
    return Settings(
        data=data,
        database_url=_with_driver(
            environment.get("DATABASE_URL") or f"sqlite:///{data}/spiegelbeeld.db"
        ),
        secret_key=environment.get("SECRET_KEY") or _kept_secret(data / "secret_key"),
        port=port,
        base_url=(environment.get("BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/"),
        trusted_proxies=_number(environment, "TRUSTED_PROXIES", 0),
    )


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name) or str(default)
    if not (text.isascii() and text.isdigit()):
        message = f"{name} must be a whole number, not {text!r}."
        raise SettingsError(message)
    return int(text)


def _with_driver(url: str) -> str:
    """Name the one PostgreSQL driver that we have, whatever form the address came in."""
    scheme, separator, rest = url.partition("://")
    return f"postgresql+psycopg{separator}{rest}" if scheme in {"postgres", "postgresql"} else url


def _kept_secret(path: Path) -> str:
    """Return the secret in a file that its owner alone can read, made when it is not there.

    The file appears whole or not at all, and of several that are made at once one stays.
    """
    if not path.exists():
        new = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(new, path)
        new.unlink()
    return path.read_text("ascii")
