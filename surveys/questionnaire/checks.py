"""What is wrong with a questionnaire: one small function per check, findings as values."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from math import lcm
from typing import Final

from surveys.errors import Path, Problem, nearest
from surveys.questionnaire.condition_checks import condition_problems
from surveys.questionnaire.experience import Experience
from surveys.questionnaire.item_types import AnyItem, Choice, Likert, Nps, Number, Ranking
from surveys.questionnaire.model import Audience, Questionnaire
from surveys.questionnaire.scales import MOST_ITEMS, Facet, Measures
from surveys.questionnaire.texts import PLACEHOLDERS, Frozen, Text

Findings = Iterator[Problem]

LARGEST: Final = 2**31 - 1
"""Encoded answers and scores are whole numbers of at most this size."""

_BRACES: Final = re.compile(r"\{\s*(\w+)\s*\}")


def check(questionnaire: Questionnaire) -> list[Problem]:
    """Return all that keeps a questionnaire from being published, in the order of the file."""
    found = (problem for one in CHECKS for problem in one(questionnaire))
    named = [replace(problem, item=_item_at(questionnaire, problem.path)) for problem in found]
    return sorted(named, key=lambda problem: _in_order(questionnaire, problem.path))


def placed_items(questionnaire: Questionnaire) -> Iterator[tuple[Path, AnyItem]]:
    """Yield each item with its place."""
    for number, page in enumerate(questionnaire.pages):
        for place, item in enumerate(page.items):
            yield ("pages", number, "items", place), item


def _duplicate_codes(questionnaire: Questionnaire) -> Findings:
    for part in ("dimensions", "touchpoints", "scales", "pages"):
        things = getattr(questionnaire, part)
        codes = [((part, place, "code"), thing.code) for place, thing in enumerate(things)]
        yield from _repeated(f"{part.removesuffix('s')}.duplicate_code", codes)
    items = [((*path, "code"), item.code) for path, item in placed_items(questionnaire)]
    yield from _repeated("item.duplicate_code", items)
    tags = [(("languages", place), tag) for place, tag in enumerate(questionnaire.languages)]
    yield from _repeated("language.duplicate", tags)


def _duplicate_options(questionnaire: Questionnaire) -> Findings:
    for path, item in placed_items(questionnaire):
        if isinstance(item, Choice):
            codes = [
                ((*path, "options", place, "code"), option.code)
                for place, option in enumerate(item.options)
            ]
            yield from _repeated("option.duplicate_code", codes)


def _no_pages(questionnaire: Questionnaire) -> Findings:
    if not questionnaire.pages:
        yield Problem("questionnaire.no_pages", ("pages",))
    for place, page in enumerate(questionnaire.pages):
        if not page.items:
            yield Problem("page.no_items", ("pages", place, "items"), page.code)


def _scale_points(questionnaire: Questionnaire) -> Findings:
    for place, scale in enumerate(questionnaire.scales):
        path: Path = ("scales", place, "points")
        values = list(scale.values)
        if not values:
            yield Problem("scale.no_points", path, scale.code)
        elif len(values) == 1:
            yield Problem("scale.too_few_points", path, scale.code, "2")
        elif values != sorted(set(values)):
            expected = ", ".join(str(value) for value in sorted(set(values)))
            shown = ", ".join(str(value) for value in values)
            yield Problem("scale.points_not_ascending", path, shown, expected)


def _unknown_scales(questionnaire: Questionnaire) -> Findings:
    known = [scale.code for scale in questionnaire.scales]
    for path, item in placed_items(questionnaire):
        if isinstance(item, Likert) and item.scale not in known:
            yield Problem("scale.unknown", (*path, "scale"), item.scale, nearest(item.scale, known))


def _unknown_measures(questionnaire: Questionnaire) -> Findings:
    dimensions = [dimension.code for dimension in questionnaire.dimensions]
    touchpoints = [touchpoint.code for touchpoint in questionnaire.touchpoints]
    for path, measures in _measures(questionnaire):
        for part, code, known in (
            ("dimension", measures.dimension, dimensions),
            ("touchpoint", measures.touchpoint, touchpoints),
        ):
            if code is not None and code not in known:
                yield Problem(f"{part}.unknown", (*path, part), code, nearest(code, known))


def _fitting_measures(questionnaire: Questionnaire) -> Findings:
    """What an item measures must be something that its kind can measure."""
    for path, item in placed_items(questionnaire):
        measures = item.measures
        if isinstance(item, Experience):
            if measures is None or measures.touchpoint is None:
                yield Problem("experience.no_touchpoint", (*path, "measures"))
        elif measures is not None and measures.touchpoint is not None:
            yield Problem("touchpoint.not_an_experience", (*path, "measures", "touchpoint"))
        if measures is not None and measures.dimension and not isinstance(item, Likert | Nps):
            yield Problem("dimension.not_on_a_scale", (*path, "measures"), item.type.value)


def _fitting_facets(questionnaire: Questionnaire) -> Findings:
    """Employees judge themselves, customers the image."""
    of_others = {Audience.CUSTOMERS: Facet.SELF, Audience.EMPLOYEES: Facet.IMAGE}
    other = of_others[questionnaire.audience]
    for path, measures in _measures(questionnaire):
        if measures.facet is other:
            right = Facet.IMAGE if other is Facet.SELF else Facet.SELF
            yield Problem("facet.of_other_audience", (*path, "facet"), other, right)


def _fine_scores(questionnaire: Questionnaire) -> Findings:
    """A dimension's score is kept in whole steps, which must not become too many."""
    scales = questionnaire.scale_by_code
    spans: dict[tuple[str, Facet], list[int]] = {}
    for path, item in placed_items(questionnaire):
        measures = item.measures
        if measures is None or measures.dimension is None or measures.facet is None:
            continue
        if isinstance(item, Nps) or (isinstance(item, Likert) and item.scale in scales):
            of = spans.setdefault((measures.dimension, measures.facet), [])
            of.append(10 if isinstance(item, Nps) else _span(questionnaire, item))
            too_many = len(of) > MOST_ITEMS
            if too_many or lcm(*of) * lcm(*range(1, len(of) + 1)) * 100 > LARGEST:
                code = "dimension.too_many_items" if too_many else "dimension.scales_do_not_mix"
                yield Problem(code, (*path, "measures"), measures.dimension, str(MOST_ITEMS))
                of.pop()


