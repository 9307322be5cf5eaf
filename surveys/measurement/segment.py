"""All figures of one segment, or of all customers together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from surveys.measurement.across import comparable
from surveys.measurement.congruence import Comparability
from surveys.measurement.consistency import Spread, spread
from surveys.measurement.estimates import Estimate, Sample, mean_estimate
from surveys.measurement.figures import DimensionFigures, ScaleFigures, SegmentFigures
from surveys.measurement.gaps import (
    Four,
    Gap,
    GapName,
    RankCheck,
    Thresholds,
    adjusted,
    gaps_of,
)
from surveys.measurement.identity import Employees
from surveys.measurement.items import scale_figures
from surveys.measurement.layout import Layout, ScoreColumn
from surveys.measurement.profiles import (
    Profiles,
    Target,
    importances,
    is_divided,
    score_difference,
    score_sample,
    wish_met,
)
from surveys.measurement.ranks import (
    aligned,
    brunner_munzel,
    depends_on_scale_treatment,
)
from surveys.measurement.summary import Summary
from surveys.measurement.verdicts import verdict_of
from surveys.measurement.whole import Yardstick, whole_figures
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Facet

TOTAL_GAPS: Final = (GapName.LIVED_MISSION, GapName.RECOGNITION, GapName.PROMISE)
"""The gaps of all customers together: a wish belongs to a segment."""


@dataclass(frozen=True)
class Ground:
    """What all segments share: what was asked, what was set, what employees say."""

    questionnaire: Questionnaire
    profiles: Profiles
    employees: Employees | None
    thresholds: Thresholds
    matters: Mapping[str, float]
    """How much each dimension matters to all customers together; empty where nobody was asked."""

    @cached_property
    def internal(self) -> Mapping[str, ScoreColumn]:
        """Return the columns of the internal identity that have answers, by dimension."""
        if self.employees is None:
            return {}
        layout = self.employees.all.layout
        facet = internal_facet(layout)
        return {
            score.dimension: score
            for score in layout.scores
            if score.facet is facet and self.employees.all.n_of(score.name)
        }

    @cached_property
    def internal_samples(self) -> Mapping[str, Sample]:
        """Return what employees say, by dimension."""
        if self.employees is None:
            return {}
        everyone = self.employees.all
        return {code: score_sample(everyone, score) for code, score in self.internal.items()}

    @cached_property
    def internal_scales(self) -> Mapping[str, ScaleFigures]:
        """Return whether the items of a dimension belong together for employees."""
        if self.employees is None:
            return {}
        everyone = self.employees.all
        return {
            code: scale_of(everyone, score, self.thresholds)
            for code, score in self.internal.items()
        }

    def yardstick(self, segment: str | None) -> Yardstick:
        """Return what a segment's whole profile is held against."""
        codes = [dimension.code for dimension in self.questionnaire.dimensions]
        asked = self.matters and all(code in self.matters for code in codes)
        wish = self.profiles.wish.get(segment, {}) if segment is not None else {}
        samples = self.internal_samples.items()
        return Yardstick(
            self.matters if asked else dict.fromkeys(codes, 1.0),
            {each.code: each.direction for each in self.questionnaire.dimensions},
            {code: target.value for code, target in self.profiles.mission.items()},
            {code: target.value for code, target in wish.items()},
            {code: sample.mean for code, sample in samples if sample.mean is not None},
        )


def internal_facet(layout: Layout) -> Facet:
    """Return which facet of an employees' questionnaire is the internal identity."""
    return Facet.SELF if layout.dimensions(Facet.SELF) else Facet.IMAGE


def segment_figures(group: Summary, name: str | None, ground: Ground) -> SegmentFigures:
    """Measure one segment, or the total when it has no name."""
    wishes = ground.profiles.wish.get(name, {}) if name is not None else {}
    scores = {
        dimension.code: score
        for dimension in ground.questionnaire.dimensions
        if (score := group.layout.score(Facet.IMAGE, dimension.code)) is not None
    }
    fours = {code: _four(group, score, wishes, ground) for code, score in scores.items()}
    gaps = families({code: gaps_of(four, ground.thresholds) for code, four in fours.items()})
    if name is None:
        gaps = {code: _only(of, TOTAL_GAPS) for code, of in gaps.items()}
    matters = importances(group)
    directions = {each.code: each.direction for each in ground.questionnaire.dimensions}
    return SegmentFigures(
        group.n,
        {
            code: _with_scale(
                DimensionFigures(
                    external=estimate(four.external, ground.thresholds),
                    internal=_optional(four.internal, ground.thresholds),
                    desired=_optional(four.desired, ground.thresholds),
                    mission=four.mission,
                    wish=four.wish,
                    alpha=None,
                    importance=matters.get(code),
                    gaps=_with_ranks(gaps[code], group, scores[code], ground),
                    verdict=None if name is None else verdict_of(gaps[code], directions[code]),
                    wish_met=_wish_met(group, code, ground.thresholds),
                    wish_divided=_wish_divided(group, code, ground.thresholds),
                    spread=_spread(group, scores[code], ground.thresholds),
                ),
                group,
                scores[code],
                ground,
            )
            for code, four in fours.items()
        },
        whole_figures(group, [*scores.values()], ground.yardstick(name)) if scores else None,
    )


