"""What `measure` gives: every figure of a wave, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

from surveys.measurement.image.composite import Closeness, Index
from surveys.measurement.image.consistency import Consistency, Spread
from surveys.measurement.image.gaps import Gap, GapName
from surveys.measurement.image.profiles import Target
from surveys.measurement.image.similarity import Similarity
from surveys.measurement.image.verdicts import Verdict
from surveys.measurement.inference.among import Among
from surveys.measurement.inference.estimates import Estimate, Interval
from surveys.measurement.inference.shrinkage import Smoothed
from surveys.measurement.scales.agreement import Awareness, GroupAgreement
from surveys.measurement.scales.congruence import Comparability
from surveys.measurement.scales.intraclass import Intraclass
from surveys.measurement.scales.omega import ScaleReliability


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One item of a dimension in one group, reversed ones turned; the mean in points of 0-100.

    `top_box` is the share of answers on the two best points of more, `dont_know` that of 'don't
    know' among those who answered or said so; None where it cannot be said. `rest` is the
    correlation with the other items of the dimension and `alpha_without` the alpha that these have.
    """

    mean: Estimate
    sd: float | None
    top_box: Estimate | None
    dont_know: Estimate | None
    rest: float | None
    alpha_without: float | None


@dataclass(frozen=True, slots=True)
class ScaleFigures:
    """Whether the items of a dimension belong together in one group.

    `reliability` is omega or what stands in for it; `alpha_interval` Feldt's. It is over those who
    answered all items, who amount to `complete` people. `loadings` are the correlations of the
    items with the one factor behind them, by which groups are compared; None for fewer than three.
    """

    reliability: ScaleReliability | None
    alpha_interval: Interval | None
    complete: float
    loadings: tuple[float, ...] | None
    items: Mapping[str, ItemFigures]

    @property
    def alpha(self) -> float | None:
        """Return Cronbach's alpha."""
        return None if self.reliability is None else self.reliability.alpha


@dataclass(frozen=True, slots=True)
class DimensionFigures:
    """All that is known of one dimension in one segment."""

    external: Estimate
    internal: Estimate | None
    desired: Estimate | None
    mission: Target | None
    wish: Target | None
    alpha: float | None
    importance: float | None
    gaps: Mapping[GapName, Gap]
    verdict: Verdict | None
    wish_met: Estimate | None = None
    """The share of people, 0-1, whose judgement is within 5 points of their own wish."""
    wish_divided: bool | None = None
    """Whether people wish different things; None where too few or nobody was asked."""
    scale: ScaleFigures | None = None
    spread: Spread | None = None
    """How far the images of the segment's people lie apart."""
    smoothed: Smoothed | None = None
    """The score drawn to that of all segments: for ranking and planning, not for tests."""
    comparable: Comparability | None = None
    """With the employees' answers; None where it cannot be told."""


@dataclass(frozen=True, slots=True)
class WholeFigures:
    """A segment's profile as a whole; None where a dimension of it is missing.

    `alignment` is with the mission and `fulfilment` of the wish, each over the dimensions that have
    one: the wish that management set or, where it set none, each person's own. What a dimension
    takes off, in points, is by its code in the `costs` of each. `likeness` compares the profile
    with others, by their names.
    """

    index: Index | None
    alignment: Closeness | None
    fulfilment: Closeness | None
    alignment_costs: Mapping[str, float]
    fulfilment_costs: Mapping[str, float]
    likeness: Mapping[str, Similarity]
    consistency: Consistency | None


@dataclass(frozen=True, slots=True)
class SegmentFigures:
    """All that is known of one segment, by dimension; `n` counts its responses."""

    n: int
    dimensions: Mapping[str, DimensionFigures]
    whole: WholeFigures | None = None
    n_eff: float | None = None
    """So many people who all count the same would be as sure; None: so do these."""


@dataclass(frozen=True, slots=True)
class InternalFigures:
    """What employees say of one dimension, also of those that customers are not asked."""

    estimate: Estimate
    alpha: float | None
    lived_mission: Gap | None
    scale: ScaleFigures | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """How alike the items of a dimension hang together in two groups, by their names."""

    first: str
    second: str
    comparability: Comparability


@dataclass(frozen=True, slots=True)
class Across:
    """One dimension in all segments: do they differ, and may they be compared.

    `rank_p` is Kruskal and Wallis's check on Welch's analysis of variance, without weights.
    `least_alike` has, of the pairs of segments, the one whose items hang together least alike.
    """

    among: Among | None
    rank_p: float | None
    least_alike: Compared | None


@dataclass(frozen=True, slots=True)
class IdentityFigures:
    """One dimension of the internal identity: do people share a picture of it, and the right one.

    `teams` holds the agreement inside each team, `is_shared` whether enough teams agree,
    `intraclass` how much teams differ. `management_gap` is management less staff.
    """

    teams: Mapping[str, GroupAgreement]
    is_shared: bool | None
    awareness: Awareness | None
    intraclass: Intraclass | None
    between_teams: Among | None
    management: Estimate | None
    staff: Estimate | None
    management_gap: Gap | None

    @property
    def typical_agreement(self) -> float | None:
        """Return the rwg(j) of the middle team."""
        known = [team.rwg_j for team in self.teams.values() if team.rwg_j is not None]
        return median(known) if known else None

    @property
    def typical_deviation(self) -> float | None:
        """Return the mean deviation in the middle team, in scale points."""
        known = [team.ad for team in self.teams.values() if team.ad is not None]
        return median(known) if known else None


@dataclass(frozen=True, slots=True)
class Measurement:
    """Every figure of a wave: per segment, of all customers together, and of employees."""

    questionnaire: str
    segments: Mapping[str, SegmentFigures]
    total: SegmentFigures
    internal: Mapping[str, InternalFigures]
    employees: int = 0
    across: Mapping[str, Across] = field(default_factory=dict)
    languages: Mapping[str, Compared] = field(default_factory=dict)
    """By dimension, the two languages in which its items hang together least alike."""
    identity: Mapping[str, IdentityFigures] = field(default_factory=dict)
    importances: Mapping[str, float] = field(default_factory=dict)
    """How much each dimension counts in the profiles as a whole, as shares."""
