"""What profiles, gaps, verdicts and labels are called on pages."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.web import figures
from app.web.charts.answered import Allows
from app.web.charts.dumbbells import Dumbbells, Reading, Row, Standing
from app.web.charts.marks import GAPS, NAMES, Mark, value_of
from app.web.charts.matrix import VerdictFigures
from surveys.measurement.image.gaps import Gap, GapName, Label
from surveys.measurement.image.verdicts import Justified
from surveys.measurement.scales.reliability import Reliability, judged
from surveys.measurement.wave.figures import DimensionFigures


class Named(NamedTuple):
    """A thing's name, and what it is in a few words."""

    name: LazyString
    about: LazyString


PROFILES: Final[Mapping[Mark, Named]] = {
    Mark.INTERNAL: Named(NAMES[Mark.INTERNAL], _l("who we are, by employees")),
    Mark.MISSION: Named(NAMES[Mark.MISSION], _l("what we say we want to be")),
    Mark.EXTERNAL: Named(NAMES[Mark.EXTERNAL], _l("how customers see us")),
    Mark.WISH: Named(NAMES[Mark.WISH], _l("how they should see us")),
}

GAP_WORDS: Final[Mapping[GapName, Named]] = {
    GapName.WISH: Named(_l("Wish gap"), _l("is it wanted?")),
    GapName.RECOGNITION: Named(_l("Recognition"), _l("is it justified?")),
    GapName.PROMISE: Named(_l("Promise"), _l("do they see it?")),
    GapName.LIVED_MISSION: Named(_l("Lived mission"), _l("do our people live it?")),
    GapName.MATCH: Named(_l("Match"), _l("do we say what they need?")),
    GapName.ABILITY: Named(_l("Ability"), _l("can we deliver it?")),
}

ALL_FOUR: Final = Named(_l("All four"), _l("no gap drawn"))

LABELS: Final[Mapping[Label, LazyString]] = {
    Label.GAP: _l("gap"),
    Label.NEGLIGIBLE: _l("negligible"),
    Label.CLOSED: _l("closed"),
    Label.UNDECIDED: _l("undecided"),
}

BELOW: Final[Mapping[Mark, LazyString]] = {
    Mark.WISH: _l("Below the wish"),
    Mark.MISSION: _l("Below the mission"),
    Mark.INTERNAL: _l("Below who we are"),
}
ABOVE: Final[Mapping[Mark, LazyString]] = {
    Mark.WISH: _l("Above the wish"),
    Mark.MISSION: _l("Above the mission"),
    Mark.INTERNAL: _l("Above who we are"),
}

JUSTIFIED: Final[Mapping[Justified | None, LazyString]] = {
    Justified.JUSTIFIED: _l("Justified"),
    Justified.BELOW: _l("Below what we are"),
    Justified.ABOVE: _l("Above what we are"),
    None: _l("Undecided"),
}


ALLOWS: Final[Mapping[Allows, LazyString]] = {
    Allows.EVERYTHING: _l("all figures, tests and verdicts"),
    Allows.INDICATIVE: _l("indicative only, no verdicts"),
    Allows.SCORES: _l("scores only, no intervals"),
    Allows.NOTHING: _l("nothing is shown, nor in a total"),
}

OPEN: Final[Mapping[Justified | None, LazyString]] = {
    Justified.JUSTIFIED: _l("They see us as we are; whether that is enough cannot be said yet."),
    Justified.BELOW: _l("They see less than we are; whether it is enough cannot be said yet."),
    Justified.ABOVE: _l("They see more than we are; whether it is enough cannot be said yet."),
    None: _l("Neither whether the image is justified nor whether it is wanted is known."),
}


class Place(NamedTuple):
    """A box of the verdict matrix: where it stands and what is to be done with what is in it."""

    justified: Justified | None
    kind: str
    name: LazyString
    about: LazyString
    wanted: bool


PLACES: Final = (
    Place(Justified.JUSTIFIED, "keep", _l("Keep"), _l("justified and wanted"), wanted=True),
    Place(
        Justified.JUSTIFIED,
        "improve",
        _l("Improve ourselves"),
        _l("justified, and not enough"),
        wanted=False,
    ),
    Place(
        Justified.BELOW,
        "keep",
        _l("Keep, and tell it better"),
        _l("under-told strength"),
        wanted=True,
    ),
    Place(
        Justified.BELOW,
        "known",
        _l("Make it known"),
        _l("we are better than they see"),
        wanted=False,
    ),
    Place(Justified.ABOVE, "live", _l("Live up to it"), _l("flattering, and a risk"), wanted=True),
    Place(
        Justified.ABOVE,
        "improve",
        _l("Improve ourselves"),
        _l("even flattery falls short"),
        wanted=False,
    ),
    Place(
        None,
        "open",
        _l("Wanted, cause undecided"),
        _l("whether the image is justified cannot be said yet"),
        wanted=True,
    ),
    Place(
        None,
        "open",
        _l("Unwanted, cause undecided"),
        _l("whether the image is justified cannot be said yet"),
        wanted=False,
    ),
)
"""The boxes in the order in which they are read."""


