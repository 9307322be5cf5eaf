"""Agreement inside groups, and what lies between them."""

from collections.abc import Mapping
from statistics import fmean, median
from typing import Any

from surveys.measurement.image.profiles import score_sample
from surveys.measurement.scales.agreement import (
    GroupAgreement,
    group_agreement,
    rwg,
    uniform_variance,
)
from surveys.measurement.scales.intraclass import intraclass
from surveys.measurement.sums.moments import Moments, summarise
from tests.reference.scales import scale_block
from tests.reference.tables import Table

Args = Mapping[str, Any]
Figures = Mapping[str, Any]

FIRST = 8
"""How many groups the fields named `first_…` show."""


def of_item(table: Table, args: Args) -> Figures:
    """Agreement on one item."""
    groups = _groups(table, {**args, "items": [args["item"]]})
    points = args["scale_max"] - args["scale_min"] + 1
    values = [
        rwg(group.sample(group.layout.names[0]).variance, uniform_variance(points))
        for group in groups.values()
    ]
    return {"median": _median(values), **_first(groups, values)}


def of_scale(table: Table, args: Args) -> Figures:
    """Agreement on the items of one scale."""
    groups = _groups(table, args)
    agreements = _agreements(groups, args)
    values = [group.rwg_j for group in agreements]
    known = [value for value in values if value is not None]
    points = args["scale_max"] - args["scale_min"] + 1
    return {
        "null_variance": uniform_variance(points),
        "n_groups": len(groups),
        "median": _median(values),
        "mean": _mean(values),
        "share_ge_070": sum(value >= 0.7 for value in known) / len(known) if known else None,
        "first_n": [group.n for group in agreements[:FIRST]],
        **_first(groups, values),
    }


def average_deviation(table: Table, args: Args) -> Figures:
    """How far people are from what their group says."""
    groups = _groups(table, args)
    agreements = _agreements(groups, args)
    values = [group.ad for group in agreements]
    cutoff = agreements[0].ad_cutoff if agreements else None
    return {"mean": _mean(values), "cutoff": cutoff, **_first(groups, values)}


def icc(table: Table, args: Args) -> Figures:
    """What of people's scores lies between their groups, in scale points."""
    groups = _groups(table, args).values()
    found = intraclass(score_sample(group, group.layout.scores[0]) for group in groups)
    if found is None:
        return {"n": sum(group.n for group in groups), "groups": len(groups)}
    unit = ((args["scale_max"] - args["scale_min"]) / 100) ** 2
    icc1, icc2 = found.icc1_interval(), found.icc2_interval()
    return {
        "n": found.n,
        "groups": found.groups,
        "msb": found.between * unit,
        "msw": found.within * unit,
        "F": found.f,
        "p": found.p,
        "mean_group_size": found.n / found.groups,
        "icc1_multilevel": found.icc1_mean_size,
        "icc2": found.icc2,
        "n0": found.size,
        "icc1_n0": found.icc1,
        "icc1_n0_ci_low": None if icc1 is None else icc1.low,
        "icc1_n0_ci_high": None if icc1 is None else icc1.high,
        "icc2_ci_low": None if icc2 is None else icc2.low,
        "icc2_ci_high": None if icc2 is None else icc2.high,
    }


def _groups(table: Table, args: Args) -> dict[str, Moments]:
    """Summarise each group's people who answered all items."""
    rows = table.complete([*args["items"], args["group"]])
    levels = rows.levels(args["group"])
    return {
        level: summarise(scale_block(rows.where(args["group"], level), args)) for level in levels
    }


def _agreements(groups: Mapping[str, Moments], args: Args) -> list[GroupAgreement]:
    points = args["scale_max"] - args["scale_min"] + 1
    return [
        group_agreement(
            group.n,
            [group.sample(item).variance for item in group.layout.scores[0].items],
            [group.value_counts(item) for item in group.layout.scores[0].items],
            points,
        )
        for group in groups.values()
    ]


def _first(groups: Mapping[str, Moments], values: list[float | None]) -> dict[str, Any]:
    return {"first_levels": list(groups)[:FIRST], "first_values": values[:FIRST]}


def _median(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
