"""What the analysts' commands share: files in, problems out, in the language of the shell."""

from collections.abc import Callable, Iterable, Mapping
from gettext import NullTranslations, translation
from pathlib import Path
from typing import Final, TypeVar

import click

from app.problem_texts import place_text, problem_text
from surveys import files
from surveys.errors import Problem, ProblemsError
from surveys.questionnaire.model import Questionnaire

TRANSLATIONS: Final = Path(__file__).parents[1] / "translations"

Read = TypeVar("Read")


def texts(environment: Mapping[str, str], folder: Path = TRANSLATIONS) -> NullTranslations:
    """Return the catalogue of the language of the shell; English where there is none."""
    named = (environment.get(name) for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    language = next(filter(None, named), "en").split(":")[0]
    return translation("messages", folder, [language], fallback=True)


def questionnaire_or_stop(source: str, catalogue: NullTranslations) -> Questionnaire:
    """Return a questionnaire by file or by name.

    Raises:
        BadParameter: there is none.
        Exit: it cannot be used; what is wrong has been said.
    """
    try:
        return or_stop(source, lambda: files.load(source), catalogue)
    except FileNotFoundError as error:
        raise click.BadParameter(str(error)) from error


def or_stop(name: str, read: Callable[[], Read], catalogue: NullTranslations) -> Read:
    """Return what `read` gives.

    Raises:
        Exit: the file cannot be used; what is wrong has been said.
    """
    try:
        return read()
    except ProblemsError as error:
        for line in problem_lines(name, error.problems, catalogue):
            click.echo(line, err=True)
        raise click.exceptions.Exit(1) from error


def problem_lines(
    name: str, problems: Iterable[Problem], catalogue: NullTranslations
) -> Iterable[str]:
    """Yield a line for each problem of a file: the file, the place, what is wrong and right."""
    for problem in problems:
        place = place_text(problem, catalogue.gettext)
        parts = (name, place, problem_text(problem, catalogue.gettext))
        yield ": ".join(part for part in parts if part)
