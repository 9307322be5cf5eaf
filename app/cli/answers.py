"""Files of answers for the analysts' commands: read, and what in them does not count said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from gettext import NullTranslations
from typing import IO

import click

from app.cli.reading import or_stop, problem_lines
from surveys.errors import ProfilesError
from surveys.formats import profiles_yaml, responses_csv
from surveys.formats.responses_csv import AnswersFile
from surveys.questionnaire.model import Questionnaire
from surveys.study.provenance import Choices
from surveys.study.study import Answered


@dataclass(frozen=True, slots=True)
class ReadingAnswers:
    """How files of answers are read, and in which language what is in them is said."""

    missing: frozenset[str]
    catalogue: NullTranslations

    def answers(
        self, stream: IO[bytes], questionnaire: Questionnaire, labels: Sequence[str]
    ) -> AnswersFile:
        """Read a file of answers and say what in it does not count.

        Raises:
            Exit: the file cannot be used; what is wrong has been said.
        """
        read = partial(
            responses_csv.read, stream, questionnaire, missing=self.missing, label_by=labels
        )
        answers = or_stop(stream.name, read, self.catalogue)
        for note in self._notes(answers):
            click.echo(f"{stream.name}: {note}", err=True)
        return answers

    def note_unnamed(self, name: str, answers: AnswersFile, segment_by: str | None) -> None:
        """Say how many responses are of no segment."""
        without = answers.labels[segment_by].count(None) if segment_by else 0
        if without:
            note = self.catalogue.ngettext(
                "%(num)s response names no segment and counts only in the total",
                "%(num)s responses name no segment and count only in the total",
                without,
            )
            click.echo(f"{name}: {note % {'num': without}}", err=True)

    def _notes(self, answers: AnswersFile) -> Iterator[str]:
        """Yield what a file holds that does not count, and what it lacks."""
        _ = self.catalogue.gettext
        if answers.ignored:
            names = ", ".join(answers.ignored)
            yield _("Columns that belong to no item are passed over: %(names)s") % {"names": names}
        if answers.absent:
            names = ", ".join(sorted(answers.absent))
            yield _("Items without a column count as not asked: %(names)s") % {"names": names}
        if answers.off_path:
            yield self.catalogue.ngettext(
                "%(num)s answer to an item that was not asked does not count",
                "%(num)s answers to items that were not asked do not count",
                answers.off_path,
            ) % {"num": answers.off_path}


def check_profiles(
    name: str,
    choices: Choices,
    customers: Answered,
    inside: Questionnaire,
    catalogue: NullTranslations,
) -> None:
    """Refuse dimensions that nobody measures; say which segments have no answers.

    Raises:
        Exit: the profiles cannot be used; what is wrong has been said.
    """
    dimensions = [of.code for asked in (customers.questionnaire, inside) for of in asked.dimensions]

    def check() -> None:
        unknown = profiles_yaml.unknown_dimensions(choices.profiles, dimensions)
        if unknown:
            raise ProfilesError(unknown)

    or_stop(name, check, catalogue)
    labels = customers.answers.labels.get(choices.segment_by or "", ())
    segments = {segment for segment in labels if segment is not None}
    strangers = profiles_yaml.unknown_segments(choices.profiles, segments)
    for line in problem_lines(name, strangers, catalogue):
        click.echo(line, err=True)
