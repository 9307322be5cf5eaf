import json

import pytest
from pydantic import ValidationError

from surveys import library
from surveys.formats.definition_json import canonical, from_json
from surveys.formats.structure import schema
from surveys.questionnaire.model import Questionnaire
from tests.surveys.questionnaire.make import definition


@pytest.mark.parametrize("name", library.names())
def test_a_kept_version_is_the_questionnaire(name: str) -> None:
    asked = library.load(name)

    assert from_json(canonical(asked)) == asked


def test_equal_questionnaires_have_the_same_text_however_they_were_written() -> None:
    values = definition()
    turned = {key: values[key] for key in reversed(values)}
    turned["title"] = dict(reversed(values["title"].items()))
    turned["audience"] = "customers"
    one, other = Questionnaire.model_validate(values), Questionnaire.model_validate(turned)

    assert one == other
    assert canonical(one) == canonical(other)


def test_what_was_kept_must_be_a_questionnaire() -> None:
    with pytest.raises(ValidationError):
        from_json('{"code": "a"}')


def test_the_schema_is_json() -> None:
    assert json.loads(json.dumps(schema())) == schema()
