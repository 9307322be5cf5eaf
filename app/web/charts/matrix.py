"""The verdict matrix: is the image justified, and is it wanted?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.web.charts.dumbbells import Series
from surveys.measurement.image.gaps import Gap, GapName, Label, people_needed
from surveys.measurement.image.verdicts import Justified, Verdict
from surveys.measurement.wave.figures import DimensionFigures

Place = tuple[Justified | None, bool | None]
"""Justified, below or above (None: undecided), and wanted or not (None: undecided)."""

ROWS: Final = (Justified.JUSTIFIED, Justified.BELOW, Justified.ABOVE, None)
COLUMNS: Final = (True, False)


@dataclass(frozen=True, slots=True)
class VerdictFigures:
    """What a verdict on one dimension of one group rests on."""

    series: Series
    verdict: Verdict
    recognition: Gap | None
    wish: Gap | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One dimension in a box, with the groups that it is in that box for."""

    code: str
    name: str
    figures: tuple[VerdictFigures, ...]

    @property
    def and_improve(self) -> bool:
        """Say whether it is also to be improved, for any of the groups."""
        return any(one.verdict.and_improve for one in self.figures)


@dataclass(frozen=True, slots=True)
class Needed:
    """So many answers would decide a dimension, if the differences stay as they are."""

    name: str
    customers: int | None
    employees: int | None


@dataclass(frozen=True, slots=True)
class VerdictMatrix:
    """The verdicts by place; `unjudged` dimensions have neither a wish nor an internal profile."""

    knows_employees: bool
    boxes: Mapping[Place, tuple[Entry, ...]]
    unjudged: tuple[str, ...]
    needed: tuple[Needed, ...]

    def box(self, place: Place) -> tuple[Entry, ...]:
        """Return what stands in one place."""
        return self.boxes.get(place, ())

    def open_boxes(self) -> tuple[tuple[Justified | None, tuple[Entry, ...]], ...]:
        """Return what is not known to be wanted or not, by what is known of its ground."""
        return tuple((row, found) for row in ROWS if (found := self.box((row, None))))

    @property
    def total(self) -> int:
        """Return how many verdicts there are, undecided ones included."""
        return sum(self.count((row, column)) for row in ROWS for column in (*COLUMNS, None))

    def count(self, place: Place) -> int:
        """Return how many verdicts stand in one place, each group by itself."""
        return sum(len(entry.figures) for entry in self.box(place))


def verdict_matrix(
    series: Sequence[Series], names: Mapping[str, str], employees: int
) -> VerdictMatrix:
    """Put every verdict of one group, or of two, in its place.

    Args:
        series: one group or two.
        names: dimension codes with their names, in the organisation's order.
        employees: how many of them stand behind the internal profile.
    """
    found: dict[Place, dict[str, list[VerdictFigures]]] = {}
    unjudged, needed = [], []
    for code, name in names.items():
        judged = [one for one in series if code in one.figures.dimensions]
        for one in judged:
            figures = one.figures.dimensions[code]
            verdict, gaps = figures.verdict, figures.gaps
            if verdict is None:
                unjudged.append(code)
                continue
            ground = VerdictFigures(
                one, verdict, gaps.get(GapName.RECOGNITION), gaps.get(GapName.WISH)
            )
            place = verdict.justified, verdict.wanted
            found.setdefault(place, {}).setdefault(code, []).append(ground)
            if len(series) == 1 and (answers := _needed(name, figures, employees)):
                needed.append(answers)
    return VerdictMatrix(
        knows_employees=any(
            GapName.RECOGNITION in figures.gaps
            for one in series
            for figures in one.figures.dimensions.values()
        ),
        boxes={
            place: tuple(Entry(code, names[code], tuple(each)) for code, each in entries.items())
            for place, entries in found.items()
        },
        unjudged=tuple(name for code, name in names.items() if code in unjudged),
        needed=tuple(needed),
    )


def _needed(name: str, figures: DimensionFigures, employees: int) -> Needed | None:
    """Return how many answers would decide what is open on one dimension."""
    gaps = [figures.gaps.get(kind) for kind in (GapName.RECOGNITION, GapName.WISH)]
    recognition, wish = (
        gap if gap is not None and gap.label is Label.UNDECIDED else None for gap in gaps
    )
    customers = [
        needed
        for gap in (recognition, wish)
        if gap is not None and (needed := people_needed(figures.external.n, gap)) is not None
    ]
    if not customers:
        return None
    return Needed(
        name,
        max(customers),
        None if recognition is None else people_needed(employees, recognition),
    )
