"""Which dimensions an outcome goes along with, as sections of a page."""

from collections.abc import Sequence

from flask_babel import gettext as _

from app.web import driver_words, figures, split_words
from app.web.charts.estimates import Given, GivenRow, Kind
from app.web.driver_words import Names
from app.web.report import Chart, Section, Table, table
from app.web.split_report import percent_chart, share_cell, share_mark, shares
from surveys.measurement.origins.outcomes import DimensionDriver, OutcomeDrivers


def sections(found: OutcomeDrivers, outcome: str, names: Names) -> tuple[Section, ...]:
    """Return what there is to show of one outcome of a group."""
    own = _own(found, outcome, names)
    is_asked = any(one.stated is not None for one in found.dimensions.values())
    there_is = is_asked and found.split.is_shown
    return (own, _against_stated(found, names)) if there_is else (own,)


def _own(found: OutcomeDrivers, outcome: str, names: Names) -> Section:
    split = found.split
    chart = shares(split, names, str(_("Dimension")), {})
    return Section(
        code="drivers",
        what=str(
            _(
                "What goes along with %(outcome)s: share of what can be explained",
                outcome=driver_words.outcome_name(outcome).lower(),
            )
        ),
        sentence=split_words.extent(split, names),
        order=str(_("largest share first")) if chart else "",
        charts=_one(chart),
        notes=(" ".join(split_words.how_to_read(split, names)),) if chart else (),
        tables=(_table(found, names),),
    )


def _table(found: OutcomeDrivers, names: Names) -> Table:
    columns = (
        (_("Dimension"), False),
        ("n", True),
        ("r", True),
        (_("Share (95%)"), True),
        (_("Said to matter"), True),
        (_("Rank in saying"), True),
        (_("Together"), False),
    )
    rows = [
        (
            names[code],
            figures.count(one.driver.n),
            figures.alpha(one.driver.r),
            share_cell(one.driver.share),
            figures.percent(one.stated),
            figures.NONE if one.stated_rank is None else figures.typed(one.stated_rank),
            str(driver_words.QUADRANTS[one.quadrant]) if one.quadrant else figures.NONE,
        )
        for code, one in found.dimensions.items()
    ]
    caption = str(_("Dimensions; r is the plain correlation with the outcome over n people"))
    return table(caption, [(str(name), is_number) for name, is_number in columns], rows)


def _against_stated(found: OutcomeDrivers, names: Names) -> Section:
    rows = [_row(names[code], one) for code, one in found.dimensions.items()]
    chart = percent_chart(
        rows,
        what=str(_("Dimension")),
        figure=str(_("Goes along")),
        key=(
            (Kind.FULL, str(_("goes along: share of what can be explained"))),
            (Kind.HOLLOW, str(_("said to matter: share of what was named"))),
        ),
    )
    return Section(
        code="stated",
        what=str(_("What it goes along with, against what people say matters")),
        sentence=driver_words.stated(found, names),
        order=str(_("largest share first")),
        charts=_one(chart),
        notes=(
            str(
                _(
                    "Both are cut at their mean over the dimensions. What hardly goes along may "
                    "still be taken for granted: it counts when it is missing."
                )
            ),
        ),
    )


def _row(name: str, one: DimensionDriver) -> GivenRow:
    derived = one.driver.share
    marks: Sequence[Given] = ()
    if one.stated is not None:
        marks = (Given(one.stated, kind=Kind.HOLLOW),)
    if derived is not None:
        marks = (*marks, *share_mark(derived))
    return GivenRow(
        name,
        tuple(marks),
        figures.percent(derived.value if derived else None),
        str(_("said %(share)s", share=figures.percent(one.stated))),
        (str(driver_words.QUADRANTS[one.quadrant]),) if one.quadrant else (),
        is_pale=derived is None,
    )


def _one(chart: Chart | None) -> tuple[Chart, ...]:
    return (chart,) if chart else ()
