from typing import get_args

from app.design.door import CHANGES, FIELDS, PARTS
from surveys.questionnaire.item_types import AnyItem
from surveys.questionnaire.model import Page, Questionnaire
from surveys.questionnaire.scales import Scale
from surveys.questionnaire.versions import ChangeKind, Part


def test_whatever_changes_has_a_word() -> None:
    union = get_args(AnyItem)[0]
    models = (*get_args(union), Page, Scale, Questionnaire)
    named = {"code", "text", "title", "items", "pages", "scales"}

    for model in models:
        assert model.model_fields.keys() - named <= FIELDS.keys(), model
    assert CHANGES.keys() == set(ChangeKind)
    assert PARTS.keys() == set(Part)
