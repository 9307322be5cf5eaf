from collections.abc import Sequence
from typing import Any

from app.cli.measure_sections import sections
from surveys.measurement.weights.weights import WeightsPlan
from surveys.study.audience import Answered
from surveys.study.provenance import Choices
from surveys.study.study import carry_out
from tests.surveys.study.make import Row, answered, people, rake

TWO = [*people("n", 40), *people("s", 60, 2)]
STAFF = answered([*people("am", 12), *people("as", 20, 1), *people("bs", 20, 3)], ("team", "rank"))


def _sections(
    rows: Sequence[Row],
    columns: Sequence[str] = ("segment",),
    staff: Answered | None = None,
    **chosen: Any,
) -> dict[str, list[str]]:
    choices = Choices(segment_by="segment", **chosen)
    study = carry_out(choices, answered(rows, columns), staff)
    told = [section.splitlines() for section in sections(study, "Total", str)]
    return {first: others for first, *others in told}


def _cells(lines: Sequence[str], row: str) -> list[str]:
    return next(line for line in lines if line.startswith(row)).split()[1:]


def test_every_segment_and_the_total_say_how_clear_their_image_is() -> None:
    found = _sections(TWO)
    clear = ": how clear is the image, and do its items belong together"

    assert {f"n{clear}", f"s{clear}", f"Total{clear}"} <= found.keys()
    assert found[f"n{clear}"][0].split() == ["SD", "image", "reliability", "alpha", "(95%)"]
    assert _cells(found[f"n{clear}"], "price")[2:4][1] == "SB"  # two items


def test_a_hidden_segment_has_no_section() -> None:
    found = _sections([*TWO, *people("w", 3)], min_n=5)

    assert not [heading for heading in found if heading.startswith("w")]
    assert [line.split()[0] for line in found["As a whole (95%)"][1:]] == ["n", "s", "Total"]


def test_the_image_without_weights_stands_beside() -> None:
    plan = rake(segment={"n": 5, "s": 1})
    found = _sections(TWO, weights=plan)
    scales = found["Total: how clear is the image, and do its items belong together"]
    plain = carry_out(Choices(segment_by="segment"), answered(TWO)).measurement
    mean = plain.total.dimensions["price"].external.mean

    assert scales[0].split()[-1] == "unweighted"
    assert _cells(scales, "price")[-1] == f"{mean:.1f}"


def test_weights_say_what_they_cost_and_where_they_hang_on_few() -> None:
    rows = [*people("ny", 40), *people("so", 60, 2), *people("sw", 4)]
    plan = rake(age={"y": 40, "o": 60, "w": 4})
    told = [
        line
        for first, others in _sections(rows, ("segment", "age"), weights=plan).items()
        for line in (first, *others)
    ]
    hidden = [*_sections(rows, ("segment", "age"), weights=plan, min_n=5).values()]

    amount = "104 people amount to 104, design effect 1.00; trimmed 0%, left out 0."
    assert f"Weights of customers: {amount}" in told
    assert "Few people (4) in w: its weight is a matter of chance." in told
    assert ["Few people (< 5) in w: its weight is a matter of chance."] in hidden


def test_employees_have_weights_of_their_own() -> None:
    found = _sections(TWO, staff=STAFF, employee_weights=rake(rank={"m": 1, "s": 9}))

    assert [first for first in found if first.startswith("Weights")] == [
        "Weights of employees: 52 people amount to 47, design effect 1.10; trimmed 0%, left out 0."
    ]


def test_nobody_with_a_weight_is_said() -> None:
    found = _sections(people("n0", 9), ("segment", "w"), weights=WeightsPlan(column="w"))

    assert "Nobody has a weight: all are left out (9)." in found


def test_segments_are_compared_when_there_are_several() -> None:
    assert "Segments among themselves" in _sections(TWO)
    assert "Segments among themselves" not in _sections(people("n", 40))


def test_items_are_those_of_all_customers() -> None:
    items = _sections(TWO)["Items, of all customers together"]

    assert [line.split()[0] for line in items[1:]] == ["price_1", "price_2", "trust_1"]
    assert _cells(items, "price_1")[0] == "100"


def test_the_strength_of_the_identity_is_told_where_employees_answered() -> None:
    found = _sections(TWO, staff=STAFF, team_by="team", management=("rank", "m"))
    row = _cells(found["Strength of the identity"], "price")

    assert row[0] == "2"
    assert row[3] in {"yes", "no"}
    assert row[-1] in {"gap", "undecided", "negligible", "closed"}
    assert "Strength of the identity" not in _sections(TWO)
