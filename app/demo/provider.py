"""Provider 1: a mobile-phone provider whose customers really answered.

The answers and the profiles are read from files that come with their origin beside them; where
these are not, the demo does without.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.demo.company import Company
from app.models.accounts import Role
from surveys import library
from surveys.formats import profiles_yaml, responses_csv
from surveys.measurement.image.profiles import Profiles
from surveys.questionnaire.items import Answer

QUESTIONNAIRE: Final = "corporate_reputation"
SEGMENTATION_ITEM: Final = "servicetype"
NO_ANSWER: Final = "-99"
WAVE: Final = "First wave"

COMPANY: Final = Company(
    code="provider1",
    name="Provider 1",
    accent="#5b3f8c",
    people={
        Role.OWNER: "Grace Bennett",
        Role.DESIGNER: "Owen Clarke",
        Role.MANAGER: "Priya Nair",
        Role.ANALYST: "Lucas Meyer",
        Role.VIEWER: "Sofia Rossi",
    },
)

SEGMENTS: Final[Mapping[str, Mapping[str, str]]] = {
    "1": {"en": "Prepaid", "nl": "Prepaid"},
    "2": {"en": "Contract", "nl": "Abonnement"},
}
"""The names of the segments by option of the segmentation item."""


PROVIDER_ITEM: Final = "serviceprovider"
PROVIDER: Final = "1"


@dataclass(frozen=True, slots=True)
class RealAnswers:
    """What the customers of the provider answered, and what management set."""

    answers: Sequence[Mapping[str, Answer]]
    profiles: Profiles


def read(folder: Path) -> RealAnswers | None:
    """Return the answers about the provider, or None where the files are not in `folder`."""
    answers = folder / f"{QUESTIONNAIRE}.csv"
    profiles = folder / f"{QUESTIONNAIRE}_profiles.yaml"
    if not (answers.exists() and profiles.exists()):
        return None
    questionnaire = library.load(QUESTIONNAIRE)
    found = responses_csv.read(
        answers.read_bytes(), questionnaire, missing=frozenset({NO_ANSWER})
    ).responses
    return RealAnswers(
        answers=[given for given in found if given[PROVIDER_ITEM] == PROVIDER],
        profiles=profiles_yaml.read(profiles.read_text("utf-8")),
    )
