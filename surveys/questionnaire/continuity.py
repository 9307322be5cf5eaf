"""Can a trend run across two versions of a questionnaire: is the same asked in the same way."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from surveys.questionnaire.conditions import Condition
from surveys.questionnaire.item_types import Likert, Nps
from surveys.questionnaire.items import ItemType
from surveys.questionnaire.model import Page, Questionnaire
from surveys.questionnaire.scales import Facet, Measures
from surveys.questionnaire.versions import Change, Part, changes


@dataclass(frozen=True, slots=True)
class Continuity:
    """What changed about one dimension from one version to a later one.

    Where `is_broken` no trend can run across: other items, another scale, answers read another way
    or other people asked. It can across new wording of the same items, or another place for them.
    """

    is_broken: bool
    changes: tuple[Change, ...]


class _Way(NamedTuple):
    """How an item is asked, its wording and place apart."""

    type: ItemType
    points: tuple[int, ...]
    offers_dont_know: bool
    is_reversed: bool
    measures: Measures | None
    conditions: tuple[Condition | None, Condition | None]


def continuity(
    old: Questionnaire, new: Questionnaire, facet: Facet = Facet.IMAGE
) -> dict[str, Continuity]:
    """Return which dimensions can be compared between two versions, and what changed about them.

    Args:
        old: the version of the earlier wave.
        new: that of the later one.
        facet: which side of the dimensions.

    Returns:
        By dimension that both versions measure. Its changes are those of its items, of the scales
        that these use and of the pages that they are on, in the order of `versions.changes`.
    """
    before, after = _ways(old, facet), _ways(new, facet)
    both = [code for code in after if code in before]
    if old == new:
        return {code: Continuity(is_broken=False, changes=()) for code in both}
    found = changes(old, new)
    return {
        code: Continuity(
            is_broken=before[code] != after[code],
            changes=_about(found, _around(old, before[code]) | _around(new, after[code])),
        )
        for code in both
    }


def _ways(asked: Questionnaire, facet: Facet) -> dict[str, dict[str, _Way]]:
    """Return by dimension how each item of one side of it is asked."""
    found: dict[str, dict[str, _Way]] = {}
    for page in asked.pages:
        for item in page.items:
            measures = item.measures
            if not isinstance(item, Likert | Nps) or measures is None:
                continue
            if measures.dimension is not None and measures.facet is facet:
                found.setdefault(measures.dimension, {})[item.code] = _way(item, page, asked)
    return found


def _way(item: Likert | Nps, page: Page, asked: Questionnaire) -> _Way:
    (column,) = item.columns(asked.scale_by_code)
    return _Way(
        item.type,
        item.points(asked.scale_by_code),
        column.dont_know,
        isinstance(item, Likert) and item.reverse,
        item.measures,
        (item.show_if, page.show_if),
    )


def _around(asked: Questionnaire, codes: Collection[str]) -> set[tuple[Part, str]]:
    """Return some items, the scales that they use, and the pages that they are on."""
    found = {(Part.ITEM, code) for code in codes}
    for page in asked.pages:
        for item in page.items:
            if item.code in codes:
                found.add((Part.PAGE, page.code))
                found |= {(Part.SCALE, item.scale)} if isinstance(item, Likert) else set()
    return found


def _about(found: Iterable[Change], parts: set[tuple[Part, str]]) -> tuple[Change, ...]:
    return tuple(change for change in found if (change.part, change.code) in parts)
