"""The figures of a wave as an analyst makes them with pandas and SciPy, from tables of answers.

Written as pandas and SciPy are meant to be used: whole tables at a time, and a SciPy test where
there is one.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special, stats

LOW, HIGH, TOP_BOX = 1, 7, 6
MARGIN = 5.0
ALL = "all"

Tables = dict[str, pd.DataFrame]
Items = Mapping[str, Sequence[str]]


def tables(
    customers: pd.DataFrame,
    segment: pd.Series,
    employees: pd.DataFrame,
    items: Items,
    aims: Mapping[str, float],
) -> Tables:
    """Return the figures of dimensions, items, gaps and pairs of segments.

    Args:
        customers: a row per person and a column per item; points of 1-7, NaN where missing.
        segment: the segment of each person.
        employees: a row per person, the same columns.
        items: the columns of each dimension.
        aims: what every dimension should score: `mission`, and every segment's `wish`.
    """
    scores, inside = _scores(customers, items), _scores(employees, items)
    dimension = _means(scores, segment)
    gap = _gaps(dimension, _means(inside), aims)
    gap["rank_p"] = pd.Series(dict(_rank_p(scores, segment, inside)))
    reliability, fit = _scales(_points(customers), segment, items)
    return {
        "dimension": dimension.join(reliability),
        "item": _means(_points(customers), segment).join([_top_boxes(customers, segment), fit]),
        "gap": gap,
        "pair": _pairs(dimension, scores, segment),
        "among": _among(scores, segment),
    }


def _points(answers: pd.DataFrame) -> pd.DataFrame:
    """Return answers in points of 0-100."""
    return (answers - LOW) * (100 / (HIGH - LOW))


def _scores(answers: pd.DataFrame, items: Items) -> pd.DataFrame:
    """Return each person's mean of the items of a dimension, where half of them are answered."""
    points = _points(answers)
    found = {}
    for code, columns in items.items():
        own = points[[*columns]]
        found[code] = own.mean(axis=1).where(2 * own.count(axis=1) >= len(columns))
    return pd.DataFrame(found).round(9)  # equal means shall tie, by whichever sums they came


def _by_group(table: pd.DataFrame, segment: pd.Series | None) -> Iterator[tuple[str, pd.DataFrame]]:
    if segment is not None:
        yield from ((str(name), part) for name, part in table.groupby(segment, observed=True))
    yield ALL, table


def _described(table: pd.DataFrame, segment: pd.Series | None) -> pd.DataFrame:
    """Return n, mean and sd of every column, in each segment and of all."""
    parts = {ALL: table.agg(["count", "mean", "std"]).T}
    if segment is not None:
        of_segments = table.groupby(segment, observed=True).agg(["count", "mean", "std"])
        parts |= {str(name): row.unstack() for name, row in of_segments.iterrows()}
    return pd.concat(parts).set_axis(["n", "mean", "sd"], axis=1)


def _means(table: pd.DataFrame, segment: pd.Series | None = None) -> pd.DataFrame:
    """Return means with their t intervals."""
    found = _described(table, segment)
    found["se"] = found["sd"] / np.sqrt(found["n"])
    half = stats.t.ppf(0.975, found["n"] - 1) * found["se"]
    return found.assign(low=found["mean"] - half, high=found["mean"] + half)


def _top_boxes(answers: pd.DataFrame, segment: pd.Series) -> pd.DataFrame:
    """Return the share of the two highest points, with its Wilson interval."""
    found = _described(answers.ge(TOP_BOX).astype(float).where(answers.notna()), segment)
    n, share = found["n"], found["mean"]
    z2 = stats.norm.ppf(0.975) ** 2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = np.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n**2))) / (1 + z2 / n)
    return pd.DataFrame({"top": share, "top_low": centre - half, "top_high": centre + half})


