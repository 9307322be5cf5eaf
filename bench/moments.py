"""From encoded answers to the Moments of segments, beside one X'X of as many numbers in BLAS."""

import tracemalloc
from collections.abc import Callable
from statistics import median

import numpy as np
from numpy.typing import NDArray

from bench import answers
from bench.figures import Bound, Figure, seconds
from surveys.measurement.sums.moments import Moments, summarise_by

DIMENSIONS, ITEMS_EACH, SEGMENTS = 12, 4, 10  # 48 items and 12 scores are 60 columns
MISSING_SHARE, DONT_KNOW_SHARE = 0.05, 0.02
ROWS, QUICK_ROWS = 1_000_000, 20_000
REPETITIONS = 9
CALLS = 3  # of the floor, around each repetition of the work: both meet the same disturbances
SEED = 1


def figures(*, quick: bool) -> list[Figure]:
    """Summarise 1,000,000 × 60 values in 10 segments: time beside X'X, memory beside the values."""
    rows = QUICK_ROWS if quick else ROWS
    draw = np.random.default_rng(SEED)
    asked = answers.questionnaire(DIMENSIONS, ITEMS_EACH)
    block = answers.encoded(asked, draw, rows, missing=MISSING_SHARE, dont_know=DONT_KNOW_SHARE)
    labels = [f"segment_{number}" for number in draw.integers(0, SEGMENTS, rows)]
    matrix = draw.standard_normal(block.values.shape)

    def work() -> dict[str, Moments]:
        return summarise_by(block, labels)

    def floor() -> NDArray[np.float64]:
        product: NDArray[np.float64] = matrix.T @ matrix
        return product

    own = block.values.nbytes
    memory = (own + _most_taken(work)) / own
    floor()
    ratios = []
    for _ in range(1 if quick else REPETITIONS):
        beside = [seconds(floor) for _ in range(CALLS)]
        took = seconds(work)
        beside += [seconds(floor) for _ in range(CALLS)]
        ratios.append(took / median(beside))
    return [
        Figure("moments.vs_blas", median(ratios), "times X'X", 15, Bound.AT_MOST),
        Figure("moments.memory_vs_matrix", memory, "times the values", 2.5, Bound.AT_MOST),
    ]


def _most_taken(work: Callable[[], object]) -> int:
    """Return the most bytes that some work has in use at a time, beside what was there before."""
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak
