"""Questionnaires and encoded answers for benchmarks: people who are more or less content."""

from collections.abc import Iterator
from itertools import product

import numpy as np
from numpy.typing import NDArray

from surveys.measurement.sums.blocks import MISSING, Block
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.scores import person_scores
from surveys.questionnaire.model import Questionnaire

POINTS = 7
PORTION = 100_000  # rows drawn at a time


def questionnaire(dimensions: int, items_each: int) -> Questionnaire:
    """Return a questionnaire of so many dimensions and items of each, on 1-7 with 'don't know'."""
    codes = [f"dimension_{number}" for number in range(dimensions)]
    items = [
        {
            "code": f"{code}_{number}",
            "type": "likert",
            "scale": "agree",
            "text": {"en": code},
            "measures": {"dimension": code, "facet": "image"},
        }
        for code, number in product(codes, range(items_each))
    ]
    points = [{"value": value, "text": {"en": str(value)}} for value in range(1, POINTS + 1)]
    return Questionnaire.model_validate(
        {
            "code": "bench",
            "title": {"en": "Bench"},
            "languages": ["en"],
            "dimensions": [{"code": code, "name": {"en": code}} for code in codes],
            "scales": [{"code": "agree", "points": points, "dont_know": {"en": "don't know"}}],
            "pages": [{"code": "page", "title": {"en": "Page"}, "items": items}],
        }
    )


def encoded(
    asked: Questionnaire,
    draw: np.random.Generator,
    rows: int,
    *,
    missing: float = 0.0,
    dont_know: float = 0.0,
) -> Block:
    """Return answers as they are encoded, with shares of what was skipped and not known."""
    layout = Layout.of(asked)
    values = np.empty((rows, len(layout.names)), dtype=np.int32)
    for start in range(0, rows, PORTION):
        portion = values[start : start + PORTION]
        items = portion[:, : len(layout.columns)]
        items[:] = _answers(draw, *items.shape)
        lost = draw.random(items.shape)
        items[lost < missing + dont_know] = 0
        items[lost < missing] = MISSING
        portion[:, len(layout.columns) :] = np.column_stack(list(_scores(layout, items)))
    return Block(layout, values)


def scored(layout: Layout, items: NDArray[np.int32]) -> Block:
    """Return encoded answers to the items together with their scores."""
    values = np.empty((len(items), len(layout.names)), dtype=np.int32)
    values[:, : items.shape[1]] = items
    for place, steps in enumerate(_scores(layout, items), start=items.shape[1]):
        values[:, place] = steps
    return Block(layout, values)


def _answers(draw: np.random.Generator, rows: int, items: int) -> NDArray[np.float64]:
    content = draw.normal(0, 1, (rows, 1))
    answers = np.rint(4.5 + content + draw.normal(0, 1, (rows, items)))
    return answers.clip(1, POINTS)


def _scores(layout: Layout, items: NDArray[np.int32]) -> Iterator[NDArray[np.int64]]:
    for score in layout.scores:
        own = items[:, [layout.places[name] for name in score.items]].astype(np.int64)
        lows, highs = np.array(score.lows), np.array(score.highs)
        steps, valid, _ = person_scores(own, own >= lows, lows, highs, np.array(score.reverse))
        yield np.where(valid, steps, MISSING)
