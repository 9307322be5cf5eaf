import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli import main

ROOT = Path(__file__).parents[2]
ANSWERS = str(ROOT / "data" / "corporate_reputation.csv")
PROFILES = str(ROOT / "data" / "corporate_reputation_profiles.yaml")
GOLDEN = ROOT / "reference" / "golden" / "corporate_reputation.json"
REAL = ("corporate_reputation", ANSWERS, "--missing", "-99")
BY_TYPE = (*REAL, "--segment-by", "servicetype", "--profiles", PROFILES)

SMALL = """\
code: small
title: {nl: "Klein"}
languages: [nl]
dimensions:
  - code: price
    name: {nl: "Prijs"}
scales:
  - code: agree
    points:
      - {value: 1, text: {nl: "Oneens"}}
      - {value: 5, text: {nl: "Eens"}}
      - {value: 9, text: {nl: "Zeer eens"}}
pages:
  - code: first
    title: {nl: "Een"}
    items:
      - code: price_1
        type: likert
        scale: agree
        measures: {dimension: price, facet: image}
        text: {nl: "Redelijk"}
"""


def _run(*arguments: str) -> Result:
    return CliRunner(env={"LANGUAGE": "en"}).invoke(main, ["measure", *arguments])


def _figures(*arguments: str) -> Any:
    done = _run(*arguments, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def real() -> Any:
    return _figures(*BY_TYPE)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A questionnaire, answers to it, and a folder to put more in."""
    (tmp_path / "small.yaml").write_text(SMALL)
    rows = [f"{1 + 4 * (place % 3)},{'south' if place < 40 else 'north'}" for place in range(80)]
    (tmp_path / "answers.csv").write_text("\n".join(["price_1,region", *rows]))
    return tmp_path


def _leaves(value: Any, way: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    if not isinstance(value, dict):
        return {way: value}
    return {
        path: leaf for key, of in value.items() for path, leaf in _leaves(of, (*way, key)).items()
    }


def test_real_answers_give_the_reference_figures(real: Any) -> None:
    golden = json.loads(GOLDEN.read_text())
    expected = _leaves(golden["segments"])
    found = _leaves(real["segments"])
    tolerance = golden["tolerance"]

    assert len(expected) > 100
    assert {way: found[way] for way in expected} == pytest.approx(
        expected, rel=tolerance["rel"], abs=tolerance["abs"]
    )


def test_the_json_has_the_documented_shape(real: Any) -> None:
    competence = real["segments"]["1"]["dimensions"]["competence"]

    assert real["questionnaire"] == "corporate_reputation"
    assert list(real["segments"]) == ["1", "2"]
    assert real["total"]["n"] == 344
    assert {"n", "mean", "se", "low", "high"} == set(competence["external"])
    assert {"promise", "wish", "match"} == set(competence["gaps"])
    assert {gap["label"] for gap in competence["gaps"].values()} == {"gap", "undecided"}
    assert competence["verdict"] == "unknown"
    assert real["segments"]["2"]["dimensions"]["quality"]["verdict"] == "unwanted"
    assert set(real["total"]["dimensions"]["quality"]["gaps"]) == {"promise"}
    assert real["total"]["dimensions"]["quality"]["verdict"] is None


def test_not_a_number_never_leaves(real: Any) -> None:
    assert "NaN" not in json.dumps(real)


def test_cells_that_are_no_answer_must_be_named() -> None:
    done = _run("corporate_reputation", ANSWERS)

    assert (done.exit_code, done.stdout) == (1, "")
    assert f"{ANSWERS}: line 179, cusa: “-99” is outside the scale." in done.stderr


def test_the_table_is_for_people() -> None:
    done = _run(*BY_TYPE)
    lines = done.stdout.splitlines()

    assert done.exit_code == 0
    assert lines[0] == "1 (n = 125)"
    assert lines[2].split() == [
        *("competence", "125", "69.1", "(65.4–72.7)", "80", "65"),
        *("−10.9*", "+4.1?", "+15.0*", "unknown", "0.78"),
    ]
    assert "Total (n = 344)" in lines
    assert max(map(len, lines)) <= 110


def test_with_employees_the_table_still_fits_a_terminal() -> None:
    done = _run(*BY_TYPE, "--employees", ANSWERS)

    assert "Internal: the answers of 344 employees." in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 120


def test_employees_answer_the_same_items_read_as_self() -> None:
    figures = _figures(*BY_TYPE, "--employees", ANSWERS)
    competence = figures["segments"]["1"]["dimensions"]["competence"]

    assert competence["internal"] == figures["total"]["dimensions"]["competence"]["external"]
    assert {"lived_mission", "recognition", "ability"} <= set(competence["gaps"])
    assert figures["segments"]["2"]["dimensions"]["quality"]["verdict"] == "improve"


def test_employees_may_have_a_questionnaire_of_their_own(small: Path) -> None:
    own = SMALL.replace("price_1", "own_1").replace("facet: image", "facet: self")
    (small / "own.yaml").write_text(own.replace("languages:", "audience: employees\nlanguages:"))
    (small / "own.csv").write_text("own_1\n" + "9\n" * 20 + "5\n" * 20)
    figures = _figures(
        *(str(small / "small.yaml"), str(small / "answers.csv")),
        *("--employees", str(small / "own.csv")),
        *("--employee-questionnaire", str(small / "own.yaml")),
    )

    assert figures["total"]["dimensions"]["price"]["internal"]["mean"] == 75
    assert figures["segments"] == {}


def test_segments_without_a_name_count_in_the_total_only(small: Path) -> None:
    file = small / "answers.csv"
    file.write_text(file.read_text() + "\n9,\n")
    done = _run(str(small / "small.yaml"), str(file), "--segment-by", "region", "--json")
    figures = json.loads(done.stdout)

    assert {name: of["n"] for name, of in figures["segments"].items()} == {"north": 40, "south": 40}
    assert figures["total"]["n"] == 81
    assert "1 response names no segment and counts only in the total" in done.stderr


def test_a_wish_of_a_segment_without_answers_is_said_and_passed_over(small: Path) -> None:
    profiles = small / "profiles.yaml"
    profiles.write_text("wish: {sowth: {price: 70}, north: {price: 70}}")
    done = _run(
        *(str(small / "small.yaml"), str(small / "answers.csv"), "--segment-by", "region"),
        *("--profiles", str(profiles), "--json"),
    )
    segments = json.loads(done.stdout)["segments"]

    assert done.exit_code == 0
    assert "There are no answers of a segment “sowth”. Did you mean: south?" in done.stderr
    assert [name for name, of in segments.items() if of["dimensions"]["price"]["wish"]] == ["north"]


def test_a_dimension_that_is_not_measured_stops_it(small: Path) -> None:
    profiles = small / "profiles.yaml"
    profiles.write_text("mission: {prise: 70}")
    done = _run(
        *(str(small / "small.yaml"), str(small / "answers.csv"), "--profiles", str(profiles))
    )

    assert (done.exit_code, done.stdout) == (1, "")
    assert f"{profiles}: mission.prise: The questionnaire does not measure" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("customer_imago", ANSWERS), "Ready-made: customer_image"),
        (("customer_image", "nothing.csv"), "No such file"),
        ((*REAL, "--employee-questionnaire", "employee_identity"), "goes with --employees"),
        (("customer_image",), "Missing argument 'ANSWERS'"),
    ],
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...], said: str) -> None:
    done = _run(*arguments)

    assert done.exit_code == 2
    assert said in done.stderr


def test_a_column_that_is_not_there_names_the_nearest() -> None:
    done = _run(*REAL, "--segment-by", "service_type")

    assert done.exit_code == 1
    assert "Did you mean: servicetype?" in done.stderr
