"""Accounts: who may log in to which organisation."""

import click

from app import clock
from app.cli.installation import application
from app.errors import BadValueError, CodeTakenError, NotFoundError
from app.models.accounts import Role
from app.services import people
from app.services.access import SYSTEM
from app.services.people import NewPerson
from app.web import links


@click.group()
def accounts() -> None:
    """Give people an account, and see who has one."""


@accounts.command("add")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--organisation", "code", required=True, help="The organisation's code.")
@click.option("--name", default="", help="How the person is called.")
def add(email: str, role: str, code: str, name: str) -> None:
    """Add a person, and print a link with which to set a password; it works once, for 3 days."""
    with application().app_context():
        try:
            person = people.add_person(
                SYSTEM, code, NewPerson(email=email, role=Role(role), name=name), now=clock.now()
            )
        except NotFoundError as error:
            message = f"There is no organisation with code {code!r}."
            raise click.ClickException(message) from error
        except CodeTakenError as error:
            message = f"{email} has an account already."
            raise click.ClickException(message) from error
        except BadValueError as error:
            message = f"{email!r} is no e-mail address that can be used."
            raise click.ClickException(message) from error
        click.echo(links.password_link(person))


@accounts.command("list")
def list_accounts() -> None:
    """List organisation, role, address and state of everybody, a line each."""
    with application().app_context():
        for person in people.list_people(SYSTEM):
            state = "active" if person.active else "blocked"
            click.echo(f"{person.organisation.code}\t{person.role}\t{person.email}\t{state}")
