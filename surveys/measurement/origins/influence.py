"""How R² of outcomes is split over drivers in one group, and how sure each part is.

From sums over people, each correlation from those who have both; the jackknife's replicates are
taken along as a leading axis, so that all of them cost little more than one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite

import numpy as np
from scipy import special

from surveys.measurement.inference.thresholds import SIGNIFICANCE, Thresholds
from surveys.measurement.origins.correlations import Correlations
from surveys.measurement.origins.drivers import (
    Definiteness,
    Importance,
    driver_importance,
    fewest_people,
    parts_of_r2,
)
from surveys.measurement.sums.jackknife import Array, Replicated, jackknifed

Columns = Mapping[str, str]
"""Columns by the names that they go by here."""

Combinations = Mapping[str, Mapping[str, float]]
"""Sums and differences of shares, by name: how often each driver's share counts in it."""


@dataclass(frozen=True, slots=True)
class Driver:
    """How strongly one driver goes along with an outcome.

    `r` is the plain correlation over the `n` people who have both. Beside the other drivers: `part`
    is its part of R² and `share` that part as a share of R² (0-1), `rank` 1 for the largest, and
    `lead` how far its share is above that of the next rank. None: it is not in the split, or there
    is no split; the last rank has no lead.
    """

    n: int
    r: float | None
    part: Replicated | None = None
    share: Replicated | None = None
    rank: int | None = None
    lead: Replicated | None = None
    suppresses: bool = False
    """Beside the others it takes away what it shares with them: its sign then says nothing."""

    @property
    def is_beyond_chance(self) -> bool:
        """Tell whether the interval of its part lies above 0."""
        return is_above_zero(self.part)

    @property
    def is_rank_sure(self) -> bool:
        """Tell whether its share is surely above that of the next rank."""
        return is_above_zero(self.lead)


@dataclass(frozen=True, slots=True)
class Split:
    """How what is explained of one outcome is split over drivers; None: not defined, or too few.

    `drivers` holds all of them, the largest share first, those without one last in the order given.
    `n` is the smallest number of people behind any correlation of the split, `n_eff` what these
    amount to. `combined` are sums and differences of shares that were asked for, by their names.
    """

    n: int
    n_eff: float
    definiteness: Definiteness
    drivers: Mapping[str, Driver]
    r2: float | None = None
    r2_adjusted: float | None = None
    p: float | None = None
    """Of R²: how often chance alone would explain as much."""
    is_order_unsure: bool = False
    """The two ways of splitting rank some driver more than one place apart."""
    combined: Mapping[str, Replicated] = field(default_factory=dict)

    @property
    def is_shown(self) -> bool:
        """Tell whether there is a split: people enough, and correlations of one group."""
        return any(driver.share is not None for driver in self.drivers.values())

    @property
    def is_beyond_chance(self) -> bool:
        """Tell whether more is explained than chance would: else shares are those of noise."""
        return self.p is not None and self.p < SIGNIFICANCE

    @property
    def left_out(self) -> tuple[str, ...]:
        """Return the drivers without a share: too few people have them, or nothing varies."""
        return tuple(name for name, driver in self.drivers.items() if driver.share is None)


def splits(
    found: Correlations,
    outcomes: Columns,
    drivers: Columns,
    combinations: Combinations | None = None,
    thresholds: Thresholds | None = None,
) -> dict[str, Split]:
    """Return how what is explained of each outcome is split over drivers.

    Behind each correlation of a split are as many people as `fewest_people` says. Where some driver
    has fewer, the one that shares the fewest people with the others is left out, one after another,
    until there are enough. So is a driver that does not vary.

    Args:
        found: correlations of outcomes and drivers, in a group and in its replicates.
        outcomes: one split each.
        drivers: what they are split over.
        combinations: sums and differences of shares to be given too; those whose drivers are all
            left out are not.
        thresholds: how many people a plain correlation needs to be told.

    Returns:
        By outcome. Intervals are the jackknife's; without replicates there are none. `p` is that of
        the F test of R², for the smallest number of people behind a correlation.

    Source:
        Lindeman, Merenda and Gold (1980), Introduction to Bivariate and Multivariate Analysis;
        Kott (2001), J Off Stat 17, 521-526; Fisher (1924), Proc Int Math Congr 2, 805-813.
    """
    enough = thresholds or Thresholds()
    chosen = {name: _chosen(found, column, drivers) for name, column in outcomes.items()}
    parts = _parts(found, outcomes, drivers, chosen)
    return {
        name: _split(
            _whole(found, column, {driver: drivers[driver] for driver in chosen[name]}),
            {driver: _plain(found, column, of, enough) for driver, of in drivers.items()},
            parts.get(name),
            combinations or {},
        )
        for name, column in outcomes.items()
    }


def is_above_zero(figure: Replicated | None) -> bool:
    """Tell whether all of a figure's interval lies above 0; not without an interval."""
    return figure is not None and figure.low is not None and figure.low > 0


@dataclass(frozen=True, slots=True)
class _Whole:
    """One regression of the whole group: who is behind it, its drivers, and R² split."""

    n: int
    n_eff: float
    drivers: tuple[str, ...]
    importance: Importance


