"""What management set, as a YAML file: one mission, and a wish per segment."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from surveys.errors import Path, Problem, ProfilesError, nearest
from surveys.formats.listing import listed
from surveys.formats.plain_values import Reading, read_values
from surveys.formats.yaml_tree import Source
from surveys.measurement.image.profiles import TOLERANCE, Profiles, Target

_PARTS: Final = ("mission", "wish")
_TARGET: Final = ("target", "tolerance")


def read(source: Source) -> Profiles:
    """Return the targets in a file.

    `mission` gives a number of 0-100 per dimension, `wish` one per segment and dimension; instead
    of a number, `{target: 80, tolerance: 5}` also says within which margin it counts as met.

    Raises:
        ProfilesError: lists what is wrong, with lines.
    """
    reading = _Reading()
    return read_values(source, reading, reading.profiles, ProfilesError)


def as_json(profiles: Profiles) -> dict[str, Any]:
    """Return targets as values that JSON can hold, in the form of the file."""

    def told(targets: Mapping[str, Target]) -> dict[str, Any]:
        return {
            code: {"target": target.value, "tolerance": target.tolerance}
            for code, target in targets.items()
        }

    wishes = {segment: told(targets) for segment, targets in profiles.wish.items()}
    return {"mission": told(profiles.mission), "wish": wishes}


def from_json(values: Mapping[str, Any]) -> Profiles:
    """Return the targets in values as `as_json` gives them.

    Raises:
        ProfilesError: lists what is wrong.
    """
    reading = _Reading()
    profiles = reading.profiles(values)
    if reading.problems:
        raise ProfilesError(listed(reading.problems))
    return profiles


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


class _Reading(Reading):
    """Takes targets apart."""

    def profiles(self, value: Any) -> Profiles:  # noqa: ANN401 - from a file
        """Return the targets of a file."""
        parts = self.mapping(value, ())
        self.only(parts, _PARTS, ())
        mission = self.targets(parts.get("mission", {}), ("mission",))
        wishes = self.mapping(parts.get("wish", {}), ("wish",))
        return Profiles(
            mission, {name: self.targets(of, ("wish", name)) for name, of in wishes.items()}
        )

    def targets(self, value: Any, path: Path) -> dict[str, Target]:  # noqa: ANN401 - from a file
        """Return the targets by dimension."""
        return {
            code: self.target(given, (*path, code))
            for code, given in self.mapping(value, path).items()
        }

    def target(self, given: Any, path: Path) -> Target:  # noqa: ANN401 - from a file
        """Return one target, from a number or from a mapping."""
        if not isinstance(given, Mapping):
            return Target(self.points(given, path))
        self.only(given, _TARGET, path)
        if "target" not in given:
            self.report("key.missing", path, "target")
            return Target(0)
        tolerance = given.get("tolerance", TOLERANCE)
        return Target(
            self.points(given["target"], (*path, "target")),
            self.points(tolerance, (*path, "tolerance")),
        )

    def points(self, given: Any, path: Path) -> float:  # noqa: ANN401 - from a file
        """Return a number of 0-100."""
        number = self.number(given, path, "0-100")
        if number is not None and not 0 <= number <= 100:
            self.report("target.out_of_range", path, given, "0-100")
        return number or 0.0
