"""Builders: a valid questionnaire in two languages, and the items that a test adds to it."""

from collections.abc import Mapping
from typing import Any

from surveys.questionnaire.item_types import AnyItem
from surveys.questionnaire.model import Questionnaire

Part = dict[str, Any]


def text(words: str = "Tekst") -> dict[str, str]:
    return {"nl": words, "en": words}


def item(code: str, kind: str, **changes: object) -> Part:
    return {"code": code, "type": kind, "text": text(), **MORE.get(kind, {}), **changes}


def option(code: str, **changes: object) -> Part:
    return {"code": code, "text": text(), **changes}


def page(code: str, *items: Part, **changes: object) -> Part:
    return {"code": code, "title": text(), "items": list(items), **changes}


def definition(*items: Part, **changes: object) -> Part:
    """Return a questionnaire of one page as plain values."""
    return {
        "code": "test",
        "title": text(),
        "languages": ["nl", "en"],
        "dimensions": [{"code": code, "name": text()} for code in ("price", "service")],
        "touchpoints": [
            {"code": "website", "name": text(), "kind": "owned", "steerability": "direct"}
        ],
        "scales": [scale("agree", 1, 7)],
        "pages": [page("first", *(items or (item("price_1", "likert"),)))],
    } | changes


def questionnaire(*items: Part, **changes: object) -> Questionnaire:
    return Questionnaire.model_validate(definition(*items, **changes))


def scale(code: str, low: int, high: int, **changes: object) -> Part:
    points = [{"value": value, "text": text(str(value))} for value in range(low, high + 1)]
    return {"code": code, "points": points, "dont_know": text("Weet niet"), **changes}


def only(asked: Questionnaire) -> AnyItem:
    """Return the single item of a questionnaire."""
    (found,) = asked.items()
    return found


OPTIONS = [option(code) for code in ("red", "blue", "no")]
MORE: Mapping[str, Part] = {
    "likert": {"scale": "agree"},
    "single_choice": {"options": OPTIONS},
    "multiple_choice": {"options": OPTIONS},
    "ranking": {"options": OPTIONS, "most": 2},
    "experience": {"measures": {"touchpoint": "website"}},
}
