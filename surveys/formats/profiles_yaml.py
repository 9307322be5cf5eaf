"""What management set, as a YAML file: one mission, and a wish per segment."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from surveys.errors import Path, Problem, ProfilesError, nearest
from surveys.formats.listing import listed
from surveys.formats.yaml_tree import Source, UnreadableError, read_tree
from surveys.measurement.profiles import TOLERANCE, Profiles, Target

_PARTS: Final = ("mission", "wish")
_TARGET: Final = ("target", "tolerance")


def read(source: Source) -> Profiles:
    """Return the targets in a file.

    `mission` gives a number of 0-100 per dimension, `wish` one per segment and dimension; instead
    of a number, `{target: 80, tolerance: 5}` also says within which margin it counts as met.

    Raises:
        ProfilesError: lists what is wrong, with lines.
    """
    try:
        tree, problems = read_tree(source)
    except UnreadableError as error:
        raise ProfilesError([error.problem]) from error
    reading = _Reading()
    parts = reading.mapping(tree.value, ())
    reading.only(parts, _PARTS, ())
    mission = reading.targets(parts.get("mission", {}), ("mission",))
    wishes = reading.mapping(parts.get("wish", {}), ("wish",))
    wish = {name: reading.targets(of, ("wish", name)) for name, of in wishes.items()}
    problems += [
        Problem(found.code, found.path, found.value, found.expected, line=tree.line(found.path))
        for found in reading.problems
    ]
    if problems:
        raise ProfilesError(listed(sorted(problems, key=lambda problem: problem.line or 0)))
    return Profiles(mission, wish)


def unknown_dimensions(profiles: Profiles, dimensions: Collection[str]) -> list[Problem]:
    """Return which dimensions of the profiles are not among `dimensions`."""
    placed: list[tuple[Path, Mapping[str, Target]]] = [(("mission",), profiles.mission)]
    placed += [(("wish", name), targets) for name, targets in profiles.wish.items()]
    return [
        Problem("profiles.unknown_dimension", (*path, code), code, nearest(code, dimensions))
        for path, targets in placed
        for code in targets
        if code not in dimensions
    ]


def unknown_segments(profiles: Profiles, segments: Collection[str]) -> list[Problem]:
    """Return which segments of the profiles are not among `segments`."""
    return [
        Problem("profiles.unknown_segment", ("wish", name), name, nearest(name, segments))
        for name in profiles.wish
        if name not in segments
    ]


class _Reading:
    """Takes values apart and collects what does not fit."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def mapping(self, value: Any, path: Path) -> Mapping[str, Any]:  # noqa: ANN401 - from a file
        """Return a mapping; nothing written is an empty one."""
        if isinstance(value, Mapping):
            return value
        if value is not None:
            self.problems.append(Problem("value.not_a_mapping", path, str(value)[:80]))
        return {}

    def only(self, mapping: Mapping[str, Any], keys: tuple[str, ...], path: Path) -> None:
        """Report keys other than these."""
        self.problems += [
            Problem("key.unknown", (*path, key), key, nearest(key, keys))
            for key in mapping
            if key not in keys
        ]

    def targets(self, value: Any, path: Path) -> dict[str, Target]:  # noqa: ANN401 - from a file
        """Return the targets by dimension."""
        return {
            code: self.target(given, (*path, code))
            for code, given in self.mapping(value, path).items()
        }

    def target(self, given: Any, path: Path) -> Target:  # noqa: ANN401 - from a file
        """Return one target, from a number or from a mapping."""
        if not isinstance(given, Mapping):
            return Target(self.number(given, path))
        self.only(given, _TARGET, path)
        if "target" not in given:
            self.problems.append(Problem("key.missing", path, "target"))
            return Target(0)
        tolerance = given.get("tolerance", TOLERANCE)
        return Target(
            self.number(given["target"], (*path, "target")),
            self.number(tolerance, (*path, "tolerance")),
        )

    def number(self, given: Any, path: Path) -> float:  # noqa: ANN401 - from a file
        """Return a number of 0-100."""
        if isinstance(given, bool) or not isinstance(given, int | float):
            self.problems.append(Problem("value.not_a_number", path, str(given)[:80], "0-100"))
        elif not 0 <= given <= 100:
            self.problems.append(Problem("target.out_of_range", path, str(given), "0-100"))
        else:
            return float(given)
        return 0.0
