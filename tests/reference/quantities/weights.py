"""Figures of people who do not all count the same, given weights or raked to margins."""

from collections import Counter
from collections.abc import Mapping
from math import sqrt
from typing import Any

import numpy as np

from surveys.measurement.image.profiles import score_sample
from surveys.measurement.inference.comparisons import equivalence, t_below, welch
from surveys.measurement.inference.effect_sizes import (
    hedges_g,
    weighted_hedges_variance,
    weighted_interval,
)
from surveys.measurement.inference.estimates import Sample, normal_quantile, share_estimate
from surveys.measurement.inference.share_intervals import korn_graubard_interval, logit_interval
from surveys.measurement.inference.weighting import Kish, kish
from surveys.measurement.sums.blocks import Block
from surveys.measurement.sums.moments import Moments, summarise_by
from surveys.measurement.weights.calibration import calibrated_sample, fitted_levels
from surveys.measurement.weights.raking import Cell, Margin, Raking, rake
from surveys.measurement.weights.weighted import Weighted
from tests.reference.scales import code, scale_block, score_of
from tests.reference.tables import Table

Args = Mapping[str, Any]
Figures = Mapping[str, Any]

ITEM = code(0)


def kish_design_effect(table: Table, args: Args) -> Figures:
    """What weights cost that have nothing to do with the answers."""
    found = _kish(table, args["weight"])
    if found is None:
        return {"n": 0, "deff": None, "n_eff": None, "cv2": None}
    return {
        "n": found.n,
        "deff": found.design_effect,
        "n_eff": found.n_eff,
        "cv2": found.cv2,
    }


def kish_n_eff_by_segment(table: Table, args: Args) -> Figures:
    """The effective number of people in each group."""
    group = args["group"]
    found = {
        level: _kish(table.where(group, level), args["weight"]) for level in table.levels(group)
    }
    return {level: None if of is None else of.n_eff for level, of in found.items()}


def weighted_mean(table: Table, args: Args) -> Figures:
    """The weighted mean of one item; standard error and deff as the R package survey has them."""
    rows = table.complete([args["weight"]])
    block = _block(rows, args)
    summary = _of_rows(rows, block, args)
    sample = summary.sample(ITEM)
    se, variance = _survey_se(sample, len(rows.rows)), sample.variance
    return {
        "n": sample.n,
        "mean": sample.mean,
        "se": se,
        "deff_srs": None if se is None or not variance else se**2 * sample.n / variance,
        "variance": None if variance is None else variance * _survey_n(sample, len(rows.rows)),
        "pomp": score_sample(summary, score_of(block)).mean,
    }


def weighted_mean_by_segment(table: Table, args: Args) -> Figures:
    """The weighted mean of one item in each group, with the survey's n and the group's own."""
    rows = table.complete([args["weight"]])
    levels = rows.levels(args["group"])
    samples = [_sample(rows.where(args["group"], level), args) for level in levels]
    errors = [_survey_se(sample, len(rows.rows)) for sample in samples]
    pairs = list(zip(samples, errors, strict=True))
    return {
        "levels": levels,
        "n": [sample.n for sample in samples],
        "mean": [sample.mean for sample in samples],
        "se": errors,
        "se_segment_n": [sample.se for sample in samples],
        "n_eff": [sample.n_eff for sample in samples],
        "z_ci_low": [_z_end(sample, se, -1) for sample, se in pairs],
        "z_ci_high": [_z_end(sample, se, 1) for sample, se in pairs],
    }


def weighted_two_group_t(table: Table, args: Args) -> Figures:
    """The t test of two groups as `svyttest` has it: one n for all, valid rows less 2 as df."""
    rows = table.complete([args["weight"]])
    first, second = _two(rows, args)
    errors = [_survey_se(sample, len(rows.rows)) for sample in (first, second)]
    if first.mean is None or second.mean is None or None in errors:
        return dict.fromkeys(("diff", "t", "df", "p", "se"))
    difference, df = first.mean - second.mean, first.n + second.n - 2
    se = sqrt(sum(error**2 for error in errors if error is not None))
    t = difference / se if se else None
    p = None if t is None else 2 * t_below(-abs(t), df)
    return {"diff": difference, "t": t, "df": df, "p": p, "se": se}


def weighted_gap(table: Table, args: Args) -> Figures:
    """Two groups of people who do not all count the same."""
    first, second = _two(table.complete([args["weight"]]), args)
    gap = welch(first, second)
    effect, test = hedges_g(first, second), equivalence(gap, args["margin"])
    variance = weighted_hedges_variance(effect.g, first, second) if effect else None
    interval = weighted_interval(effect.g, first, second) if effect else None
    return {
        "n": [first.n, second.n],
        "n_eff": [first.n_eff, second.n_eff],
        "gap": gap.difference,
        "se": gap.se,
        "t": gap.t,
        "df": gap.df,
        "p": gap.p,
        "ci_low": gap.low,
        "ci_high": gap.high,
        "g": None if effect is None else effect.g,
        "g_se": None if variance is None else sqrt(variance),
        "g_ci_low": None if interval is None else interval.low,
        "g_ci_high": None if interval is None else interval.high,
        "tost_p": test.p,
        "ci90_low": test.low90,
        "ci90_high": test.high90,
    }


