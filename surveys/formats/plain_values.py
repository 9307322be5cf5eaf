"""Take the plain values of a file apart, and collect what does not fit."""

from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from typing import Any, TypeVar

from surveys.errors import Path, Problem, ProblemsError, nearest
from surveys.formats.listing import listed
from surveys.formats.yaml_tree import Source, UnreadableError, read_tree

Taken = TypeVar("Taken")

_LONGEST_SHOWN = 80


class Reading:
    """Takes values apart; what does not fit goes to `problems`, and something usual is returned."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def report(self, code: str, path: Path, value: object = "", expected: str = "") -> None:
        """Add a problem."""
        self.problems.append(Problem(code, path, str(value)[:_LONGEST_SHOWN], expected))

    def mapping(
        self,
        value: Any,  # noqa: ANN401 - from a file
        path: Path,
        expected: str = "",
    ) -> Mapping[str, Any]:
        """Return a mapping; nothing written is an empty one."""
        if isinstance(value, Mapping):
            return value
        if value is not None:
            self.report("value.not_a_mapping", path, value, expected)
        return {}

    def only(self, mapping: Mapping[str, Any], keys: Sequence[str], path: Path) -> None:
        """Report keys other than these."""
        for key in mapping:
            if key not in keys:
                self.report("key.unknown", (*path, key), key, nearest(key, keys))

    def list(self, value: Any, path: Path) -> Sequence[Any]:  # noqa: ANN401 - from a file
        """Return a list that is not empty, or an empty one."""
        if not isinstance(value, list):
            self.report("value.not_a_list", path, value)
            return ()
        if not value:
            self.report("list.empty", path)
        return value

    def text(self, value: Any, path: Path) -> str:  # noqa: ANN401 - from a file
        """Return a text; a number is one."""
        if isinstance(value, bool) or not isinstance(value, str | int):
            self.report("value.not_a_text", path, "" if value is None else value)
        elif not str(value).strip():
            self.report("text.empty", path)
        return str(value).strip()

    def number(
        self,
        value: Any,  # noqa: ANN401 - from a file
        path: Path,
        expected: str,
    ) -> float | None:
        """Return a number, or None."""
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not isfinite(value):
            self.report("value.not_a_number", path, value, expected)
            return None
        return float(value)


def read_values(
    source: Source,
    reading: Reading,
    take: Callable[[Any], Taken],
    refused: type[ProblemsError],
) -> Taken:
    """Return what `take`, which reports to `reading`, makes of the values of a YAML file.

    Raises:
        ProblemsError: one of the kind `refused`; lists what is wrong, with lines.
    """
    try:
        tree, problems = read_tree(source)
    except UnreadableError as error:
        raise refused([error.problem]) from error
    taken = take(tree.value)
    problems += [
        Problem(found.code, found.path, found.value, found.expected, line=tree.line(found.path))
        for found in reading.problems
    ]
    if problems:
        raise refused(listed(sorted(problems, key=lambda problem: problem.line or 0)))
    return taken
