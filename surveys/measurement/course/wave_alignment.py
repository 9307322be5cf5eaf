"""How much closer to the mission an image came from wave to wave."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from surveys.measurement.course.trends import difference_in_differences
from surveys.measurement.course.waves import Thread, Wave, wave_sample
from surveys.measurement.image.composite import Closeness, alignment
from surveys.measurement.image.profiles import score_means, score_sample
from surveys.measurement.inference.comparisons import Difference
from surveys.measurement.inference.estimates import LEVEL, t_quantile
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.sums.jackknife import Replicated, jackknifed
from surveys.measurement.sums.summary import Summary
from surveys.questionnaire.scales import Facet


@dataclass(frozen=True, slots=True)
class AlignmentChange:
    """How much closer to the mission a segment's image came from one wave to a later one.

    Both are held against the same mission, over the `dimensions` that can be compared.
    """

    label: str
    since: str
    dimensions: tuple[str, ...]
    earlier: Replicated
    later: Replicated
    difference: Difference


@dataclass(frozen=True, slots=True)
class Aims:
    """What the alignment of all waves is made with."""

    targets: Mapping[str, float]
    importances: Mapping[str, float]
    thresholds: Thresholds


def alignment_changes(
    waves: Sequence[Wave], name: str, threads: Mapping[str, Thread], aims: Aims
) -> Iterator[AlignmentChange]:
    """Yield how the alignment moved since the previous wave and since the first."""
    places = [place for place, wave in enumerate(waves) if name in wave.segments]
    for at, place in enumerate(places[1:], start=1):
        for before in dict.fromkeys((places[at - 1], places[0])):
            codes = tuple(
                code
                for code, thread in threads.items()
                if code in aims.targets
                and code in aims.importances
                and thread.pair(before, place) is not None
            )
            earlier, later = (_aligned(waves[of], name, codes, aims) for of in (before, place))
            if earlier is not None and later is not None:
                yield AlignmentChange(
                    label=waves[place].label,
                    since=waves[before].label,
                    dimensions=codes,
                    earlier=earlier,
                    later=later,
                    difference=_apart(later, earlier),
                )


def _aligned(wave: Wave, name: str, codes: Sequence[str], aims: Aims) -> Replicated | None:
    """Return how close a segment is to the mission: by the jackknife, else by the delta method."""
    group, replicates = wave.segments[name], wave.replicates.get(name, ())
    found = _closeness(group, codes, aims)
    if found is None:
        return None
    n_eff = min(of.n_eff for code in codes if (of := wave_sample(wave, name, code)) is not None)
    if n_eff < aims.thresholds.to_test:
        return Replicated(found.value)
    if replicates:
        values = np.array([[_value(of, codes, aims)] for of in replicates])
        return jackknifed([found.value], values)[0]
    if found.se is None or not found.se_is_valid:
        return Replicated(found.value)
    df = int(n_eff) - 1
    half = t_quantile((1 + LEVEL) / 2, df) * found.se
    return Replicated(found.value, found.se, df, found.value - half, found.value + half)


def _closeness(group: Summary, codes: Sequence[str], aims: Aims) -> Closeness | None:
    scores = [group.layout.score(Facet.IMAGE, code) for code in codes]
    there = [score for score in scores if score is not None]
    if not there or len(there) < len(scores):
        return None
    steps = np.array([float(score.step) for score in there])
    return alignment(
        [score_sample(group, score).mean for score in there],
        [aims.targets[code] for code in codes],
        group.mean_covariance([score.name for score in there]) * np.outer(steps, steps),
        [aims.importances[code] for code in codes],
    )


def _value(group: Summary, codes: Sequence[str], aims: Aims) -> float:
    """Return the value of `composite.alignment` alone, for many replicates."""
    scores = [group.layout.score(Facet.IMAGE, code) for code in codes]
    means = score_means(group, [score for score in scores if score is not None])
    shares = np.array([aims.importances[code] for code in codes])
    gaps = np.abs(means - np.array([aims.targets[code] for code in codes]))
    return 100 - float(shares @ gaps) / float(shares.sum())


def _apart(later: Replicated, earlier: Replicated) -> Difference:
    """Compare a figure of two waves of different people."""
    # two independent figures with their own degrees of freedom: the same rule as for two changes
    return difference_in_differences(_as_difference(later), _as_difference(earlier))


def _as_difference(figure: Replicated) -> Difference:
    return Difference(figure.value, figure.se, figure.df)
