"""The installation that the environment names, ready for a command to work in."""

from pathlib import Path

import click
from flask import Flask

from app import create_app, schema
from app.settings import Settings, SettingsError, from_environment


def read_settings() -> Settings:
    """Return the settings of the environment.

    Raises:
        ClickException: one is malformed or unsafe.
    """
    try:
        return from_environment()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


def application(settings: Settings | None = None) -> Flask:
    """Return the application, on a database that is brought to the schema of this program.

    Raises:
        ClickException: a setting is unsafe, or the database is of another program.
    """
    settings = settings or read_settings()
    _keep_to_owner(settings.database_url)
    try:
        schema.upgrade(settings.database_url)
    except schema.SchemaError as error:
        raise click.ClickException(str(error)) from error
    return create_app(settings)


def _keep_to_owner(database_url: str) -> None:
    """Make an SQLite database that is not there yet readable by its owner alone."""
    kind, separator, path = database_url.partition(":///")
    if separator and kind == "sqlite":
        Path(path).touch(mode=0o600)