def families(gaps: Mapping[str, Mapping[GapName, Gap]]) -> dict[str, dict[GapName, Gap]]:
    """Adjust each kind of gap over the dimensions of one segment."""
    of_kind = {
        name: adjusted({code: of[name] for code, of in gaps.items() if name in of})
        for name in GapName
    }
    return {code: {name: of_kind[name][code] for name in of} for code, of in gaps.items()}


def estimate(sample: Sample | None, thresholds: Thresholds) -> Estimate:
    """Return a score, with an interval where there are enough answers for one."""
    if sample is None:
        return Estimate(0, None, None, None, None)
    if sample.n_eff < thresholds.to_test:
        n_eff = None if sample.unequal is None else sample.n_eff
        return Estimate(sample.n, sample.mean, None, None, None, n_eff)
    return mean_estimate(sample)


def scale_of(group: Summary, score: ScoreColumn, thresholds: Thresholds) -> ScaleFigures:
    """Return whether items belong together, as far as enough people answered them."""
    scale = scale_figures(group, score)
    if group.sample(score.name).n_eff >= thresholds.for_alpha:
        return scale
    return replace(scale, reliability=None, alpha_interval=None)


def _with_scale(
    figures: DimensionFigures, group: Summary, score: ScoreColumn, ground: Ground
) -> DimensionFigures:
    scale = scale_of(group, score, ground.thresholds)
    return replace(
        figures,
        scale=scale,
        alpha=None if scale.reliability is None else scale.reliability.alpha,
        comparable=_comparable(scale, score, ground),
    )


def _four(group: Summary, image: ScoreColumn, wishes: Mapping[str, Target], ground: Ground) -> Four:
    code = image.dimension
    desired = group.layout.score(Facet.WISH, code)
    return Four(
        external=score_sample(group, image),
        internal=ground.internal_samples.get(code),
        mission=ground.profiles.mission.get(code),
        wish=wishes.get(code),
        desired=None if desired is None else score_sample(group, desired),
        beyond_desired=None if desired is None else score_difference(group, image, desired),
    )


def _with_ranks(
    gaps: Mapping[GapName, Gap], group: Summary, score: ScoreColumn, ground: Ground
) -> dict[GapName, Gap]:
    """Add the check by ranks to the one gap that is between two groups of people."""
    gap, inside = gaps.get(GapName.RECOGNITION), ground.internal.get(score.dimension)
    if gap is None or gap.p is None or inside is None or ground.employees is None:
        return dict(gaps)
    if not (score.values and inside.values):
        return dict(gaps)
    outside, inside_counts = aligned(
        group.people.value_counts(score.name),
        ground.employees.all.people.value_counts(inside.name),
        steps=[score.step, inside.step],
    )
    test = brunner_munzel(outside, inside_counts)
    if test.difference is None:
        return dict(gaps)
    disagree = depends_on_scale_treatment(gap.p, test.p)
    ranks = RankCheck(test.p, 2 * test.difference, disagree)
    return {**gaps, GapName.RECOGNITION: replace(gap, ranks=ranks)}


def _comparable(scale: ScaleFigures, score: ScoreColumn, ground: Ground) -> Comparability | None:
    """Say whether customers and employees mean the same by the items, where these are the same."""
    inside = ground.internal.get(score.dimension)
    theirs = ground.internal_scales.get(score.dimension)
    if inside is None or theirs is None or theirs.loadings is None:
        return None
    if set(inside.items) != set(score.items):
        return None
    turned = [theirs.loadings[inside.items.index(item)] for item in score.items]
    return comparable(scale, replace(theirs, loadings=tuple(turned)), ground.thresholds)


def _only(gaps: Mapping[GapName, Gap], names: tuple[GapName, ...]) -> dict[GapName, Gap]:
    return {name: gap for name, gap in gaps.items() if name in names}


def _wish_met(group: Summary, code: str, thresholds: Thresholds) -> Estimate | None:
    wish = group.layout.wish(code)
    share = None if wish is None else wish_met(group, wish)
    if share is None or (share.n_eff or share.n) >= thresholds.to_test:
        return share
    return Estimate(share.n, share.mean, None, None, None, share.n_eff)


def _wish_divided(group: Summary, code: str, thresholds: Thresholds) -> bool | None:
    wish = group.layout.wish(code)
    if wish is None or score_sample(group, wish.wish).n_eff < thresholds.to_judge:
        return None
    return is_divided(group, wish)


def _spread(group: Summary, score: ScoreColumn, thresholds: Thresholds) -> Spread | None:
    if score_sample(group, score).n_eff < thresholds.to_judge:
        return None
    return spread(group, score)


def _optional(sample: Sample | None, thresholds: Thresholds) -> Estimate | None:
    return None if sample is None else estimate(sample, thresholds)
