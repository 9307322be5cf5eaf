"""From files of answers to profiles, gaps and verdicts, without a server."""

import json
import os
from collections.abc import Iterator
from functools import partial
from gettext import NullTranslations
from typing import IO, Any, Final

import click

from app.cli.answers import ReadingAnswers, check_profiles, check_weights
from app.cli.measure_tables import tables
from app.cli.reading import or_stop, questionnaire_or_stop, texts
from surveys.formats import profiles_yaml, weights_yaml
from surveys.measurement.image.profiles import Profiles
from surveys.study import definition, study_json
from surveys.study.provenance import Choices, Provenance, differences
from surveys.study.study import Study, carry_out

CHOSEN: Final = (
    *("segment_by", "language_by", "team_by", "management", "weights"),
    *("employee_weights", "profiles", "min_n", "missing"),
)
"""The options that a measurement says of itself, and that `--again` takes from it."""

FILES: Final = ("profiles", "weights", "employee_weights")
"""Those of them that name a file."""


def _(text: str) -> str:
    """Mark a text for the catalogue."""
    return text


GROUNDS: Final = {
    "code": _("the version of spiegelbeeld"),
    "questionnaire": _("the questionnaire"),
    "answers": _("the answers"),
    "employee_questionnaire": _("the employees’ questionnaire"),
    "employee_answers": _("the employees’ answers"),
    "choices": _("what was chosen"),
}
"""In what two measurements can differ, in words."""


@click.command()
@click.argument("questionnaire")
@click.argument("answers", type=click.File("rb"))
@click.option("--segment-by", metavar="COLUMN", help="The column that names the segment.")
@click.option("--language-by", metavar="COLUMN", help="The column that names the language.")
@click.option("--profiles", type=click.File("rb"), help="Mission and wishes, as YAML.")
@click.option("--weights", type=click.File("rb"), help="How customers are weighted, as YAML.")
@click.option("--employees", type=click.File("rb"), help="The employees' answers, as CSV.")
@click.option(
    "--employee-questionnaire",
    metavar="QUESTIONNAIRE",
    help="What employees answered; without it the items of QUESTIONNAIRE, read as self-image.",
)
@click.option("--team-by", metavar="COLUMN", help="The column that names the employee's team.")
@click.option(
    "--management", metavar="COLUMN=LABEL", help="The column and label that mark a manager."
)
@click.option(
    "--employee-weights", type=click.File("rb"), help="How employees are weighted, as YAML."
)
@click.option(
    "--missing", metavar="CELL", multiple=True, help="A cell that is no answer; may be repeated."
)
@click.option(
    "--min-n",
    type=click.IntRange(min=2),
    metavar="N",
    help="Show no figure that rests on fewer than N people, also not by subtraction.",
)
@click.option(
    "--again",
    type=click.File("rb"),
    metavar="FIGURES.json",
    help="Measure as an earlier --json says that it was measured, and say what differs.",
)
@click.option("--json", "as_json", is_flag=True, help="Print all figures as JSON.")
def measure(  # noqa: PLR0913 - a command has its options
    *,
    questionnaire: str,
    answers: IO[bytes],
    employees: IO[bytes] | None,
    employee_questionnaire: str | None,
    again: IO[bytes] | None,
    as_json: bool,
    **chosen: Any,  # noqa: ANN401 - the options of CHOSEN, each of its own type
) -> None:
    """Measure the profiles and gaps in a file of ANSWERS to a QUESTIONNAIRE.

    QUESTIONNAIRE is a YAML file, or the name of a ready-made one such as customer_image. ANSWERS
    is a CSV file whose columns are named after the items. Without --min-n nothing is suppressed:
    whoever runs this holds the answers.
    """
    catalogue = texts(os.environ)
    _refuse_what_does_not_go_together(chosen, employees, employee_questionnaire, again)
    asked = questionnaire_or_stop(questionnaire, catalogue)
    inside = asked
    if employee_questionnaire:
        inside = questionnaire_or_stop(employee_questionnaire, catalogue)
    before = _provenance(again, catalogue) if again else None
    choices = before.choices if before else _choices(chosen, catalogue)
    reading = ReadingAnswers(choices, catalogue)
    customers = reading.customers(answers, asked)
    staff = reading.employees(employees, inside) if employees else None
    names = {
        option: again.name if again else getattr(chosen[option], "name", "") for option in FILES
    }
    check_profiles(names["profiles"], choices, customers, inside, catalogue)
    if choices.weights:
        check_weights(names["weights"], choices.weights, customers.answers, catalogue)
    if choices.employee_weights and staff:
        plan = choices.employee_weights
        check_weights(names["employee_weights"], plan, staff.answers, catalogue)
    study = carry_out(choices, customers, staff, before.thresholds if before else None)
    for note in _notes(study, before, catalogue):
        click.echo(note, err=True)
    if as_json:
        click.echo(json.dumps(study_json.as_json(study), indent=1, ensure_ascii=False))
    else:
        click.echo(tables(study, catalogue.gettext))


