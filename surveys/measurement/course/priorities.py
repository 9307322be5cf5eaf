"""Which gap to close first: deficit × importance × value of the segment × steerability.

A weight is the points that a deficit takes off how far the wishes of all segments are met, every
segment counting by its value and every dimension by its importance, as far as formers that can be
steered go along with it. How sure the deficits are is carried through to the ranking: each place
comes with the places that it may have in truth.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import nan, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from surveys.measurement.image.gaps import Gap, GapName, Label
from surveys.measurement.inference.estimates import LEVEL, Method, t_quantile
from surveys.measurement.inference.rank_ranges import rank_ranges
from surveys.measurement.sums.jackknife import Replicated
from surveys.measurement.sums.summary import Summary
from surveys.measurement.wave.figures import SegmentFigures
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Direction, Facet

Array = NDArray[np.float64]
Shares = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Priority:
    """A deficit of one dimension in one segment, and what it weighs.

    `deficit` is in points, above 0; `gap` says which one it is of. `importance` is the dimension's
    share in the segment and `value` the segment's among all, 0-1. `steerable` is the share of what
    goes along with the dimension that can be steered, 0-1; None: not known, and counted as 1.
    `weight` is the product, in points, with its interval where the deficit has one.
    """

    segment: str
    dimension: str
    gap: GapName
    deficit: float
    importance: float
    value: float
    steerable: float | None
    weight: float
    se: float | None = None
    df: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A priority with its place: 1 weighs most. In truth its place is from `best` to `worst`.

    All these ranges together hold the truth with a confidence of 95 %.
    """

    priority: Priority
    rank: int
    best: int
    worst: int
    share: float
    """Its weight as a share of that of all that are ranked, 0-1."""

    @property
    def is_sure(self) -> bool:
        """Tell whether no other place is possible."""
        return self.best == self.worst


@dataclass(frozen=True, slots=True)
class Priorities:
    """Deficits that statistics supports, ranked; and those not decided yet, by weight, unranked.

    `is_importance_asked` is False where all dimensions counted the same in some segment;
    `without_value` names the segments that counted as an average one.
    """

    ranked: tuple[Ranked, ...]
    undecided: tuple[Priority, ...]
    is_importance_asked: bool
    without_value: tuple[str, ...]


def priorities(
    segments: Mapping[str, SegmentFigures],
    groups: Mapping[str, Summary],
    asked: Questionnaire,
    values: Shares | None = None,
    steerable: Mapping[str, Mapping[str, Replicated]] | None = None,
) -> Priorities:
    """Rank the deficits of all segments by what they weigh.

    weight = D·v·V·T: D the deficit of the wish gap, or of the promise gap where there is no wish; v
    the importance of the dimension in the segment, V the segment's share of all value, T the
    steerable share of what goes along with the dimension. By the delta method
    SE² = (vVT)²·SE_D² + (vVD)²·SE_T²; two deficits of one segment covary as their gaps do. v and V
    are taken as they are.

    Args:
        segments: the figures of each, as measured.
        groups: the sums over the people of the same segments.
        asked: the questionnaire; its dimensions say whether above the target is off too.
        values: what each segment is worth, in any unit, 0 or more. One that is not named counts as
            the mean of those that are; all count the same where none is worth anything.
        steerable: by segment and dimension the steerable share, 0-1, with its SE where that is
            known (see `steering`); 1 where there is none.

    Returns:
        Deficits whose gap is supported, the largest weight first, with the places each may have;
        beside them those undecided.

    Assumes:
        Steerable shares that have nothing to do with the gaps or with each other. Those of one
        segment may go together: the ranges are then wider than they need be.

    Source:
        Mogstad, Romano, Shaikh and Wilhelm (2024), Rev Econ Stud 91, 476-518 (see `rank_ranges`).
    """
    shares = _value_shares(segments, values or {})
    found = [
        _deficit(
            _Place(name, code, gap),
            figures,
            shares[name],
            (steerable or {}).get(name, {}).get(code),
        )
        for name, figures in segments.items()
        for code, gap in _gaps(figures, asked)
    ]
    found.sort(key=lambda deficit: -deficit.priority.weight)
    ranked = [deficit for deficit in found if deficit.gap.is_supported]
    return Priorities(
        ranked=tuple(_ranked(ranked, groups)),
        undecided=tuple(of.priority for of in found if not of.gap.is_supported),
        is_importance_asked=all(_is_importance_asked(figures) for figures in segments.values()),
        without_value=tuple(name for name in segments if name not in (values or {})),
    )


class _Place(NamedTuple):
    """Where a deficit is, and of which gap."""

    segment: str
    dimension: str
    gap: GapName


class _Part(NamedTuple):
    """A part of a variance and its degrees of freedom; None: as good as known."""

    variance: float
    df: float | None


class _Deficit(NamedTuple):
    """A priority with the gap behind it, and how its weight moves with both of what it rests on."""

    priority: Priority
    gap: Gap
    by_gap: float
    variance_of_steering: float


def _gaps(figures: SegmentFigures, asked: Questionnaire) -> Iterator[tuple[str, GapName]]:
    """Yield the gaps of a segment that are deficits and not known to be none that counts."""
    for dimension in asked.dimensions:
        of = figures.dimensions.get(dimension.code)
        if of is None:
            continue
        name = GapName.WISH if GapName.WISH in of.gaps else GapName.PROMISE
        gap = of.gaps.get(name)
        if gap is None or gap.label not in (Label.GAP, Label.UNDECIDED):
            continue
        if gap.difference < 0 or (
            gap.difference > 0 and dimension.direction is Direction.TARGET_IS_BEST
        ):
            yield dimension.code, name


