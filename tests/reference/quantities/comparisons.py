"""Differences of means."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from surveys.measurement.inference import effect_sizes
from surveys.measurement.inference.comparisons import (
    Difference,
    against_target,
    equivalence,
    paired,
    welch,
)
from surveys.measurement.inference.effect_sizes import hedges_g, one_sample_g, paired_d_av, paired_g
from surveys.measurement.inference.estimates import Ends, Sample
from surveys.measurement.inference.multiplicity import all_pairs
from surveys.measurement.inference.weighting import weighted_covariance
from surveys.measurement.scales.reliability import correlations
from tests.reference.tables import Table, sample

Args = Mapping[str, Any]
Figures = Mapping[str, Any]

HEDGES = (
    *("d", "J", "g", "effectsize_g", "var_ls"),
    *("nct_ci_low", "nct_ci_high", "wald_ci_low", "wald_ci_high"),
)
"""The fields of `hedges_g`, all of them not defined when one is not."""


def welch_t(table: Table, args: Args) -> Figures:
    """Two groups, Welch's t test."""
    difference = welch(*_two_groups(table, args))
    return {
        **_test(difference),
        "diff": difference.difference,
        "se": difference.se,
    }


def hedges(table: Table, args: Args) -> Figures:
    """Two groups, Hedges' g with both intervals."""
    first, second = _two_groups(table, args)
    effect = hedges_g(first, second)
    if effect is None:
        return dict.fromkeys(HEDGES)
    noncentral = effect.noncentral_interval()
    wald = effect_sizes.wald_interval(effect.g, first.n, second.n)
    return {
        "d": effect.d,
        "J": effect_sizes.hedges_correction(effect.df),
        "g": effect.g,
        "nct_ci_low": noncentral.low,
        "nct_ci_high": noncentral.high,
        "var_ls": effect_sizes.hedges_variance(effect.g, first.n, second.n),
        "wald_ci_low": wald.low,
        "wald_ci_high": wald.high,
        "effectsize_g": effect.g,
    }


def tost_two_sample(table: Table, args: Args) -> Figures:
    """Two groups, equivalence within a margin."""
    test = equivalence(welch(*_two_groups(table, args)), args["margin"])
    return {
        "t_lower": test.t_lower,
        "t_upper": test.t_upper,
        "p_lower": test.p_lower,
        "p_upper": test.p_upper,
        "p": test.p,
        "ci90_low": test.low90,
        "ci90_high": test.high90,
        "equivalent_05": None if test.p is None else test.p < 0.05,
    }


def target_gap(table: Table, args: Args) -> Figures:
    """One group against a value that was set."""
    rows = table.where(args["group"], args["level"]) if "group" in args else table
    sample = rows.sample(args["item"])
    ends = Ends(args.get("scale_min", 0), args.get("scale_max", 100))
    difference = against_target(sample, args["target"], ends=ends)
    effect = one_sample_g(sample, args["target"])
    interval = None if effect is None else effect.noncentral_interval()
    return {
        **_test(difference),
        "n": sample.n,
        "gap": difference.difference,
        "g": None if effect is None else effect.g,
        "g_ci_low": None if interval is None else interval.low,
        "g_ci_high": None if interval is None else interval.high,
        "tost_p": equivalence(difference, args["margin"]).p,
    }


def paired_gap(table: Table, args: Args) -> Figures:
    """Two answers of the same people."""
    items = [args["item_a"], args["item_b"]]
    pairs = table.complete(items)
    first, second = map(pairs.sample, items)
    numbers = [pairs.numbers(item) for item in items]
    differences = sample(x - y for x, y in zip(*numbers, strict=True))
    covariances = weighted_covariance(
        np.array(numbers, dtype=np.float64).T, np.ones(len(pairs.rows))
    )
    difference = paired(differences)
    effect = paired_g(differences)
    return {
        **_test(difference),
        "n": first.n,
        "gap": difference.difference,
        "se": difference.se,
        "dz": None if effect is None else effect.d,
        "gz": None if effect is None else effect.g,
        "d_av": paired_d_av(first, second),
        "r": correlations(covariances)[0, 1] if first.varies and second.varies else None,
        "tost_p": equivalence(difference, args["margin"]).p,
    }


def pairwise_p_adjusted(table: Table, args: Args) -> Figures:
    """All pairs of groups, corrected for how many there are."""
    levels = table.levels(args["group"])
    pairs = all_pairs(
        {level: table.where(args["group"], level).sample(args["item"]) for level in levels}
    )
    return {
        "level_a": [pair.first for pair in pairs],
        "level_b": [pair.second for pair in pairs],
        "p_raw": [pair.difference.p for pair in pairs],
        "p_holm": [pair.p_holm for pair in pairs],
        "p_bh": [pair.p_bh for pair in pairs],
        "p_by": [pair.p_by for pair in pairs],
        "p_games_howell": [pair.p_games_howell for pair in pairs],
    }


def _two_groups(table: Table, args: Args) -> tuple[Sample, Sample]:
    first, second = (table.where(args["group"], args[name]) for name in ("level_a", "level_b"))
    return first.sample(args["item"]), second.sample(args["item"])


def _test(difference: Difference) -> dict[str, Any]:
    return {
        "t": difference.t,
        "df": difference.df,
        "p": difference.p,
        "ci_low": difference.low,
        "ci_high": difference.high,
    }