def _scales(
    points: pd.DataFrame, segment: pd.Series, items: Items
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return alpha with Feldt's interval per dimension, and how each item fits in."""
    scales, fits = {}, {}
    for group, part in _by_group(points, segment):
        for code, columns in items.items():
            own = part[[*columns]]
            covariance = own.cov()
            alpha, k, n = _alpha(covariance), len(columns), len(own.dropna())
            tails = stats.f.ppf(np.array([0.975, 0.025]), n - 1, (n - 1) * (k - 1))
            low, high = 1 - (1 - alpha) * tails
            scales[group, code] = {"alpha": alpha, "alpha_low": low, "alpha_high": high}
            for item in columns:
                others = covariance.drop(index=item, columns=item)
                between = covariance[item].drop(item).sum()
                rest = between / np.sqrt(covariance.at[item, item] * others.to_numpy().sum())
                fits[group, item] = {"rest": rest, "alpha_without": _alpha(others)}
    found = (pd.DataFrame.from_dict(rows, orient="index") for rows in (scales, fits))
    return next(found), next(found)


def _alpha(covariance: pd.DataFrame) -> float:
    matrix, k = covariance.to_numpy(), len(covariance)
    return float(k / (k - 1) * (1 - np.trace(matrix) / matrix.sum()))


def _gaps(
    external: pd.DataFrame, internal: pd.DataFrame, aims: Mapping[str, float]
) -> pd.DataFrame:
    """Return every gap with its tests, adjusted inside its family and over all of them."""
    staff = internal.droplevel(0).reindex(external.index, level=1)
    found = pd.concat(
        {
            "lived_mission": _to_aim(internal, aims["mission"]),
            "promise": _to_aim(external, aims["mission"]),
            "wish": _to_aim(external.drop(ALL), aims["wish"]),
            "ability": _to_aim(staff.drop(ALL), aims["wish"]),
            "recognition": _welch(external, staff),
        }
    )
    found = _tested(found)
    families = found.groupby(level=[0, 1])
    found["p_adjusted"] = families["p"].transform(_holm)
    found["tost_p_adjusted"] = families["tost_p"].transform(_holm)
    kind, group = (found.index.get_level_values(level) for level in (0, 1))
    overview = found["p"][(group != ALL) | (kind == "lived_mission")]
    found["p_screened"] = pd.Series(stats.false_discovery_control(overview), overview.index)
    return found


def _to_aim(of: pd.DataFrame, aim: float) -> pd.DataFrame:
    difference, df = of["mean"] - aim, of["n"] - 1
    effect = _correction(df) * difference / of["sd"]
    return pd.DataFrame({"difference": difference, "se": of["se"], "df": df, "effect": effect})


def _welch(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    one, other = first["se"] ** 2, second["se"] ** 2
    df_first, df_second = first["n"] - 1, second["n"] - 1
    df = df_first + df_second
    pooled = (df_first * first["sd"] ** 2 + df_second * second["sd"] ** 2) / df
    difference = first["mean"] - second["mean"]
    return pd.DataFrame(
        {
            "difference": difference,
            "se": np.sqrt(one + other),
            "df": (one + other) ** 2 / (one**2 / df_first + other**2 / df_second),
            "effect": _correction(df) * difference / np.sqrt(pooled),
        }
    )


def _correction(df: pd.Series) -> NDArray[np.float64]:
    """Return Hedges' J."""
    half = df.to_numpy() / 2
    found: NDArray[np.float64] = np.exp(special.gammaln(half) - special.gammaln(half - 0.5))
    return found / np.sqrt(half)


def _tested(gaps: pd.DataFrame) -> pd.DataFrame:
    """Add t tests, their intervals, and tests of equivalence."""
    difference, se, df = gaps["difference"], gaps["se"], gaps["df"]
    half = stats.t.ppf(0.975, df) * se
    return gaps.assign(
        low=difference - half,
        high=difference + half,
        p=2 * stats.t.sf(np.abs(difference / se), df),
        tost_p=np.maximum(
            stats.t.sf((difference + MARGIN) / se, df), stats.t.cdf((difference - MARGIN) / se, df)
        ),
    )


def _holm(p: pd.Series) -> pd.Series:
    ascending = p.sort_values()
    return (ascending * np.arange(len(p), 0, -1)).cummax().clip(upper=1)


def _rank_p(
    scores: pd.DataFrame, segment: pd.Series, inside: pd.DataFrame
) -> Iterator[tuple[tuple[str, str, str], float]]:
    """Yield Brunner and Munzel's p of customers against employees."""
    for group, part in _by_group(scores, segment):
        for code in scores:
            test = stats.brunnermunzel(part[code].dropna(), inside[code].dropna())
            yield ("recognition", group, str(code)), test.pvalue


def _pairs(dimension: pd.DataFrame, scores: pd.DataFrame, segment: pd.Series) -> pd.DataFrame:
    """Compare all segments with each other."""
    names = segment.cat.categories
    pairs = [(code, *pair) for code in scores for pair in combinations(names, 2)]
    index = pd.MultiIndex.from_tuples(pairs)
    first, second = (
        dimension.reindex(pd.MultiIndex.from_tuples(cells)).set_axis(index)
        for cells in (
            [(one, code) for code, one, _ in pairs],
            [(two, code) for code, _, two in pairs],
        )
    )
    found = _tested(_welch(first, second)).drop(columns=["effect", "tost_p"])
    by_dimension = found.groupby(level=0)["p"]
    games_howell = [
        stats.tukey_hsd(*groups, equal_var=False).pvalue[np.triu_indices(len(names), k=1)]
        for _, groups in _by_dimension(scores, segment)
    ]
    return found.assign(
        p_holm=by_dimension.transform(_holm),
        p_bh=by_dimension.transform(stats.false_discovery_control),
        p_by=by_dimension.transform(stats.false_discovery_control, method="by"),
        p_games_howell=np.concatenate(games_howell),
    )


def _among(scores: pd.DataFrame, segment: pd.Series) -> pd.DataFrame:
    """Test whether all segments are alike, by means and by ranks."""
    found = {}
    for code, groups in _by_dimension(scores, segment):
        welch, ranks = stats.f_oneway(*groups, equal_var=False), stats.kruskal(*groups)
        found[code] = {"f": welch.statistic, "p": welch.pvalue, "rank_p": ranks.pvalue}
    return pd.DataFrame.from_dict(found, orient="index")


def _by_dimension(
    scores: pd.DataFrame, segment: pd.Series
) -> Iterator[tuple[str, list[pd.Series]]]:
    """Yield the scores there are on each dimension, segment by segment."""
    for code in scores:
        own = scores[code].groupby(segment, observed=True)
        yield str(code), [part.dropna() for _, part in own]
