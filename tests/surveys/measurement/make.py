"""Builders of small questionnaires and answers for the tests of the measuring core."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from surveys.formats.figures_json import plain
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.moments import Moments, summarise
from surveys.questionnaire.model import Questionnaire


def likert(code: str, dimension: str, **changes: object) -> dict[str, object]:
    facet = changes.pop("facet", "image")
    measures = {"dimension": dimension, "facet": facet}
    return {
        "code": code,
        "type": "likert",
        "scale": "agree",
        "text": {"nl": code},
        "measures": measures,
    } | changes


def questionnaire(*items: Mapping[str, object], **changes: object) -> Questionnaire:
    """Return a questionnaire of one page, with a 1-7 scale `agree` and a 0-10 scale `ten`."""
    asked = items or (likert("price_1", "price"), likert("price_2", "price", reverse=True))
    codes = {measured(item) for item in asked} - {""}
    return Questionnaire.model_validate(
        {
            "code": "test",
            "title": {"nl": "Test"},
            "languages": ["nl"],
            "dimensions": [{"code": code, "name": {"nl": code}} for code in sorted(codes)],
            "scales": [scale("agree", 1, 7), scale("ten", 0, 10)],
            "pages": [{"code": "page", "title": {"nl": "Pagina"}, "items": list(asked)}],
        }
        | changes
    )


def measured(item: Mapping[str, object]) -> str:
    measures = item.get("measures")
    return str(measures.get("dimension", "")) if isinstance(measures, dict) else ""


def scale(code: str, low: int, high: int) -> dict[str, object]:
    points = [{"value": value, "text": {"nl": str(value)}} for value in range(low, high + 1)]
    return {"code": code, "points": points, "dont_know": {"nl": "weet niet"}}


def moments(asked: Questionnaire, responses: Sequence[Mapping[str, Any]]) -> Moments:
    return summarise(encode(asked, responses))


def leaves(figures: object, *without: str) -> dict[str, Any]:
    """Return all that figures hold, by its way; leaving out what has one of some names."""
    return dict(_leaves(plain(figures), "", without))


def _leaves(value: Any, way: str, without: Sequence[str]) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for name, part in parts:
            if name not in without:
                yield from _leaves(part, f"{way}/{name}", without)
    else:
        yield way, value


def about(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Return what equals figures (`leaves`) to nine digits."""
    return {
        way: pytest.approx(of, rel=1e-9, abs=1e-9) if isinstance(of, float) else of
        for way, of in figures.items()
    }
