"""Did an action make a difference: segments that it reached against segments without it.

What moved everybody moves both, and drops out. What else happened to the segments of the action
only, between the same two waves, does not: this shows what goes along with an action, no more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Final

from surveys.measurement.course.trends import difference_in_differences
from surveys.measurement.course.waves import Thread, Wave, links_between
from surveys.measurement.inference.comparisons import Difference, t_test, welch
from surveys.measurement.inference.multiplicity import holm
from surveys.measurement.inference.thresholds import Thresholds

NOWHERE: Final = -2
"""The place of a wave that is not there; so is that of the wave before it."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something done for some segments about one dimension, between two waves by their labels.

    `before` is the last wave without it, `after` the wave that is to show what it did.
    """

    name: str
    segments: frozenset[str]
    dimension: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ActionEffect:
    """How much more the segments of an action moved than those without one, in points.

    `treated` and `untreated` are the changes of both, `reached` and `others` the segments they rest
    on. `indicative`: too few people for a judgement, and no part in the adjustment of p.

    `before` is the same difference one wave earlier, when there was no action yet: unless it is
    about 0, both did not move alike to begin with, and the effect is none to be relied on. None:
    there is no such wave, or a break in between.
    """

    action: Action
    reached: tuple[str, ...]
    others: tuple[str, ...]
    treated: Difference
    untreated: Difference
    effect: Difference
    before: Difference | None
    indicative: bool
    p_adjusted: float | None = None


def action_effects(
    waves: Sequence[Wave], actions: Sequence[Action], thresholds: Thresholds | None = None
) -> list[ActionEffect]:
    """Return how much more the segments of each action moved than those without one.

    Compared with are the segments that no action about the same dimension reached in the same time.
    Of several segments the changes are averaged, each counting with its people in both waves, so
    that segments that grow or shrink move nothing: Δ = Σω·Δ_s, SE² = Σω²·SE_s²,
    df = (Σω²SE_s²)²/Σ(ω⁴SE_s⁴/df_s).

    Args:
        waves: in order of time.
        actions: done between two of these.
        thresholds: how many people a test and a judgement need, in each of the four means.

    Returns:
        One per action, in order; figures are None where a wave is not there, the way of asking
        changed in between, or there is nobody to compare with. p by Holm over the actions.

    Assumes:
        Without the action both would have moved alike; `before` shows whether they did so earlier.

    Source:
        Card and Krueger (1994), Am Econ Rev 84, 772-793; see `trends.difference_in_differences`.
    """
    enough, links = thresholds or Thresholds(), links_between(waves)
    places = {wave.label: place for place, wave in enumerate(waves)}
    names = list(dict.fromkeys(name for wave in waves for name in wave.segments))
    found = []
    for action in actions:
        busy = {
            name for other in actions if _meet(action, other, places) for name in other.segments
        }
        threads = {
            name: Thread.of(waves, name, action.dimension, links)
            for name in names
            if name in action.segments or name not in busy
        }
        found.append(_effect(action, threads, places, enough))
    counted = [None if of.indicative else of.effect.p for of in found]
    return [replace(of, p_adjusted=p) for of, p in zip(found, holm(counted), strict=True)]


@dataclass(frozen=True, slots=True)
class _Step:
    """How some segments together moved between two waves, and with how many people at least."""

    names: tuple[str, ...]
    change: Difference
    n_eff: float


def _meet(action: Action, other: Action, places: Mapping[str, int]) -> bool:
    """Tell whether two actions are about the same dimension in the same time."""
    last = len(places)  # an action whose last wave is still to come goes on
    begins, others_begin = (places.get(of.before, NOWHERE) for of in (action, other))
    ends, others_end = (places.get(of.after, last) for of in (action, other))
    is_same_time = begins < others_end and others_begin < ends
    return action.dimension == other.dimension and is_same_time


def _effect(
    action: Action,
    threads: Mapping[str, Thread],
    places: Mapping[str, int],
    thresholds: Thresholds,
) -> ActionEffect:
    start, end = (places.get(label, NOWHERE) for label in (action.before, action.after))
    reached = {name: of for name, of in threads.items() if name in action.segments}
    others = {name: of for name, of in threads.items() if name not in action.segments}
    treated, untreated = _step(reached, start, end), _step(others, start, end)
    before = _more(_step(reached, start - 1, start), _step(others, start - 1, start), thresholds)
    return ActionEffect(
        action=action,
        reached=treated.names,
        others=untreated.names,
        treated=treated.change,
        untreated=untreated.change,
        effect=_more(treated, untreated, thresholds),
        before=None if before.difference is None else before,
        indicative=min(treated.n_eff, untreated.n_eff) < thresholds.to_judge,
    )


def _step(threads: Mapping[str, Thread], earlier: int, later: int) -> _Step:
    """Return how some segments moved, averaged by their people; without those not comparable."""
    pairs = {name: of.pair(earlier, later) for name, of in threads.items()}
    there = {name: pair for name, pair in pairs.items() if pair is not None}
    sizes = (sum(sample.n_eff for sample in side) for side in zip(*there.values(), strict=True))
    moves = [(before.n + after.n, welch(after, before)) for before, after in there.values()]
    return _Step(tuple(there), _average(moves), min(sizes, default=0.0))


def _average(moves: Sequence[tuple[int, Difference]]) -> Difference:
    """Return the mean of some changes of different people, each with its weight."""
    whole = sum(weight for weight, _ in moves)
    tested = [
        (weight / whole, move.difference, move.se, move.df)
        for weight, move in moves
        if move.difference is not None and move.se is not None and move.df is not None
    ]
    if not tested or len(tested) < len(moves):
        return Difference(None)
    difference = sum(share * moved for share, moved, _, _ in tested)
    square = sum((share * se) ** 2 for share, _, se, _ in tested)
    # as shares of the whole, so that tiny variances do not vanish when they are squared
    df = 1 / sum(((share * se) ** 2 / square) ** 2 / df for share, _, se, df in tested)
    return t_test(difference, sqrt(square), df)


def _more(treated: _Step, untreated: _Step, thresholds: Thresholds) -> Difference:
    found = difference_in_differences(treated.change, untreated.change)
    enough = min(treated.n_eff, untreated.n_eff) >= thresholds.to_test
    return found if enough else Difference(found.difference)
