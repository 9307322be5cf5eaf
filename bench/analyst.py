"""The figures of a wave, beside those that an analyst makes with pandas and SciPy."""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.integrate import IntegrationWarning

from bench import answers, tables
from bench.figures import Bound, Figure, seconds
from surveys.measurement.image.gaps import Gap, GapName
from surveys.measurement.image.profiles import Profiles, Target
from surveys.measurement.inference.estimates import Estimate
from surveys.measurement.inference.multiplicity import Pair
from surveys.measurement.sums.blocks import Block
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import summarise, summarise_by
from surveys.measurement.wave.figures import Across, DimensionFigures, ItemFigures, Measurement
from surveys.measurement.wave.measure import measure
from surveys.questionnaire.model import Questionnaire

DIMENSIONS, ITEMS_EACH, SEGMENTS = 8, 5, 8
MISSING_SHARE = 0.05
ROWS, QUICK_ROWS, EMPLOYEES = 100_000, 4_000, 600
AIMS: Final = {"mission": 70.0, "wish": 65.0}
REPETITIONS = 5
CALLS = 3  # of ours, on either side of each of theirs
CLOSE = 1e-8
SEED = 1

Row = dict[str, float | None]
Key = str | tuple[str, ...]


class OtherFiguresError(Exception):
    """The two sides do not find the same: their times cannot be compared."""


@dataclass(frozen=True, slots=True)
class Wave:
    """Who answered what: the items as encoded, and the same as tables."""

    asked: Questionnaire
    customers: NDArray[np.int32]
    employees: NDArray[np.int32]
    segments: list[str]

    def ours(self) -> Measurement:
        """Return the figures as we make them."""
        layout = Layout.of(self.asked)
        codes = [dimension.code for dimension in self.asked.dimensions]
        wish = {code: Target(AIMS["wish"]) for code in codes}
        return measure(
            self.asked,
            summarise_by(answers.scored(layout, self.customers), self.segments),
            profiles=Profiles(
                {code: Target(AIMS["mission"]) for code in codes},
                dict.fromkeys(self.segments, wish),
            ),
            employees=summarise(answers.scored(layout, self.employees)),
        )


def figures(*, quick: bool) -> list[Figure]:
    """Measure figures of 100,000 × 40 answers in 8 segments, and let an analyst make them."""
    wave = _wave(QUICK_ROWS if quick else ROWS)
    layout = Layout.of(wave.asked)
    items = {score.dimension: score.items for score in layout.scores}
    customers, employees = (_table(layout, of) for of in (wave.customers, wave.employees))
    segment = pd.Series(pd.Categorical(wave.segments, list(dict.fromkeys(wave.segments))))

    def theirs() -> tables.Tables:
        with warnings.catch_warnings():
            # tukey_hsd integrates numerically, and says so where it is not sure of the last digits
            warnings.simplefilter("ignore", IntegrationWarning)
            return tables.tables(customers, segment, employees, items, AIMS)

    _require_same(theirs(), _as_tables(wave.ours()))
    ratios = []
    for _ in range(1 if quick else REPETITIONS):
        beside = [seconds(wave.ours) for _ in range(CALLS)]
        took = seconds(theirs)
        beside += [seconds(wave.ours) for _ in range(CALLS)]
        ratios.append(took / median(beside))
    return [Figure("measure.vs_pandas", median(ratios), "times faster", 10, Bound.AT_LEAST)]


def _wave(rows: int) -> Wave:
    draw = np.random.default_rng(SEED)
    asked = answers.questionnaire(DIMENSIONS, ITEMS_EACH)
    blocks = [answers.encoded(asked, draw, n, missing=MISSING_SHARE) for n in (rows, EMPLOYEES)]
    customers, employees = (np.array(_items(block)) for block in blocks)
    segments = [f"segment_{number}" for number in draw.integers(0, SEGMENTS, rows)]
    return Wave(asked, customers, employees, segments)


