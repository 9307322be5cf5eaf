"""From files of answers to profiles, gaps and verdicts, without a server."""

import json
import os
from collections.abc import Iterator
from functools import partial, reduce
from gettext import NullTranslations
from operator import add
from typing import IO

import click

from app.cli.measure_table import table
from app.cli.reading import or_stop, problem_lines, questionnaire_or_stop, texts
from surveys.errors import ProfilesError
from surveys.formats import figures_json, profiles_yaml, responses_csv
from surveys.formats.responses_csv import AnswersFile
from surveys.measurement.blocks import encode
from surveys.measurement.measure import measure as measured
from surveys.measurement.moments import Moments, summarise_by
from surveys.measurement.profiles import Profiles
from surveys.questionnaire.model import Questionnaire


@click.command()
@click.argument("questionnaire")
@click.argument("answers", type=click.File("rb"))
@click.option("--segment-by", metavar="COLUMN", help="The column that names the segment.")
@click.option("--profiles", type=click.File("rb"), help="Mission and wishes, as YAML.")
@click.option("--employees", type=click.File("rb"), help="The employees' answers, as CSV.")
@click.option(
    "--employee-questionnaire",
    metavar="QUESTIONNAIRE",
    help="What employees answered; without it the items of QUESTIONNAIRE, read as self-image.",
)
@click.option(
    "--missing", metavar="CELL", multiple=True, help="A cell that is no answer; may be repeated."
)
@click.option("--json", "as_json", is_flag=True, help="Print all figures as JSON.")
def measure(  # noqa: PLR0913 - a command has its options
    *,
    questionnaire: str,
    answers: IO[bytes],
    segment_by: str | None,
    profiles: IO[bytes] | None,
    employees: IO[bytes] | None,
    employee_questionnaire: str | None,
    missing: tuple[str, ...],
    as_json: bool,
) -> None:
    """Measure the profiles and gaps in a file of ANSWERS to a QUESTIONNAIRE.

    QUESTIONNAIRE is a YAML file, or the name of a ready-made one such as customer_image. ANSWERS
    is a CSV file whose columns are named after the items. Nothing is suppressed: whoever runs
    this holds the answers.
    """
    if employee_questionnaire and not employees:
        message = "--employee-questionnaire goes with --employees."
        raise click.UsageError(message)
    catalogue = texts(os.environ)
    asked = questionnaire_or_stop(questionnaire, catalogue)
    asked_inside = asked
    if employee_questionnaire:
        asked_inside = questionnaire_or_stop(employee_questionnaire, catalogue)
    read = partial(_read_answers, missing=frozenset(missing), catalogue=catalogue)
    outside = read(answers, asked, segment_by=segment_by)
    inside = read(employees, asked_inside) if employees else None
    targets = Profiles()
    if profiles:
        targets = _read_profiles(profiles, [asked, asked_inside], outside, catalogue)
    everyone, segments = _moments(asked, outside)
    figures = measured(
        asked,
        segments,
        profiles=targets,
        employees=_moments(asked_inside, inside)[0] if inside else None,
        total=everyone,
    )
    if as_json:
        click.echo(json.dumps(figures_json.as_json(figures), indent=1, ensure_ascii=False))
    else:
        click.echo(table(figures, catalogue.gettext))


def _read_answers(
    stream: IO[bytes],
    questionnaire: Questionnaire,
    *,
    missing: frozenset[str],
    catalogue: NullTranslations,
    segment_by: str | None = None,
) -> AnswersFile:
    """Read a file of answers and say what in it does not count.

    Raises:
        Exit: the file cannot be used; what is wrong has been said.
    """
    read = partial(
        responses_csv.read,
        stream,
        questionnaire,
        missing=missing,
        label_by=[segment_by] if segment_by else [],
    )
    answers = or_stop(stream.name, read, catalogue)
    for note in _notes(answers, segment_by, catalogue):
        click.echo(f"{stream.name}: {note}", err=True)
    return answers


def _notes(
    answers: AnswersFile, segment_by: str | None, catalogue: NullTranslations
) -> Iterator[str]:
    """Yield what a file holds that does not count, and what it lacks."""
    _ = catalogue.gettext
    if answers.ignored:
        names = ", ".join(answers.ignored)
        yield _("Columns that belong to no item are passed over: %(names)s") % {"names": names}
    if answers.absent:
        names = ", ".join(sorted(answers.absent))
        yield _("Items without a column count as not asked: %(names)s") % {"names": names}
    if answers.off_path:
        yield catalogue.ngettext(
            "%(num)s answer to an item that was not asked does not count",
            "%(num)s answers to items that were not asked do not count",
            answers.off_path,
        ) % {"num": answers.off_path}
    without = answers.labels[segment_by].count(None)
    if segment_by and without:
        yield catalogue.ngettext(
            "%(num)s response names no segment and counts only in the total",
            "%(num)s responses name no segment and count only in the total",
            without,
        ) % {"num": without}


def _read_profiles(
    stream: IO[bytes],
    questionnaires: list[Questionnaire],
    answers: AnswersFile,
    catalogue: NullTranslations,
) -> Profiles:
    """Read mission and wishes; a segment without answers is said and passed over.

    Raises:
        Exit: the file cannot be used; what is wrong has been said.
    """
    dimensions = [of.code for asked in questionnaires for of in asked.dimensions]
    segments = {segment for segment in answers.segments if segment is not None}

    def read() -> Profiles:
        profiles = profiles_yaml.read(stream)
        unknown = profiles_yaml.unknown_dimensions(profiles, dimensions)
        if unknown:
            raise ProfilesError(unknown)
        return profiles

    profiles = or_stop(stream.name, read, catalogue)
    strangers = profiles_yaml.unknown_segments(profiles, segments)
    for line in problem_lines(stream.name, strangers, catalogue):
        click.echo(line, err=True)
    return profiles


def _moments(
    questionnaire: Questionnaire, answers: AnswersFile
) -> tuple[Moments, dict[str, Moments]]:
    """Return the Moments of all responses, and those of each segment in order of its name."""
    block = encode(questionnaire, answers.responses, absent=answers.absent)
    parts = summarise_by(block, answers.segments)
    named = sorted((name for name in parts if name is not None), key=_in_order)
    total = reduce(add, parts.values(), Moments.empty(block.layout))
    return total, {name: parts[name] for name in named}


def _in_order(name: str) -> tuple[int, str]:
    """Return a key that puts 2 before 10."""
    return (int(name) if name.isdecimal() else -1, name)
