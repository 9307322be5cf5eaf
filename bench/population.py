"""A population of which everything is known, and samples of the people in it who answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, product
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from surveys.measurement.sums.blocks import Block, encode
from surveys.measurement.sums.moments import Moments, summarise, summarise_by
from surveys.measurement.weights.raking import Cell, Margin, Raking, rake
from surveys.measurement.weights.weighted import Weighted
from surveys.questionnaire.model import Questionnaire

POINTS: Final = 7
SKIPPED: Final = 0.05
RECOMMENDATION: Final = "recommend"

COLUMNS: Final = ("region", "age")
CELLS: Final = (*product(("north", "south"), ("young", "old")),)
SHARES: Final = (0.3, 0.3, 0.2, 0.2)
"""Of the population in each cell."""
PLEASED: Final = (-0.4, 0.0, -0.9, -0.5)
"""By how many points of 1-7 a cell judges the company otherwise: the south and the young lower."""

Rows = NDArray[np.intp]
Vector = NDArray[np.float64]


class Rates(NamedTuple):
    """How often the south answers beside the north, and the young beside the old."""

    south: float = 0.6
    young: float = 0.6

    def of_cells(self) -> dict[Cell, float]:
        """Return how often each cell answers, beside the cell that does so most."""
        return {
            (region, age): (self.south if region == "south" else 1.0)
            * (self.young if age == "young" else 1.0)
            for region, age in CELLS
        }


ALL_ALIKE: Final = Rates(1, 1)
UNLIKE: Final = Rates()


class Raked(NamedTuple):
    """A sample with the make-up of its population."""

    raking: Raking
    cells: dict[Cell, Moments]
    summary: Weighted


@dataclass(frozen=True)
class Population:
    """People with their answers. Drawing with replacement makes it infinite: its means are true."""

    questionnaire: Questionnaire
    block: Block
    cells: Sequence[Cell]
    """Of each person."""

    @cached_property
    def everybody(self) -> Moments:
        """Return the sums over all people."""
        return summarise(self.block)

    @cached_property
    def margins(self) -> list[Margin]:
        """Return how many people each region and each age has: what is known from elsewhere."""
        return [
            Margin((column,), {(level,): parts.count(level) for level in set(parts)})
            for column, parts in zip(COLUMNS, zip(*self.cells, strict=True), strict=True)
        ]

    def samples(
        self, draw: np.random.Generator, n: int, many: int, rates: Rates = ALL_ALIKE
    ) -> Iterator[Rows]:
        """Draw n people so many times; who answers less often comes less often."""
        of_cells = rates.of_cells()
        rate = np.array([of_cells[cell] for cell in self.cells])
        yield from draw.choice(len(rate), (many, n), p=rate / rate.sum())

    def summary(self, rows: Rows) -> Moments:
        """Return the sums over some people."""
        return summarise(self.block.take(rows))

    def raked(self, rows: Rows) -> Raked:
        """Return the sums over some people, raked to the margins."""
        labels = [self.cells[row] for row in rows]
        cells = summarise_by(self.block.take(rows), labels)
        raking = rake(COLUMNS, {cell: of.n for cell, of in cells.items()}, self.margins)
        return Raked(raking, cells, Weighted.of_cells(self.block.layout, cells, raking.weights))


class Shape(NamedTuple):
    """What is asked: so many dimensions, each by items on its image and on what is wished."""

    dimensions: int = 1
    image: int = 4
    wish: int = 4


ONE_DIMENSION: Final = Shape()


def population(
    draw: np.random.Generator,
    shape: Shape = ONE_DIMENSION,
    people: int = 4_000,
    *,
    better: float = 0.0,
    spread: float = 1.0,
) -> Population:
    """Return people with answers as they occur: skewed, cut at the ends, now and then skipped.

    Args:
        draw: where chance comes from.
        shape: what they are asked.
        people: how many there are.
        better: by how many points of 1-7 all judge the company better than others do.
        spread: how far they lie apart, beside others.
    """
    asked = questionnaire(shape)
    of_person = draw.choice(len(CELLS), people, p=SHARES)
    leaning = (
        better
        + np.array(PLEASED)[of_person, None]
        + spread
        * (draw.normal(0, 0.6, (people, 1)) + draw.normal(0, 0.8, (people, shape.dimensions)))
    )
    parts = [
        *chain.from_iterable(
            (_rated(draw, 5 + each, shape.image), _rated(draw, 5.8 + each / 2, shape.wish))
            for each in leaning.T
        ),
        np.rint(7.4 + 1.3 * leaning[:, :1] + draw.normal(0, 1.2, (people, 1))).clip(0, 10),
    ]
    answers = np.hstack(parts).astype(int)
    is_answered = draw.random(answers.shape) >= SKIPPED
    codes = [*asked.item_by_code]
    responses = [
        {code: value for code, value, there in zip(codes, row, given, strict=True) if there}
        for row, given in zip(answers.tolist(), is_answered.tolist(), strict=True)
    ]
    return Population(asked, encode(asked, responses), [CELLS[cell] for cell in of_person])


def questionnaire(shape: Shape) -> Questionnaire:
    """Return a questionnaire on 1-7, the last item of each facet reversed, and recommendation."""
    dimensions = [f"dimension_{number}" for number in range(shape.dimensions)]
    items = [
        {
            "code": f"{code}_{facet}_{number}",
            "type": "likert",
            "scale": "agree",
            "text": {"en": code},
            "reverse": number == many - 1,
            "measures": {"dimension": code, "facet": facet},
        }
        for code in dimensions
        for facet, many in (("image", shape.image), ("wish", shape.wish))
        for number in range(many)
    ]
    items.append({"code": RECOMMENDATION, "type": "nps", "text": {"en": "Recommend?"}})
    points = [{"value": value, "text": {"en": str(value)}} for value in range(1, POINTS + 1)]
    return Questionnaire.model_validate(
        {
            "code": "population",
            "title": {"en": "Population"},
            "languages": ["en"],
            "dimensions": [{"code": code, "name": {"en": code}} for code in dimensions],
            "scales": [{"code": "agree", "points": points}],
            "pages": [{"code": "page", "title": {"en": "Page"}, "items": items}],
        }
    )


def _rated(draw: np.random.Generator, leaning: Vector, items: int) -> Vector:
    """Return answers to items, one easier to agree with than the other; the last is reversed."""
    easier = np.linspace(-0.8, 0.8, items)
    points = np.rint(leaning[:, None] + easier + draw.normal(0, 0.9, (len(leaning), items)))
    rated: Vector = points.clip(1, POINTS)
    rated[:, -1:] = POINTS + 1 - rated[:, -1:]
    return rated
