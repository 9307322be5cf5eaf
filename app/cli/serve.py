"""Serve the three doors, from one command to a page in the browser."""

import socket
import time
from functools import partial
from itertools import zip_longest
from typing import Any

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer
from typing_extensions import override

from app import clock
from app.cli.installation import application, read_settings
from app.database import db
from app.services import field
from app.services.access import SYSTEM
from app.settings import Settings

WORKERS = 2
THREADS = 2  # in each worker
STOP_SECONDS = 5  # a worker that is told to stop while it starts would not hear it
PAUSE_SECONDS = 0.5  # before a worker that ended is replaced


class _Server(MPServer):
    """A server that outlives its workers, however often they are killed.

    By itself it stops for good when a worker ends within seconds of having been replaced, taking
    it for one that never runs. Ours do: the application was made once before there were workers.
    """

    @override
    def _respawn_workers(self, *which: Any, **how: Any) -> None:
        time.sleep(PAUSE_SECONDS)
        super()._respawn_workers(*which, **how)
        self.respawned_wrks.clear()


@click.command()
@click.option(
    "--demo", is_flag=True, help="Load the demo where it is not there yet, and tell how to get in."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
def serve(*, demo: bool, host: str) -> None:
    """Serve the pages; the environment says where and from which database."""
    settings = read_settings()
    _refuse_taken_port(host, settings.port)
    lines = _prepared(settings, demo=demo)
    server = _Server(
        "app:create_app",
        factory=True,
        address=host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    server.on_startup(partial(click.echo, "\n".join(lines)))
    server.serve()


def _prepared(settings: Settings, *, demo: bool) -> list[str]:
    """Make the application once, so that what is wrong shows here; return what to tell."""
    ours = application(settings)
    with ours.app_context():
        field.close_due(SYSTEM, now=clock.now())
        lines = [f"Spiegelbeeld is at {settings.base_url}", *(_demo() if demo else ())]
    with ours.app_context():
        db.engine.dispose()  # workers may be forked from here, and no connection may go with them
    return lines


def _demo() -> list[str]:
    """Load the demo unless it is there, and tell how to get in; without it there is less to see."""
    from app.cli import demo  # noqa: PLC0415 — serving needs it only here

    try:
        keys = demo.load()
    except click.ClickException as error:
        return [error.format_message()]
    return [
        *("", "Log in as one of these:"),
        *_aligned(demo.logins(keys)),
        *("", "Answer as one of their customers:"),
        *_aligned(demo.ways_in(keys)),
    ]


def _aligned(lines: list[str]) -> list[str]:
    """Set cells between tabs under each other."""
    rows = [line.split("\t") for line in lines]
    widths = [max(map(len, column)) for column in zip_longest(*rows, fillvalue="")]
    cells = (map(str.ljust, row, widths) for row in rows)
    return [f"  {'  '.join(row)}".rstrip() for row in cells]


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
