"""The demo: two organisations with answers in them, to look around in."""

import json

import click
from flask import current_app

from app import clock
from app.cli.installation import application
from app.demo.keys import Keys
from app.errors import DemoKeysLostError
from app.services.access import SYSTEM
from app.services.demo import load_demo
from app.web import links


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print log-ins and links as JSON.")
def demo(*, as_json: bool) -> None:
    """Load the demo where it is not there yet, and print its log-ins and open links."""
    with application().app_context():
        keys = load()
        if as_json:
            click.echo(json.dumps(_plain(keys), indent=2, ensure_ascii=False))
            return
        for line in (*logins(keys), *ways_in(keys)):
            click.echo(line)


def load() -> Keys:
    """Load the demo into the database of the present application, and return what opens it.

    Raises:
        ClickException: the demo is there, but its log-ins are not in the data folder.
    """
    try:
        return load_demo(SYSTEM, current_app.config["DATA"], now=clock.now())
    except DemoKeysLostError as error:
        message = (
            f"The demo is in the database, but its log-ins are not in {current_app.config['DATA']}."
        )
        raise click.ClickException(message) from error


def logins(keys: Keys) -> list[str]:
    """Return a line per log-in: organisation, role, address, password."""
    return [
        f"{login.organisation}\t{login.role}\t{login.email}\t{login.password}"
        for login in keys.logins
    ]


def ways_in(keys: Keys) -> list[str]:
    """Return a line per open link: organisation, wave, segment, address."""
    return [
        f"{link.organisation}\t{link.wave}\t{link.segment}\t{_address(link.token)}"
        for link in keys.links
    ]


def _plain(keys: Keys) -> dict[str, list[dict[str, str]]]:
    return {
        "logins": [login.model_dump(mode="json") for login in keys.logins],
        "links": [
            link.model_dump(mode="json", exclude={"token"}) | {"address": _address(link.token)}
            for link in keys.links
        ],
    }


def _address(token: str) -> str:
    return links.absolute("respond.show_welcome", token=token)
