"""Waves: close those whose time has passed, count again."""

import click

from app import clock
from app.cli.installation import application
from app.errors import NotFoundError
from app.services import field, fold
from app.services.access import SYSTEM


@click.group()
def waves() -> None:
    """Look after waves."""


@waves.command("close-due")
def close_due() -> None:
    """Close the waves whose closing time has passed, and list them.

    Meant for a timer, such as cron. They took no answers since that time. Closing releases what
    may be released, and in an anonymous wave destroys what ties a response to its link.
    """
    with application().app_context():
        for wave in field.close_due(SYSTEM, now=clock.now()):
            click.echo(f"{wave.id}\t{wave.title}")


@waves.command("recount")
@click.argument("wave_id", type=int)
def recount(wave_id: int) -> None:
    """Count the figures of a wave again from its encoded answers, and say whether they are equal.

    The number of a wave stands in the address of its page. Exits with 1 where a group differs.
    """
    with application().app_context():
        try:
            differing = fold.recount(SYSTEM, wave_id)
        except NotFoundError as error:
            message = f"There is no wave {wave_id}."
            raise click.ClickException(message) from error
    if differing:
        message = f"{len(differing)} groups differ from their answers."
        raise click.ClickException(message)
    click.echo("equal")
