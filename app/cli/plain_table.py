"""Figures and tables as text for a terminal."""

from collections.abc import Iterator, Sequence
from typing import Final

NONE: Final = "–"

WIDE: Final = 110
"""Wider tables have one space between columns instead of two."""


def lines(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a line of headings and a line per row; the first column to the left, others right.

    >>> list(lines(["", "n"], [["price", "9"], ["trust", "10"]]))
    ['        n', 'price   9', 'trust  10']
    """
    together = [headings, *rows]
    widths = [max(len(row[place]) for row in together) for place in range(len(headings))]
    between = "  " if sum(width + 2 for width in widths) <= WIDE else " "
    for first, *others in together:
        cells = (cell.rjust(size) for cell, size in zip(others, widths[1:], strict=True))
        yield between.join([first.ljust(widths[0]), *cells]).rstrip()


def figure(value: float | None, sign: str = "", places: int = 1) -> str:
    """Return a figure with a true minus; a rounded 0 has no sign.

    >>> figure(-10.93, "+"), figure(-0.01, "+"), figure(4.07, "+"), figure(4.07), figure(None)
    ('−10.9', '0.0', '+4.1', '4.1', '–')
    """
    if value is None:
        return NONE
    rounded = round(value, places) or 0.0
    text = f"{rounded:{sign if rounded else ''}.{places}f}"
    return text.replace("-", "−")


def percent(share: float | None) -> str:
    """Return a share of 0-1 as a percentage.

    >>> percent(0.256)
    '26%'
    """
    return NONE if share is None else f"{figure(100 * share, places=0)}%"


def p_value(p: float | None) -> str:
    """Return a p value with three decimals.

    >>> p_value(0.0004), p_value(0.0123)
    ('<.001', '.012')
    """
    if p is None:
        return NONE
    return "<.001" if p < 0.0005 else f"{p:.3f}".removeprefix("0")
