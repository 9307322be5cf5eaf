"""Builders of figures for the tests of charts and sentences."""

from collections.abc import Mapping

from app.web.charts.dumbbells import Dumbbells, Series, dumbbells
from surveys.measurement.image.gaps import Gap, GapName, Label
from surveys.measurement.image.profiles import Target
from surveys.measurement.image.verdicts import verdict_of
from surveys.measurement.inference.estimates import Estimate
from surveys.measurement.wave.figures import DimensionFigures, SegmentFigures
from surveys.questionnaire.scales import Direction

NAMES = {"speed": "Reaction speed", "price": "Price", "ict": "ICT support"}


def estimate(mean: float | None, n: int = 100) -> Estimate:
    """Return a score with an interval of two points to each side."""
    if mean is None:
        return Estimate(0, None, None, None, None)
    return Estimate(n, mean, 1.0, mean - 2, mean + 2)


def gap(difference: float, label: Label = Label.GAP, **changes: object) -> Gap:
    """Return a gap, supported unless it is labelled otherwise."""
    given = {
        "n": 100,
        "se": 1.0,
        "low": difference - 2,
        "high": difference + 2,
        "p": 0.01,
        "p_adjusted": 0.01,
        "p_screened": 0.01 if label is Label.GAP else 0.2,
    }
    return Gap(difference, 5.0, label=label, **(given | changes))  # type: ignore[arg-type]  # any field


CLOSED = gap(0, Label.CLOSED)
OPEN = gap(-9, Label.UNDECIDED)
FEW = gap(-40, Label.UNDECIDED, indicative=True)


def dimension(
    gaps: Mapping[GapName, Gap] | None = None, *, image: float | None = 60.0, **changes: object
) -> DimensionFigures:
    """Return a dimension with some gaps; its verdict follows from them."""
    found = gaps or {}
    given = {
        "external": estimate(image),
        "internal": estimate(70.0),
        "desired": None,
        "mission": Target(80.0),
        "wish": Target(75.0),
        "alpha": 0.8,
        "importance": None,
        "gaps": found,
        "verdict": verdict_of(found, Direction.MORE_IS_BETTER),
    }
    return DimensionFigures(**(given | changes))  # type: ignore[arg-type]  # any field


def series(
    dimensions: Mapping[str, DimensionFigures], name: str = "Local installers", n: int = 100
) -> Series:
    """Return a group with these dimensions."""
    return Series(name.lower().split()[0], name, SegmentFigures(n, dimensions))


def group(name: str = "Local installers", n: int = 100, **gaps: Gap | None) -> Series:
    """Return a group with a wish gap, or none, per dimension."""
    return series(
        {
            code: dimension({} if found is None else {GapName.WISH: found})
            for code, found in gaps.items()
        },
        name,
        n,
    )


def wish(*groups: Series) -> Dumbbells:
    """Return the rows of the wish gap of some groups."""
    return dumbbells(groups, NAMES, GapName.WISH)
