"""Several waves in order, and across which of them each dimension can be compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from surveys.measurement.image.profiles import score_sample
from surveys.measurement.inference.estimates import Sample
from surveys.measurement.sums.summary import Summary
from surveys.questionnaire.continuity import Continuity, continuity
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Facet


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave: its label, when it was, what was asked, and the sums over each segment's people.

    `at` is in the unit that slopes are wanted in, e.g. years. `is_break`: something else changed
    than the questionnaire, such as the way of asking, so that no line runs across.
    """

    label: str
    at: float
    questionnaire: Questionnaire
    segments: Mapping[str, Summary]
    replicates: Mapping[str, Sequence[Summary]] = field(default_factory=dict)
    """Of each segment the sums without each shard (`jackknife.leave_one_out`), where they are."""
    is_break: bool = False


def wave_sample(wave: Wave, segment: str, dimension: str) -> Sample | None:
    """Return what a segment says of a dimension's image in a wave; None where it says nothing."""
    group = wave.segments.get(segment)
    score = None if group is None else group.layout.score(Facet.IMAGE, dimension)
    if group is None or score is None or not group.n_of(score.name):
        return None
    return score_sample(group, score)


Links = Mapping[tuple[int, int], Mapping[str, Continuity]]
"""For an earlier and a later place of a wave, what changed about each dimension that both have."""


@dataclass(frozen=True, slots=True)
class Thread:
    """One dimension of one segment: the waves that have it, and how each follows the one before."""

    places: tuple[int, ...]
    """Of the waves, in their order; the other fields are in the order of these."""
    samples: tuple[Sample, ...]
    continuities: tuple[Continuity | None, ...]
    breaks: tuple[bool, ...]

    @classmethod
    def of(cls, waves: Sequence[Wave], segment: str, dimension: str, links: Links) -> "Thread":
        """Return a dimension of a segment through some waves.

        Args:
            waves: in order of time.
            segment: its name.
            dimension: its code.
            links: what changed between any two of the waves (`links_between`).
        """
        there = [
            (place, sample)
            for place, wave in enumerate(waves)
            if (sample := wave_sample(wave, segment, dimension)) is not None
        ]
        places = tuple(place for place, _ in there)
        follows = [links[pair][dimension] for pair in pairwise(places)]
        apart = [
            any(wave.is_break for wave in waves[before + 1 : place + 1])
            for before, place in pairwise(places)
        ]
        breaks = [of.is_broken or one for of, one in zip(follows, apart, strict=True)]
        return cls(places, tuple(of for _, of in there), (None, *follows), (False, *breaks))

    def pair(self, earlier: int, later: int) -> tuple[Sample, Sample] | None:
        """Return what two waves say, by their places; None where they cannot be compared."""
        if earlier not in self.places or later not in self.places:
            return None
        one, other = self.places.index(earlier), self.places.index(later)
        if any(self.breaks[one + 1 : other + 1]):
            return None
        return self.samples[one], self.samples[other]


def links_between(waves: Sequence[Wave]) -> Links:
    """Return what changed between any two waves, an earlier and a later one."""
    return {
        (before, place): continuity(waves[before].questionnaire, wave.questionnaire)
        for place, wave in enumerate(waves)
        for before in range(place)
    }
