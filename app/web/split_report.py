"""How an outcome is split over what goes along with it, as a chart: shares with their intervals."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from app.web import figures
from app.web.charts.estimates import Given, GivenRow, Kind, estimate_rows
from app.web.report import Chart
from surveys.measurement.inference.estimates import Estimate
from surveys.measurement.origins.influence import Driver, Split
from surveys.measurement.sums.jackknife import Replicated

Notes = Mapping[str, Sequence[str]]


def shares(split: Split, names: Mapping[str, str], what: str, notes: Notes) -> Chart | None:
    """Return each driver's share of what is explained, in the order of the split; None: no split.

    Args:
        split: of one outcome.
        names: of the drivers by their codes.
        what: what the rows are.
        notes: what stands below each name.
    """
    if not split.is_shown:
        return None
    rows = [
        _share_row(names[code], driver, notes.get(code, ()), is_sure=split.is_beyond_chance)
        for code, driver in split.drivers.items()
    ]
    return percent_chart(
        rows,
        what=what,
        figure=str(_("Share (95%)")),
        key=((Kind.FULL, str(_("share, with 95% interval"))), (Kind.PALE, str(_("may be none")))),
    )


def percent_chart(
    rows: Sequence[GivenRow], *, what: str, figure: str, key: tuple[tuple[str, str], ...] = ()
) -> Chart | None:
    """Return rows of shares of 0-1, on an axis from 0 to just beyond the largest."""
    ends = [max(mark.value, mark.high or 0.0) for row in rows for mark in row.marks]
    widest = next((end for end in (0.25, 0.5, 0.75) if max(ends, default=0.0) <= end), 1.0)
    has_bars = all(len(row.marks) < 2 for row in rows)  # two of them would hide each other
    drawn = estimate_rows(rows, ends=(0.0, widest), has_bars=has_bars)
    if drawn is None:
        return None
    return Chart(drawn, what, figure, tuple(map(figures.percent, drawn.axis.ticks)), key)


def share_mark(share: Replicated | Estimate, kind: Kind = Kind.FULL) -> tuple[Given, ...]:
    """Return what is drawn of a figure; nothing where it is not defined."""
    value = share.value if isinstance(share, Replicated) else share.mean
    return () if value is None else (Given(value, share.low, share.high, kind),)


def share_cell(share: Replicated | None) -> str:
    """Return a share with its interval for a table: `35% (28 to 42%)`."""
    if share is None or share.value is None:
        return figures.NONE
    if share.low is None:
        return figures.percent(share.value)
    return f"{figures.percent(share.value)} ({figures.percents(share.low, share.high)})"


def _share_row(name: str, driver: Driver, notes: Sequence[str], *, is_sure: bool) -> GivenRow:
    if driver.share is None:
        return GivenRow(
            name, figure=figures.NONE, beside=str(_("too few")), notes=tuple(notes), is_pale=True
        )
    is_pale = not (is_sure and driver.is_beyond_chance)
    return GivenRow(
        name,
        share_mark(driver.share, Kind.PALE if is_pale else Kind.FULL),
        figures.percent(driver.share.value),
        figures.percents(driver.share.low, driver.share.high),
        tuple(notes),
        is_pale,
    )
