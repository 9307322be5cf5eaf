"""Answer scales: ordered points with a word each, and what an item measures."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from surveys.questionnaire.texts import Code, Frozen, Text

MOST_ITEMS: Final = 16
"""More items than this for one dimension and facet make scores too fine for exact sums."""


class Point(Frozen):
    """One point of a scale: its value and its word."""

    value: Annotated[StrictInt, Field(ge=-100, le=100)]
    text: Text


class Scale(Frozen):
    """An answer scale: its points from low to high, and the word for 'don't know', if offered."""

    code: Code
    points: tuple[Point, ...]
    dont_know: Text | None = None

    @property
    def low(self) -> int:
        """Return the lowest value."""
        return min((point.value for point in self.points), default=0)

    @property
    def high(self) -> int:
        """Return the highest value."""
        return max((point.value for point in self.points), default=0)

    @property
    def values(self) -> tuple[int, ...]:
        """Return the values in order."""
        return tuple(point.value for point in self.points)


class Direction(StrEnum):
    """Whether more of a dimension is better, or the target itself is best."""

    MORE_IS_BETTER = "more_is_better"
    TARGET_IS_BEST = "target_is_best"


class Dimension(Frozen):
    """An aspect on which identity and image are both judged."""

    code: Code
    name: Text
    direction: Direction = Direction.MORE_IS_BETTER


class TouchpointKind(StrEnum):
    """Who or what forms the image."""

    OWNED = "owned"
    STAFF = "staff"
    CUSTOMERS = "customers"
    MEDIA = "media"
    OTHER = "other"


class Steerability(StrEnum):
    """How far the company itself can steer an image former."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    NONE = "none"


class Touchpoint(Frozen):
    """An image former: an actor or channel that forms the image."""

    code: Code
    name: Text
    kind: TouchpointKind
    steerability: Steerability


class Facet(StrEnum):
    """Which side of a dimension an item asks."""

    IMAGE = "image"
    SELF = "self"
    IMPORTANCE = "importance"
    WISH = "wish"


class Outcome(StrEnum):
    """What a good image is to lead to, or an overall judgement."""

    RECOMMENDATION = "recommendation"
    SATISFACTION = "satisfaction"
    LOYALTY = "loyalty"
    INTENTION = "intention"
    INVOLVEMENT = "involvement"
    OVERALL = "overall"
    SWITCHING_COSTS = "switching_costs"
    WORD_OF_MOUTH_GIVEN = "word_of_mouth_given"
    WORD_OF_MOUTH_HEARD = "word_of_mouth_heard"


_NOT_ONE_THING = PydanticCustomError(
    "measures.not_one_thing",
    "names one of: dimension (with facet), touchpoint, outcome, attribute",
)
_FACET_WITHOUT_DIMENSION = PydanticCustomError(
    "measures.facet_without_dimension", "a dimension needs a facet, and only a dimension has one"
)


class Measures(Frozen):
    """What an item measures: a dimension's facet, a touchpoint, an outcome or an attribute."""

    dimension: Code | None = None
    facet: Facet | None = None
    touchpoint: Code | None = None
    outcome: Outcome | None = None
    attribute: Code | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> "Measures":
        named = (self.dimension, self.touchpoint, self.outcome, self.attribute)
        # A ranking of importance has a facet for all its options, each of which names a dimension.
        alone = self.facet is Facet.IMPORTANCE and not any(named)
        if not alone and sum(name is not None for name in named) != 1:
            raise _NOT_ONE_THING
        if (self.dimension is None) != (self.facet is None) and not alone:
            raise _FACET_WITHOUT_DIMENSION
        return self
