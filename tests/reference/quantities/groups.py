"""Groups by their ranks, among themselves, and drawn to what they have in common."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from math import sqrt
from typing import Any

import numpy as np

from surveys.measurement.inference import random_effects, ranks, shrinkage
from surveys.measurement.inference.among import Variances, one_way
from surveys.measurement.inference.among import welch_anova as welch_test
from surveys.measurement.inference.estimates import Sample
from tests.reference.tables import Table, sample

Args = Mapping[str, Any]
Figures = Mapping[str, Any]

BETWEEN = {
    "DL": shrinkage.dersimonian_laird,
    "PM": shrinkage.paule_mandel,
    "REML": random_effects.restricted_likelihood,
}
"""The estimators of the variance between groups, by the name they have in a case."""

SPREAD = (
    *("tau2", "mu", "mu_se", "Q", "I2"),
    *("first_levels", "first_shrunk", "first_factor"),
)
"""The fields of `empirical_bayes_known_se` that are not defined for fewer than two groups."""


def mann_whitney(table: Table, args: Args) -> Figures:
    """Two groups by their ranks."""
    first, second = _counts(table, args, [args["level_a"], args["level_b"]])
    test = ranks.mann_whitney(first, second)
    if test is None:
        return dict.fromkeys(("W", "p", "cliffs_delta", "prob_superiority"))
    return {
        "W": test.w,
        "p": test.p,
        "cliffs_delta": test.cliffs_delta,
        "prob_superiority": test.superiority,
    }


def brunner_munzel(table: Table, args: Args) -> Figures:
    """Two groups by their ranks, perhaps unequally spread; above 0 the second tends higher."""
    first, second = _counts(table, args, [args["level_a"], args["level_b"]])
    test = ranks.brunner_munzel(first, second)
    return {"statistic": None if test.t is None else -test.t, "df": test.df, "p": test.p}


def kruskal_wallis(table: Table, args: Args) -> Figures:
    """All groups by their ranks."""
    test = ranks.kruskal_wallis(_counts(table, args, table.levels(args["group"])))
    return {"H": test and test.h, "df": test and test.df, "p": test and test.p}


def anova_oneway(table: Table, args: Args) -> Figures:
    """All groups, the classical analysis of variance."""
    found = one_way(_samples(table, args).values())
    return {**_test(found), "eta2": found and found.eta2, "omega2": found and found.omega2}


def welch_anova(table: Table, args: Args) -> Figures:
    """All groups, Welch's analysis of variance."""
    return _test(welch_test(_samples(table, args).values()))


def empirical_bayes_known_se(table: Table, args: Args) -> Figures:
    """All groups in which something varies, drawn to their common mean."""
    samples = {name: one for name, one in _samples(table, args).items() if one.varies}
    if len(samples) < 2:
        return {"groups": len(samples), **dict.fromkeys(SPREAD)}
    means = np.array([one.mean for one in samples.values()], dtype=np.float64)
    variances = np.array([one.mean_variance for one in samples.values()], dtype=np.float64)
    spread = shrinkage.spread_of(means, variances, BETWEEN[args["estimator"]](means, variances))
    return {
        "groups": len(samples),
        "tau2": spread.tau2,
        "mu": spread.mu,
        "mu_se": sqrt(spread.mu_variance),
        "Q": spread.q,
        "I2": 100 * spread.i2,
        "first_levels": list(samples),
        "first_shrunk": shrinkage.shrunk(means, variances, spread).tolist(),
        "first_factor": shrinkage.shrinkage_factors(variances, spread.tau2).tolist(),
    }


def partial_pooling_reml(table: Table, args: Args) -> Figures:
    """All groups as random draws."""
    samples = {name: one for name, one in _samples(table, args).items() if one.n}
    fit = random_effects.partial_pooling(list(samples.values()))
    return {
        "tau2": fit and fit.tau2,
        "sigma2": fit and fit.sigma2,
        "mu": fit and fit.mu,
        "mu_se": fit and fit.mu_se,
        "first_levels": list(samples),
        "first_values": fit and list(fit.means),
    }


def _counts(table: Table, args: Args, levels: list[Any]) -> list[ranks.Counts]:
    """Return how often each value of the item occurs in each group, over the same values."""
    groups = [Counter(table.where(args["group"], level).numbers(args["item"])) for level in levels]
    values = sorted({value for group in groups for value in group})
    return [[group[value] for value in values] for group in groups]


def _samples(table: Table, args: Args) -> dict[str, Sample]:
    """Return the answers of each group to an item, or their scores over complete items."""
    items = args.get("items") or [args["item"]]
    rows = table.complete([*items, args["group"]])
    groups = {level: rows.where(args["group"], level) for level in rows.levels(args["group"])}
    return {level: sample(_scores(group, items)) for level, group in groups.items()}


def _scores(table: Table, items: list[str]) -> list[Fraction]:
    columns = [table.numbers(item) for item in items]
    return [sum(row, start=Fraction(0)) / len(items) for row in zip(*columns, strict=True)]


def _test(found: Variances | None) -> dict[str, Any]:
    return {
        "F": found and found.f,
        "df1": found and found.df_between,
        "df2": found and found.df_within,
        "p": found and found.p,
    }
