"""What changed between two versions of a questionnaire."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Literal

from surveys.questionnaire.item_types import AnyItem
from surveys.questionnaire.model import Page, Questionnaire


class ChangeKind(StrEnum):
    """What happened to a part of a questionnaire."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    ALTERED = "altered"
    MOVED = "moved"


class Part(StrEnum):
    """A part of a questionnaire that has a code of its own, or the questionnaire itself."""

    QUESTIONNAIRE = "questionnaire"
    SCALE = "scale"
    PAGE = "page"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what happened, to which part, and what it was and is.

    `before` and `after` are texts by language. `fields` names what was altered: `type`, `options`,
    `measures`, … `pages` are the pages before and after of an item that moved.
    """

    kind: ChangeKind
    part: Part
    code: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    fields: tuple[str, ...] = ()
    pages: tuple[str, str] = ("", "")


Words = tuple[Literal["same", "out", "in"], str]


def changes(old: Questionnaire, new: Questionnaire) -> tuple[Change, ...]:
    """Return what is different in `new`: the whole first, then scales, pages and items in order."""
    return (*_whole(old, new), *_scales(old, new), *_pages(old, new), *_items(old, new))


def word_changes(before: str, after: str) -> tuple[Words, ...]:
    """Return the words of two texts as one, each run marked as kept, taken out or put in.

    >>> word_changes("solves it fast and well", "solves it well")
    (('same', 'solves it'), ('out', 'fast and'), ('same', 'well'))
    """
    old, new = before.split(), after.split()
    runs: list[Words] = []
    for step, from_old, to_old, from_new, to_new in SequenceMatcher(a=old, b=new).get_opcodes():
        if step == "equal":
            runs.append(("same", " ".join(old[from_old:to_old])))
            continue
        if to_old > from_old:
            runs.append(("out", " ".join(old[from_old:to_old])))
        if to_new > from_new:
            runs.append(("in", " ".join(new[from_new:to_new])))
    return tuple(runs)


def _whole(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    parts = {"code", "title", "pages", "scales"}
    fields = _differing(old.model_dump(exclude=parts), new.model_dump(exclude=parts))
    if old.title != new.title:
        yield Change(ChangeKind.REWORDED, Part.QUESTIONNAIRE, new.code, old.title, new.title)
    if fields:
        yield Change(ChangeKind.ALTERED, Part.QUESTIONNAIRE, new.code, old.title, new.title, fields)


def _scales(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    for code, scale in new.scale_by_code.items():
        known = old.scale_by_code.get(code)
        if known is None:
            yield Change(ChangeKind.ADDED, Part.SCALE, code, {}, {})
        elif known != scale:
            fields = _differing(known.model_dump(), scale.model_dump())
            yield Change(ChangeKind.ALTERED, Part.SCALE, code, {}, {}, fields)
    for code in old.scale_by_code.keys() - new.scale_by_code.keys():
        yield Change(ChangeKind.REMOVED, Part.SCALE, code, {}, {})


def _pages(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    before = {page.code: page for page in old.pages}
    after = {page.code: page for page in new.pages}
    for code, page in after.items():
        known = before.get(code)
        if known is None:
            yield Change(ChangeKind.ADDED, Part.PAGE, code, {}, page.title)
            continue
        if known.title != page.title:
            yield Change(ChangeKind.REWORDED, Part.PAGE, code, known.title, page.title)
        rest = {"code", "title", "items"}
        fields = _differing(known.model_dump(exclude=rest), page.model_dump(exclude=rest))
        if fields:
            yield Change(ChangeKind.ALTERED, Part.PAGE, code, known.title, page.title, fields)
    for code, page in before.items():
        if code not in after:
            yield Change(ChangeKind.REMOVED, Part.PAGE, code, page.title, {})
    kept = [code for code in before if code in after]
    if kept != [code for code in after if code in before]:
        yield Change(
            ChangeKind.MOVED, Part.QUESTIONNAIRE, new.code, old.title, new.title, ("pages",)
        )


def _items(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    before, after = _placed(old), _placed(new)
    for code, (page, item) in after.items():
        if code not in before:
            yield Change(ChangeKind.ADDED, Part.ITEM, code, {}, item.text, pages=("", page.code))
            continue
        known_page, known = before[code]
        yield from _item(known, item)
        if known_page.code != page.code:
            pages = (known_page.code, page.code)
            yield Change(ChangeKind.MOVED, Part.ITEM, code, known.text, item.text, pages=pages)
    for code, (page, item) in before.items():
        if code not in after:
            yield Change(ChangeKind.REMOVED, Part.ITEM, code, item.text, {}, pages=(page.code, ""))
    for page in new.pages:
        yield from _reordered(page, before)


def _item(known: AnyItem, item: AnyItem) -> Iterator[Change]:
    fields = set(_differing(known.model_dump(), item.model_dump()))
    if "text" in fields:
        yield Change(ChangeKind.REWORDED, Part.ITEM, item.code, known.text, item.text)
    rest = tuple(sorted(fields - {"text"}))
    if rest:
        yield Change(ChangeKind.ALTERED, Part.ITEM, item.code, known.text, item.text, rest)


def _reordered(page: Page, before: Mapping[str, tuple[Page, AnyItem]]) -> Iterator[Change]:
    """Say that items of a page that stay on it change places."""
    stays = [
        item.code
        for item in page.items
        if item.code in before and before[item.code][0].code == page.code
    ]
    order = list(before)
    if stays != sorted(stays, key=order.index):
        yield Change(ChangeKind.MOVED, Part.PAGE, page.code, page.title, page.title, ("items",))


def _placed(questionnaire: Questionnaire) -> dict[str, tuple[Page, AnyItem]]:
    return {item.code: (page, item) for page in questionnaire.pages for item in page.items}


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key)))
