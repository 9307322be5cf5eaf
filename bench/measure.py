"""From encoded answers to every figure of a wave, beside one X'X of as many numbers."""

from itertools import product
from statistics import median

import numpy as np
from numpy.typing import NDArray

from bench.figures import Bound, Figure, seconds
from surveys.measurement.blocks import MISSING, Block
from surveys.measurement.layout import Layout
from surveys.measurement.figures import Measurement
from surveys.measurement.measure import measure
from surveys.measurement.moments import summarise
from surveys.measurement.profiles import Profiles, Target
from surveys.measurement.scores import person_scores
from surveys.questionnaire.model import Questionnaire

DIMENSIONS, ITEMS_EACH, SEGMENTS = 8, 5, 8
POINTS = 7
MISSING_SHARE = 0.05
ROWS, QUICK_ROWS = 100_000, 2_000
REPETITIONS = 21
CALLS = 5  # of the floor, around each repetition of the work: both meet the same disturbances
SEED = 1


def figures(*, quick: bool) -> list[Figure]:
    """Measure figures of 100,000 × 40 answers in 8 segments against one X'X of 100,000 × 40."""
    rows = QUICK_ROWS if quick else ROWS
    draw = np.random.default_rng(SEED)
    questionnaire = _questionnaire()
    block = _block(Layout.of(questionnaire), draw, rows)
    labels = [f"segment_{number}" for number in draw.integers(0, SEGMENTS, rows)]
    profiles = _profiles(set(labels))
    matrix = draw.standard_normal((rows, DIMENSIONS * ITEMS_EACH))

    def work() -> Measurement:
        moments = {label: summarise(part) for label, part in block.split(labels).items()}
        return measure(questionnaire, moments, profiles=profiles)

    def floor() -> NDArray[np.float64]:
        product: NDArray[np.float64] = matrix.T @ matrix
        return product

    work(), floor()
    ratios = []
    for _ in range(1 if quick else REPETITIONS):
        beside = [seconds(floor) for _ in range(CALLS)]
        took = seconds(work)
        beside += [seconds(floor) for _ in range(CALLS)]
        ratios.append(took / median(beside))
    return [Figure("measure.vs_numpy_pass", median(ratios), "times X'X", 15, Bound.AT_MOST)]


def _questionnaire() -> Questionnaire:
    """Return a questionnaire of 8 dimensions with 5 items each, on 1-7."""
    codes = [f"dimension_{number}" for number in range(DIMENSIONS)]
    items = [
        {
            "code": f"{code}_{number}",
            "type": "likert",
            "scale": "agree",
            "text": {"en": code},
            "measures": {"dimension": code, "facet": "image"},
        }
        for code, number in product(codes, range(ITEMS_EACH))
    ]
    points = [{"value": value, "text": {"en": str(value)}} for value in range(1, POINTS + 1)]
    return Questionnaire.model_validate(
        {
            "code": "bench",
            "title": {"en": "Bench"},
            "languages": ["en"],
            "dimensions": [{"code": code, "name": {"en": code}} for code in codes],
            "scales": [{"code": "agree", "points": points}],
            "pages": [{"code": "page", "title": {"en": "Page"}, "items": items}],
        }
    )


def _block(layout: Layout, draw: np.random.Generator, rows: int) -> Block:
    """Return answers as they are encoded: items of people who are more or less content, scores."""
    content = draw.normal(0, 1, (rows, 1))
    answers = np.rint(4.5 + content + draw.normal(0, 1, (rows, DIMENSIONS * ITEMS_EACH)))
    items = answers.clip(1, POINTS).astype(np.int64)
    items[draw.random(items.shape) < MISSING_SHARE] = MISSING
    scores = np.full((rows, DIMENSIONS), MISSING, dtype=np.int64)
    for number, score in enumerate(layout.scores):
        own = items[:, [layout.places[name] for name in score.items]]
        ends = np.array(score.lows), np.array(score.highs)
        steps, valid, _ = person_scores(own, own != MISSING, *ends, np.array(score.reverse))
        scores[valid, number] = steps[valid]
    return Block(layout, np.hstack([items, scores]).astype(np.int32))


def _profiles(segments: set[str]) -> Profiles:
    codes = [f"dimension_{number}" for number in range(DIMENSIONS)]
    wish = {code: Target(65.0) for code in codes}
    return Profiles({code: Target(70.0) for code in codes}, dict.fromkeys(segments, wish))
