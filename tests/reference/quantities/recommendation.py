"""Would people recommend."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from surveys.measurement.inference.estimates import Interval
from surveys.measurement.origins.recommendation import (
    Cuts,
    net_promoter_score,
    weighted_promoter_sample,
)
from tests.reference.tables import Table

Args = Mapping[str, Any]


def nps(table: Table, args: Args) -> Mapping[str, Any]:
    """The Net Promoter Score with both of its intervals, and the weighted one."""
    rows = table.where(args["group"], args["level"]) if "group" in args else table
    cuts = Cuts(args["detractor_max"], args["promoter_min"])
    found = net_promoter_score(Counter(map(int, rows.numbers(args["item"]))), cuts=cuts)
    return {
        "n": found.sample.n,
        "promoters": found.promoters,
        "detractors": found.detractors,
        "nps": found.score,
        "se": found.sample.se,
        **_ends("t_ci", found.t_interval),
        "adj_nps": None if found.adjusted is None else found.adjusted.score,
        **_ends("adj_wald", None if found.adjusted is None else found.adjusted.interval),
        **(_weighted(rows, args, cuts) if "weight" in args else {}),
    }


def _weighted(rows: Table, args: Args, cuts: Cuts) -> dict[str, float | None]:
    columns = [args["item"], args["weight"]]
    answers, weights = map(rows.complete(columns).numbers, columns)
    once: defaultdict[int, float] = defaultdict(float)
    twice: defaultdict[int, float] = defaultdict(float)
    for answer, w in zip(map(int, answers), map(float, weights), strict=True):
        once[answer] += w
        twice[answer] += w**2
    sample = weighted_promoter_sample(Counter(map(int, answers)), once, twice, cuts)
    return {"weighted_nps": sample.mean, "weighted_se": sample.se}


def _ends(name: str, interval: Interval | None) -> dict[str, float | None]:
    low, high = (None, None) if interval is None else interval
    return {f"{name}_low": low, f"{name}_high": high}
