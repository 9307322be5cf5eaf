"""What opens the demo: log-ins with their passwords, and open links, kept for the owner alone."""

import os
import secrets
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from app.models.accounts import Role

FILE: Final = "demo-logins.json"
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and figures that cannot be taken for one another when typed over."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Login(_Part):
    """A person who can log in to the demo."""

    organisation: str
    name: str
    role: Role
    email: str
    password: str


class Link(_Part):
    """An open way in to a questionnaire of the demo."""

    organisation: str
    wave: str
    segment: str
    token: str


class Keys(_Part):
    """All that opens the demo; without links while it is still being loaded."""

    logins: tuple[Login, ...]
    links: tuple[Link, ...] = ()


def password() -> str:
    """Return a new password of 74 bits: `k7q2m-xt9wd-h3zvn`."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(15))
    return f"{drawn[:5]}-{drawn[5:10]}-{drawn[10:]}"


def read(folder: Path) -> Keys | None:
    """Return what is kept in a folder, or None."""
    path = folder / FILE
    return Keys.model_validate_json(path.read_text("utf-8")) if path.exists() else None


def keep(folder: Path, keys: Keys) -> None:
    """Write the keys where their owner alone can read them; all of them or none."""
    path = folder / FILE
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(keys.model_dump_json(indent=2) + "\n")
    draft.replace(path)
