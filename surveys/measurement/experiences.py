"""What people had with image formers: whom these reach, and how good that was by how it was met.

Own contact and hearsay (heard, seen or read), this year and longer ago, are told apart inside one
group, so that parts can be small: see `experiences`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.measurement.estimates import Estimate
from surveys.measurement.gaps import Gap
from surveys.measurement.jackknife import Replicated


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
    give it away.
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

    Differences inside each former, averaged: who meets whom does not mix into it. `formers` are
    those that it rests on.
    """

    difference: Replicated
    formers: tuple[str, ...]

    @property
    def is_supported(self) -> bool:
        """Tell whether the interval leaves out 0."""
        low, high = self.difference.low, self.difference.high
        return low is not None and high is not None and (low > 0 or high < 0)


ByFormer = Mapping[str, Experiences]
