"""A questionnaire as JSON: the form in which a published version is kept."""

import json

from surveys.questionnaire.model import Questionnaire


def canonical(questionnaire: Questionnaire) -> str:
    """Return a questionnaire as JSON, the same text for equal questionnaires: fit to be hashed.

    Defaults are written out, so that a version keeps its meaning when a default changes.
    """
    values = questionnaire.model_dump(mode="json", exclude_none=True)
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def from_json(text: str) -> Questionnaire:
    """Return the questionnaire of a kept version.

    Raises:
        pydantic.ValidationError: it is no questionnaire; versions are checked when they are
            published, so this is a fault of storage, not of a person.
    """
    return Questionnaire.model_validate_json(text)
