"""All figures of a dashboard, from what is stored of a wave: of many people and of few."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add
from statistics import median

import numpy as np

from app.services.released import Released
from bench import answers
from bench.figures import Bound, Figure, seconds
from surveys.measurement.image.profiles import Profiles, Target
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments, summarise
from surveys.measurement.wave.figures import Measurement
from surveys.measurement.wave.measure import measure
from surveys.questionnaire.model import Questionnaire

DIMENSIONS, ITEMS_EACH, SEGMENTS, RELEASES = 15, 3, 10, 3
MISSING_SHARE, DONT_KNOW_SHARE = 0.05, 0.02
MANY, FEW, QUICK_MANY = 1_000_000, 10_000, 20_000
EMPLOYEES = 600
K, K_EMPLOYEES = 5, 8
REPETITIONS = 15
SEED = 1


@dataclass(frozen=True, slots=True)
class Wave:
    """What is stored of a wave, and what management set."""

    customers: Released
    employees: Released
    profiles: Profiles

    def figures(self) -> Measurement:
        """Read what is stored, leave out what may not be shown and measure the rest."""
        cells: Mapping[str, Moments] = {
            code: moments for code, moments in self.customers.moments().items() if code is not None
        }
        employees = reduce(add, self.employees.moments().values())
        asked = self.customers.definition
        return measure(asked, cells, profiles=self.profiles, employees=employees)


def figures(*, quick: bool) -> list[Figure]:
    """Measure 10 segments × 15 dimensions of 1,000,000 responses beside those of 10,000."""
    draw = np.random.default_rng(SEED)
    asked = answers.questionnaire(DIMENSIONS, ITEMS_EACH)
    many = _wave(asked, draw, QUICK_MANY if quick else MANY)
    few = _wave(asked, draw, FEW)
    many.figures(), few.figures()
    took, ratios = [], []
    for _ in range(1 if quick else REPETITIONS):
        took.append(seconds(many.figures))
        ratios.append(took[-1] / seconds(few.figures))
    return [
        Figure("query.1m_vs_10k", median(ratios), "times that of 10,000", 1.5, Bound.AT_MOST),
        Figure("query.ms", 1000 * median(took), "ms", 100, Bound.AT_MOST),
    ]


def _wave(asked: Questionnaire, draw: np.random.Generator, rows: int) -> Wave:
    codes = [f"segment_{number}" for number in range(SEGMENTS)]
    each = rows // SEGMENTS // RELEASES
    dimensions = [dimension.code for dimension in asked.dimensions]
    wish = {code: Target(65.0) for code in dimensions}
    return Wave(
        Released(asked, "", K, tuple((code, _summaries(asked, draw, each)) for code in codes)),
        Released(asked, "", K_EMPLOYEES, ((None, _summaries(asked, draw, EMPLOYEES // RELEASES)),)),
        Profiles({code: Target(70.0) for code in dimensions}, dict.fromkeys(codes, wish)),
    )


def _summaries(asked: Questionnaire, draw: np.random.Generator, each: int) -> tuple[bytes, ...]:
    """Return the summary of a cell as of each release, with so many responses more each time."""
    moments = Moments.empty(Layout.of(asked))
    stored = []
    for _ in range(RELEASES):
        block = answers.encoded(asked, draw, each, missing=MISSING_SHARE, dont_know=DONT_KNOW_SHARE)
        moments += summarise(block)
        stored.append(moments.to_bytes())
    return tuple(stored)