def _options(questionnaire: Questionnaire) -> Findings:
    for path, item in placed_items(questionnaire):
        if isinstance(item, Choice) and not item.options:
            yield Problem("item.no_options", (*path, "options"))
        elif isinstance(item, Ranking) and item.most > len(item.options):
            expected = str(len(item.options))
            yield Problem("ranking.more_than_options", (*path, "most"), str(item.most), expected)


def _numbers(questionnaire: Questionnaire) -> Findings:
    for path, item in placed_items(questionnaire):
        if isinstance(item, Number):
            if item.minimum >= item.maximum:
                shown = f"{item.minimum} … {item.maximum}"
                yield Problem("number.minimum_not_below_maximum", (*path, "minimum"), shown)
            elif max(-item.minimum, item.maximum) * 10**item.decimals > LARGEST:
                largest = str(LARGEST // 10**item.decimals)
                yield Problem("number.too_large", (*path, "maximum"), str(item.maximum), largest)


def _languages(questionnaire: Questionnaire) -> Findings:
    declared = questionnaire.languages
    for path, text in _texts(questionnaire, ()):
        for tag in declared:
            if tag not in text:
                yield Problem("text.missing_language", path, tag, ", ".join(declared))
        for tag in text:
            if tag not in declared:
                undeclared = (*path, tag)
                yield Problem("text.undeclared_language", undeclared, tag, ", ".join(declared))


def _placeholders(questionnaire: Questionnaire) -> Findings:
    expected = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    for path, text in _texts(questionnaire, ()):
        for tag, words in text.items():
            for found in _BRACES.finditer(words):
                if found[0] not in expected.split(", "):
                    yield Problem("placeholder.unknown", (*path, tag), found[0], expected)


CHECKS: Final[Sequence[Callable[[Questionnaire], Findings]]] = (
    _duplicate_codes,
    _duplicate_options,
    _no_pages,
    _scale_points,
    _unknown_scales,
    _unknown_measures,
    _fitting_measures,
    _fitting_facets,
    _fine_scores,
    _options,
    _numbers,
    condition_problems,
    _languages,
    _placeholders,
)
"""Every check; each looks at one thing and passes over what another one reports."""


def _repeated(code: str, places: Iterable[tuple[Path, str]]) -> Findings:
    seen: Counter[str] = Counter()
    for path, value in places:
        seen[value] += 1
        if seen[value] > 1:
            yield Problem(code, path, value)


def _measures(questionnaire: Questionnaire) -> Iterator[tuple[Path, Measures]]:
    """Yield what each item and option measures, with its place."""
    for path, item in placed_items(questionnaire):
        if item.measures is not None:
            yield (*path, "measures"), item.measures
        if isinstance(item, Choice):
            for place, option in enumerate(item.options):
                if option.measures is not None:
                    yield (*path, "options", place, "measures"), option.measures


def _texts(part: object, path: Path) -> Iterator[tuple[Path, Text]]:
    """Yield each text below `part`, with its place: every mapping in the model is one."""
    if isinstance(part, dict):
        yield path, part
    elif isinstance(part, Frozen):
        for name in type(part).model_fields:
            yield from _texts(getattr(part, name), (*path, name))
    elif isinstance(part, tuple):
        for place, value in enumerate(part):
            yield from _texts(value, (*path, place))


def _span(questionnaire: Questionnaire, item: Likert) -> int:
    scale = questionnaire.scale_by_code[item.scale]
    return max(scale.high - scale.low, 1)


def _item_at(questionnaire: Questionnaire, path: Path) -> str:
    match path:
        case ("pages", int() as page, "items", int() as place, *_):
            return questionnaire.pages[page].items[place].code
        case _:
            return ""


def _in_order(questionnaire: Questionnaire, path: Path) -> tuple[int, ...]:
    """Return a key by which problems sort as their places stand in the model."""
    fields = list(type(questionnaire).model_fields)
    return (fields.index(str(path[0])), *(step for step in path if isinstance(step, int)))
