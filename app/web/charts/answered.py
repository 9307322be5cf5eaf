"""Who answered, and how sure that makes what is said of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.web.charts.dumbbells import Series
from surveys.measurement.inference.estimates import Estimate, typical_margin
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.scales.reliability import Reliability, judged

NEEDED: Final = Thresholds()


class Allows(StrEnum):
    """What a number of answers allows to say."""

    EVERYTHING = "everything"
    INDICATIVE = "indicative"
    SCORES = "scores"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Group:
    """People who were asked: how many stand behind the figures (0: too few), and their scores.

    `waiting` is how many wait for a release; None: fewer than `k`.
    """

    name: str
    n: int
    k: int
    waiting: int | None
    estimates: Sequence[Estimate]


@dataclass(frozen=True, slots=True)
class Answered:
    """One group: its size, how wide its bar is, and half the width of a typical interval."""

    name: str
    n: int
    k: int
    waiting: int | None
    width: str
    margin: float | None
    allows: Allows


@dataclass(frozen=True, slots=True)
class Alpha:
    """How well the items of one dimension hang together in one group; None: not known."""

    value: float | None
    word: Reliability | None


@dataclass(frozen=True, slots=True)
class ReliabilityRow:
    """One dimension over all groups, with the number of its items."""

    name: str
    items: int
    groups: tuple[Alpha, ...]


def what_allows(n: int) -> Allows:
    """Return what can be said of so many people; 0 stands for too few to show."""
    if n >= NEEDED.to_judge:
        return Allows.EVERYTHING
    if n >= NEEDED.to_test:
        return Allows.INDICATIVE
    return Allows.SCORES if n else Allows.NOTHING


def answered(groups: Sequence[Group]) -> tuple[Answered, ...]:
    """Return the rows of who answered, the largest bar as wide as there is room."""
    largest = max((group.n for group in groups), default=0)
    return tuple(
        Answered(
            group.name,
            group.n,
            group.k,
            group.waiting,
            width=f"{100 * group.n / largest:.1f}%" if largest else "0%",
            margin=typical_margin(group.estimates),
            allows=what_allows(group.n),
        )
        for group in groups
    )


def reliabilities(
    series: Sequence[Series], names: Mapping[str, str], items: Mapping[str, int]
) -> tuple[ReliabilityRow, ...]:
    """Return the reliability of every dimension in every group."""
    return tuple(
        ReliabilityRow(
            name,
            items[code],
            tuple(_alpha(one, code) for one in series),
        )
        for code, name in names.items()
        if code in items
    )


def _alpha(series: Series, code: str) -> Alpha:
    found = series.figures.dimensions.get(code)
    value = None if found is None else found.alpha
    return Alpha(value, None if value is None else judged(value))