def _refuse_what_does_not_go_together(
    chosen: dict[str, Any],
    employees: IO[bytes] | None,
    employee_questionnaire: str | None,
    again: IO[bytes] | None,
) -> None:
    """Refuse options without the one that they are about, and any beside --again.

    Raises:
        UsageError: such options are given.
    """
    of_employees = {
        "--employee-questionnaire": employee_questionnaire,
        "--team-by": chosen["team_by"],
        "--management": chosen["management"],
        "--employee-weights": chosen["employee_weights"],
    }
    for option, given in of_employees.items():
        if given and not employees:
            message = f"{option} goes with --employees."
            raise click.UsageError(message)
    given = [f"--{name.replace('_', '-')}" for name in CHOSEN if chosen[name]]
    if again and given:
        message = f"--again takes {', '.join(given)} from the figures; leave it out."
        raise click.UsageError(message)


def _choices(chosen: dict[str, Any], catalogue: NullTranslations) -> Choices:
    def read(stream: IO[bytes] | None, reader: Any) -> Any:  # noqa: ANN401 - what it reads
        return or_stop(stream.name, partial(reader, stream), catalogue) if stream else None

    return Choices(
        segment_by=chosen["segment_by"],
        language_by=chosen["language_by"],
        team_by=chosen["team_by"],
        management=_marked(chosen["management"]),
        weights=read(chosen["weights"], weights_yaml.read),
        employee_weights=read(chosen["employee_weights"], weights_yaml.read),
        profiles=read(chosen["profiles"], profiles_yaml.read) or Profiles(),
        min_n=chosen["min_n"],
        missing=chosen["missing"],
    )


def _marked(management: str | None) -> tuple[str, str] | None:
    """Return the column and the label that mark a manager.

    Raises:
        BadParameter: there is no label.
    """
    if management is None:
        return None
    column, _, label = management.partition("=")
    if not (column and label):
        message = "Name the column and the label of a manager, as in role=manager."
        raise click.BadParameter(message, param_hint="--management")
    return column, label


def _provenance(stream: IO[bytes], catalogue: NullTranslations) -> Provenance:
    """Return where the figures in a file came from.

    Raises:
        BadParameter: it holds no figures of this command.
        Exit: it does, but what it says of them cannot be used; what is wrong has been said.
    """
    try:
        told = json.load(stream)["definition"]
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        message = f"{stream.name} was not printed by `measure --json`."
        raise click.BadParameter(message, param_hint="--again") from error
    return or_stop(stream.name, partial(definition.from_json, told), catalogue)


def _notes(study: Study, before: Provenance | None, catalogue: NullTranslations) -> Iterator[str]:
    """Yield what there is to say of how a study was made."""
    _ = catalogue.gettext
    if before is not None:
        names = differences(before, study.provenance)
        if names:
            what = ", ".join(_(GROUNDS[name]) for name in names)
            yield _("Not the same as then: %(what)s") % {"what": what}
        else:
            yield _("The same answers, questions and version as then.")
    choices = study.provenance.choices
    if choices.is_weighted and study.unweighted is None:
        yield _(
            "Figures without weights are left out: beside those with weights they would tell of "
            "fewer than %(n)s people"
        ) % {"n": choices.min_n}
