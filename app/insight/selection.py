"""What of a wave a reader looks at: every choice stands in the address, and only there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _

from app.services.measure import WaveFigures
from app.web.charts.dumbbells import Series
from app.web.charts.marks import GAPS
from app.web.frame import translated
from surveys.measurement.image.gaps import GapName
from surveys.measurement.wave.figures import SegmentFigures

EVERYONE: Final = "_all"
"""Stands for all customers together; codes of segments begin with a letter."""

ALL_FOUR: Final = "all"
PREFERRED: Final = (GapName.WISH, GapName.PROMISE, GapName.RECOGNITION)


class View(StrEnum):
    """How the profiles are drawn."""

    ROWS = "rows"
    SNAKE = "snake"


@dataclass(frozen=True, slots=True)
class Selection:
    """One segment or all customers, perhaps another one beside it, one gap or all four profiles."""

    wave_id: int
    segment: str
    compare: str | None
    gap: GapName | None
    preferred: GapName | None
    """The gap that matters most of those that there are."""
    view: View

    @classmethod
    def of(cls, given: Mapping[str, str], figures: WaveFigures) -> "Selection":
        """Read what was asked for; what there is not gives way to what there is most reason for."""
        codes = [group.code for group in figures.shown]
        segment = given.get("segment", "")
        compare: str | None = given.get("compare")
        if segment not in {*codes, EVERYONE}:
            segment, beside = codes if len(codes) == 2 else (_largest(figures), None)
            compare = compare or beside
        if segment in {EVERYONE, compare} or compare not in codes:
            compare = None
        chosen = cls(figures.wave_id, segment, compare, None, None, _view(given.get("view")))
        preferred = _preferred(chosen.series(figures))
        gap = _gap(given.get("gap"), preferred)
        return replace(chosen, gap=gap, preferred=preferred)

    def url(self, **changes: str | None) -> str:
        """Return the address of this selection with some choices changed; None takes one away."""
        given: dict[str, str | None] = {
            "segment": self.segment,
            "compare": self.compare or "",
            "gap": self.gap or ALL_FOUR,
            "view": self.view if self.view is not View.ROWS else None,
        }
        chosen = {name: value for name, value in (given | changes).items() if value is not None}
        return f"{url_for('insight.show_wave', wave_id=self.wave_id)}?{urlencode(chosen)}"

    def series(self, figures: WaveFigures) -> tuple[Series, ...]:
        """Return the figures of whoever is chosen."""
        chosen = [code for code in (self.segment, self.compare) if code is not None]
        return tuple(series_of(code, figures) for code in chosen)


def series_of(code: str, figures: WaveFigures) -> Series:
    """Return the figures of a segment, or of all customers; empty ones where it is too small."""
    name = next((translated(group.name) for group in figures.groups if group.code == code), None)
    if name is None:
        return Series(EVERYONE, _("All customers"), figures.measurement.total)
    return Series(code, name, figures.measurement.segments.get(code, SegmentFigures(0, {})))


def _largest(figures: WaveFigures) -> str:
    """Return the segment with most answers; all customers in a wave without segments."""
    return max(figures.shown, key=lambda group: group.n).code if figures.shown else EVERYONE


def _gap(given: str | None, preferred: GapName | None) -> GapName | None:
    if given == ALL_FOUR:
        return None
    return GapName(given) if given in set(GAPS) else preferred


def _preferred(series: Sequence[Series]) -> GapName | None:
    there_are = {
        name for one in series for found in one.figures.dimensions.values() for name in found.gaps
    }
    return next((name for name in PREFERRED if name in there_are), None)


def _view(given: str | None) -> View:
    return View(given) if given in set(View) else View.ROWS
