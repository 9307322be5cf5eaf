from textwrap import dedent

import pytest

from surveys.errors import ProfilesError
from surveys.formats import profiles_yaml
from surveys.measurement.image.profiles import Profiles, Target

FILE = """
    mission: {price: 80, service: {target: 62.5, tolerance: 3}}
    wish:
      "1":
        price: {target: 70}
      south: {service: 0}
"""


def _found(text: str) -> list[tuple[str, int | None, str, str]]:
    with pytest.raises(ProfilesError) as refused:
        profiles_yaml.read(dedent(text))
    return [
        (problem.code, problem.line, problem.place, problem.value)
        for problem in refused.value.problems
    ]


def test_a_target_is_a_number_or_says_its_tolerance_too() -> None:
    assert profiles_yaml.read(dedent(FILE)) == Profiles(
        mission={"price": Target(80, 5), "service": Target(62.5, 3)},
        wish={"1": {"price": Target(70, 5)}, "south": {"service": Target(0, 5)}},
    )


@pytest.mark.parametrize("text", ["mission: {}", "wish:", "mission:\nwish: {}"])
def test_either_may_be_left_out(text: str) -> None:
    profiles = profiles_yaml.read(text)

    assert not profiles.mission
    assert not profiles.wish


def test_a_segment_may_be_a_number_without_quotes() -> None:
    assert set(profiles_yaml.read("wish: {1: {price: 70}}").wish) == {"1"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mision: {}", ("key.unknown", 1, "mision", "mision")),
        ("mission: 80", ("value.not_a_mapping", 1, "mission", "80")),
        ("mission:\n  price: high", ("value.not_a_number", 2, "mission.price", "high")),
        ("mission: {price: true}", ("value.not_a_number", 1, "mission.price", "True")),
        ("mission: {price: }", ("value.not_a_number", 1, "mission.price", "None")),
        ("mission: {price: 101}", ("target.out_of_range", 1, "mission.price", "101")),
        ("wish: {a: {price: -1}}", ("target.out_of_range", 1, "wish.a.price", "-1")),
        ("wish: {a: [1]}", ("value.not_a_mapping", 1, "wish.a", "[1]")),
        ("mission: {price: {tolerance: 5}}", ("key.missing", 1, "mission.price", "target")),
        (
            "mission: {price: {target: 1, tolerance: 200}}",
            ("target.out_of_range", 1, "mission.price.tolerance", "200"),
        ),
        (
            "mission: {price: {target: 1, margin: 2}}",
            ("key.unknown", 1, "mission.price.margin", "margin"),
        ),
        ("mission: {price: 1, price: 2}", ("key.duplicate", 1, "mission.price", "price")),
        (
            "mission: [",
            ("yaml.syntax", 1, "", "expected the node content, but found '<stream end>'"),
        ),
    ],
)
def test_what_is_wrong_is_placed(text: str, expected: tuple[str, int, str, str]) -> None:
    assert _found(text) == [expected]


def test_all_that_is_wrong_is_listed_by_line() -> None:
    text = "wish:\n  a: {price: x}\nmission:\n  price: 200\n"

    assert [line for _, line, _, _ in _found(text)] == [2, 4]


def test_dimensions_and_segments_that_are_not_there_are_found() -> None:
    profiles = profiles_yaml.read(dedent(FILE))

    assert not profiles_yaml.unknown_dimensions(profiles, ["price", "service"])
    assert not profiles_yaml.unknown_segments(profiles, ["1", "south"])
    found = [
        *profiles_yaml.unknown_dimensions(profiles, ["price", "servile"]),
        *profiles_yaml.unknown_segments(profiles, ["1", "2"]),
    ]
    assert [(problem.code, problem.place, problem.expected) for problem in found] == [
        ("profiles.unknown_dimension", "mission.service", "servile"),
        ("profiles.unknown_dimension", "wish.south.service", "servile"),
        ("profiles.unknown_segment", "wish.south", "1, 2"),
    ]
