"""The tables. Importing one room of this package makes them all known to SQLAlchemy."""

from app.models import (
    accounts,
    organisations,
    profiles,
    questionnaires,
    releases,
    responses,
    segments,
    waves,
    yardsticks,
)

__all__ = [
    "accounts",
    "organisations",
    "profiles",
    "questionnaires",
    "releases",
    "responses",
    "segments",
    "waves",
    "yardsticks",
]
