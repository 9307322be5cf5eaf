"""Whether recomputed figures are the expected ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isnan
from typing import Any

MIRRORED: Mapping[str, tuple[str, ...]] = {
    "correspondence_analysis": ("row_principal", "col_principal"),
    "pca_biplot": ("scores", "loadings"),
}
"""Coordinates, by quantity, of which each axis may point either way: (points, axes) lists."""

ABSENT = "absent"

FIRST = "first_"
"""What the names of lists begin with that hold the first groups only."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """a and b are equal when abs(a − b) <= abs + rel·abs(b)."""

    rel: float
    abs: float

    def holds(self, got: float, expected: float) -> bool:
        """Say whether two numbers are equal."""
        return abs(got - expected) <= self.abs + self.rel * abs(expected)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One field that is not as expected."""

    field: str
    expected: object
    got: object


def mismatches(
    expected: object, got: object, tolerance: Tolerance, field: str = ""
) -> Iterator[Mismatch]:
    """Yield where two values differ; what was computed but is not expected does not count."""
    if isinstance(expected, dict):
        given = got if isinstance(got, Mapping) else {}
        for name, value in expected.items():
            inner = f"{field}.{name}".removeprefix(".")
            yield from mismatches(value, given.get(name, ABSENT), tolerance, inner)
    elif isinstance(expected, list):
        places = len(expected) if field.startswith(FIRST) else None
        if not isinstance(got, list) or len(expected) != len(got[:places]):
            yield Mismatch(field, expected, got)
            return
        for place, (one, other) in enumerate(zip(expected, got[:places], strict=True)):
            yield from mismatches(one, other, tolerance, f"{field}[{place}]")
    elif not _same(expected, got, tolerance):
        yield Mismatch(field, expected, got)


def unmirrored(
    quantity: str, expected: Mapping[str, Any], got: Mapping[str, Any]
) -> dict[str, Any]:
    """Return figures whose mirrored axes point the way that is expected."""
    turned = dict(got)
    for field in MIRRORED.get(quantity, ()):
        if field in expected and field in got:
            turned[field] = _turned(expected[field], got[field])
    return turned


def _same(expected: object, got: object, tolerance: Tolerance) -> bool:
    if isinstance(expected, bool) or isinstance(got, bool):
        return expected is got
    if isinstance(expected, int | float) and isinstance(got, int | float):
        return not isnan(got) and tolerance.holds(got, expected)
    return expected == got


def _turned(expected: list[list[float]], got: list[list[float]]) -> list[list[float]]:
    """Turn each axis (column) that points away from the expected one."""
    products = [
        sum(a * b for a, b in zip(*axis, strict=True))
        for axis in zip(zip(*expected, strict=True), zip(*got, strict=True), strict=True)
    ]
    signs = [-1 if product < 0 else 1 for product in products]
    return [[sign * value for sign, value in zip(signs, row, strict=True)] for row in got]
