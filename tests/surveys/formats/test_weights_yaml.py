import json
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import WeightsError
from surveys.formats import weights_yaml
from surveys.measurement.weights.raking import Margin, Trim
from surveys.measurement.weights.weights import WeightsPlan

FILE = """
    margins:
      - by: segment
        sizes: {prepaid: 12000, contract: 8000}
      - by: [region, age]
        sizes: {north: {young: 10, 65: 20.5}, south: {young: 30}}
    trim: {lowest: 0.3, highest: 4}
    missing: left_out
"""
ONE = "margins: [{by: a, sizes: {x: 1}}]"


def _found(text: str) -> list[tuple[str, int | None, str, str]]:
    with pytest.raises(WeightsError) as refused:
        weights_yaml.read(dedent(text))
    return [
        (problem.code, problem.line, problem.place, problem.value)
        for problem in refused.value.problems
    ]


def test_a_plan_names_margins_and_their_sizes() -> None:
    assert weights_yaml.read(dedent(FILE)) == WeightsPlan(
        margins=(
            Margin(("segment",), {("prepaid",): 12000, ("contract",): 8000}),
            Margin(
                ("region", "age"),
                {("north", "young"): 10, ("north", "65"): 20.5, ("south", "young"): 30},
            ),
        ),
        trim=Trim(0.3, 4),
        keeps_unknown=False,
    )


def test_what_is_not_written_is_as_usual() -> None:
    plan = weights_yaml.read(ONE)

    assert (plan.trim, plan.keeps_unknown, plan.column) == (Trim(0.2, 5), True, None)
    assert weights_yaml.read(f"{ONE}\ntrim: {{highest: 3}}").trim == Trim(0.2, 3)


def test_trimming_may_be_switched_off() -> None:
    assert weights_yaml.read(f"{ONE}\ntrim: none").trim is None


def test_a_plan_may_be_a_column_of_weights() -> None:
    assert weights_yaml.read("column: weight") == WeightsPlan(column="weight")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("margin: []", ("key.unknown", 1, "margin", "margin")),
        ("trim: none", ("key.missing", 1, "", "margins")),
        ("margins: 3", ("value.not_a_list", 1, "margins", "3")),
        ("margins: []", ("list.empty", 1, "margins", "")),
        ("margins: [region]", ("value.not_a_mapping", 1, "margins[0]", "region")),
        ("margins:\n  - by: a", ("key.missing", 2, "margins[0]", "sizes")),
        (f"{ONE}\ncolumn: w", ("key.unknown", 1, "margins", "margins")),
        ("column: [w]", ("value.not_a_text", 1, "column", "['w']")),
        ("column: ", ("value.not_a_text", 1, "column", "")),
        ('column: " "', ("text.empty", 1, "column", "")),
        ("margins:\n- by: a\n  sizes:", ("list.empty", 3, "margins[0].sizes", "")),
        ("margins:\n- by: []\n  sizes: {x: 1}", ("list.empty", 2, "margins[0].by", "")),
        (
            "margins:\n- by: [a, b]\n  sizes: {x: 1}",
            ("value.not_a_mapping", 3, "margins[0].sizes.x", "1"),
        ),
        (
            "margins:\n- by: a\n  sizes:\n    x: 1\n    y: {z: 1}",
            ("value.not_a_number", 5, "margins[0].sizes.y", "{'z': 1}"),
        ),
        (
            "margins:\n- by: a\n  sizes:\n    x: 0",
            ("weights.target_not_positive", 4, "margins[0].sizes.x", "0"),
        ),
        (
            "margins:\n- by: [a, a]\n  sizes: {x: {y: 1}}",
            ("weights.column_twice", 2, "margins[0].by", "a"),
        ),
        (f"{ONE}\ntrim: off", ("yaml.ambiguous", 2, "trim", "off")),
        (f"{ONE}\ntrim: {{low: 1}}", ("key.unknown", 2, "trim.low", "low")),
        (
            f"{ONE}\ntrim:\n  lowest: 1.5",
            ("weights.trim_out_of_range", 3, "trim.lowest", "1.5"),
        ),
        (
            f"{ONE}\ntrim:\n  highest: 0.5",
            ("weights.trim_out_of_range", 3, "trim.highest", "0.5"),
        ),
        (f"{ONE}\nmissing: out", ("value.not_allowed", 2, "missing", "out")),
        (
            "margins: [",
            ("yaml.syntax", 1, "", "expected the node content, but found '<stream end>'"),
        ),
    ],
)
def test_what_is_wrong_is_placed(text: str, expected: tuple[str, int, str, str]) -> None:
    assert expected in _found(text)


def test_all_that_is_wrong_is_listed_by_line() -> None:
    text = "missing: no one\nmargins:\n  - by: a\n    sizes: {x: none}\ntrim: {lowest: 2}\n"

    assert [line for _, line, _, _ in _found(text)] == [1, 4, 5]


words = st.text("abc", min_size=1, max_size=3)
sizes = st.floats(1e-6, 1e9)
plans = st.builds(
    WeightsPlan,
    st.lists(
        st.builds(Margin, st.just(("a",)), st.dictionaries(st.tuples(words), sizes, min_size=1))
        | st.builds(
            Margin, st.just(("a", "b")), st.dictionaries(st.tuples(words, words), sizes, min_size=1)
        ),
        min_size=1,
    ).map(tuple),
    st.none() | st.builds(Trim, st.floats(0, 1), st.floats(1, 1000)),
    st.booleans(),
) | st.builds(WeightsPlan, column=words)


@given(plans)
def test_a_plan_kept_as_json_comes_back_as_it_was(plan: WeightsPlan) -> None:
    kept: dict[str, Any] = json.loads(json.dumps(weights_yaml.as_json(plan)))

    assert weights_yaml.from_json(kept) == plan


def test_json_that_is_no_plan_is_refused() -> None:
    with pytest.raises(WeightsError):
        weights_yaml.from_json({"margins": "none"})