def _items(block: Block) -> NDArray[np.int32]:
    return block.values[:, : len(block.layout.columns)]


def _table(layout: Layout, items: NDArray[np.int32]) -> pd.DataFrame:
    """Return answers as pandas reads them from a file: numbers, NaN where there is none."""
    numbers = np.where(items < np.array(layout.lows[: items.shape[1]]), np.nan, items)
    return pd.DataFrame(numbers, columns=[column.name for column in layout.columns])


def _require_same(theirs: tables.Tables, ours: tables.Tables) -> None:
    """Refuse to compare times of figures that differ."""
    for name, table in theirs.items():
        own = ours[name].loc[table.index, table.columns].astype(float)
        same = np.isclose(own, table.astype(float), rtol=CLOSE, atol=CLOSE, equal_nan=True)
        if not same.all():
            row, column = np.argwhere(~same)[0]
            raise OtherFiguresError(name, table.index[row], table.columns[column])


def _as_tables(found: Measurement) -> tables.Tables:
    """Return our figures in the form of theirs."""
    groups = {tables.ALL: found.total, **found.segments}
    dimensions = {
        (group, code): of for group, own in groups.items() for code, of in own.dimensions.items()
    }
    return {
        "dimension": _frame((key, _dimension(of)) for key, of in dimensions.items()),
        "item": _frame(
            ((group, item), _item(of))
            for (group, _), dimension in dimensions.items()
            if dimension.scale
            for item, of in dimension.scale.items.items()
        ),
        "gap": _frame(
            # the lived mission is the same in every segment
            ((name.value, tables.ALL if name is GapName.LIVED_MISSION else group, code), _gap(of))
            for (group, code), dimension in dimensions.items()
            for name, of in dimension.gaps.items()
        ),
        "pair": _frame(
            ((code, pair.first, pair.second), _pair(pair))
            for code, of in found.across.items()
            if of.among
            for pair in of.among.pairs
        ),
        "among": _frame((code, _among(of)) for code, of in found.across.items()),
    }


def _frame(rows: Iterable[tuple[Key, Row]]) -> pd.DataFrame:
    return pd.DataFrame.from_dict(dict(rows), orient="index")


def _dimension(of: DimensionFigures) -> Row:
    reliability = {}
    if of.scale and of.scale.alpha_interval:
        low, high = of.scale.alpha_interval
        reliability = {"alpha": of.alpha, "alpha_low": low, "alpha_high": high}
    return _mean(of.external) | reliability | {"sd": of.spread.sd if of.spread else None}


def _item(of: ItemFigures) -> Row:
    top: Row = {}
    if of.top_box:
        top = {"top": of.top_box.mean, "top_low": of.top_box.low, "top_high": of.top_box.high}
    fit = {"sd": of.sd, "rest": of.rest, "alpha_without": of.alpha_without}
    return _mean(of.mean) | top | fit


def _mean(of: Estimate) -> Row:
    return {"n": of.n, "mean": of.mean, "se": of.se, "low": of.low, "high": of.high}


def _gap(of: Gap) -> Row:
    names = ("difference", "se", "df", "effect", "low", "high", "p", "tost_p")
    adjusted = ("p_adjusted", "tost_p_adjusted", "p_screened")
    return {name: getattr(of, name) for name in (*names, *adjusted)} | {
        "rank_p": of.ranks.p if of.ranks else None
    }


def _pair(of: Pair) -> Row:
    test = {name: getattr(of.difference, name) for name in ("difference", "se", "df")}
    interval = {name: getattr(of.difference, name) for name in ("low", "high", "p")}
    adjusted = {name: getattr(of, name) for name in ("p_holm", "p_bh", "p_by", "p_games_howell")}
    return test | interval | adjusted


def _among(of: Across) -> Row:
    welch = of.among.welch if of.among else None
    return {
        "f": welch.f if welch else None,
        "p": welch.p if welch else None,
        "rank_p": of.rank_p,
    }
