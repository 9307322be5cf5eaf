"""The four profiles as they are drawn: their marks, and which two of them each gap joins."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from surveys.measurement.image.gaps import GapName
from surveys.measurement.wave.figures import DimensionFigures


class Mark(StrEnum):
    """A profile, in the order in which marks are drawn: the last one lies on top."""

    MISSION = "mission"
    WISH = "wish"
    INTERNAL = "internal"
    EXTERNAL = "external"


NAMES: Final[Mapping[Mark, LazyString]] = {
    Mark.INTERNAL: _l("Internal"),
    Mark.MISSION: _l("Mission"),
    Mark.EXTERNAL: _l("Image"),
    Mark.WISH: _l("Wish"),
}
"""What the profiles are called, in the order in which they are explained."""

GAPS: Final[Mapping[GapName, tuple[Mark, Mark]]] = {
    GapName.WISH: (Mark.EXTERNAL, Mark.WISH),
    GapName.RECOGNITION: (Mark.EXTERNAL, Mark.INTERNAL),
    GapName.PROMISE: (Mark.EXTERNAL, Mark.MISSION),
    GapName.LIVED_MISSION: (Mark.INTERNAL, Mark.MISSION),
    GapName.MATCH: (Mark.MISSION, Mark.WISH),
    GapName.ABILITY: (Mark.INTERNAL, Mark.WISH),
}
"""The gaps in the order in which they are offered; each is the first profile minus the second."""


def value_of(mark: Mark, figures: DimensionFigures) -> float | None:
    """Return the score of one profile on a dimension; None where there is none to show."""
    match mark:
        case Mark.EXTERNAL:
            return figures.external.mean
        case Mark.INTERNAL:
            return figures.internal.mean if figures.internal else None
        case Mark.MISSION:
            return figures.mission.value if figures.mission else None
        case Mark.WISH:
            if figures.wish is not None:
                return figures.wish.value
            return figures.desired.mean if figures.desired else None


def interval_of(mark: Mark, figures: DimensionFigures) -> tuple[float, float] | None:
    """Return the 95 % interval of a profile; those that are set by management have none."""
    estimate = None
    if mark is Mark.EXTERNAL:
        estimate = figures.external
    elif mark is Mark.INTERNAL:
        estimate = figures.internal
    elif mark is Mark.WISH and figures.wish is None:
        estimate = figures.desired
    if estimate is None or estimate.low is None or estimate.high is None:
        return None
    return max(0.0, estimate.low), min(100.0, estimate.high)
