"""Do the people of a group see the same, and is it what the company wants to be.

For employees: a group is a department or a site. Figures describe the people who answered, so
nobody counts for more than another. The people behind a group's agreement on several items are
those who answered all of them; whether an item is reversed makes no difference.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean
from typing import Final

SLIGHTLY_SKEWED: Final[Mapping[int, float]] = {5: 1.34, 7: 2.90}
"""Variance, by number of points, of answers of chance that lean a little to one side."""

SHARED_AGREEMENT: Final = 0.70
SHARED_GROUPS: Final = 0.80
FEWEST_RATERS: Final = 5

Counts = Sequence[tuple[float, int]]
"""Pairs of a value of an item and how many people gave it."""


class Agreement(StrEnum):
    """What is said of an rwg or rwg(j)."""

    WEAK = "weak"
    MODERATE = "moderate"
    STRONG = "strong"


class Awareness(StrEnum):
    """Whether a company's people share a picture of it, and whether that is the mission's."""

    KNOWN = "known"
    COMMON_MISCONCEPTION = "common_misconception"
    NO_COMMON_PICTURE = "no_common_picture"


@dataclass(frozen=True, slots=True)
class GroupAgreement:
    """How far the n people of one group agree on the items of one dimension.

    `rwg_j` is against answers of chance that are spread evenly, `rwg_j_skewed` against ones that
    lean to one side, for 5 and 7 points. `ad` is in scale points and low enough up to `ad_cutoff`.
    """

    n: int
    rwg_j: float | None
    rwg_j_skewed: float | None
    ad: float | None
    ad_cutoff: float


def uniform_variance(points: int) -> float:
    """Return the variance of answers of chance that are spread evenly: (A² − 1)/12.

    Args:
        points: A, the number of points of the scale.

    Source:
        James, Demaree and Wolf (1984), J Appl Psychol 69, 85-98.

    >>> uniform_variance(5)
    2.0
    """
    return (points**2 - 1) / 12


def rwg(variance: float | None, null_variance: float) -> float | None:
    """Return the agreement of a group on one item: 1 − s²/σ².

    Args:
        variance: s², of the group's answers, divisor n − 1, in squared scale points.
        null_variance: σ², that of answers of chance, in the same unit.

    Returns:
        1 when all say the same, 0 when they differ as much as chance or more; None with fewer
        than two people.

    Source:
        James, Demaree and Wolf (1984), J Appl Psychol 69, 85-98.

    >>> rwg(0.5, uniform_variance(5))
    0.75
    """
    return None if variance is None else 1 - min(variance, null_variance) / null_variance


def rwg_j(variances: Sequence[float | None], null_variance: float) -> float | None:
    """Return the agreement of a group on J items: J(1 − S/σ²)/(J(1 − S/σ²) + S/σ²).

    Args:
        variances: of each item over the people who answered all, divisor n − 1, in squared scale
            points; S is their mean, cut to σ².
        null_variance: σ², that of answers of chance.

    Returns:
        1 when all say the same, 0 when they differ as much as chance or more; None with fewer
        than two people or without items.

    Source:
        James, Demaree and Wolf (1984), J Appl Psychol 69, 85-98.

    >>> rwg_j([1.0, 1.0, 1.0], uniform_variance(5))
    0.75
    """
    known = [variance for variance in variances if variance is not None]
    if not known or len(known) < len(variances):
        return None
    by_chance = min(fmean(known), null_variance) / null_variance
    agreed = len(known) * (1 - by_chance)
    return agreed / (agreed + by_chance)


def average_deviation(items: Sequence[Counts]) -> float | None:
    """Return how far people are from what their group says, on average: AD_M.

    The mean absolute deviation from the group's mean, averaged over items.

    Args:
        items: for each item the group's answers per value.

    Returns:
        Scale points, 0 when all say the same; None when fewer than two answered an item.

    Source:
        Burke and Dunlap (2002), Organ Res Methods 5, 159-172; A/6 for A points is their cut-off.

    >>> average_deviation([[(1, 0), (2, 1), (3, 0), (4, 1), (5, 0)]])
    1.0
    """
    deviations = [_mean_deviation(counts) for counts in items]
    known = [deviation for deviation in deviations if deviation is not None]
    return fmean(known) if known and len(known) == len(deviations) else None


def group_agreement(
    n: int, variances: Sequence[float | None], items: Sequence[Counts], points: int
) -> GroupAgreement:
    """Return how far one group agrees on the items of one dimension.

    Args:
        n: people who answered all items.
        variances: of each item over these people, in squared scale points.
        items: for each item the group's answers per value.
        points: the number of points of the items' scale.

    >>> group_agreement(2, [2.0], [[(2, 1), (4, 1)]], points=5)
    GroupAgreement(n=2, rwg_j=0.0, rwg_j_skewed=0.0, ad=1.0, ad_cutoff=0.83...)
    """
    skewed = SLIGHTLY_SKEWED.get(points)
    return GroupAgreement(
        n=n,
        rwg_j=rwg_j(variances, uniform_variance(points)),
        rwg_j_skewed=None if skewed is None else rwg_j(variances, skewed),
        ad=average_deviation(items),
        ad_cutoff=points / 6,
    )


def judged(agreement: float) -> Agreement:
    """Say what an rwg or rwg(j) is worth.

    >>> judged(0.72)
    <Agreement.MODERATE: 'moderate'>
    """
    if agreement >= 0.90:
        return Agreement.STRONG
    return Agreement.MODERATE if agreement >= 0.70 else Agreement.WEAK


def is_shared(groups: Iterable[GroupAgreement]) -> bool | None:
    """Say whether people have one picture: rwg(j) >= .70 in at least 80 % of their groups.

    Groups of fewer than five people do not count; None where there is no other.

    Source:
        The bound of LeBreton and Senter (2008), Organ Res Methods 11, 815-852.

    >>> is_shared(
    ...     [GroupAgreement(9, 0.8, None, 0.5, 0.83), GroupAgreement(4, 0.1, None, 1.5, 0.83)]
    ... )
    True
    """
    counting = [group.rwg_j for group in groups if group.n >= FEWEST_RATERS]
    agreeing = [value is not None and value >= SHARED_AGREEMENT for value in counting]
    return sum(agreeing) / len(agreeing) >= SHARED_GROUPS if agreeing else None


def awareness(*, shared: bool | None, right: bool | None) -> Awareness | None:
    """Say whether there is a collective sense of who the company is, and whether it is right.

    Args:
        shared: whether people have one picture (`is_shared`).
        right: whether that is the mission, by the equivalence test of the lived-mission gap: True
            when closed, False when there is a gap, None while undecided.

    Returns:
        None while either one that is needed is not known.

    >>> awareness(shared=True, right=False)
    <Awareness.COMMON_MISCONCEPTION: 'common_misconception'>
    """
    if shared is False:
        return Awareness.NO_COMMON_PICTURE
    if shared is None or right is None:
        return None
    return Awareness.KNOWN if right else Awareness.COMMON_MISCONCEPTION


def _mean_deviation(counts: Counts) -> float | None:
    n = sum(people for _, people in counts)
    if n < 2:
        return None
    mean = sum(value * people for value, people in counts) / n
    return math.fsum(abs(value - mean) * people for value, people in counts) / n
