"""How people are weighted, as a YAML file: margins to rake to, or a column of weights."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from surveys.errors import Path, WeightsError, nearest
from surveys.formats.listing import listed
from surveys.formats.plain_values import Reading, read_values
from surveys.formats.yaml_tree import Source
from surveys.measurement.weights.raking import USUAL_TRIM, Margin, Trim
from surveys.measurement.weights.weights import WeightsPlan

_RAKED: Final = ("margins", "trim", "missing")
_MARGIN: Final = ("by", "sizes")
_UNKNOWN: Final = {"own_level": True, "left_out": False}
_NO_TRIM: Final = "none"
_MOST: Final = 1000


def read(source: Source) -> WeightsPlan:
    """Return the plan in a file.

    `margins` lists what to rake to: `by` names a column or several, `sizes` gives how many people
    of the population are in each level, level in level for several columns. `trim` gives the
    `lowest` and `highest` weight, times their mean, or is `none`; `missing` is `own_level` or
    `left_out`. Or `column`, alone, names the column that holds the weights.

    Raises:
        WeightsError: lists what is wrong, with lines.
    """
    reading = _Reading()
    return read_values(source, reading, reading.plan, WeightsError)


def as_json(plan: WeightsPlan) -> dict[str, Any]:
    """Return a plan as values that JSON can hold, in the form of the file."""
    if plan.column is not None:
        return {"column": plan.column}
    return {
        "margins": [
            {"by": list(margin.columns), "sizes": _nested(margin.targets)}
            for margin in plan.margins
        ],
        "trim": _NO_TRIM if plan.trim is None else plan.trim._asdict(),
        "missing": next(word for word, keeps in _UNKNOWN.items() if keeps is plan.keeps_unknown),
    }


def from_json(values: Mapping[str, Any]) -> WeightsPlan:
    """Return the plan in values as `as_json` gives them.

    Raises:
        WeightsError: lists what is wrong.
    """
    reading = _Reading()
    plan = reading.plan(values)
    if reading.problems:
        raise WeightsError(listed(reading.problems))
    return plan


def _nested(targets: Mapping[tuple[str, ...], float]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for level, target in targets.items():
        inner = nested
        for part in level[:-1]:
            inner = inner.setdefault(part, {})
        inner[level[-1]] = target
    return nested


class _Reading(Reading):
    """Takes a plan apart."""

    def plan(self, value: Any) -> WeightsPlan:  # noqa: ANN401 - from a file
        """Return the plan of a file."""
        parts = self.mapping(value, ())
        if "column" in parts:
            self.only(parts, ("column",), ())
            return WeightsPlan(column=self.text(parts["column"], ("column",)))
        self.only(parts, (*_RAKED, "column"), ())
        if "margins" not in parts:
            self.report("key.missing", (), "margins", "margins, column")
            return WeightsPlan()
        margins = self.list(parts["margins"], ("margins",))
        return WeightsPlan(
            tuple(self.margin(each, ("margins", place)) for place, each in enumerate(margins)),
            self.trim(parts.get("trim"), ("trim",)),
            self.keeps_unknown(parts.get("missing", "own_level"), ("missing",)),
        )

    def margin(self, value: Any, path: Path) -> Margin:  # noqa: ANN401 - from a file
        """Return one margin."""
        parts = self.mapping(value, path, ", ".join(_MARGIN))
        self.only(parts, _MARGIN, path)
        missing = [key for key in _MARGIN if key not in parts]
        for key in missing:
            self.report("key.missing", path, key)
        if missing:
            return Margin((), {})
        columns = self.columns(parts["by"], (*path, "by"))
        sizes = self.sizes(parts["sizes"], (*path, "sizes"), len(columns))
        return Margin(columns, dict(sizes))

    def columns(self, value: Any, path: Path) -> tuple[str, ...]:  # noqa: ANN401 - from a file
        """Return the columns of a margin: one, or a list."""
        names = self.list(value if isinstance(value, list) else [value], path)
        columns = [self.text(name, path) for name in names]
        for name in dict.fromkeys(columns):
            if columns.count(name) > 1:
                self.report("weights.column_twice", path, name)
        return tuple(columns)

    def sizes(
        self,
        value: Any,  # noqa: ANN401 - from a file
        path: Path,
        depth: int,
    ) -> Iterator[tuple[tuple[str, ...], float]]:
        """Yield each level and its size; a level has as many parts as there are columns."""
        sizes = self.mapping(value, path)
        if not sizes and (value is None or isinstance(value, Mapping)):
            self.report("list.empty", path)
        for part, inner in sizes.items():
            here = (*path, part)
            if depth > 1:
                for level, size in self.sizes(inner, here, depth - 1):
                    yield (part.strip(), *level), size
            else:
                yield (part.strip(),), self.size(inner, here)

    def size(self, value: Any, path: Path) -> float:  # noqa: ANN401 - from a file
        """Return a number above 0."""
        number = self.number(value, path, "> 0")
        if number is not None and number <= 0:
            self.report("weights.target_not_positive", path, value)
        return number or 0.0

    def trim(self, value: Any, path: Path) -> Trim | None:  # noqa: ANN401 - from a file
        """Return the lowest and highest weight; nothing written is the usual ones."""
        if value == _NO_TRIM:
            return None
        ends = self.mapping(value, path, ", ".join(Trim._fields))
        self.only(ends, Trim._fields, path)
        lowest = ends.get("lowest", USUAL_TRIM.lowest)
        highest = ends.get("highest", USUAL_TRIM.highest)
        return Trim(
            self.end(lowest, (*path, "lowest"), 0, 1),
            self.end(highest, (*path, "highest"), 1, _MOST),
        )

    def end(
        self,
        value: Any,  # noqa: ANN401 - from a file
        path: Path,
        low: float,
        high: float,
    ) -> float:
        """Return the lowest or the highest weight, times the mean."""
        expected = f"{low:g} – {high:g}"
        number = self.number(value, path, expected)
        if number is not None and not low <= number <= high:
            self.report("weights.trim_out_of_range", path, value, expected)
        return number or 0.0

    def keeps_unknown(self, value: Any, path: Path) -> bool:  # noqa: ANN401 - from a file
        """Say whether people whose level is not known count."""
        word = self.text(value, path)
        if word not in _UNKNOWN:
            self.report("value.not_allowed", path, word, nearest(word, _UNKNOWN))
        return _UNKNOWN.get(word, True)
