"""What can be wrong: findings as values, and errors that stop."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import ClassVar

PathStep = str | int
Path = tuple[PathStep, ...]
"""The way to a place in a file: keys, and places in lists."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding, for a list: collected, never raised.

    `code` names the kind (`item.duplicate_code`), `path` leads to the place in the file, `value`
    is what stands there and `expected` what would be right. The words are the reader's business.
    """

    code: str
    path: Path = ()
    value: str = ""
    expected: str = ""
    item: str = ""
    line: int | None = None

    @property
    def place(self) -> str:
        """Return the path as text: `pages[0].items[3].code`."""
        steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return "".join(steps).removeprefix(".")

    @property
    def where(self) -> str:
        """Return the place as text: `line 41, pages[0].items[3].code (resp_1)`."""
        parts = [f"line {self.line}"] if self.line is not None else []
        if self.place:
            parts.append(f"{self.place} ({self.item})" if self.item else self.place)
        return ", ".join(parts)


def nearest(given: str, known: Iterable[str]) -> str:
    """Return the known word that was probably meant, else all of them.

    >>> nearest("prise", ["price", "service"]), nearest("x", ["price", "service"])
    ('price', 'price, service')
    """
    words = list(known)
    close = get_close_matches(given, words, n=1)
    return close[0] if close else ", ".join(words)


class SurveyError(Exception):
    """Anything this library refuses; `code` names the kind, as in a `Problem`."""

    code: ClassVar[str] = "survey.error"


class ProblemsError(SurveyError):
    """A file that cannot be used; `problems` lists all that is wrong with it."""

    code = "file.problems"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.where}: {problem.code}" for problem in problems))
        self.problems = tuple(problems)


class QuestionnaireError(ProblemsError):
    """A questionnaire file that cannot be used."""

    code = "questionnaire.problems"


class AnswersError(ProblemsError):
    """An answers file that cannot be used."""

    code = "answers.problems"


class ProfilesError(ProblemsError):
    """A profiles file (mission and wish) that cannot be used."""

    code = "profiles.problems"


class WeightsError(ProblemsError):
    """A weights file that cannot be used, alone or with these answers."""

    code = "weights.problems"


class DefinitionError(ProblemsError):
    """Where figures come from, as told beside them, that cannot be read."""

    code = "definition.problems"


class NoFigureError(SurveyError):
    """A study has no figure at a place; `place` is the way that was taken."""

    code = "figure.unknown"

    def __init__(self, place: Sequence[str]) -> None:
        super().__init__(".".join(place))
        self.place = tuple(place)


class AnswerProblem(StrEnum):
    """Why an answer cannot be stored."""

    CHOSEN_TWICE = "answer.chosen_twice"
    CONTROL_CHARACTERS = "answer.control_characters"
    DETAIL_OF_NOT_MET = "answer.detail_of_not_met"
    EMPTY = "answer.empty"
    NOT_ASKED = "answer.not_asked"
    NOT_AN_EXPERIENCE = "answer.not_an_experience"
    NOT_A_LIST = "answer.not_a_list"
    NOT_A_NUMBER = "answer.not_a_number"
    NOT_A_TEXT = "answer.not_a_text"
    OUT_OF_RANGE = "answer.out_of_range"
    RANKS_NOT_IN_ORDER = "answer.ranks_not_in_order"
    TOO_LONG = "answer.too_long"
    TOO_MANY = "answer.too_many"
    TOO_MANY_DECIMALS = "answer.too_many_decimals"
    UNKNOWN_OPTION = "answer.unknown_option"
    UNKNOWN_PART = "answer.unknown_part"


class AnswerError(SurveyError):
    """An answer that cannot be stored, e.g. 8 on a scale of 1 to 7."""

    code = "answer.refused"

    def __init__(self, problem: AnswerProblem, *, value: object = "", expected: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.value = str(value)
        self.expected = expected


class TooFewItemsError(SurveyError):
    """A figure that needs more items than there are."""

    code = "scale.too_few_items"


class NoVarianceError(SurveyError):
    """A figure that is not defined because nothing varies."""

    code = "scale.no_variance"


class TooManyItemsError(SurveyError):
    """More items in one dimension than exact sums can hold."""

    code = "dimension.too_many_items"

    def __init__(self, items: int, most: int) -> None:
        super().__init__(f"{items} items, at most {most}")


class SumOverflowError(SurveyError):
    """More answers than exact 64-bit sums can hold."""

    code = "moments.overflow"


class NotPartError(SurveyError):
    """People were to be taken out of a group that they are not all in."""

    code = "moments.not_part"


class OtherColumnsError(SurveyError):
    """Answers or summaries of different columns cannot be added; `where` names the block."""

    code = "moments.other_columns"

    def __init__(self, where: str = "") -> None:
        super().__init__(where)
        self.where = where


class UnreadableError(SurveyError):
    """Stored answers that are cut off or are something else; `where` names them."""

    code = "stored.unreadable"

    def __init__(self, where: str = "") -> None:
        super().__init__(where)
        self.where = where


class OtherFormatError(UnreadableError):
    """Stored answers as another version of this library wrote them; a migration changes them."""

    code = "stored.other_format"


class RakingError(SurveyError):
    """Answers that cannot be weighted to their margins; names a level of one of them.

    `level` has one part per column of the margin, None where it is not known.
    """

    code = "weights.error"

    def __init__(
        self,
        margin: Sequence[str],
        level: Sequence[str | None],
        *,
        expected: str = "",
        found: str = "",
    ) -> None:
        self.margin = tuple(margin)
        self.level = tuple(level)
        self.expected = expected
        self.found = found
        super().__init__(f"{self.problem.place}: {self.problem.value}")

    @property
    def problem(self) -> Problem:
        """Return it as a finding."""
        level = " × ".join(part or "unknown" for part in self.level)
        return Problem(self.code, (" × ".join(self.margin),), level, self.expected)


class LevelWithoutAnswersError(RakingError):
    """A margin has a size for a level that nobody is in."""

    code = "weights.level_without_answers"


class LevelWithoutTargetError(RakingError):
    """People are in a level for which a margin has no size."""

    code = "weights.level_without_target"


class TargetNotPositiveError(RakingError):
    """A margin has a size that is not above 0."""

    code = "weights.target_not_positive"


class MarginsNotMetError(RakingError):
    """No weights meet all margins; names the level that stays the farthest from its share."""

    code = "weights.margins_not_met"
