"""What does not fit the model, as problems: unknown keys, missing ones, values of another kind."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from surveys.errors import Path, PathStep, Problem, nearest
from surveys.questionnaire.model import Questionnaire

Schema = Mapping[str, Any]

_TEXT_PER_LANGUAGE: Final = '{nl: "…", en: "…"}'

_CODES: Final = {
    "bool_type": "value.not_true_or_false",
    "dict_type": "text.not_per_language",
    "enum": "value.not_allowed",
    "extra_forbidden": "key.unknown",
    "float_type": "value.not_a_number",
    "greater_than_equal": "value.too_small",
    "int_type": "value.not_a_whole_number",
    "less_than_equal": "value.too_large",
    "literal_error": "value.not_allowed",
    "measures.facet_without_dimension": "measures.facet_without_dimension",
    "measures.not_one_thing": "measures.not_one_thing",
    "missing": "key.missing",
    "model_attributes_type": "value.not_a_mapping",
    "model_type": "value.not_a_mapping",
    "string_pattern_mismatch": "code.malformed",
    "string_too_long": "text.too_long",
    "string_too_short": "text.empty",
    "string_type": "value.not_a_text",
    "string_unicode": "text.not_unicode",
    "too_short": "list.empty",
    "tuple_type": "value.not_a_list",
    "union_tag_invalid": "value.not_allowed",
    "union_tag_not_found": "key.missing",
}
"""The problem for each kind of error that the model can raise."""

_OF_THE_KEY: Final = "[key]"
"""The last step to an error in a key itself."""

_LIMITS: Final = ("ge", "le", "max_length")

_PATTERNS: Final = {
    "^[a-z][a-z0-9_]{0,39}$": "code.malformed",
    "^[A-Za-z0-9_-]{1,40}$": "code.malformed_option",
    "^[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?$": "language.malformed",
}


@cache
def schema() -> Schema:
    """Return the JSON Schema of a questionnaire file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Questionnaire.model_json_schema(),
    }


def structure_problems(error: ValidationError, value: object) -> list[Problem]:
    """Return what keeps `value` from being a questionnaire: one problem per place."""
    found: dict[Path, Problem] = {}
    for details in error.errors(include_url=False):
        if details["type"] == "too_short" and details["input"]:
            continue  # of its members that do not fit, each has been told
        problem = _problem(details, value)
        missing = (problem.value,) if problem.code == "key.missing" else ()
        key = (*problem.path, *missing)
        # Where a number may be whole or not, each of the two kinds complains; this one is wider.
        if key not in found or details["type"] == "float_type":
            found[key] = problem
    return list(found.values())


def _problem(details: ErrorDetails, value: object) -> Problem:
    steps = details["loc"]
    path, here = _path(steps, value), _schema_at(steps)
    code = _CODES[details["type"]]
    match details["type"]:
        case "extra_forbidden":
            key = str(path[-1])
            return Problem(code, path, key, nearest(key, _keys(_schema_at(steps[:-1]))))
        case "missing":
            return Problem(code, path[:-1], str(path[-1]))
        case "union_tag_not_found":
            return Problem(code, path, _tag_name(here), ", ".join(_tags(here)))
        case "union_tag_invalid":
            tag = str(details["ctx"]["tag"])
            return Problem(code, (*path, _tag_name(here)), tag, nearest(tag, _tags(here)))
        case _:
            return _value_problem(details, path, here)


def _value_problem(details: ErrorDetails, path: Path, here: Schema) -> Problem:
    code, given = _CODES[details["type"]], details["input"]
    match details["type"]:
        case "string_type" if given is None:
            return Problem("text.empty", path)
        case "string_pattern_mismatch":
            return Problem(_PATTERNS[details["ctx"]["pattern"]], path, _shown(given))
        case _:
            return Problem(code, path, _shown(given), _expected(details, here))


def _expected(details: ErrorDetails, here: Schema) -> str:
    """Return what would be right, as far as the error or the schema says."""
    given, limits = details["input"], details.get("ctx", {})
    match details["type"]:
        case "enum" | "literal_error":
            words = str(limits["expected"]).replace(" or ", ", ").split(",")
            return nearest(str(given), [word.strip("' ") for word in words])
        case "dict_type":
            return _TEXT_PER_LANGUAGE
        case "model_type" | "model_attributes_type":
            return ", ".join(_keys(here))
        case "string_type" if isinstance(given, int | float):
            return f'"{_shown(given)}"'
        case _:
            return next((str(limits[name]) for name in _LIMITS if name in limits), "")


def _path(steps: tuple[int | str, ...], value: object) -> Path:
    """Leave out of an error's place what is no key of the file: the tags of unions."""
    path: list[PathStep] = []
    for step in steps:
        if step == _OF_THE_KEY:
            continue
        if isinstance(value, Mapping):
            if step in value:
                value = value[step]
            elif step in {value.get("type"), value.get("op")}:
                continue
            else:
                value = None
        elif isinstance(value, list | tuple) and isinstance(step, int):
            value = value[step]
        elif value is not None:
            break
        path.append(step)
    return tuple(path)


def _schema_at(steps: tuple[int | str, ...]) -> Schema:
    """Return what the schema says of a place; nothing where it knows none."""
    place = schema()
    for step in steps:
        tagged = place.get("discriminator", {}).get("mapping", {})
        if isinstance(step, int):
            inner = place.get("items", {})
        elif step in tagged:
            inner = {"$ref": tagged[step]}
        else:
            inner = place.get("properties", {}).get(step, {})
        place = _resolved(inner)
    return place


def _resolved(place: Schema) -> Schema:
    """Follow a reference, and pass over 'or nothing'."""
    while True:
        choices = [one for one in place.get("anyOf", ()) if one.get("type") != "null"]
        if "$ref" in place:
            place = schema()["$defs"][place["$ref"].rsplit("/", 1)[-1]]
        elif len(choices) == 1:
            place = choices[0]
        else:
            return place


def _keys(place: Schema) -> list[str]:
    return list(place.get("properties", {}))


def _tags(place: Schema) -> list[str]:
    return list(place.get("discriminator", {}).get("mapping", {}))


def _tag_name(place: Schema) -> str:
    return str(place.get("discriminator", {}).get("propertyName", ""))


def _shown(given: object) -> str:
    """Return a value as it would stand in the file, if that is short."""
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, int | float):
        return str(given)
    return given[:80] if isinstance(given, str) else ""
