"""Where figures come from as plain values: written beside them, and read to make them again."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import partial
from typing import Any, Final, TypeVar

from surveys.errors import DefinitionError, Path, ProblemsError
from surveys.formats import profiles_yaml, weights_yaml
from surveys.formats.figures_json import plain
from surveys.formats.listing import listed
from surveys.formats.plain_values import Reading
from surveys.measurement.image.profiles import Profiles
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.weights.weights import WeightsPlan
from surveys.study.provenance import Choices, Provenance, Source

FEWEST: Final = 2
"""Hiding groups of fewer people than this hides nothing."""

_NOBODY: Final = Source("", "", 0, "")

Part = TypeVar("Part")
Values = Any


def as_json(provenance: Provenance) -> dict[str, Any]:
    """Return where figures come from as values that JSON can hold."""
    choices = provenance.choices
    return {
        "code": provenance.code,
        "customers": plain(provenance.customers),
        "employees": plain(provenance.employees),
        "choices": {
            "segment_by": choices.segment_by,
            "language_by": choices.language_by,
            "team_by": choices.team_by,
            "management": plain(choices.management),
            "weights": _plan(choices.weights),
            "employee_weights": _plan(choices.employee_weights),
            "profiles": profiles_yaml.as_json(choices.profiles),
            "min_n": choices.min_n,
            "missing": list(choices.missing),
        },
        "thresholds": plain(provenance.thresholds),
    }


def from_json(values: Values) -> Provenance:
    """Return where figures came from, from values as `as_json` gives them.

    Raises:
        DefinitionError: lists what is wrong, by the way to it in the JSON of a study.
    """
    reading = _Reading()
    provenance = reading.provenance(values, ("definition",))
    if reading.problems:
        raise DefinitionError(listed(reading.problems))
    return provenance


def _plan(plan: WeightsPlan | None) -> dict[str, Any] | None:
    return None if plan is None else weights_yaml.as_json(plan)


class _Reading(Reading):
    """Takes a definition apart."""

    def provenance(self, value: Values, path: Path) -> Provenance:
        """Return where figures came from."""
        parts = self.parts(value, Provenance, path)
        return Provenance(
            self.needed(parts, "code", path, self.text, ""),
            self.needed(parts, "customers", path, self.source, _NOBODY),
            self.part(parts, "employees", path, self.source),
            self.needed(parts, "choices", path, self.choices, Choices()),
            self.needed(parts, "thresholds", path, self.thresholds, Thresholds()),
        )

    def source(self, value: Values, path: Path) -> Source:
        """Return by what answers are known again."""
        parts = self.parts(value, Source, path)
        return Source(
            self.needed(parts, "questionnaire", path, self.text, ""),
            self.needed(parts, "questionnaire_hash", path, self.text, ""),
            self.needed(parts, "n", path, self.whole, 0),
            self.needed(parts, "answers_hash", path, self.text, ""),
        )

    def choices(self, value: Values, path: Path) -> Choices:
        """Return how answers were measured."""
        parts = self.parts(value, Choices, path)
        return Choices(
            segment_by=self.part(parts, "segment_by", path, self.text),
            language_by=self.part(parts, "language_by", path, self.text),
            team_by=self.part(parts, "team_by", path, self.text),
            management=self.part(parts, "management", path, self.management),
            weights=self.part(parts, "weights", path, self.plan),
            employee_weights=self.part(parts, "employee_weights", path, self.plan),
            profiles=self.needed(parts, "profiles", path, self.profiles, Profiles()),
            min_n=self.part(parts, "min_n", path, partial(self.whole, lowest=FEWEST)),
            missing=self.needed(parts, "missing", path, self.texts, ()),
        )

    def thresholds(self, value: Values, path: Path) -> Thresholds:
        """Return how many answers a test and a judgement needed."""
        parts = self.parts(value, Thresholds, path)
        return Thresholds(**{name: self.whole(n, (*path, name)) for name, n in parts.items()})

    def management(self, value: Values, path: Path) -> tuple[str, str]:
        """Return the column and the label that mark a manager."""
        column, label, *more = (*self.texts(value, path), "", "")
        if not (column and label) or len(more) > 2:
            self.report("value.not_allowed", path, value, "[column, label]")
        return column, label

    def plan(self, value: Values, path: Path) -> WeightsPlan:
        """Return how people were weighted."""
        return self.within(path, weights_yaml.from_json, value) or WeightsPlan()

    def profiles(self, value: Values, path: Path) -> Profiles:
        """Return what management had set."""
        return self.within(path, profiles_yaml.from_json, value) or Profiles()

    def within(self, path: Path, read: Callable[[Values], Part], value: Values) -> Part | None:
        """Return what a reader of a part gives; what it finds wrong is wrong below `path`."""
        try:
            return read(value)
        except ProblemsError as error:
            self.problems += [replace(of, path=(*path, *of.path)) for of in error.problems]
            return None

    def parts(self, value: Values, kind: type, path: Path) -> Mapping[str, Any]:
        """Return a mapping that has the fields of a kind, all of them and no others."""
        names = [field.name for field in fields(kind)]
        parts = self.mapping(value, path, ", ".join(names))
        self.only(parts, names, path)
        for name in names:
            if name not in parts:
                self.report("key.missing", path, name)
        return {name: given for name, given in parts.items() if name in names}

    def part(
        self, parts: Mapping[str, Any], name: str, path: Path, take: Callable[[Values, Path], Part]
    ) -> Part | None:
        """Return a part that may be null."""
        given = parts.get(name)
        return None if given is None else take(given, (*path, name))

    def needed(
        self,
        parts: Mapping[str, Any],
        name: str,
        path: Path,
        take: Callable[[Values, Path], Part],
        fallback: Part,
    ) -> Part:
        """Return a part that may not be null; the fallback where it is missing, which is told."""
        return take(parts[name], (*path, name)) if name in parts else fallback

    def texts(self, value: Values, path: Path) -> tuple[str, ...]:
        """Return a list of texts, perhaps empty."""
        if value == []:
            return ()
        return tuple(
            self.text(each, (*path, place)) for place, each in enumerate(self.list(value, path))
        )

    def whole(self, value: Values, path: Path, lowest: int = 0) -> int:
        """Return a whole number that is not below the lowest."""
        if isinstance(value, bool) or not isinstance(value, int):
            self.report("value.not_a_whole_number", path, value)
            return lowest
        if value < lowest:
            self.report("value.too_small", path, value, str(lowest))
        return value
