"""A figure to text, in the language of the page: the only place that rounds.

Scores and gaps are whole points in charts and sentences, and have one decimal in tables.
Differences are taken before rounding. What is not defined is a dash.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from babel.numbers import format_decimal
from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _

NONE: Final = "–"
MINUS: Final = "−"
SURE: Final = Decimal("0.001")
"""p values below this are not told apart."""


def init_app(app: Flask) -> None:
    """Give templates the figures as filters and functions."""
    app.jinja_env.filters.update(
        alpha=alpha,
        count=count,
        p_value=p_value,
        percent=percent,
        score=score,
        signed=signed,
        typed=typed,
    )
    app.jinja_env.globals.update(interval=interval, signed_interval=signed_interval)


def score(value: float | None, places: int = 0) -> str:
    """Return a score of 0-100: `52`, or `52,4` in a Dutch table."""
    return NONE if value is None else _write(_rounded(value, places), places)


def signed(value: float | None, places: int = 0) -> str:
    """Return a gap or change with its sign, a true minus; a rounded 0 has none."""
    if value is None:
        return NONE
    rounded = _rounded(value, places)
    text = _write(abs(rounded), places)
    if not rounded:
        return text
    return f"{MINUS if rounded < 0 else '+'}{text}"


def typed(value: float) -> str:
    """Return a score as people would type it: `72,5`, without decimals that say nothing."""
    return str(format_decimal(value, format="0.######", locale=get_locale()))


def interval(low: float | None, high: float | None, places: int = 0) -> str:
    """Return the interval of a score, cut to the ends of the scale: `50 to 54`."""
    if low is None or high is None:
        return NONE
    return _range(score(max(0.0, low), places), score(min(100.0, high), places))


def signed_interval(low: float | None, high: float | None, places: int = 0) -> str:
    """Return the interval of a gap: `−29 to −26`, `−29 tot −26`."""
    if low is None or high is None:
        return NONE
    return _range(signed(low, places), signed(high, places))


def points(values: Iterable[float]) -> str:
    """Return how many points something is, whatever its side: `28 points`, `17 to 21 points`."""
    sizes = sorted(_rounded(abs(value), 0) for value in values)
    low, high = score(float(sizes[0])), score(float(sizes[-1]))
    if low != high:
        return str(_("%(low)s to %(high)s points", low=low, high=high))
    return str(_("1 point") if sizes[0] == 1 else _("%(number)s points", number=low))


def count(n: int) -> str:
    """Return a number of people: `1,085`, `1.085`."""
    return str(format_decimal(n, locale=get_locale()))


def about(n: int | None) -> str:
    """Return an estimated number of people in two digits: 1,146 is about 1,100."""
    if n is None:
        return NONE
    unit = 10 ** max(0, len(str(n)) - 2)
    return count(round(n / unit) * unit)


def percent(share: float | None) -> str:
    """Return a share of 0-1 as a whole percentage: `27%`."""
    return NONE if share is None else f"{_write(_rounded(100 * share, 0), 0)}%"


def percents(low: float | None, high: float | None) -> str:
    """Return the interval of a share of 0-1, cut to its ends: `28 to 42%`."""
    if low is None or high is None:
        return NONE
    return _range(percent(max(0.0, low)).removesuffix("%"), percent(min(1.0, high)))


def times(factor: float) -> str:
    """Return how many times as often something is: `2×`, `½×`; once as often is `1×`."""
    if factor >= 1:
        return f"{_write(_rounded(factor, 0), 0)}×"
    parts = _rounded(1 / factor, 0)
    return "½×" if parts == 2 else f"1/{_write(parts, 0)}×"


def p_value(p: float | None) -> str:
    """Return a p value: `.03`, `0,03`; below a thousandth that is all that is said."""
    if p is None:
        return NONE
    if p < SURE:
        return f"< {_fraction(SURE, 3)}"
    return _fraction(_rounded(p, 3), 3) if p < 0.01 else _fraction(_rounded(p, 2), 2)


def alpha(value: float | None) -> str:
    """Return a reliability, a correlation or R²: `.81`, `0,81`, with a true minus below 0."""
    if value is None:
        return NONE
    text = _fraction(abs(_rounded(value, 2)), 2)
    return f"{MINUS}{text}" if value < 0 else text


def _range(low: str, high: str) -> str:
    return str(_("%(low)s to %(high)s", low=low, high=high))


def _fraction(value: Decimal, places: int) -> str:
    """Return a number that cannot exceed 1; English leaves out the zero before the point."""
    text = _write(value, places)
    return text.removeprefix("0") if str(get_locale()).startswith("en") else text


def _rounded(value: float, places: int) -> Decimal:
    """Round half away from zero, as people do."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _write(value: Decimal, places: int) -> str:
    pattern = "#,##0" if places == 0 else f"#,##0.{'0' * places}"
    return str(format_decimal(value or abs(value), format=pattern, locale=get_locale()))
