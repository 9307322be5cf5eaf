"""Files of answers for the analysts' commands: read, and what in them does not count said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from gettext import NullTranslations
from typing import IO

import click

from app.cli.reading import or_stop, problem_lines
from surveys.errors import ProblemsError, ProfilesError, RakingError
from surveys.formats import profiles_yaml, responses_csv
from surveys.formats.responses_csv import AnswersFile
from surveys.measurement.weights.weights import WeightsPlan, weigh
from surveys.questionnaire.model import Questionnaire
from surveys.study.audience import Answered
from surveys.study.provenance import Choices


@dataclass(frozen=True, slots=True)
class ReadingAnswers:
    """How files of answers are read, and in which language what is in them is said."""

    choices: Choices
    catalogue: NullTranslations

    def customers(self, stream: IO[bytes], questionnaire: Questionnaire) -> Answered:
        """Read what customers answered, and say what in it does not count.

        Raises:
            Exit: the file cannot be used; what is wrong has been said.
        """
        answers = self._read(stream, questionnaire, self.choices.customer_labels)
        unnamed = _unnamed(answers, self.choices.segment_by)
        if unnamed:
            self._say(stream, self._of_no_segment(unnamed))
        return Answered(questionnaire, answers)

    def employees(self, stream: IO[bytes], questionnaire: Questionnaire) -> Answered:
        """Read what employees answered, and say what in it does not count.

        Raises:
            Exit: the file cannot be used; what is wrong has been said.
        """
        answers = self._read(stream, questionnaire, self.choices.employee_labels)
        unnamed = _unnamed(answers, self.choices.team_by)
        if unnamed:
            note = self.catalogue.ngettext(
                "%(num)s employee names no team",
                "%(num)s employees name no team",
                unnamed,
            )
            self._say(stream, note % {"num": unnamed})
        if self.choices.management is not None:
            column, label = self.choices.management
            known = sorted({each for each in answers.labels[column] if each is not None})
            if label not in known:
                note = self.catalogue.gettext(
                    "Nobody is “%(label)s” in the column “%(column)s”, so management is not told "
                    "apart. The column has: %(known)s"
                )
                told = {"label": label, "column": column, "known": ", ".join(known) or "–"}
                self._say(stream, note % told)
        return Answered(questionnaire, answers)

    def _read(
        self, stream: IO[bytes], questionnaire: Questionnaire, labels: Sequence[str]
    ) -> AnswersFile:
        missing = frozenset(self.choices.missing)
        read = partial(responses_csv.read, stream, questionnaire, missing=missing, label_by=labels)
        answers = or_stop(stream.name, read, self.catalogue)
        for note in self._notes(answers):
            self._say(stream, note)
        return answers

    def _say(self, stream: IO[bytes], note: str) -> None:
        click.echo(f"{stream.name}: {note}", err=True)

    def _of_no_segment(self, without: int) -> str:
        if self.choices.min_n is not None and without < self.choices.min_n:
            note = self.catalogue.ngettext(
                "%(num)s response names no segment, and is too few to be shown in the total",
                "%(num)s responses name no segment, and are too few to be shown in the total",
                without,
            )
        else:
            note = self.catalogue.ngettext(
                "%(num)s response names no segment and counts only in the total",
                "%(num)s responses name no segment and count only in the total",
                without,
            )
        return note % {"num": without}

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


def check_weights(
    name: str, plan: WeightsPlan, answers: AnswersFile, catalogue: NullTranslations
) -> None:
    """Refuse weights that these answers cannot be given.

    Raises:
        Exit: the weights cannot be made; which margin and level is why has been said.
    """

    def check() -> None:
        try:
            weigh(plan, answers.labels)
        except RakingError as error:
            raise ProblemsError([error.problem]) from error

    or_stop(name, check, catalogue)


def _unnamed(answers: AnswersFile, column: str | None) -> int:
    return answers.labels[column].count(None) if column else 0
