"""A page of figures in a plain form: a sentence, who answered, sections with charts and tables.

Texts are whole and translated, figures are written: a template only sets them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.web.charts.estimates import EstimateRows
from app.web.charts.ranking import Place
from app.web.charts.scatter import Scatter


@dataclass(frozen=True, slots=True)
class Column:
    """The heading of a column; `is_number` sets it and its cells to the right."""

    name: str
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first cell of each row names it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Rows of figures with their intervals, what their columns hold and what the marks mean."""

    rows: EstimateRows
    what: str
    figure: str
    ticks: tuple[str, ...]
    key: tuple[tuple[str, str], ...] = ()
    """Pairs of a kind of mark and its meaning."""


@dataclass(frozen=True, slots=True)
class RankedRow:
    """One gap of a ranking in words and figures; `chip` has the kind and words of its verdict."""

    place: Place
    name: str
    group: str
    gap: str
    interval: str
    chip: tuple[str, str] | None
    places: str


@dataclass(frozen=True, slots=True)
class RankingTable:
    """A ranking as it is drawn; `is_split` where bars show which part is not known."""

    rows: tuple[RankedRow, ...]
    is_split: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One finding: what is shown, in a sentence what it says, the evidence, and what to mind."""

    code: str
    what: str
    sentence: str
    order: str = ""
    charts: tuple[Chart, ...] = ()
    notes: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    quotes: tuple[str, ...] = ()
    ranking: RankingTable | None = None
    scatter: Scatter | None = None
    key: tuple[tuple[str, str], ...] = ()
    """Of the scatter: pairs of a kind of mark and its meaning."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be chosen: where it leads, whether it is what is shown now."""

    name: str
    url: str
    is_current: bool
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen from, and what is."""

    name: str
    current: str
    options: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole page."""

    title: str
    headline: str
    ledes: tuple[str, ...]
    sections: tuple[Section, ...]
    choices: tuple[Choices, ...] = ()
    views: tuple[Choice, ...] = ()
    """The pages of the same wave, beside this one."""
    missing: str = ""
    """Why there is nothing to show, where that is so."""
    back: Choice | None = field(default=None)


def table(
    caption: str, columns: Sequence[tuple[str, bool]], rows: Sequence[Sequence[str]]
) -> Table:
    """Return a table from plain pairs and lists.

    >>> table("", [("Name", False), ("n", True)], [["a", "1"]]).rows
    (('a', '1'),)
    """
    return Table(caption, tuple(Column(*each) for each in columns), tuple(map(tuple, rows)))
