"""Simulated respondents: one general attitude, one per dimension, and chance.

Each person has a general attitude g and an attitude per dimension f, both standard normal. A rating
is the mean of its profile plus GENERAL·g + SPECIFIC·f + CHANCE·e points of 100, put on the answer
scale; the mean is first moved so that rounding and the ends of the scale leave it where it was
meant to be. Two such items share about two thirds of their variance: an alpha of about .8. What is
no dimension, such as satisfaction, has for its f a mixture of those of the dimensions that it hangs
on and of one of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from scipy.special import ndtr

from surveys.questionnaire.experience import RECENCIES, SOURCES, Experience
from surveys.questionnaire.item_types import (
    AnyItem,
    Likert,
    LongText,
    Nps,
    Ranking,
    SingleChoice,
)
from surveys.questionnaire.items import DONT_KNOW, Answer
from surveys.questionnaire.model import Questionnaire

GENERAL: Final = 10.0
SPECIFIC: Final = 13.0
CHANCE: Final = 10.0
SPREAD: Final = float(np.hypot(np.hypot(GENERAL, SPECIFIC), CHANCE))
"""Standard deviation of a rating before it is put on the scale, in points of 100."""

FEW: Final = 0.02
"""The share that answers 'don't know' where nothing else is said, and that skips an item."""

WRITERS: Final = 0.3
"""The share that answers an open item."""

Floats = NDArray[np.float64]
Column = list[Answer | None]


