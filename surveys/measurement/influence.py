"""How R² of outcomes is split over drivers in one group, and how sure each part is.

From sums over people, each correlation from those who have both; the jackknife's replicates are
taken along as a leading axis, so that all of them cost little more than one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveys.measurement.drivers import Definiteness
from surveys.measurement.jackknife import Replicated


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
    def left_out(self) -> tuple[str, ...]:
        """Return the drivers that too few people have for them to be in the split."""
        return tuple(name for name, driver in self.drivers.items() if driver.share is None)


def is_above_zero(figure: Replicated | None) -> bool:
    """Tell whether all of a figure's interval lies above 0; not without an interval."""
    return figure is not None and figure.low is not None and figure.low > 0
