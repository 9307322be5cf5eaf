"""What forms the image: per image former whom it reaches, how good it was, and how much it weighs.

Influence goes by what goes along with the image: how good people found each former they met, split
by `influence`. It shows no causes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from surveys.measurement.experiences import Contrast, Experiences
from surveys.measurement.influence import Driver, Split
from surveys.measurement.jackknife import Replicated
from surveys.questionnaire.scales import Steerability, TouchpointKind


class Answer(StrEnum):
    """What a group's answers say of a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Claim:
    """That staff and current customers weigh most: more than all other formers together.

    `difference` is their share of what is explained less that of all others, −1 to 1.
    """

    answer: Answer
    difference: Replicated


@dataclass(frozen=True, slots=True)
class Explained:
    """What is explained of one outcome, split over the formers and over kinds of them.

    Shares are of R², 0-1; a kind without a former in the split has none. `people_weigh_most` is
    None where the formers in the split are all of one side.
    """

    split: Split
    by_kind: Mapping[TouchpointKind, Replicated]
    by_steerability: Mapping[Steerability, Replicated]
    people_weigh_most: Claim | None


@dataclass(frozen=True, slots=True)
class Former:
    """One image former in one group: what people had with it and what goes along with it.

    `image` and `recommendation` tell how strongly judgements of it go along with these; None where
    the outcome was not asked.
    """

    kind: TouchpointKind
    steerability: Steerability
    experiences: Experiences
    image: Driver | None
    recommendation: Driver | None

    @property
    def influence(self) -> float | None:
        """Return its share of what is explained of the image × its larger reach, 0-1.

        A planning figure without an interval: strong but seldom met counts for little.
        """
        reach = self.experiences.reach
        share = None if self.image is None else self.image.share
        if reach is None or reach.larger is None or share is None or share.value is None:
            return None
        return share.value * reach.larger


@dataclass(frozen=True, slots=True)
class Formers:
    """The image formers of one group, by touchpoint in the questionnaire's order.

    `image` and `recommendation` are None where they were not asked. The contrasts are over all
    formers together; None where no former has both parts.
    """

    formers: Mapping[str, Former]
    image: Explained | None
    recommendation: Explained | None
    own_less_heard: Contrast | None
    recent_less_past: Contrast | None