def standing(kind: Standing, gap: GapName) -> str:
    """Return the heading of rows of which the same may be said."""
    second = GAPS[gap][1]
    headings = {
        Standing.BELOW: BELOW[second],
        Standing.ABOVE: ABOVE[second],
        Standing.CLOSED: _("No gap to speak of: closed or negligible"),
        Standing.UNDECIDED: _("Undecided: too few answers to say"),
        Standing.INCOMPARABLE: _("Not compared: a profile is missing"),
    }
    return str(headings[kind])


def difference(gap: GapName) -> str:
    """Return what is taken off what: `image − wish`."""
    first, second = (str(PROFILES[end].name) for end in GAPS[gap])
    return f"{first} − {second}".lower()


def label(gap: Gap) -> str:
    """Return the word that goes with a gap; a figure on few answers is indicative, no more."""
    return str(_("indicative") if gap.indicative else LABELS[gap.label])


def qualifier(gap: Gap) -> str:
    """Return the word that stands beside the figure of a gap; a supported one needs none."""
    return "" if gap.is_supported else label(gap)


def inline(name: str) -> str:
    """Return a name for the middle of a sentence: an acronym keeps its capitals.

    >>> inline("Reaction speed"), inline("ICT support")
    ('reaction speed', 'ICT support')
    """
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def joined(names: Iterable[str]) -> str:
    """Return names as a list in words: `a, b and c`."""
    *first, last = names
    if not first:
        return last
    return str(_("%(first)s and %(last)s", first=", ".join(first), last=last))


def capital(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]


def shown_ends(chart: Dumbbells) -> tuple[Mark, ...]:
    """Return the profiles whose scores stand beside a chart: the two compared, or all four."""
    return chart.ends if chart.gap else tuple(PROFILES)


def end_values(reading: Reading, chart: Dumbbells) -> tuple[float | None, ...]:
    """Return the scores of those profiles."""
    return tuple(value_of(end, reading.figures) for end in shown_ends(chart))


def scores_in_a_line(reading: Reading, chart: Dumbbells) -> str:
    """Return the scores of a row for a narrow page: `image 52 · wish 80`."""
    ends = zip(shown_ends(chart), end_values(reading, chart), strict=True)
    return " · ".join(
        f"{inline(str(PROFILES[end].name))} {figures.score(value)}"
        for end, value in ends
        if value is not None
    )


def row_notes(row: Row) -> list[str]:
    """Return what is to be known of a row: weak items, wishes that customers gave, smaller n."""
    many = len(row.readings) > 1
    weak = [one for one in row.readings if _is_weak(one.figures.alpha)]
    fewer = [one for one in row.readings if many and one.has_fewer]
    notes = []
    if weak:
        said = ", ".join(
            _of_group(one, f"α {figures.alpha(one.figures.alpha)}", many=many) for one in weak
        )
        notes.append(str(_("items agree weakly: %(alphas)s", alphas=said)))
    asked = [one for one in row.readings if one.figures.wish_met and one.figures.wish_met.n]
    if asked:
        said = ", ".join(_of_group(one, _own_wish(one.figures), many=many) for one in asked)
        notes.append(str(_("own wish met: %(shares)s", shares=said)))
    if fewer:
        counts = (_of_group(one, f"n {figures.count(one.n)}", many=many) for one in fewer)
        notes.append(", ".join(counts))
    return notes


def missing(reading: Reading, gap: GapName) -> str:
    """Return why there is no gap: which profile is not there."""
    absent = next(
        (end for end in GAPS[gap] if value_of(end, reading.figures) is None), Mark.EXTERNAL
    )
    said = {
        Mark.WISH: _("no wish set"),
        Mark.MISSION: _("no mission set"),
        Mark.INTERNAL: _("no employees asked"),
        Mark.EXTERNAL: _("no answers"),
    }
    return str(said[absent])


def verdict_figures(found: VerdictFigures) -> str:
    """Return what a verdict rests on: recognition and wish, a question mark where undecided."""
    gaps = [gap for gap in (found.recognition, found.wish) if gap is not None]
    return " · ".join(
        figures.signed(gap.difference)
        + ("?" if gap.indicative or gap.label is Label.UNDECIDED else "")
        for gap in gaps
    )


def _own_wish(found: DimensionFigures) -> str:
    """Return how many are judged to get what they wish themselves, and whether wishes differ."""
    share = figures.percent(found.wish_met.mean if found.wish_met else None)
    return str(_("%(share)s (divided wish)", share=share)) if found.wish_divided else share


def _is_weak(alpha: float | None) -> bool:
    return alpha is not None and judged(alpha) is Reliability.WEAK


def _of_group(reading: Reading, text: str, *, many: bool) -> str:
    return f"{inline(reading.series.name)} {text}" if many else text
