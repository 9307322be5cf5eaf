"""Waves: close those whose time has passed."""

import click

from app import clock
from app.cli.installation import application
from app.services import field
from app.services.access import SYSTEM


@click.group()
def waves() -> None:
    """Look after waves; meant for a timer, such as cron."""


@waves.command("close-due")
def close_due() -> None:
    """Close the waves whose closing time has passed, and list them.

    They took no answers since that time. Closing releases what may be released, and in an
    anonymous wave destroys what ties a response to its link.
    """
    with application().app_context():
        for wave in field.close_due(SYSTEM, now=clock.now()):
            click.echo(f"{wave.id}\t{wave.title}")
