"""All figures of one segment, or of all customers together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from surveys.measurement.image.consistency import Spread, spread
from surveys.measurement.image.gaps import Four, Gap, GapName, RankCheck, adjusted, gaps_of
from surveys.measurement.image.profiles import (
    Profiles,
    Target,
    importances,
    is_divided,
    score_difference,
    score_sample,
    wish_met,
)
from surveys.measurement.image.verdicts import verdict_of
from surveys.measurement.inference.bases import mean_of, share_of
from surveys.measurement.inference.estimates import Estimate, Sample
from surveys.measurement.inference.ranks import (
    aligned,
    brunner_munzel,
    depends_on_scale_treatment,
)
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.scales.congruence import Comparability
from surveys.measurement.sums.layout import Layout, ScoreColumn
from surveys.measurement.sums.summary import Summary
from surveys.measurement.wave.across import comparable
from surveys.measurement.wave.figures import DimensionFigures, ScaleFigures, SegmentFigures
from surveys.measurement.wave.identity import Employees
from surveys.measurement.wave.items import scale_figures
from surveys.measurement.wave.whole import Yardstick, whole_figures
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Direction, Facet

TOTAL_GAPS: Final = (GapName.LIVED_MISSION, GapName.RECOGNITION, GapName.PROMISE)
"""The gaps of all customers together: a wish belongs to a segment."""


@dataclass(frozen=True)
class Ground:
    """What all segments share: what was asked, what was set, what employees say."""

    questionnaire: Questionnaire
    profiles: Profiles
    employees: Employees | None
    thresholds: Thresholds
    importances: Mapping[str, float]
    """How much each dimension counts in the profiles as a whole."""

    @cached_property
    def images(self) -> Mapping[str, ScoreColumn]:
        """Return the columns of the image, by dimension in the questionnaire's order."""
        layout = Layout.of(self.questionnaire)
        return {
            dimension.code: score
            for dimension in self.questionnaire.dimensions
            if (score := layout.score(Facet.IMAGE, dimension.code)) is not None
        }

    @cached_property
    def directions(self) -> Mapping[str, Direction]:
        """Return for each dimension whether more of it is better."""
        return {each.code: each.direction for each in self.questionnaire.dimensions}

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
            code: scale_figures(everyone, score, self.thresholds)
            for code, score in self.internal.items()
        }

    @cached_property
    def lived_mission(self) -> Mapping[str, Gap]:
        """Return the gaps between what employees say and the mission: one family for all."""
        fours = {
            code: Four(internal=sample, mission=self.profiles.mission.get(code))
            for code, sample in self.internal_samples.items()
        }
        gaps = families({code: gaps_of(four, self.thresholds) for code, four in fours.items()})
        name = GapName.LIVED_MISSION
        return {code: of[name] for code, of in gaps.items() if name in of}

    def yardstick(self, segment: str | None) -> Yardstick:
        """Return what a segment's whole profile is held against."""
        samples = self.internal_samples.items()
        return Yardstick(
            self.importances,
            self.directions,
            _values(self.profiles.mission),
            None if segment is None else _values(self.profiles.wish.get(segment, {})),
            {code: sample.mean for code, sample in samples if sample.mean is not None},
        )


def internal_facet(layout: Layout) -> Facet:
    """Return which facet of an employees' questionnaire is the internal identity."""
    return Facet.SELF if layout.dimensions(Facet.SELF) else Facet.IMAGE


