"""What people had with image formers: whom these reach, and how good that was by how it was met.

Own contact and hearsay (heard, seen or read), this year and longer ago, are told apart inside one
group, so that parts can be small: what one of them is must not follow from what is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from surveys.measurement.image.gaps import Gap, adjusted, between
from surveys.measurement.image.profiles import TOLERANCE
from surveys.measurement.inference.bases import mean_of, share_of
from surveys.measurement.inference.estimates import Estimate, Sample
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.inference.weighting import Sums, weighted_sample
from surveys.measurement.sums.jackknife import Array, Replicated, jackknifed
from surveys.measurement.sums.summary import Summary, Totals
from surveys.questionnaire.experience import (
    CONTACT,
    CONTACTS,
    RECENCIES,
    SOURCES,
    TONES,
    WEIGHTS,
)

Items = Mapping[str, str]
"""The code of the item that asks of a former, by the former."""

Mask = NDArray[np.bool_]
"""Which of `CONTACTS`, by their numbers."""

Parts = Mapping[str, Mask]
"""The contacts that make up each part of a judgement that may be shown."""

ALL: Final = "all"
"""The part that is the whole judgement; the others go by `SOURCES` and `RECENCIES`."""

_OF: Final = {word: np.array([word in how for how in CONTACTS]) for word in (*SOURCES, *RECENCIES)}
_HAS_TONE: Final = np.array([how.tone is not None for how in CONTACTS])
_STEPS: Final = np.array([0 if how.tone is None else how.tone - TONES[0] for how in CONTACTS])
"""How many steps above the worst a contact was."""
_TONE_STEP: Final = Fraction(100, TONES[-1] - TONES[0])
_WEIGHT_STEP: Final = Fraction(100, WEIGHTS[-1] - WEIGHTS[0])


@dataclass(frozen=True, slots=True)
class Reach:
    """The shares, 0-1, of those asked who met a former themselves, by hearsay, and either way."""

    own: Estimate
    heard: Estimate
    either: Estimate

    @property
    def larger(self) -> float | None:
        """Return the larger one of own contact and hearsay."""
        shares = [of.mean for of in (self.own, self.heard) if of.mean is not None]
        return max(shares, default=None)


@dataclass(frozen=True, slots=True)
class Judgement:
    """How good a former was to who met it, in points of 0-100; None: hidden, or nobody said so.

    Where one of two parts has fewer than k people, neither is there: the other one and `all` would
    give it away. `all` leaves out those who did not say how or when they met it, if they are fewer
    than k.
    """

    all: Estimate | None
    own: Estimate | None
    heard: Estimate | None
    this_year: Estimate | None
    longer_ago: Estimate | None


@dataclass(frozen=True, slots=True)
class Experiences:
    """What one group had with one former: `n` people were asked.

    `weight` is how much it counts in the image, as people say themselves, in points of 0-100. The
    contrasts are differences of two parts of `judgement`, adjusted over the formers of the group;
    they are supported where their label is `gap`. None: hidden, or nobody said so.
    """

    n: int
    reach: Reach | None
    judgement: Judgement
    weight: Estimate | None
    own_less_heard: Gap | None
    recent_less_past: Gap | None


@dataclass(frozen=True, slots=True)
class Contrast:
    """One kind of experience against another over several formers together, in points of 0-100.

    The mean of the differences inside each of `formers`: who meets whom does not mix into it.
    """

    difference: Replicated
    formers: tuple[str, ...]

    @property
    def is_supported(self) -> bool:
        """Tell whether the interval leaves out 0."""
        low, high = self.difference.low, self.difference.high
        return low is not None and high is not None and (low > 0 or high < 0)


class Contrasts(NamedTuple):
    """Over all formers together; None where no former has both parts."""

    own_less_heard: Contrast | None
    recent_less_past: Contrast | None


def shown_parts(group: Summary, items: Items, k: int) -> dict[str, Parts]:
    """Return which contacts make up each part of a judgement that may be shown, by former.

    Those who did not say how, or when, are left out where they are fewer than k: what they said is
    then in no sum. Parts of two are there where neither has some people but fewer than k.

    Args:
        group: the people.
        items: the formers, each with the code of its item.
        k: the smallest group to show.
    """
    return {former: _parts(group, item, k) for former, item in items.items()}


def experiences(
    group: Summary, items: Items, parts: Mapping[str, Parts], *, k: int, thresholds: Thresholds
) -> dict[str, Experiences]:
    """Return what a group had with each image former.

    Own contact less hearsay, and this year less longer ago, are compared by Welch and adjusted over
    the formers by Holm, each kind as a family of its own.

    Args:
        group: the people.
        items: the formers, each with the code of its item.
        parts: their `shown_parts`.
        k: the smallest group to show.
        thresholds: how many answers an interval, a test and a label need.

    Source:
        Wilson (1927), JASA 22, 209-212; Welch (1947), Biometrika 34, 28-35; Holm (1979), Scand J
        Stat 6, 65-70.
    """
    found = {
        former: _one(group, item, parts[former], k, thresholds) for former, item in items.items()
    }
    own = adjusted({name: of.own_less_heard for name, of in found.items() if of.own_less_heard})
    recent = adjusted(
        {name: of.recent_less_past for name, of in found.items() if of.recent_less_past}
    )
    return {
        name: replace(of, own_less_heard=own.get(name), recent_less_past=recent.get(name))
        for name, of in found.items()
    }


def contrasts(
    group: Summary, replicates: Sequence[Summary], items: Items, parts: Mapping[str, Parts]
) -> Contrasts:
    """Hold one kind of experience against another over all formers together: first minus second.

    d = Σ_f w_f·(m₁_f − m₂_f)/Σ_f w_f with w_f = n₁_f·n₂_f/(n₁_f + n₂_f): the coefficient of the
    kind in a regression of judgements on it and on the former. One person may judge several
    formers, so the interval is the jackknife's, with the weights of the whole group.

    Args:
        group: the people.
        replicates: the same people without one shard each.
        items: the formers, each with the code of its item.
        parts: their `shown_parts`; formers without both of two parts are left out.

    Source:
        Mantel and Haenszel (1959), J Natl Cancer Inst 22, 719-748, for the weights; Kott (2001),
        J Off Stat 17, 521-526.
    """
    counts = {former: _counts(group, group.once, items[former])[None] for former in parts}
    if replicates:
        alike, layout = np.stack([of.once.counts for of in replicates]), replicates[0].layout
        for former, whole in counts.items():
            span = layout.count_spans[layout.places[f"{items[former]}.{CONTACT}"]]
            counts[former] = np.concatenate([whole, alike[:, span]])
    found = []
    for words in (SOURCES, RECENCIES):
        weights, differences = {}, []
        for former, of in parts.items():
            if of.keys() >= {*words}:
                first, second = (of[word] for word in words)
                weights[former] = _harmonic(group, items[former], first, second)
                differences.append(_means(counts[former], first) - _means(counts[former], second))
        found.append(_contrast(weights, differences))
    return Contrasts(*found)


def _one(group: Summary, item: str, parts: Parts, k: int, thresholds: Thresholds) -> Experiences:
    """Return what a group had with one former, its contrasts not yet adjusted."""
    n = group.n_of(f"{item}.met")
    if n < k:
        return Experiences(0, None, Judgement(None, None, None, None, None), None, None, None)
    samples = {word: _tones(group, item, of) for word, of in parts.items()}
    shown = {word: mean_of(sample, thresholds) for word, sample in samples.items()}
    weight = group.sample(f"{item}.weight", _WEIGHT_STEP)
    own, recent = (
        between(samples.get(first), samples.get(second), TOLERANCE, thresholds)
        for first, second in (SOURCES, RECENCIES)
    )
    return Experiences(
        n,
        _reach(group, item, thresholds),
        Judgement(*(shown.get(word) for word in (ALL, *SOURCES, *RECENCIES))),
        mean_of(weight, thresholds) if weight.n >= k else None,
        own,
        recent,
    )


def _reach(group: Summary, item: str, thresholds: Thresholds) -> Reach:
    own, heard = (_OF[word] for word in SOURCES)
    return Reach(
        *(share_of(_share(group, item, of), thresholds) for of in (own, heard, own | heard))
    )


def _share(group: Summary, item: str, contacts: Mask) -> Sample:
    """Return 1 for each person who met a former so, 0 for everybody else who was asked.

    The two columns may be shown as of different releases: nobody met it who was not asked.
    """
    met = group.layout.places[f"{item}.met"]

    def asked_and_chosen(of: Totals) -> tuple[float, float]:
        asked, chosen = of.answered[met, met], _counts(group, of, item)[contacts].sum()
        return asked, min(asked, chosen)

    n, chosen = map(int, asked_and_chosen(group.people.once))
    people = Sample.of(n, chosen, chosen)
    if group.people is group:
        return people
    sums = map(asked_and_chosen, (group.once, group.twice))
    once, twice = (Sums(float(w), float(own), float(own)) for w, own in sums)
    return weighted_sample(people, once, twice)


def _parts(group: Summary, item: str, k: int) -> dict[str, Mask]:
    people = _counts(group, group.people.once, item)
    kept = _HAS_TONE
    unsaid = [~(_OF[first] | _OF[second]) for first, second in (SOURCES, RECENCIES)]
    while few := [of & kept for of in unsaid if 0 < people[of & kept].sum() < k]:
        kept = kept & ~np.logical_or.reduce(few)
    parts = {ALL: kept}
    for words in (SOURCES, RECENCIES):
        two = {word: kept & _OF[word] for word in words}
        if not any(0 < people[of].sum() < k for of in two.values()):
            parts |= two
    return {word: of for word, of in parts.items() if people[of].sum() >= k}


def _counts(group: Summary, totals: Totals, item: str) -> NDArray[Any]:
    """Return how often each contact with a former occurs."""
    column = group.layout.places[f"{item}.{CONTACT}"]
    counts: NDArray[Any] = totals.counts[group.layout.count_spans[column]]
    return counts


def _tones(group: Summary, item: str, contacts: Mask) -> Sample:
    """Return how good people say a former was, of those who met it so, in points of 0-100."""
    numbers = np.flatnonzero(contacts)
    scores = dict(zip(numbers.tolist(), _STEPS[numbers].tolist(), strict=True))
    return group.scored(f"{item}.{CONTACT}", scores, _TONE_STEP)


def _means(counts: Array, contacts: Mask) -> Array:
    """Return how good a former was to those who met it so, per group; NaN where nobody did."""
    people = counts[:, contacts]
    with np.errstate(invalid="ignore"):
        means: Array = float(_TONE_STEP) * (people @ _STEPS[contacts]) / people.sum(axis=1)
    return means


def _harmonic(group: Summary, item: str, first: Mask, second: Mask) -> float:
    """Return n₁·n₂/(n₁ + n₂) of those who met a former in two ways, effective n with weights."""
    once, twice = (_counts(group, of, item) for of in (group.once, group.twice))
    one, other = (once[of].sum() ** 2 / twice[of].sum() for of in (first, second))
    return float(one * other / (one + other))


def _contrast(weights: Mapping[str, float], differences: Sequence[Array]) -> Contrast | None:
    if not weights:
        return None
    figures = np.average(differences, axis=0, weights=[*weights.values()])
    (difference,) = jackknifed([float(figures[0])], figures[1:, None])
    return Contrast(difference, tuple(weights))
