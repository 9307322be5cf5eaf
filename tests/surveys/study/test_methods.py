from dataclasses import fields
from enum import Enum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from surveys.measurement.image.gaps import Gap
from surveys.measurement.wave import figures
from surveys.study import methods
from surveys.study.methods import MADE

KINDS = [of for of in vars(figures).values() if getattr(of, "__module__", "") == figures.__name__]


def _kinds_in(hint: Any) -> set[type]:
    """The kinds of figure that a field can hold."""
    if get_origin(hint) is not None or isinstance(hint, UnionType):
        return {kind for part in get_args(hint) for kind in _kinds_in(part)}
    is_kind = isinstance(hint, type) and not issubclass(hint, Enum | str | NoneType)
    return {hint} if is_kind and (hint in MADE or hint in KINDS) else set()


@pytest.mark.parametrize("kind", [Gap, *KINDS], ids=lambda kind: kind.__name__)
def test_every_field_has_a_method_or_holds_figures_that_have(kind: Any) -> None:
    hints = get_type_hints(kind)
    told = {"difference", "method", "se", "df", "low", "high", "p"} if kind is Gap else set()
    told |= {"first", "second", "comparability"} if kind is figures.Compared else set()

    for field in fields(kind):
        inside = _kinds_in(hints[field.name])
        assert field.name in told or field.name in MADE.get(kind, {}) or inside, field.name


def test_methods_are_told_by_kind_and_field() -> None:
    told = methods.as_json()

    assert told["dimension"]["spread"]["function"] == "consistency.spread"
    assert told["gap"]["by_method"]["welch"]["section"] == "Gaps"
    assert told["item"]["rest"]["is_weighted"] is True
