"""Builders of answers about image formers, with a truth that is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surveys.measurement.sums.blocks import MISSING, Block
from surveys.measurement.sums.jackknife import leave_one_out
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments
from surveys.measurement.sums.shards import shard_summaries
from surveys.questionnaire.experience import CONTACT, CONTACTS, RECENCIES, SOURCES, Contact
from surveys.questionnaire.model import Questionnaire
from tests.surveys.measurement.make import likert, questionnaire

FloatArray = NDArray[np.float64]

KINDS = {
    "staff": "direct",
    "customers": "indirect",
    "owned": "direct",
    "media": "none",
    "other": "none",
}
"""A former of each kind, and how far it can be steered."""

DIMENSIONS = ("price", "service", "trust")


def asked(formers: Mapping[str, str], *more: Mapping[str, Any]) -> Questionnaire:
    """Ask about image formers, each of a kind; about three dimensions, and recommendation."""
    items = [
        *(likert(f"{code}_{n}", code) for code in DIMENSIONS for n in (1, 2)),
        *(experience(code) for code in formers),
        {"code": "recommend", "type": "nps", "text": {"nl": "?"}}
        | {"measures": {"outcome": "recommendation"}},
        *more,
    ]
    touchpoints = [
        {"code": code, "name": {"nl": code}, "kind": kind, "steerability": KINDS[kind]}
        for code, kind in formers.items()
    ]
    return questionnaire(*items, touchpoints=touchpoints)


def experience(code: str) -> dict[str, Any]:
    measures = {"touchpoint": code}
    return {"code": f"tp_{code}", "type": "experience", "text": {"nl": code}, "measures": measures}


def block_of(asked: Questionnaire, columns: Mapping[str, Any]) -> Block:
    """Encode columns as they are; the columns that are not given hold nothing."""
    layout = Layout.of(asked)
    n = len(next(iter(columns.values())))
    values = np.full((n, len(layout.names)), MISSING, dtype=np.int32)
    for name, column in columns.items():
        values[:, layout.places[name]] = column
    return Block(layout, values)


def replicates_of(block: Block, names: frozenset[str]) -> list[Moments]:
    shards = shard_summaries(block, np.arange(len(block)), names)
    return leave_one_out(shards, reduce(add, shards))


@dataclass(frozen=True)
class Truth:
    """What people really think: how much the tone of each former tells in the image.

    `reach` is the share that meets each; `lure` how much more likely those meet it who see the
    company well.
    """

    weights: Mapping[str, float]
    reach: Mapping[str, float]
    lure: Mapping[str, float]
    noise: float = 1.0


def simulated(asked: Questionnaire, draw: np.random.Generator, n: int, truth: Truth) -> Block:
    """Return answers of n people: tones of formers, and an image that goes along with them."""
    tones = {code: draw.normal(0, 1, n) for code in truth.weights}
    image = draw.normal(0, truth.noise, n)
    for code, w in truth.weights.items():
        image += w * tones[code]
    columns: dict[str, Any] = {}
    for code, tone in tones.items():
        chance = truth.reach[code] + truth.lure.get(code, 0.0) * np.tanh(image)
        met = draw.random(n) < chance
        source, recency = draw.integers(0, 2, (2, n))
        said = np.rint(tone).clip(-2, 2).astype(int)
        columns |= met_columns(code, met, source, recency, said)
    layout = Layout.of(asked)
    for score in layout.scores:
        seen = image + draw.normal(0, 1, n)
        columns[score.name] = np.rint((seen + 4) / 8 * score.steps).clip(0, score.steps)
    columns["recommend"] = np.rint(6 + 2 * image + draw.normal(0, 1, n)).clip(0, 10)
    return block_of(asked, columns)


def met_columns(
    code: str, met: Any, source: Any, recency: Any, tone: Any
) -> dict[str, NDArray[np.int64]]:
    """Return the columns of one former; 0 and 1 for source and recency, −1 for not said."""
    numbers = [
        CONTACTS.index(Contact(*_words(one, other), int(how)))
        for one, other, how in zip(source, recency, tone, strict=True)
    ]
    parts = {"source": source, "recency": recency, "tone": tone, CONTACT: numbers}
    columns = {
        f"tp_{code}.{part}": np.where(np.asarray(met), np.asarray(values), MISSING)
        for part, values in parts.items()
    }
    for part in ("source", "recency"):
        columns[f"tp_{code}.{part}"][np.asarray(columns[f"tp_{code}.{part}"]) == -1] = MISSING
    return columns | {f"tp_{code}.met": np.asarray(met).astype(int)}


def _words(source: int, recency: int) -> tuple[str | None, str | None]:
    return (SOURCES[source] if source >= 0 else None, RECENCIES[recency] if recency >= 0 else None)


def of_each_kind(value: float) -> dict[str, float]:
    return dict.fromkeys(KINDS, value)


def kinds() -> dict[str, str]:
    return {kind: kind for kind in KINDS}
