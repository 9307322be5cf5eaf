"""From encoded answers to every figure of a wave, beside one X'X of as many numbers."""

from statistics import median

import numpy as np
from numpy.typing import NDArray

from bench import answers
from bench.figures import Bound, Figure, seconds
from surveys.measurement.image.profiles import Profiles, Target
from surveys.measurement.sums.moments import summarise_by
from surveys.measurement.wave.figures import Measurement
from surveys.measurement.wave.measure import measure

DIMENSIONS, ITEMS_EACH, SEGMENTS = 8, 5, 8
MISSING_SHARE = 0.05
ROWS, QUICK_ROWS = 100_000, 2_000
REPETITIONS = 21
CALLS = 5  # of the floor, around each repetition of the work: both meet the same disturbances
SEED = 1


def figures(*, quick: bool) -> list[Figure]:
    """Measure figures of 100,000 × 40 answers in 8 segments against one X'X of 100,000 × 40."""
    rows = QUICK_ROWS if quick else ROWS
    draw = np.random.default_rng(SEED)
    asked = answers.questionnaire(DIMENSIONS, ITEMS_EACH)
    block = answers.encoded(asked, draw, rows, missing=MISSING_SHARE)
    labels = [f"segment_{number}" for number in draw.integers(0, SEGMENTS, rows)]
    profiles = _profiles(set(labels))
    matrix = draw.standard_normal((rows, DIMENSIONS * ITEMS_EACH))

    def work() -> Measurement:
        return measure(asked, summarise_by(block, labels), profiles=profiles)

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


def _profiles(segments: set[str]) -> Profiles:
    codes = [f"dimension_{number}" for number in range(DIMENSIONS)]
    wish = {code: Target(65.0) for code in codes}
    return Profiles({code: Target(70.0) for code in codes}, dict.fromkeys(segments, wish))