def _deficit(
    at: _Place, figures: SegmentFigures, value: float, steerable: Replicated | None
) -> _Deficit:
    gap = figures.dimensions[at.dimension].gaps[at.gap]
    share = None if steerable is None else steerable.value
    importance, size = _importance(figures, at.dimension), abs(gap.difference)
    by_gap = importance * value * (1.0 if share is None else share)
    of_gap = _Part((by_gap * (gap.se or 0.0)) ** 2, gap.df)
    of_steering = _Part(0.0, None)
    if steerable is not None and share is not None and steerable.se is not None:
        of_steering = _Part((importance * value * size * steerable.se) ** 2, steerable.df)
    priority = Priority(*at, size, importance, value, share, by_gap * size)
    return _Deficit(
        _with_interval(priority, of_gap, of_steering), gap, by_gap, of_steering.variance
    )


def _with_interval(priority: Priority, of_gap: _Part, of_steering: _Part) -> Priority:
    """Add how sure a weight is, from both parts of its variance, where its gap has a test."""
    square = of_gap.variance + of_steering.variance
    if of_gap.df is None or not square > 0:
        return priority
    parts = [part for part in (of_gap, of_steering) if part.df is not None]
    # as shares of the whole, so that tiny variances do not vanish when they are squared
    df = 1 / sum((part.variance / square) ** 2 / part.df for part in parts if part.df)
    half = t_quantile((1 + LEVEL) / 2, df) * sqrt(square)
    low, high = priority.weight - half, priority.weight + half
    return replace(priority, se=sqrt(square), df=df, low=low, high=high)


def _ranked(deficits: Sequence[_Deficit], groups: Mapping[str, Summary]) -> Iterator[Ranked]:
    """Yield deficits, the largest first, with their places."""
    weights = [deficit.priority.weight for deficit in deficits]
    df = [deficit.priority.df or 1.0 for deficit in deficits]
    ranges = rank_ranges(weights, _covariance(deficits, groups), df)
    whole = sum(weights)
    for deficit, places in zip(deficits, ranges, strict=True):
        weight = deficit.priority.weight
        yield Ranked(
            deficit.priority,
            rank=1 + sum(other > weight for other in weights),
            best=places.best,
            worst=places.worst,
            share=weight / whole if whole else 0.0,
        )


def _covariance(deficits: Sequence[_Deficit], groups: Mapping[str, Summary]) -> Array:
    """Return the covariances of weights: of one segment as its gaps go together, else 0."""
    k = len(deficits)
    covariance = np.zeros((k, k))
    segments = [deficit.priority.segment for deficit in deficits]
    for name in dict.fromkeys(segments):
        at = [place for place, segment in enumerate(segments) if segment == name]
        own = [deficits[place] for place in at]
        moves = np.array([_signed_se(of) for of in own])
        covariance[np.ix_(at, at)] = _correlations(groups[name], own) * np.outer(moves, moves)
    covariance[np.diag_indices(k)] += [of.variance_of_steering for of in deficits]
    return covariance


def _signed_se(deficit: _Deficit) -> float:
    """Return how far the weight moves with one standard error of the gap."""
    se = nan if deficit.gap.se is None else deficit.gap.se
    return deficit.by_gap * se * (1 if deficit.gap.difference > 0 else -1)


def _correlations(group: Summary, deficits: Sequence[_Deficit]) -> Array:
    """Return how the gaps of one segment go together; 0 where that is not known."""
    layout = group.layout
    parts = [
        (place, sign, score)
        for place, deficit in enumerate(deficits)
        for facet, sign in ((Facet.IMAGE, 1), (Facet.WISH, -1))
        if facet is Facet.IMAGE or deficit.gap.method is Method.PAIRED_T
        if (score := layout.score(facet, deficit.priority.dimension)) is not None
    ]
    names = [score.name for _, _, score in parts]
    turn = np.zeros((len(deficits), len(parts)))
    for column, (place, sign, score) in enumerate(parts):
        turn[place, column] = sign * float(score.step)
    covariance = turn @ group.mean_covariance(names) @ turn.T
    sizes = np.sqrt(np.diag(covariance))
    with np.errstate(invalid="ignore", divide="ignore"):
        correlations = np.nan_to_num(covariance / np.outer(sizes, sizes), nan=0.0)
    np.fill_diagonal(correlations, 1.0)
    clipped: Array = np.clip(correlations, -1.0, 1.0)
    return clipped


def _importance(figures: SegmentFigures, code: str) -> float:
    """Return a dimension's share of all importance; the same for all where nobody was asked."""
    if _is_importance_asked(figures):
        return figures.dimensions[code].importance or 0.0
    return 1 / len(figures.dimensions)


def _is_importance_asked(figures: SegmentFigures) -> bool:
    return any(of.importance is not None for of in figures.dimensions.values())


def _value_shares(segments: Iterable[str], values: Shares) -> dict[str, float]:
    """Return what each segment is worth as a share of all; an average one where not given."""
    names = list(segments)
    given = [values[name] for name in names if name in values]
    usual = sum(given) / len(given) if given else 1.0
    worth = {name: values.get(name, usual) for name in names}
    whole = sum(worth.values())
    return {name: each / whole if whole else 1 / len(names) for name, each in worth.items()}