class Former(BaseModel):
    """What people had with one image former: shares, and means of tone and weight.

    `bond` is how far the tone goes up with each unit of the general attitude; `hearsay` and `past`
    are added where the former was not met oneself, or longer ago. All in points of the tone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    own: float
    heard: float
    recent: float
    tone: float
    weight: float
    bond: float
    hearsay: float = 0.0
    past: float = 0.0


class Comments(BaseModel):
    """Open answers, by how well the writer thinks of the organisation."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    positive: tuple[str, ...]
    mixed: tuple[str, ...]
    negative: tuple[str, ...]

    def beside(self, others: "Comments") -> "Comments":
        """Return these and other ones, of each kind together."""
        return Comments(
            positive=self.positive + others.positive,
            mixed=self.mixed + others.mixed,
            negative=self.negative + others.negative,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """People of one kind: how many, and what they think, by what items measure.

    `ratings` holds the mean, 0-100, by dimension and by outcome; `shares` the weights of options
    by outcome or attribute. `hangs_on` has for an outcome the correlations of its f with those of
    dimensions; their squares sum to 1 at most. Whoever is `thorough` skips nothing and knows
    everything.
    """

    n: int
    ratings: Mapping[str, float]
    comments: Comments
    shares: Mapping[str, Mapping[str, float]]
    hangs_on: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    importance: Mapping[str, float] = field(default_factory=dict)
    formers: Mapping[str, Former] = field(default_factory=dict)
    unaware: Mapping[str, float] = field(default_factory=dict)
    thorough: bool = False


def simulate(
    questionnaire: Questionnaire, crowd: Crowd, rng: np.random.Generator
) -> list[dict[str, Answer]]:
    """Return the answers of each person of a crowd, by item code; one skipped has no key.

    The same generator state gives the same answers.
    """
    people = _People(questionnaire, crowd, rng)
    columns = {item.code: people.answers(item) for item in questionnaire.items()}
    return [
        {code: answer for code, column in columns.items() if (answer := column[person]) is not None}
        for person in range(crowd.n)
    ]


class _People:
    """The persons of one crowd, with their attitudes."""

    def __init__(
        self, questionnaire: Questionnaire, crowd: Crowd, rng: np.random.Generator
    ) -> None:
        self.questionnaire = questionnaire
        self.crowd = crowd
        self.rng = rng
        self.attitude = rng.standard_normal(crowd.n)
        self.leanings = {
            dimension.code: rng.standard_normal(crowd.n) for dimension in questionnaire.dimensions
        }
        self.shows_formers = self._chance(1.0 if crowd.thorough else 1 - FEW)

    def answers(self, item: AnyItem) -> Column:
        """Return everybody's answer to one item; None is one skipped, or of another kind."""
        column: Column = [None] * self.crowd.n
        match item:
            case Likert() | Nps():
                column = self._ratings(item)
            case SingleChoice():
                column = self._choices(item)
            case Ranking():
                column = self._rankings(item)
            case Experience():
                column = self._experiences(item)
            case LongText():
                column = self._comments()
            case _:
                pass
        return column

    def _ratings(self, item: Likert | Nps) -> Column:
        subject = _subject(item)
        own = self._normal()
        leaning = self.leanings[subject] if subject in self.leanings else self._mixed(subject, own)
        noise = GENERAL * self.attitude + SPECIFIC * leaning + CHANCE * self._normal()
        low, high, dont_know = self._scale(item)
        points = _on_scale(self.crowd.ratings[subject], noise, low, high)
        reverse = isinstance(item, Likert) and item.reverse
        column: Column = [int(low + high - point if reverse else point) for point in points]
        if dont_know and not self.crowd.thorough:
            unaware = self._chance(self.crowd.unaware.get(subject, FEW))
            column = [
                DONT_KNOW if unknown else point
                for unknown, point in zip(unaware, column, strict=True)
            ]
        return self._with_skips(column)

    def _mixed(self, outcome: str, own: Floats) -> Floats:
        """Return the leanings towards what is no dimension, standard normal like all others."""
        parts = self.crowd.hangs_on.get(outcome, {})
        left = 1 - sum(part**2 for part in parts.values())
        mixed: Floats = np.sqrt(left) * own
        for dimension, part in parts.items():
            mixed += part * self.leanings[dimension]
        return mixed

    def _scale(self, item: Likert | Nps) -> tuple[int, int, bool]:
        """Return the ends of an item's scale, and whether it takes 'don't know'."""
        if isinstance(item, Nps):
            return 0, 10, item.dont_know is not None
        scale = self.questionnaire.scale_by_code[item.scale]
        return scale.low, scale.high, scale.dont_know is not None

    def _choices(self, item: SingleChoice) -> Column:
        shares = self.crowd.shares[_subject(item)]
        weights = np.array([shares.get(code, 0.0) for code in item.option_codes])
        chosen = self.rng.choice(len(weights), size=self.crowd.n, p=weights / weights.sum())
        return self._with_skips([item.option_codes[place] for place in chosen])

    def _rankings(self, item: Ranking) -> Column:
        """Rank by weight and a Gumbel draw: Plackett and Luce's model."""
        weights = np.array([self.crowd.importance[code] for code in item.option_codes])
        draws = np.log(weights) + self.rng.gumbel(size=(self.crowd.n, len(weights)))
        order = np.argsort(-draws, axis=1)[:, : item.most]
        lengths = self.rng.choice([1, 2, item.most], size=self.crowd.n, p=[0.06, 0.09, 0.85])
        return self._with_skips(
            [
                [item.option_codes[place] for place in places[:length]]
                for places, length in zip(order, lengths, strict=True)
            ]
        )

    def _experiences(self, item: Experience) -> Column:
        former = self.crowd.formers[_subject(item)]
        draw = self.rng.random(self.crowd.n)
        sources = np.where(draw < former.own, 0, 1)
        recencies = np.where(self._chance(former.recent), 0, 1)
        tone = former.tone + former.hearsay * sources + former.past * recencies
        tones = np.clip(np.rint(tone + former.bond * self.attitude + 0.8 * self._normal()), -2, 2)
        weights = self.rng.binomial(2, former.weight / 2, size=self.crowd.n)
        judged = self._chance(1 - FEW)
        met = draw < former.own + former.heard
        column: Column = []
        for person in range(self.crowd.n):
            if not self.shows_formers[person]:
                column.append(None)
            elif not met[person]:
                column.append({"met": 0})
            else:
                column.append(
                    {
                        "met": 1,
                        "source": SOURCES[sources[person]],
                        "recency": RECENCIES[recencies[person]],
                        **({"tone": int(tones[person])} if judged[person] else {}),
                        "weight": int(weights[person]),
                    }
                )
        return column

    def _comments(self) -> Column:
        comments = self.crowd.comments
        writes = self._chance(WRITERS)
        luck = self.rng.random(self.crowd.n)
        column: Column = []
        for person, attitude in enumerate(self.attitude):
            kind = comments.mixed
            if abs(attitude) > 0.4:
                kind = comments.positive if attitude > 0 else comments.negative
            column.append(kind[int(luck[person] * len(kind))] if writes[person] else None)
        return column

    def _with_skips(self, column: Column) -> Column:
        skips = self._chance(0.0 if self.crowd.thorough else FEW)
        return [None if skipped else answer for skipped, answer in zip(skips, column, strict=True)]

    def _chance(self, share: float) -> NDArray[np.bool_]:
        return self.rng.random(self.crowd.n) < share

    def _normal(self) -> Floats:
        return self.rng.standard_normal(self.crowd.n)


def _subject(item: AnyItem) -> str:
    """Return the code of what an item measures."""
    measures = item.measures
    if measures is None:
        return ""
    return measures.dimension or measures.outcome or measures.attribute or measures.touchpoint or ""


def _on_scale(mean: float, noise: Floats, low: int, high: int) -> NDArray[np.intp]:
    """Put ratings with this mean and this noise, both of 100, on the points of a scale.

    The expected point of a normal z is low + Σ P(z >= v - 1/2) over v = low + 1 … high; the mean of
    z is the one at which that equals the mean that was asked for.
    """
    unit = (high - low) / 100
    centres = np.linspace(2 * low - high, 2 * high - low, 601)
    steps = np.arange(low + 1, high + 1) - 0.5
    expected = low + ndtr((centres[:, None] - steps) / (SPREAD * unit)).sum(axis=1)
    centre = np.interp(low + mean * unit, expected, centres)
    return np.clip(np.rint(centre + noise * unit), low, high).astype(np.intp)
