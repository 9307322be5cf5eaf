"""Means and shares of one group."""

from collections.abc import Mapping
from fractions import Fraction
from statistics import fmean
from typing import Any

from surveys.measurement.image.profiles import score_sample
from surveys.measurement.inference.estimates import Ends, Estimate, mean_estimate, share_estimate
from surveys.measurement.sums.moments import summarise
from tests.reference.scales import scale_block, score_of
from tests.reference.tables import Table, sample

Args = Mapping[str, Any]


def segment_mean(table: Table, args: Args) -> Mapping[str, Any]:
    """The mean of one item in one segment, in scale points and as a score of 0-100."""
    low, high = args["scale_min"], args["scale_max"]
    numbers = _selected(table, args).numbers(args["item"])
    points = sample(numbers)
    mean = mean_estimate(points, ends=Ends(low, high))
    score = mean_estimate(sample(Fraction(100, high - low) * (x - low) for x in numbers))
    return {
        **_figures(mean),
        "sd": points.sd,
        "df": points.n - 1,
        "pomp": score.mean,
        "pomp_se": score.se,
        "pomp_ci_low": score.low,
        "pomp_ci_high": score.high,
    }


def dimension_score(table: Table, args: Args) -> Mapping[str, Any]:
    """The mean over people of a dimension's score, and the mean of the items' means."""
    selected = _selected(table, args)
    block = scale_block(selected, args)
    score = score_of(block)
    scores = score_sample(summarise(block), score)
    unit = (args["scale_max"] - args["scale_min"]) / 100
    items = [selected.sample(item).mean for item in args["items"]]
    turned = [
        args["scale_min"] + args["scale_max"] - mean if reverse else mean
        for mean, reverse in zip(items, score.reverse, strict=True)
        if mean is not None
    ]
    return {
        "n": scores.n,
        "mean": None if scores.mean is None else args["scale_min"] + unit * scores.mean,
        "sd": None if scores.sd is None else unit * scores.sd,
        "se": None if scores.se is None else unit * scores.se,
        "pomp": scores.mean,
        "mean_of_item_means": fmean(turned) if len(turned) == len(items) else None,
    }


def share_wilson(table: Table, args: Args) -> Mapping[str, Any]:
    """The share of ones, with its Wilson interval."""
    numbers = _selected(table, args).numbers(args["item"])
    share = share_estimate(sample(numbers))
    return {"n": share.n, "share": share.mean, "ci_low": share.low, "ci_high": share.high}


def _selected(table: Table, args: Args) -> Table:
    return table.where(args["group"], args["level"]) if "group" in args else table


def _figures(estimate: Estimate) -> dict[str, Any]:
    return {
        "n": estimate.n,
        "mean": estimate.mean,
        "se": estimate.se,
        "ci_low": estimate.low,
        "ci_high": estimate.high,
    }
