from hypothesis import given
from hypothesis import strategies as st

from tests.reference.compare import Mismatch, Tolerance, mismatches, unmirrored

CLOSE = Tolerance(rel=1e-6, abs=1e-8)


def compare(expected: object, got: object) -> list[Mismatch]:
    return list(mismatches(expected, got, CLOSE))


@given(value=st.floats(-1e6, 1e6), part=st.floats(0, 0.99))
def test_numbers_may_differ_by_the_tolerance(value: float, part: float) -> None:
    room = CLOSE.abs + CLOSE.rel * abs(value)

    assert compare(value, value + part * room) == []
    assert compare(value, value + 1.01 * room + 1e-9 * abs(value))


def test_what_is_not_defined_must_not_be_defined() -> None:
    assert compare({"p": None}, {"p": None}) == []
    assert compare({"p": None}, {"p": 0.0}) == [Mismatch("p", None, 0.0)]
    assert compare({"p": 0.5}, {"p": None}) == [Mismatch("p", 0.5, None)]
    assert compare({"p": 0.5}, {"p": float("nan")})


def test_a_field_that_was_not_computed_differs_and_an_extra_one_does_not() -> None:
    assert compare({"n": 1, "p": 0.5}, {"n": 1, "t": 2.0}) == [Mismatch("p", 0.5, "absent")]


def test_lists_are_compared_place_by_place() -> None:
    assert compare({"p": [0.1, None]}, {"p": [0.1, None]}) == []
    assert compare({"p": [0.1, 0.2]}, {"p": [0.1, 0.3]}) == [Mismatch("p[1]", 0.2, 0.3)]
    assert compare({"p": [0.1]}, {"p": [0.1, 0.2]}) == [Mismatch("p", [0.1], [0.1, 0.2])]


def test_of_a_list_of_the_first_groups_the_others_do_not_count() -> None:
    assert compare({"first_values": [0.1, 0.2]}, {"first_values": [0.1, 0.2, 0.3]}) == []
    assert compare({"first_values": [0.1, 0.2]}, {"first_values": [0.1]})
    assert compare({"first_values": [0.1]}, {"first_values": [0.2, 0.1]})


def test_yes_is_not_one() -> None:
    assert compare({"equivalent": True}, {"equivalent": True}) == []
    assert compare({"equivalent": True}, {"equivalent": 1})
    assert compare({"equivalent": 0}, {"equivalent": False})


def test_an_axis_of_a_map_may_point_either_way() -> None:
    expected = {"scores": [[1.0, 2.0], [-1.0, 0.5]]}
    mirrored = {"scores": [[-1.0, 2.0], [1.0, 0.5]]}

    assert unmirrored("pca_biplot", expected, mirrored) == expected
    assert unmirrored("welch_t", expected, mirrored) == mirrored
