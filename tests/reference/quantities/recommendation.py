"""Would people recommend."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from surveys.measurement.estimates import Interval
from surveys.measurement.recommendation import Cuts, net_promoter_score
from tests.reference.tables import Table

Args = Mapping[str, Any]


def nps(table: Table, args: Args) -> Mapping[str, Any]:
    """The Net Promoter Score with both of its intervals."""
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
    }


def _ends(name: str, interval: Interval | None) -> dict[str, float | None]:
    low, high = (None, None) if interval is None else interval
    return {f"{name}_low": low, f"{name}_high": high}
