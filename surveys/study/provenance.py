"""How answers are measured, and from what: what it takes to make figures again."""

from dataclasses import dataclass, field

from surveys.measurement.image.profiles import Profiles
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.weights.weights import WeightsPlan


@dataclass(frozen=True, slots=True)
class Choices:
    """How answers are measured: all that matters to figures beside the answers themselves.

    `segment_by`, `language_by` and `team_by` name columns; `management` a column of the employees'
    answers and the label in it that marks a manager. No group of fewer than `min_n` shows a figure.
    """

    segment_by: str | None = None
    language_by: str | None = None
    team_by: str | None = None
    management: tuple[str, str] | None = None
    weights: WeightsPlan | None = None
    employee_weights: WeightsPlan | None = None
    profiles: Profiles = field(default_factory=Profiles)
    min_n: int | None = None
    missing: tuple[str, ...] = ()

    @property
    def is_weighted(self) -> bool:
        """Tell whether anybody counts for more than another."""
        return self.weights is not None or self.employee_weights is not None

    @property
    def customer_labels(self) -> tuple[str, ...]:
        """Return the columns of the customers' answers that tell them apart."""
        return _columns(self.segment_by, self.language_by, plan=self.weights)

    @property
    def employee_labels(self) -> tuple[str, ...]:
        """Return the columns of the employees' answers that tell them apart."""
        rank = None if self.management is None else self.management[0]
        return _columns(self.team_by, rank, plan=self.employee_weights)


@dataclass(frozen=True, slots=True)
class Source:
    """By what an audience's answers are known again: the same questions, the same answers."""

    questionnaire: str
    questionnaire_hash: str
    n: int
    answers_hash: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where figures come from: with the answers that it names they can be made again.

    `code` is the version of this library.
    """

    code: str
    customers: Source
    employees: Source | None
    choices: Choices
    thresholds: Thresholds


def differences(one: Provenance, other: Provenance) -> tuple[str, ...]:
    """Return in what the grounds of two studies differ, by name; nothing when figures must agree.

    `code`, `questionnaire`, `answers`, `employee_questionnaire`, `employee_answers`, `choices`.
    """
    parts = {
        "code": (one.code, other.code),
        "questionnaire": (one.customers.questionnaire_hash, other.customers.questionnaire_hash),
        "answers": (one.customers.answers_hash, other.customers.answers_hash),
        "employee_questionnaire": tuple(
            of.employees and of.employees.questionnaire_hash for of in (one, other)
        ),
        "employee_answers": tuple(
            of.employees and of.employees.answers_hash for of in (one, other)
        ),
        "choices": (
            (one.choices, one.thresholds),
            (other.choices, other.thresholds),
        ),
    }
    return tuple(name for name, (first, second) in parts.items() if first != second)


def _columns(*named: str | None, plan: WeightsPlan | None) -> tuple[str, ...]:
    weighed = () if plan is None else plan.columns
    return tuple(dict.fromkeys(column for column in (*named, *weighed) if column is not None))
