"""Every quantity of the reference cases that this project computes, by name."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.reference.quantities import (
    agreement,
    comparisons,
    drivers,
    factors,
    groups,
    maps,
    means,
    profiles,
    recommendation,
    reliability,
    trends,
    weights,
)
from tests.reference.tables import Table

Quantity = Callable[[Table, Mapping[str, Any]], Mapping[str, Any]]
"""From the answers and the arguments of a result to its named figures."""

QUANTITIES: Mapping[str, Quantity] = {
    "segment_mean": means.segment_mean,
    "dimension_score": means.dimension_score,
    "share_wilson": means.share_wilson,
    "welch_t": comparisons.welch_t,
    "hedges_g": comparisons.hedges,
    "tost_two_sample": comparisons.tost_two_sample,
    "target_gap": comparisons.target_gap,
    "paired_gap": comparisons.paired_gap,
    "pairwise_p_adjusted": comparisons.pairwise_p_adjusted,
    "cronbach_alpha": reliability.alpha,
    "driver_importance": drivers.importance,
    "mann_whitney": groups.mann_whitney,
    "brunner_munzel": groups.brunner_munzel,
    "kruskal_wallis": groups.kruskal_wallis,
    "anova_oneway": groups.anova_oneway,
    "welch_anova": groups.welch_anova,
    "empirical_bayes_known_se": groups.empirical_bayes_known_se,
    "partial_pooling_reml": groups.partial_pooling_reml,
    "net_promoter_score": recommendation.nps,
    "alignment": profiles.aligned,
    "profile_similarity": profiles.similarity,
    "rwg": agreement.of_item,
    "rwg_j": agreement.of_scale,
    "average_deviation": agreement.average_deviation,
    "icc1_icc2": agreement.icc,
    "mcdonald_omega_total": factors.omega,
    "measurement_equivalence": factors.equivalence,
    "trend": trends.trend,
    "kish_design_effect": weights.kish_design_effect,
    "kish_n_eff_by_segment": weights.kish_n_eff_by_segment,
    "weighted_mean": weights.weighted_mean,
    "weighted_mean_by_segment": weights.weighted_mean_by_segment,
    "weighted_two_group_t": weights.weighted_two_group_t,
    "weighted_gap": weights.weighted_gap,
    "top_box_share": weights.top_box_share,
    "raking": weights.raking,
    "raked_mean": weights.raked_mean,
    "poststratified_mean": weights.poststratified_mean,
    "correspondence_analysis": maps.correspondence,
    "pca_biplot": maps.biplot,
}
