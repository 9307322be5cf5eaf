"""Charts that are explored: Plotly figures as JSON, drawn in the browser by our own copy of it.

Colours are not in them: a trace names its profile (`meta`), and the page's script gives it the
colour that the profile has in the theme of the moment.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

import plotly.graph_objects as go
import plotly.io as pio

from app.web import assets, figures
from app.web.charts.dumbbells import Series
from app.web.charts.marks import NAMES, Mark, interval_of, value_of

pio.templates.default = None  # each figure's JSON would carry 6.5 KB of it

SYMBOL: Final = {
    Mark.INTERNAL: "circle",
    Mark.MISSION: "diamond",
    Mark.EXTERNAL: "square",
    Mark.WISH: "diamond-open",
}
DASHES: Final = {
    Mark.INTERNAL: ("solid", "solid"),
    Mark.MISSION: ("dash", "dash"),
    Mark.EXTERNAL: ("solid", "longdash"),
    Mark.WISH: ("dot", "dashdot"),
}
"""The line of each profile, for the first group and for the second."""

OF_A_GROUP: Final = (Mark.EXTERNAL, Mark.WISH)
"""These differ per group; the others are drawn once."""

ROW_PIXELS: Final = 38


@cache
def style_ids() -> tuple[str, ...]:
    """Return the ids of the styles that Plotly adds to a page unless they are there already.

    A page that holds them, empty and with its nonce, keeps to its content policy.
    """
    script = assets.BESIDES["plotly.min.js"].read_text(encoding="utf-8")
    return ("plotly.js-style-global", *re.findall(r'getElementById\("([0-9a-f]{64})"\)', script))


def snake(series: Sequence[Series], names: Mapping[str, str]) -> str:
    """Return the snake plot: every profile as a line over all dimensions, from top to bottom.

    Args:
        series: one group or two.
        names: dimension codes with their names, in the organisation's order.
    """
    codes = [code for code in names if all(code in one.figures.dimensions for one in series)]
    traces = [
        trace
        for place, one in enumerate(series)
        for mark in Mark
        if (place == 0 or mark in OF_A_GROUP)
        and (trace := _trace(one, mark, {code: names[code] for code in codes}, place, len(series)))
    ]
    layout = {
        "height": ROW_PIXELS * len(codes) + 140,
        "margin": {"l": 8, "r": 16, "t": 8, "b": 40},
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        "hovermode": "closest",
        "xaxis": {"range": [0, 100], "dtick": 25, "fixedrange": True, "zeroline": False},
        "yaxis": {"autorange": "reversed", "automargin": True, "fixedrange": True},
    }
    return str(go.Figure(data=traces, layout=layout).to_json())


def _trace(
    series: Series, mark: Mark, names: Mapping[str, str], place: int, groups: int
) -> go.Scatter | None:
    dimensions = series.figures.dimensions
    values = [value_of(mark, dimensions[code]) for code in names]
    if all(value is None for value in values):
        return None
    name = str(NAMES[mark])
    if groups > 1 and mark in OF_A_GROUP:
        name = f"{name}, {series.name}"
    return go.Scatter(
        name=name,
        meta=str(mark),
        mode="lines+markers",
        x=values,
        y=list(names.values()),
        text=[_said(mark, series, code) for code in names],
        hovertemplate="%{y}<br>%{text}<extra>%{fullData.name}</extra>",
        marker={"symbol": SYMBOL[mark], "size": 11},
        line={"dash": DASHES[mark][place], "width": 2},
        connectgaps=False,
    )


def _said(mark: Mark, series: Series, code: str) -> str:
    """Return a score with its interval, in words."""
    found = series.figures.dimensions[code]
    said = figures.score(value_of(mark, found))
    between = interval_of(mark, found)
    return f"{said} ({figures.interval(*between)})" if between else said
