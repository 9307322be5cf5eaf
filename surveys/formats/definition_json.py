"""A questionnaire as JSON: the form in which a published version is kept."""

import json

from surveys.formats.structure import Schema, schema
from surveys.questionnaire.model import Questionnaire


def canonical(questionnaire: Questionnaire) -> str:
    """Return a questionnaire as JSON, the same text for equal questionnaires: fit to be hashed."""
    values = questionnaire.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def from_json(text: str) -> Questionnaire:
    """Return the questionnaire of a kept version.

    Raises:
        pydantic.ValidationError: it is no questionnaire; versions are checked when they are
            published, so this is a fault of storage, not of a person.
    """
    return Questionnaire.model_validate_json(text)


def json_schema() -> Schema:
    """Return the JSON Schema of a questionnaire file, for editors that check while one types."""
    return schema()