def _chosen(found: Correlations, outcome: str, drivers: Columns) -> tuple[str, ...]:
    """Return the drivers that enough people have, together with the outcome and each other."""
    r = found.between([outcome], [*drivers.values()])[0, 0]
    left = [name for name, defined in zip(drivers, np.isfinite(r), strict=True) if defined]
    while left:
        people = found.n_eff[found.square([outcome, *(drivers[name] for name in left)])]
        if people.min() >= fewest_people(len(left)):
            break
        shared = people.sum(axis=1) - people.diagonal()
        del left[int(shared[1:].argmin())]
    return tuple(left)


def _parts(
    found: Correlations, outcomes: Columns, drivers: Columns, chosen: Mapping[str, tuple[str, ...]]
) -> dict[str, Array]:
    """Return the parts of R² of each outcome, (1 + G, k); outcomes of equal drivers at once."""
    parts: dict[str, Array] = {}
    for names in {*chosen.values()} - {()}:
        alike = [outcome for outcome, own in chosen.items() if own == names]
        columns = [drivers[name] for name in names]
        between = found.between(columns, columns)[:, None]
        together = parts_of_r2(between, found.between([outcomes[name] for name in alike], columns))
        parts |= {outcome: together[:, place] for place, outcome in enumerate(alike)}
    return parts


def _whole(found: Correlations, outcome: str, drivers: Columns) -> _Whole | None:
    if not drivers:
        return None
    square = found.square([outcome, *drivers.values()])
    n_eff = float(found.n_eff[square].min())
    importance = driver_importance(found.r[0][square], int(n_eff))
    return _Whole(int(found.n[square].min()), n_eff, tuple(drivers), importance)


def _plain(found: Correlations, outcome: str, driver: str, thresholds: Thresholds) -> Driver:
    """Return the plain correlation of a driver, where enough people are behind it."""
    one, other = found.places([outcome, driver])
    n, r = int(found.n[one, other]), float(found.r[0, one, other])
    is_told = found.n_eff[one, other] >= thresholds.to_test and isfinite(r)
    return Driver(n, r if is_told else None)


def _split(
    whole: _Whole | None,
    plain: Mapping[str, Driver],
    parts: Array | None,
    combinations: Combinations,
) -> Split:
    """Put a split together from the whole group's and the (1 + G, k) parts with replicates."""
    if whole is None or parts is None:
        return Split(0, 0.0, Definiteness.UNDEFINED, plain)
    of = whole.importance
    if of.shares is None:
        return Split(whole.n, whole.n_eff, of.definiteness, plain, of.r2, of.r2_adjusted)
    with np.errstate(invalid="ignore"):
        shares = parts / parts.sum(axis=1, keepdims=True)
    ranked = _ranked(whole, plain, parts, shares)
    return Split(
        n=whole.n,
        n_eff=whole.n_eff,
        definiteness=of.definiteness,
        drivers=ranked | {name: one for name, one in plain.items() if name not in ranked},
        r2=of.r2,
        r2_adjusted=of.r2_adjusted,
        p=_chance(of),
        is_order_unsure=of.is_order_unsure,
        combined=_combined(whole.drivers, shares, combinations),
    )


def _ranked(
    whole: _Whole, plain: Mapping[str, Driver], parts: Array, shares: Array
) -> dict[str, Driver]:
    """Return the drivers of a split, the largest share first."""
    order = np.argsort(-shares[0], kind="stable")
    by_rank = shares[:, order]
    leads = [*_jackknifed(by_rank[:, :-1] - by_rank[:, 1:]), None]
    figures = zip(order, _jackknifed(parts[:, order]), _jackknifed(by_rank), leads, strict=True)
    suppression = whole.importance.suppression
    return {
        (name := whole.drivers[place]): Driver(
            plain[name].n, plain[name].r, part, share, rank, lead, suppression[place]
        )
        for rank, (place, part, share, lead) in enumerate(figures, start=1)
    }


def _combined(
    drivers: Sequence[str], shares: Array, combinations: Combinations
) -> dict[str, Replicated]:
    """Return the sums and differences of shares that some driver of the split is in."""
    found = {name: of for name, of in combinations.items() if of.keys() & {*drivers}}
    times = [[of.get(driver, 0.0) for driver in drivers] for of in found.values()]
    figures = shares @ np.array(times).reshape(len(found), len(drivers)).T
    return dict(zip(found, _jackknifed(figures), strict=True))


def _jackknifed(figures: Array) -> list[Replicated]:
    """Return figures of a group, the first row, with intervals by those of its replicates."""
    return jackknifed(figures[0].tolist(), figures[1:])


def _chance(of: Importance) -> float | None:
    """Return the p of the F test that nothing at all is explained."""
    k = len(of.r)
    rest = of.n - k - 1
    if of.r2 is None or rest < 1:
        return None
    if of.r2 >= 1:
        return 0.0
    return float(special.fdtrc(k, rest, of.r2 / k / ((1 - of.r2) / rest)))