def segment_figures(group: Summary, name: str | None, ground: Ground) -> SegmentFigures:
    """Measure one segment, or the total when it has no name."""
    wishes = ground.profiles.wish.get(name, {}) if name is not None else {}
    scores, thresholds = ground.images, ground.thresholds
    externals = {code: score_sample(group, score) for code, score in scores.items()}
    fours = {code: _four(group, scores[code], of, wishes, ground) for code, of in externals.items()}
    gaps = _gaps(fours, tuple(GapName) if name is not None else TOTAL_GAPS, ground)
    matters = importances(group)
    dimensions = {}
    for code, four in fours.items():
        scale = scale_figures(group, scores[code], thresholds)
        dimensions[code] = DimensionFigures(
            external=mean_of(externals[code], thresholds),
            internal=_estimate(four.internal, thresholds),
            desired=_estimate(four.desired, thresholds),
            mission=four.mission,
            wish=four.wish,
            alpha=scale.alpha,
            importance=matters.get(code),
            gaps=_with_ranks(gaps[code], group, scores[code], ground),
            verdict=None if name is None else verdict_of(gaps[code], ground.directions[code]),
            wish_met=_wish_met(group, code, thresholds),
            wish_divided=_wish_divided(group, code, thresholds),
            scale=scale,
            spread=_spread(group, scores[code], thresholds),
            comparable=_comparable(scale, scores[code], ground),
        )
    return SegmentFigures(
        group.n,
        dimensions,
        whole_figures(group, [*scores.values()], ground.yardstick(name), thresholds)
        if scores
        else None,
        None if group.kish is None else group.kish.n_eff,
    )


def families(gaps: Mapping[str, Mapping[GapName, Gap]]) -> dict[str, dict[GapName, Gap]]:
    """Adjust each kind of gap over the dimensions of one segment."""
    of_kind = {
        name: adjusted({code: of[name] for code, of in gaps.items() if name in of})
        for name in GapName
    }
    return {code: {name: of_kind[name][code] for name in of} for code, of in gaps.items()}


def _four(
    group: Summary,
    image: ScoreColumn,
    external: Sample,
    wishes: Mapping[str, Target],
    ground: Ground,
) -> Four:
    code = image.dimension
    desired = group.layout.score(Facet.WISH, code)
    return Four(
        external=external,
        internal=ground.internal_samples.get(code),
        mission=ground.profiles.mission.get(code),
        wish=wishes.get(code),
        desired=None if desired is None else score_sample(group, desired),
        beyond_desired=None if desired is None else score_difference(group, image, desired),
    )


def _gaps(
    fours: Mapping[str, Four], names: Collection[GapName], ground: Ground
) -> dict[str, dict[GapName, Gap]]:
    """Return the gaps of these kinds, adjusted; the lived mission is one for all segments."""
    found = families(
        {
            code: {
                name: gap for name, gap in gaps_of(four, ground.thresholds).items() if name in names
            }
            for code, four in fours.items()
        }
    )
    lived = ground.lived_mission
    return {
        code: of | {GapName.LIVED_MISSION: lived[code]} if code in lived else of
        for code, of in found.items()
    }


def _with_ranks(
    gaps: Mapping[GapName, Gap], group: Summary, score: ScoreColumn, ground: Ground
) -> dict[GapName, Gap]:
    """Add the check by ranks to the one gap that is between two groups of people."""
    gap, inside = gaps.get(GapName.RECOGNITION), ground.internal.get(score.dimension)
    if gap is None or gap.p is None or inside is None or ground.employees is None:
        return dict(gaps)
    if not (score.values and inside.values):
        return dict(gaps)
    outside = group.people.value_counts(score.name)
    staff = ground.employees.all.people.value_counts(inside.name)
    if score.values == inside.values and score.step == inside.step:
        one, other = ([n for _, n in of] for of in (outside, staff))
    else:
        both = aligned(outside, staff, steps=[score.step, inside.step])
        one, other = (of.tolist() for of in both)
    test = brunner_munzel(one, other)
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


def _wish_met(group: Summary, code: str, thresholds: Thresholds) -> Estimate | None:
    wish = group.layout.wish(code)
    met = None if wish is None else wish_met(group, wish)
    return None if met is None else share_of(met, thresholds)


def _wish_divided(group: Summary, code: str, thresholds: Thresholds) -> bool | None:
    wish = group.layout.wish(code)
    if wish is None or score_sample(group, wish.wish).n_eff < thresholds.to_judge:
        return None
    return is_divided(group, wish)


def _spread(group: Summary, score: ScoreColumn, thresholds: Thresholds) -> Spread | None:
    if score_sample(group, score).n_eff < thresholds.to_judge:
        return None
    return spread(group, score)


def _estimate(sample: Sample | None, thresholds: Thresholds) -> Estimate | None:
    return None if sample is None else mean_of(sample, thresholds)


def _values(targets: Mapping[str, Target]) -> dict[str, float]:
    return {code: target.value for code, target in targets.items()}
