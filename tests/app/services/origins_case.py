"""A wave in which simulated customers told where their image comes from and what they tell on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from app.demo.simulation import Comments, Crowd, Former, simulate
from app.models.accounts import Role
from app.models.waves import Segmentation, Wave
from app.services import fold, segment
from app.services.access import Actor
from app.services.field import Tie
from surveys import library
from surveys.formats import definition_yaml
from surveys.questionnaire.items import Answer
from tests.app.services.field_case import actor_of, opened, published
from tests.app.services.figures_case import answers, colleague
from tests.make import NOON

ASKED: Final = library.load("customer_image")
MANY, HIDDEN = 160, 4
NAMES = (
    {"nl": "Klein", "en": "Small"},
    {"nl": "Middel", "en": "Middle"},
    {"nl": "Groot", "en": "Large"},
)
EVERYDAY: Final = Former(own=0.6, heard=0.35, recent=0.6, tone=0.3, weight=1.0, bond=0.1)
STRONG: Final = EVERYDAY.model_copy(update={"bond": 1.2, "hearsay": -0.7})
"""Goes along with the image most, and is judged lower by who only heard of it."""


@cache
def crowd(n: int, rating: float, kind: str) -> Sequence[Mapping[str, Answer]]:
    """Return the answers of n people who all think about as well of everything."""
    subjects = [dimension.code for dimension in ASKED.dimensions]
    outcomes = ("recommendation", "satisfaction", "involvement", "intention")
    formers = {one.code: EVERYDAY for one in ASKED.touchpoints} | {"inside_sales": STRONG}
    people = Crowd(
        n=n,
        ratings=dict.fromkeys((*subjects, *outcomes), rating),
        comments=Comments(positive=("good",), mixed=("fair",), negative=("poor",)),
        shares={
            "word_of_mouth_given": {"no": 2, "positive": 3, "both": 1},
            "word_of_mouth_heard": {"no": 1, "negative": 1},
            "customer_years": {"under_1": 1, "from_10": 1},
        },
        hangs_on={"satisfaction": {"trust": 0.9}},
        importance=dict.fromkeys(subjects, 1.0) | {"price": 20.0},
        formers=formers,
    )
    return simulate(ASKED, people, np.random.default_rng([*kind.encode()]))


@dataclass(frozen=True, slots=True)
class Told:
    """A company with one released wave: two segments that are shown and one that is too small."""

    designer: Actor
    manager: Actor
    wave: Wave
    ids: tuple[int, ...]

    @classmethod
    def found(cls, n: int = MANY) -> "Told":
        """Return a new one; `n` people in each of the two segments that are shown."""
        designer = actor_of()
        version = published(designer, definition_yaml.write(ASKED))
        ids = tuple(segment.add_segment(designer, name, wanted=False).id for name in NAMES)
        wave = opened(
            designer,
            version,
            segmentation=Segmentation.LINK,
            segmentation_item=None,
            ties=tuple(Tie(segment_id=one) for one in ids),
        )
        found = cls(designer, colleague(designer, Role.MANAGER), wave, ids)
        for place, given in enumerate(groups(n)):
            found.answer(given, place)
        found.release()
        return found

    def answer(self, given: Sequence[Mapping[str, Answer]], place: int) -> None:
        """Let people of a segment answer."""
        answers(self.wave.fieldings[0], given, self.ids[place])

    def release(self) -> None:
        """Take in what waits."""
        fold.release(self.designer, self.wave.id, now=NOON)


def groups(n: int = MANY) -> tuple[Sequence[Mapping[str, Answer]], ...]:
    """Return what the people of each segment answered; the last ones are too few, and delighted."""
    return crowd(n, 60.0, "small"), crowd(n, 70.0, "middle"), crowd(HIDDEN, 100.0, "large")
