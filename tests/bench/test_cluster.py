from dataclasses import dataclass
from math import inf

import pytest

from bench.cluster import difference


@dataclass(frozen=True)
class Pair:
    value: float | None
    of: dict[str, tuple[float, ...]]


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (Pair(1.0, {"a": (1.0, 2.0)}), Pair(1.0, {"a": (1.0, 2.0)}), 0),
        (Pair(1.0, {"a": (1.0, 2.0)}), Pair(1.5, {"a": (1.0, -1.0)}), 3),
        (Pair(None, {}), Pair(1.0, {}), inf),
        (Pair(1.0, {"a": ()}), Pair(1.0, {"b": ()}), inf),
        (Pair(1.0, {"a": (1.0,)}), Pair(1.0, {"a": (1.0, 2.0)}), inf),
        ("verdict", "verdict", 0),
        ("verdict", "other", inf),
        ({}, None, inf),
    ],
)
def test_figures_differ_by_their_largest_difference(
    one: object, two: object, expected: float
) -> None:
    assert difference(one, two) == difference(two, one) == expected
