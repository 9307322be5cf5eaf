"""Organisations: each sees only its own."""

import re

import click

from app import clock
from app.cli.installation import application
from app.errors import CodeTakenError
from app.services import people
from app.services.access import SYSTEM
from app.services.people import NewOrganisation

CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LONGEST_NAME = 120


@click.group()
def organisations() -> None:
    """Make room for an organisation."""


@organisations.command("add")
@click.argument("code")
@click.argument("name")
@click.option("--language", type=click.Choice(["nl", "en"]), default="nl", show_default=True)
@click.option("--accent", default="#1f4e79", show_default=True, help="Its colour, as #rrggbb.")
def add(code: str, name: str, language: str, accent: str) -> None:
    """Add an organisation; then give its people accounts with `accounts add`."""
    if not CODE.fullmatch(code):
        message = "A code is small letters, figures, - and _, beginning with a letter."
        raise click.BadParameter(message, param_hint="CODE")
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        message = f"A name has 1 to {LONGEST_NAME} signs."
        raise click.BadParameter(message, param_hint="NAME")
    if not COLOUR.fullmatch(accent):
        message = "A colour is written as #rrggbb."
        raise click.BadParameter(message, param_hint="--accent")
    new = NewOrganisation(code=code, name=name, accent=accent.lower(), language=language)
    with application().app_context():
        try:
            people.add_organisation(SYSTEM, new, now=clock.now())
        except CodeTakenError as error:
            message = f"There is an organisation with code {code!r} already."
            raise click.ClickException(message) from error
    click.echo(f"{code}\t{name}")
