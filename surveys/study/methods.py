"""How each kind of figure is made: the one place that tells methods to whoever reads figures."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from surveys.formats.figures_json import plain
from surveys.measurement.image.gaps import Gap
from surveys.measurement.inference.among import Among
from surveys.measurement.inference.estimates import Method
from surveys.measurement.inference.multiplicity import Pair
from surveys.measurement.inference.weighting import Kish
from surveys.measurement.scales.omega import ScaleReliability
from surveys.measurement.wave.figures import (
    Across,
    DimensionFigures,
    IdentityFigures,
    InternalFigures,
    ItemFigures,
    Measurement,
    ScaleFigures,
    SegmentFigures,
    WholeFigures,
)
from surveys.measurement.weights.weights import Weighing


class Made(NamedTuple):
    """How a figure is made: in words, by which function, in which section of STATISTICS.md."""

    method: str
    function: str
    section: str
    is_weighted: bool = True
    """Off where everybody counts the same, whatever weights were chosen."""


_SCORES: Final = "Notation and scores"
_SUMS: Final = "Sums that add up"
_SURE: Final = "How sure: intervals"
_GAPS: Final = "Gaps"
_LOOKS: Final = "Many looks at once"
_FEW: Final = "Few people"
_ITEMS: Final = "Reliability of a dimension"
_WHOLE: Final = "The profile as a whole"
_CLEAR: Final = "One image or many"
_AMONG: Final = "Segments among themselves"
_TEAMS: Final = "Agreement among employees"
_WEIGHTS: Final = "Weights: people who do not all count the same"

_MEAN: Final = Made("mean of people's scores, t interval", "estimates.mean_estimate", _SURE)
_TARGET: Final = Made("set by management", "profiles.Target", _GAPS)
_ALPHA: Final = Made("Cronbach's alpha", "reliability.cronbach_alpha", _ITEMS)
_HOLM: Final = Made("Holm over the dimensions", "multiplicity.holm", _LOOKS)
_VERDICT: Final = Made("table of labels", "verdicts.verdict_of", "Verdicts")
_CONGRUENCE: Final = Made("Tucker's congruence of loadings", "congruence.tucker_congruence", _ITEMS)
_WELCH: Final = Made("Welch's t test", "comparisons.welch", _GAPS)
_ANOVA: Final = Made("Welch's analysis of variance", "among.welch_anova", _AMONG)
_IMPORTANCE: Final = Made("share of what matters", "profiles.importances", _SCORES)
_PEOPLE: Final = Made("count of people", "moments.Moments", _SUMS, is_weighted=False)
_COUNT: Final = Made("count of responses", "moments.Moments", _SUMS, is_weighted=False)

MADE: Final[Mapping[type, Mapping[str, Made]]] = {
    Weighing: {
        "left_out": Made("count of who has no weight", "weights.weigh", _WEIGHTS),
        **dict.fromkeys(
            Kish._fields, Made("Kish's effective n and design effect", "weighting.kish", _WEIGHTS)
        ),
        **dict.fromkeys(
            ("rounds", "trimmed", "error", "small"), Made("raking", "raking.rake", _WEIGHTS)
        ),
    },
    Measurement: {
        "questionnaire": Made("its code", "layout.Layout", _SCORES),
        "employees": _COUNT,
        "importances": _IMPORTANCE,
        "languages": _CONGRUENCE,
    },
    SegmentFigures: {
        "n": _COUNT,
        "n_eff": Made("Kish's effective n", "weighting.kish", _WEIGHTS),
    },
    DimensionFigures: {
        "external": _MEAN,
        "internal": _MEAN,
        "desired": _MEAN,
        "mission": _TARGET,
        "wish": _TARGET,
        "alpha": _ALPHA,
        "importance": _IMPORTANCE,
        "verdict": _VERDICT,
        "and_improve": _VERDICT,
        "wish_met": Made("share, Wilson's interval", "profiles.wish_met", _SCORES),
        "wish_divided": Made("spread and shares of wishes", "profiles.is_divided", _SCORES),
        "spread": Made("standard deviation of people's scores", "consistency.spread", _CLEAR),
        "smoothed": Made(
            "empirical Bayes, Morris's interval",
            "shrinkage.smoothed",
            "Small segments: smoothed means",
        ),
        "comparable": _CONGRUENCE,
    },
    Gap: {
        "n": _PEOPLE,
        "margin": _TARGET,
        "effect": Made("Hedges' g", "effect_sizes.hedges_g", _GAPS),
        "tost_p": Made("two one-sided tests", "comparisons.equivalence", _GAPS),
        "p_adjusted": _HOLM,
        "tost_p_adjusted": _HOLM,
        "p_screened": Made("Benjamini-Hochberg", "multiplicity.benjamini_hochberg", _LOOKS),
        "label": Made("difference and equivalence test", "gaps.label_of", _GAPS),
        "indicative": Made("effective n below a threshold", "gaps.Thresholds", _FEW),
        "times_needed": Made("normal distribution", "gaps.people_needed", _GAPS),
        "ranks": Made(
            "Brunner and Munzel's test",
            "ranks.brunner_munzel",
            _GAPS,
            is_weighted=False,
        ),
    },
    ScaleFigures: {
        "reliability": Made("omega or what stands in", "omega.scale_reliability", _ITEMS),
        "alpha_interval": Made("Feldt's interval", "reliability.feldt_interval", _ITEMS),
        "complete": Made("effective n of complete rows", "weighting.effective_n", _WEIGHTS),
        "loadings": Made("one factor, maximum likelihood", "factor.one_factor", _ITEMS),
    },
    ScaleReliability: {"alpha": _ALPHA},
    ItemFigures: {
        "mean": _MEAN,
        "sd": Made("standard deviation", "estimates.Sample", _SUMS),
        "top_box": Made("share, Wilson's interval", "estimates.share_estimate", _SURE),
        "dont_know": Made("share, Wilson's interval", "estimates.share_estimate", _SURE),
        "rest": Made("item-rest correlation", "reliability.item_rest_correlations", _ITEMS),
        "alpha_without": Made("alpha without an item", "reliability.alpha_if_dropped", _ITEMS),
    },
    WholeFigures: {
        "index": Made("mean weighted by importance", "composite.image_index", _WHOLE),
        **dict.fromkeys(
            ("alignment", "alignment_costs"),
            Made("100 less distances", "composite.alignment", _WHOLE),
        ),
        **dict.fromkeys(
            ("fulfilment", "fulfilment_costs"),
            Made("100 less shortfalls", "composite.fulfilment", _WHOLE),
        ),
        "likeness": Made("distance and its parts", "similarity.similarity", _WHOLE),
        "consistency": Made("variance components", "consistency.consistency", _CLEAR),
    },
    InternalFigures: {"estimate": _MEAN, "alpha": _ALPHA},
    Across: {
        "among": _ANOVA,
        "rank_p": Made(
            "Kruskal and Wallis's test",
            "ranks.kruskal_wallis",
            _AMONG,
            is_weighted=False,
        ),
        "least_alike": _CONGRUENCE,
    },
    Among: {
        "omega2": Made("omega squared", "among.one_way", _AMONG),
        "pairs": _WELCH,
    },
    Pair: {
        "p_holm": Made("Holm over the pairs", "multiplicity.holm", _LOOKS),
        "p_bh": Made("Benjamini-Hochberg", "multiplicity.benjamini_hochberg", _LOOKS),
        "p_by": Made("Benjamini-Yekutieli", "multiplicity.benjamini_yekutieli", _LOOKS),
        "p_games_howell": Made("Games and Howell", "multiplicity.games_howell", _LOOKS),
    },
    IdentityFigures: {
        "teams": Made(
            "rwg(j) and mean deviation", "agreement.group_agreement", _TEAMS, is_weighted=False
        ),
        "is_shared": Made("rwg(j) in most teams", "agreement.is_shared", _TEAMS, is_weighted=False),
        "awareness": Made("shared, and right", "agreement.awareness", _TEAMS),
        "intraclass": Made("ICC(1) and ICC(2)", "intraclass.intraclass", _TEAMS, is_weighted=False),
        "between_teams": _ANOVA._replace(is_weighted=False),
        "management": _MEAN,
        "staff": _MEAN,
    },
}
"""By kind of figure and field; what stands inside a field is made like the field itself."""

TESTED: Final[Mapping[Method, Made]] = {
    Method.T: Made("t test against a target", "comparisons.against_target", _GAPS),
    Method.WELCH: _WELCH,
    Method.PAIRED_T: Made("t test of pairs", "comparisons.paired", _GAPS),
    Method.CONSTANTS: Made("two targets, no test", "gaps.gaps_of", _GAPS),
}
"""How a gap is made, by the method that it names."""

SURE: Final[Mapping[Method, Made]] = {
    Method.SAME_ANSWER: Made(
        "mean, interval where all answers are the same", "estimates.same_answer_interval", _SURE
    )
}
"""How an estimate is made, where the method that it names is not the usual one."""


def as_json() -> dict[str, Any]:
    """Return how figures are made as values that JSON can hold, by kind of figure and field."""
    fields = {_name(kind): plain(made) for kind, made in MADE.items()}
    return {**fields, "gap": {**fields["gap"], "by_method": plain(TESTED)}}


def _name(kind: type) -> str:
    """Return what a kind of figure is called.

    >>> _name(DimensionFigures)
    'dimension'
    """
    return kind.__name__.removesuffix("Figures").lower()
