"""Who is looked at through the waves, and how a change is drawn and written."""

from dataclasses import dataclass

from flask_babel import gettext as _

from app.services.trend import EVERYONE, Trends
from app.web import figures
from app.web.charts.estimates import Given, Kind
from app.web.frame import translated
from surveys.measurement.course.wave_trend import DimensionTrend, Moved, Since, TrendPoint
from surveys.measurement.inference.comparisons import Difference
from surveys.measurement.inference.thresholds import SIGNIFICANCE


@dataclass(frozen=True, slots=True)
class Looked:
    """One segment through the waves, held against the previous wave or the first one."""

    trends: Trends
    code: str
    since: Since

    @property
    def group(self) -> str:
        """Return the name of the segment."""
        return group_name(self.trends, self.code)

    @property
    def dimensions(self) -> dict[str, DimensionTrend]:
        """Return the dimensions of the segment by their names, in the organisation's order."""
        found = self.trends.segments[self.code].dimensions
        return {
            translated(row.name): found[row.code]
            for row in self.trends.dimensions
            if row.code in found
        }

    @property
    def newest(self) -> str:
        """Return the label of the newest wave that the segment answered in."""
        return [wave.label for wave in self.trends.waves if self.code in wave.n][-1]

    def moved(self) -> dict[str, tuple[TrendPoint, Moved]]:
        """Return the changes up to the newest wave, by the names of their dimensions."""
        found = {}
        for name, trend in self.dimensions.items():
            point = trend.points[-1]
            moved = point.since_previous if self.since == "since_previous" else point.since_first
            if point.label == self.newest and moved is not None:
                found[name] = (point, moved)
        return found

    def title(self, label: str) -> str:
        """Return the title of a wave."""
        return next(wave.title for wave in self.trends.waves if wave.label == label)

    @property
    def base(self) -> str:
        """Return the title of the wave that the newest one is held against."""
        since = [moved.since for _point, moved in self.moved().values()]
        return self.title(max(since, key=since.count)) if since else ""


def group_name(trends: Trends, code: str) -> str:
    """Return the name of a segment, or of all customers."""
    return str(_("All customers")) if code == EVERYONE else translated(trends.names[code])


def from_to(before: float | None, after: float | None, places: int = 0) -> str:
    """Return two scores and the way between them."""
    return f"{figures.score(before, places)} → {figures.score(after, places)}"


def mark(found: Difference, *, is_pale: bool) -> tuple[Given, ...]:
    """Return a change as it is drawn, with its interval."""
    if found.difference is None:
        return ()
    kind = Kind.PALE if is_pale else Kind.FULL
    return (Given(found.difference, found.low, found.high, kind),)


def is_sure(p: float | None) -> bool:
    """Tell whether a change is certain after correction."""
    return p is not None and p < SIGNIFICANCE
