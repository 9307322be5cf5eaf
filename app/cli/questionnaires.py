"""Questionnaire files: what is wrong with one, and what one may hold."""

import json
import os

import click

from app.cli.reading import problem_lines, texts
from surveys import files
from surveys.formats.structure import schema as json_schema


@click.command()
@click.argument("file")
def check(file: str) -> None:
    """List what is wrong with a questionnaire FILE, and what would be right.

    FILE may also be the name of a ready-made questionnaire. Ends with 0 when the file can be
    used, with 1 when it cannot.
    """
    catalogue = texts(os.environ)
    try:
        problems = files.check(file)
    except FileNotFoundError as error:
        raise click.BadParameter(str(error)) from error
    for line in problem_lines(file, problems, catalogue):
        click.echo(line)
    if problems:
        raise click.exceptions.Exit(1)
    _ = catalogue.gettext
    click.echo(_("%(file)s: no problems") % {"file": file}, err=True)


@click.command()
def schema() -> None:
    """Print the JSON Schema of questionnaire files, with which an editor can help."""
    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
