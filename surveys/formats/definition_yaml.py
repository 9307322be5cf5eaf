"""A questionnaire as a YAML file, both ways, and what is wrong with one."""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any, Final

import yaml
from pydantic import ValidationError
from typing_extensions import override

from surveys.errors import Path, Problem, QuestionnaireError
from surveys.formats.listing import listed
from surveys.formats.structure import structure_problems
from surveys.formats.yaml_tree import Source, Tree, UnreadableError, read_tree
from surveys.questionnaire.checks import check
from surveys.questionnaire.model import Questionnaire

_FIRST: Final = (
    *("code", "title", "name", "audience", "languages", "kind", "steerability", "direction"),
    *("op", "item", "type", "scale", "reverse", "measures", "show_if", "required"),
    *("value", "values", "text", "hint"),
)
"""The keys that come first, in this order; the others follow as the model has them."""

_WIDE: Final = 72
"""A mapping of single values goes on one line when it is no longer than this."""

_PARTS: Final = re.compile(r"\n(?=(?:dimensions|touchpoints|scales|welcome|thanks|pages):)")


def read(source: Source) -> Questionnaire:
    """Return the questionnaire in a file.

    Raises:
        QuestionnaireError: it cannot be used; lists all that is wrong, with lines.
    """
    questionnaire, problems = _parse(source)
    if questionnaire is None or problems:
        raise QuestionnaireError(problems)
    return questionnaire


def check_text(source: Source) -> list[Problem]:
    """Return all that is wrong with a file, by line; nothing when it can be used."""
    return _parse(source)[1]


def write(questionnaire: Questionnaire) -> str:
    """Return a questionnaire as a file; reading it gives the same questionnaire."""
    values = questionnaire.model_dump(mode="json", exclude_defaults=True)
    values["audience"] = questionnaire.audience.value
    text = yaml.dump(
        _ordered(values, questionnaire.languages),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=2**20,
    )
    return _PARTS.sub("\n\n", text)


def _parse(source: Source) -> tuple[Questionnaire | None, list[Problem]]:
    try:
        tree, problems = read_tree(source)
    except UnreadableError as error:
        return None, [error.problem]
    questionnaire, found = _validated(tree.value)
    known = {problem.path for problem in problems}
    placed = [_placed(problem, tree) for problem in found if problem.path not in known]
    return questionnaire, listed(sorted(problems + placed, key=lambda found: found.line or 0))


def _validated(value: object) -> tuple[Questionnaire | None, list[Problem]]:
    """Return the questionnaire that a value is, if it is one, and what is wrong with it."""
    try:
        questionnaire = Questionnaire.model_validate(value)
    except ValidationError as error:
        problems = structure_problems(error, value)
        return None, problems + _checked_without(value, problems)
    return questionnaire, check(questionnaire)


def _checked_without(value: object, problems: Iterable[Problem]) -> list[Problem]:
    """Check what remains without the keys that do not fit, if that is a questionnaire."""
    rest = deepcopy(value)
    paths = {problem.path for problem in problems}
    for path in sorted(paths, key=len, reverse=True):  # what is inside before what holds it
        _remove(rest, path)
    try:
        found = check(Questionnaire.model_validate(rest))
    except ValidationError:
        return []
    return [problem for problem in found if problem.path not in paths]


def _remove(value: Any, path: Path) -> None:  # noqa: ANN401 - any part of a file
    """Remove a key from a mapping; a member of a list stays, as places would shift."""
    for step in path[:-1]:
        value = value[step]
    if path and isinstance(path[-1], str):
        value.pop(path[-1], None)


def _placed(problem: Problem, tree: Tree) -> Problem:
    """Add the line and, within an item, the item's code."""
    item = problem.item
    match problem.path:
        case ("pages", page, "items", place, *_) if not item:
            there = tree.value["pages"][page]["items"][place]
            item = str(there.get("code", "")) if isinstance(there, dict) else ""
        case _:
            pass
    return replace(problem, line=tree.line(problem.path), item=item)


class _Quoted(str):
    """A text for people: always in double quotes."""

    __slots__ = ()


def _ordered(value: Any, languages: Iterable[str]) -> Any:  # noqa: ANN401 - any part of a file
    """Put keys and languages in the order in which people read them, and quote texts."""
    match value:
        case dict() if value.keys() <= set(languages):
            return {tag: _Quoted(value[tag]) for tag in languages if tag in value}
        case dict():
            first = [key for key in _FIRST if key in value]
            rest = [key for key in value if key not in first]
            return {key: _ordered(value[key], languages) for key in (*first, *rest)}
        case list():
            return [_ordered(part, languages) for part in value]
        case _:
            return value


class _Dumper(yaml.SafeDumper):
    """Blocks, with short mappings of single values on one line and lists set in."""

    @override
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow=flow, indentless=False)

    @override
    def ignore_aliases(self, data: object) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: _Quoted) -> yaml.ScalarNode:
    style = "|" if "\n" in text else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=style)


def _represent_mapping(dumper: yaml.SafeDumper, mapping: Mapping[str, Any]) -> yaml.MappingNode:
    is_short = (
        all(
            isinstance(value, str | int | float) and "\n" not in str(value)
            for value in mapping.values()
        )
        and sum(len(f"{key}: {value}, ") for key, value in mapping.items()) <= _WIDE
    )
    is_part = "code" in mapping
    return dumper.represent_mapping(
        "tag:yaml.org,2002:map", mapping.items(), flow_style=is_short and not is_part
    )


def _represent_list(dumper: yaml.SafeDumper, values: list[Any]) -> yaml.SequenceNode:
    is_short = all(isinstance(value, str | int | float) for value in values)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=is_short)


_Dumper.add_representer(_Quoted, _represent_text)
_Dumper.add_representer(dict, _represent_mapping)
_Dumper.add_representer(list, _represent_list)
