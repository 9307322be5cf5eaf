"""What forms the image and what goes along with outcomes, with the jackknife, from Moments."""

from functools import reduce
from operator import add
from statistics import median
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench import answers
from bench.figures import Bound, Figure, seconds
from surveys.measurement.origins.formers import formers, formers_columns
from surveys.measurement.origins.outcomes import outcome_columns, outcome_drivers
from surveys.measurement.sums.blocks import MISSING, Block
from surveys.measurement.sums.jackknife import leave_one_out
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments, summarise
from surveys.measurement.sums.shards import shard_summaries
from surveys.questionnaire.experience import CONTACT, CONTACTS, RECENCIES, SOURCES, TONES, Contact
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Outcome

DIMENSIONS, ITEMS_EACH, FORMERS, SEGMENTS = 15, 3, 8, 10
OUTCOMES: Final = (Outcome.SATISFACTION, Outcome.INVOLVEMENT, Outcome.INTENTION)
IN_SEGMENT, ROWS, QUICK_ROWS = 2_000, 1_000_000, 5_000
MISSING_SHARE, DONT_KNOW_SHARE, MET_SHARE = 0.05, 0.02, 0.6
K = 5
REPETITIONS, CALLS = 15, 3
SEED = 1

_KINDS: Final = ("staff", "customers", "owned", "media")
_NUMBERS: Final = np.array(
    [
        [[CONTACTS.index(Contact(way, when, tone)) for tone in TONES] for when in RECENCIES]
        for way in SOURCES
    ]
)
"""The number of a contact by source, recency and tone."""


class Segment(NamedTuple):
    """The sums of one segment, and of it without each shard."""

    group: Moments
    replicates: list[Moments]


def figures(*, quick: bool) -> list[Figure]:
    """Measure 10 segments × 15 dimensions × 8 formers; jackknife 1,000,000 beside X'X."""
    draw = np.random.default_rng(SEED)
    asked = questionnaire()
    segments = [segment(asked, encoded(asked, draw, IN_SEGMENT)) for _ in range(SEGMENTS)]
    times = 1 if quick else REPETITIONS
    measured(asked, segments)
    took = median(seconds(lambda: measured(asked, segments)) for _ in range(times))
    block = encoded(asked, draw, QUICK_ROWS if quick else ROWS)
    ratio = beside_blas(asked, block, times)
    return [
        Figure("formers.ms", 1000 * took, "ms", 100, Bound.AT_MOST),
        Figure("jackknife.vs_blas", ratio, "times X'X", 60, Bound.AT_MOST),
    ]


def measured(asked: Questionnaire, segments: list[Segment]) -> None:
    """Measure the formers of each segment, and the drivers of its outcomes."""
    for group, replicates in segments:
        formers(asked, group, replicates, k=K)
        outcome_drivers(asked, group, replicates)


def beside_blas(asked: Questionnaire, block: Block, times: int) -> float:
    """Return how long a jackknife of the formers takes, in times of one X'X of its columns.

    From the answers on: the sums of the shards, 40 replicates of LMG, their intervals.
    """
    ids, names, group = np.arange(len(block)), formers_columns(asked), summarise(block)
    matrix = block.narrowed(names).values.astype(np.float64)

    def work() -> object:
        shards = shard_summaries(block, ids, names)
        return formers(asked, group, leave_one_out(shards, reduce(add, shards)), k=K)

    def floor() -> NDArray[np.float64]:
        product: NDArray[np.float64] = matrix.T @ matrix
        return product

    floor()
    ratios = []
    for _ in range(times):
        beside = [seconds(floor) for _ in range(CALLS)]
        took = seconds(work)
        beside += [seconds(floor) for _ in range(CALLS)]
        ratios.append(took / median(beside))
    return median(ratios)


def segment(asked: Questionnaire, block: Block) -> Segment:
    """Return the sums of a block, of all its columns, and the replicates of what needs them."""
    names = formers_columns(asked) | outcome_columns(asked)
    shards = shard_summaries(block, np.arange(len(block)), names)
    return Segment(summarise(block), leave_one_out(shards, reduce(add, shards)))


def questionnaire() -> Questionnaire:
    """Return a questionnaire about dimensions, image formers and outcomes."""
    plain = answers.questionnaire(DIMENSIONS, ITEMS_EACH).model_dump(mode="json", exclude_none=True)
    codes = [f"former_{number}" for number in range(FORMERS)]
    named = [(code, {"en": code}) for code in codes]
    plain["touchpoints"] = [
        {"code": code, "name": name, "kind": _KINDS[place % len(_KINDS)], "steerability": "direct"}
        for place, (code, name) in enumerate(named)
    ]
    plain["pages"][0]["items"] += [
        *(
            {"code": code, "type": "experience", "text": name, "measures": {"touchpoint": code}}
            for code, name in named
        ),
        {"code": "recommend", "type": "nps", "text": {"en": "?"}}
        | {"measures": {"outcome": Outcome.RECOMMENDATION}},
        *(
            {"code": outcome, "type": "likert", "scale": "agree", "text": {"en": "?"}}
            | {"measures": {"outcome": outcome}}
            for outcome in OUTCOMES
        ),
    ]
    return Questionnaire.model_validate(plain)


def encoded(asked: Questionnaire, draw: np.random.Generator, rows: int) -> Block:
    """Return answers: dimensions and outcomes that go together, and what was met of each former."""
    plain = answers.encoded(
        answers.questionnaire(DIMENSIONS + 1, ITEMS_EACH),
        draw,
        rows,
        missing=MISSING_SHARE,
        dont_know=DONT_KNOW_SHARE,
    )
    layout = Layout.of(asked)
    values = np.full((rows, len(layout.names)), MISSING, dtype=np.int32)
    for name in plain.layout.names:
        if name in layout.places:
            values[:, layout.places[name]] = plain.values[:, plain.layout.places[name]]
    spare = [f"dimension_{DIMENSIONS}_{number}" for number in range(ITEMS_EACH)]
    for outcome, name in zip(OUTCOMES, spare, strict=True):
        values[:, layout.places[outcome]] = plain.values[:, plain.layout.places[name]]
    values[:, layout.places["recommend"]] = draw.integers(0, 11, rows)
    for touchpoint in asked.touchpoints:
        for part, column in _met(draw, rows).items():
            values[:, layout.places[f"{touchpoint.code}.{part}"]] = column
    return Block(layout, values)


def _met(draw: np.random.Generator, rows: int) -> dict[str, NDArray[Any]]:
    """Return what is told of one former, by part."""
    met = draw.random(rows) < MET_SHARE
    source, recency = draw.integers(0, 2, (2, rows))
    tone, weight = draw.integers(0, len(TONES), rows), draw.integers(0, 3, rows)
    told = {
        "source": source,
        "recency": recency,
        "tone": tone + TONES[0],
        "weight": weight,
        CONTACT: _NUMBERS[source, recency, tone],
    }
    return {"met": met} | {part: np.where(met, column, MISSING) for part, column in told.items()}