def top_box_share(table: Table, args: Args) -> Figures:
    """The share of answers from `box_min` up, with and without weights."""
    rows = table.complete([args["weight"]])
    summary = _of_rows(rows, _block(rows, args), args)
    boxes = range(args["box_min"], args["scale_max"] + 1)
    plain = share_estimate(summary.people.share(ITEM, boxes))
    share = summary.share(ITEM, boxes)
    logit, exact = logit_interval(share), korn_graubard_interval(share)
    return {
        "n": plain.n,
        "share_unweighted": plain.mean,
        "wilson_low": plain.low,
        "wilson_high": plain.high,
        "share_weighted": share.mean,
        "se_weighted": share.se,
        "logit_low": None if logit is None else logit.low,
        "logit_high": None if logit is None else logit.high,
        "korn_graubard_low": None if exact is None else exact.low,
        "korn_graubard_high": None if exact is None else exact.high,
    }


def raking(table: Table, args: Args) -> Figures:
    """Weights raked to margins, one per cell; the first margin changes fastest."""
    columns = list(args["margins"])
    rows = table.complete(columns)
    raked = _raked(rows, args)
    orders = [rows.levels(column) for column in columns]

    def place(cell: Cell) -> list[int]:
        parts = zip(orders, cell, strict=True)
        return [levels.index(str(part)) for levels, part in parts][::-1]

    weights = raked.weights.values()
    found = raked.kish
    return {
        "n": len(rows.rows),
        "cells": [
            {
                **{name: _as_written(part) for name, part in zip(columns, cell, strict=True)},
                "n": raked.people[cell],
                "w": raked.weights[cell],
            }
            for cell in sorted(raked.people, key=place)
        ],
        "deff_kish": None if found is None else found.design_effect,
        "n_eff": None if found is None else found.n_eff,
        "min_w": min(weights),
        "max_w": max(weights),
    }


def raked_mean(table: Table, args: Args) -> Figures:
    """A mean under raked weights, these taken as given and as made to meet the margins."""
    rows = table.complete(list(args["margins"]))
    raked, cells = _raked(rows, args), _cells(rows, args)
    layout = next(iter(cells.values())).layout
    fixed = Weighted.of_cells(layout, cells, raked.weights).sample(ITEM)
    calibrated = calibrated_sample(raked, cells, ITEM)
    return {
        "mean": fixed.mean,
        "se_weights_fixed": _survey_se(fixed, len(rows.rows)),
        "se_calibrated": _large_sample_se(calibrated, raked),
    }


def poststratified_mean(table: Table, args: Args) -> Figures:
    """A mean under post-stratification: raking to one margin."""
    rows = table.complete([*args["margins"], *args.get("complete", ())])
    raked = _raked(rows, args)
    sample = calibrated_sample(raked, _cells(rows, args), ITEM)
    return {"mean": sample.mean, "se": _large_sample_se(sample, raked)}


def _large_sample_se(sample: Sample, raked: Raking) -> float | None:
    """Return the standard error with n − 1 in place of n less the levels, as in the package."""
    people = sum(raked.people.values())
    smaller = sqrt((people - fitted_levels(raked)) / (people - 1))
    return None if sample.se is None else sample.se * smaller


def _kish(table: Table, weight: str) -> Kish | None:
    w = [float(number) for number in table.numbers(weight)]
    return kish(len(w), sum(w), sum(each * each for each in w))


def _block(table: Table, args: Args) -> Block:
    """Encode one item; without the ends of its scale these are what was answered."""
    numbers = table.numbers(args["item"])
    ends = {"scale_min": int(min(numbers)), "scale_max": int(max(numbers))} if numbers else {}
    return scale_block(table, {**ends, **args, "items": [args["item"]]})


def _of_rows(table: Table, block: Block, args: Args) -> Weighted:
    return Weighted.of_rows(block, np.array(table.numbers(args["weight"]), dtype=np.float64))


def _sample(table: Table, args: Args) -> Sample:
    return _of_rows(table, _block(table, args), args).sample(ITEM)


def _two(rows: Table, args: Args) -> tuple[Sample, Sample]:
    first, second = (rows.where(args["group"], args[name]) for name in ("level_a", "level_b"))
    return _sample(first, args), _sample(second, args)


def _survey_se(sample: Sample, rows: int) -> float | None:
    """Return the standard error with n/(n − 1) of all rows of the file, as `svymean` has it."""
    if sample.mean_variance is None:
        return None
    return sqrt(sample.mean_variance * _survey_n(sample, rows))


def _survey_n(sample: Sample, rows: int) -> float:
    """Return n/(n − 1) of all rows over that of the valid answers."""
    return (sample.n - 1) / sample.n * rows / (rows - 1)


def _z_end(sample: Sample, se: float | None, sign: int) -> float | None:
    if sample.mean is None or se is None:
        return None
    return sample.mean + sign * normal_quantile(0.975) * se


def _raked(rows: Table, args: Args) -> Raking:
    columns = list(args["margins"])
    people = Counter(_cell(row, columns) for row in rows.rows)
    margins = [
        Margin((column,), {(level,): share for level, share in shares.items()})
        for column, shares in args["margins"].items()
    ]
    return rake(columns, people, margins, trim=None)


def _cells(rows: Table, args: Args) -> Mapping[Cell, Moments]:
    columns = list(args["margins"])
    return summarise_by(_block(rows, args), [_cell(row, columns) for row in rows.rows])


def _cell(row: Mapping[str, str | None], columns: list[str]) -> Cell:
    return tuple(row[column] for column in columns)


def _as_written(part: str | None) -> int | str | None:
    """Return a level as a case file has it: a whole number where it is one."""
    return int(part) if part is not None and part.isdecimal() else part
