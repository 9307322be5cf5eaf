"""Serve the three doors, from one command to a page in the browser."""

import socket
from functools import partial

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from app import create_app, schema
from app.settings import SettingsError, from_environment

WORKERS = 2
THREADS = 2  # in each worker


@click.command()
@click.option("--demo", is_flag=True, help="Load the demo where there is no organisation yet.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
def serve(*, demo: bool, host: str) -> None:
    """Serve the pages; the environment says where and from which database."""
    try:
        settings = from_environment()
        _refuse_taken_port(host, settings.port)
        schema.upgrade(settings.database_url)
    except (SettingsError, schema.SchemaError) as error:
        raise click.ClickException(str(error)) from error
    create_app(settings)  # what is wrong shows here, once; and workers need not load it all again
    lines = [f"Spiegelbeeld is at {settings.base_url}"]
    server = Granian(
        "app:create_app",
        factory=True,
        address=host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    )
    server.on_startup(partial(click.echo, "\n".join(lines)))
    server.serve()


def _refuse_taken_port(host: str, port: int) -> None:
    """Stop before anything is done when another program listens there.

    Raises:
        ClickException: the port is taken, or may not be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            message = (
                f"Port {port} cannot be used ({error.strerror}). Choose another: PORT={port + 1}"
            )
            raise click.ClickException(message) from error
