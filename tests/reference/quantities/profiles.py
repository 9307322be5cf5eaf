"""Whole profiles: held against a mission, and against each other."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from surveys.measurement.image.composite import alignment, fulfilment, image_index
from surveys.measurement.image.profiles import score_sample
from surveys.measurement.image.similarity import distance, likeness
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.moments import Moments, summarise
from surveys.questionnaire.scales import Direction
from tests.reference.scales import answers, questionnaire
from tests.reference.tables import Table

Args = Mapping[str, Any]


def aligned(table: Table, args: Args) -> Mapping[str, Any]:
    """One group's profile against targets: index, alignment, fulfilment."""
    rows = table.where(args["group"], args["level"]) if "group" in args else table
    group = _summary(rows, args)
    scores = group.layout.scores
    samples = [score_sample(group, score) for score in scores]
    means = [sample.mean for sample in samples]
    steps = np.array([float(score.step) for score in scores])
    covariance = group.mean_covariance([score.name for score in scores]) * np.outer(steps, steps)
    target, importance = args["target"], args["importance"]
    index = image_index(means, covariance, importance)
    close = alignment(means, target, covariance, importance)
    more_is_better = [Direction.MORE_IS_BETTER] * len(means)
    met = fulfilment(means, target, covariance, importance, more_is_better)
    return {
        "external_pomp": means,
        "se": [sample.se for sample in samples],
        "gap": [
            None if mean is None else mean - aim for mean, aim in zip(means, target, strict=True)
        ],
        "alignment": None if close is None else close.value,
        "alignment_se": None if close is None else close.se,
        "noise_floor": None if close is None else close.noise_floor,
        "fulfilment": None if met is None else met.value,
        "image_index": None if index is None else index.value,
        "image_index_se": None if index is None else index.se,
        "mean_covariance": [
            [None if np.isnan(cell) else float(cell) for cell in row] for row in covariance
        ],
    }


def similarity(table: Table, args: Args) -> Mapping[str, Any]:
    """Two groups' profiles: how far apart, and why."""
    first, second = (_means(table, args, args[name]) for name in ("profile_a", "profile_b"))
    profiles = {"profile_a": first, "profile_b": second}
    if None in first or None in second:
        return profiles | dict.fromkeys(OF_BOTH)
    a, b = np.array(first, dtype=np.float64), np.array(second, dtype=np.float64)
    apart, alike = distance(a, b), likeness(a, b)
    return {
        **profiles,
        "D2": apart.d2,
        "D": apart.d,
        "rms": apart.rms,
        "mean_abs": apart.mean_abs,
        "msd": apart.msd,
        "level2": alike.level2,
        "scatter2": alike.scatter2,
        "shape": alike.shape,
        "pearson": alike.pearson,
        "spearman": alike.spearman,
        "cosine": alike.cosine,
        "lin_ccc": alike.concordance,
        "icc_a1": alike.icc_a1,
        "icc_c1": alike.icc_c1,
    }


OF_BOTH = (
    *("D2", "D", "rms", "mean_abs", "msd", "level2", "scatter2", "shape"),
    *("pearson", "spearman", "cosine", "lin_ccc", "icc_a1", "icc_c1"),
)
"""The fields of `profile_similarity` that are not defined when a score is missing."""


def _means(table: Table, args: Args, profile: str) -> list[float | None]:
    """Return the scores of what is named like `group=level`."""
    group = _summary(table.where(*profile.split("=", 1)), args)
    return [score_sample(group, score).mean for score in group.layout.scores]


def _summary(rows: Table, args: Args) -> Moments:
    """Summarise the dimensions that are named, or items as a dimension each."""
    dimensions = args.get("dimensions") or {item: [item] for item in args["items"]}
    codes = {f"dimension_{place}": items for place, items in enumerate(dimensions.values())}
    ends = args["scale_min"], args["scale_max"]
    written = questionnaire(codes, ends, reverse=args.get("reverse", ()))
    return summarise(encode(written, answers(rows, [item for of in codes.values() for item in of])))
