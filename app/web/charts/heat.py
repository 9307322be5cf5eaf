"""The heat map of one gap: dimensions down, groups across."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.web.charts.dumbbells import Series
from surveys.measurement.image.gaps import Gap, GapName, Label
from surveys.measurement.inference.thresholds import SIGNIFICANCE
from surveys.measurement.wave.figures import SegmentFigures

STRENGTHS: Final = ((20, "3"), (10, "2"), (0, "1"))
"""From how many points on a supported gap has which strength of colour."""


WIDE_COLUMNS: Final = 3
LONG_WORD: Final = 11


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One gap of one group: `style` is its colour, `sign` a word in one character."""

    group: str
    gap: Gap | None
    style: str
    sign: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One dimension over all groups."""

    code: str
    name: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """All gaps of one kind; a group that is too small has no figures, and hatched cells."""

    gap: GapName
    columns: tuple[Series, ...]
    rows: tuple[HeatRow, ...]
    is_by_importance: bool

    @property
    def has_upright_heads(self) -> bool:
        """Say whether names of groups are written upright: many of them, with long words."""
        words = [word for column in self.columns for word in column.name.split()]
        return len(self.columns) > WIDE_COLUMNS and max(map(len, words)) > LONG_WORD


def heat_map(
    columns: Sequence[Series], names: Mapping[str, str], gap: GapName, total: SegmentFigures
) -> HeatMap:
    """Return the heat map of a gap; the most important dimensions of all customers come first.

    Args:
        columns: every group, those that are too small included.
        names: dimension codes with their names, in the organisation's order.
        gap: which two profiles are compared.
        total: all customers together.
    """
    weights = {code: figures.importance for code, figures in total.dimensions.items()}
    known = {code: weight for code, weight in weights.items() if weight is not None}
    codes = [code for code in names if code in total.dimensions]
    if known:
        codes.sort(key=lambda code: -known.get(code, 0.0))
    return HeatMap(
        gap,
        tuple(columns),
        tuple(
            HeatRow(code, names[code], tuple(_cell(column, code, gap) for column in columns))
            for code in codes
        ),
        bool(known),
    )


def _cell(column: Series, code: str, name: GapName) -> HeatCell:
    figures = column.figures.dimensions.get(code)
    if figures is None or not figures.external.n:
        return HeatCell(column.code, None, "sup", "·")
    gap = figures.gaps.get(name)
    return HeatCell(column.code, gap, *look_of(gap))


def look_of(gap: Gap | None) -> tuple[str, str]:
    """Return the colour and the sign of a gap after screening the whole overview.

    `d3` to `d1` fall short, `s1` to `s3` exceed, `z` is no gap to speak of and `u` not supported.
    """
    if gap is None:
        return "none", "–"
    if gap.indicative:
        return "u", "?"
    if gap.label in {Label.CLOSED, Label.NEGLIGIBLE}:
        return "z", "≈"
    if gap.p_screened is not None and gap.p_screened >= SIGNIFICANCE:
        return "u", "?"
    if gap.p_screened is None and gap.label is not Label.GAP:
        return "u", "?"
    size = abs(gap.difference)
    strength = next(style for least, style in STRENGTHS if size >= least)
    return f"{'d' if gap.difference < 0 else 's'}{strength}", ""
