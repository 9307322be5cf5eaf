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


EMPLOYEES = (
    *("--employees", ANSWERS, "--team-by", "serviceprovider"),
    *("--management", "servicetype=1"),
)


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


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A weights file in which the four providers have as many customers each."""
    path = tmp_path / "weights.yaml"
    path.write_text("margins:\n  - by: serviceprovider\n    sizes: {1: 1, 2: 1, 3: 1, 4: 1}\n")
    return path


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
    assert {"n", "n_eff", "mean", "se", "low", "high", "method"} == set(competence["external"])
    assert {"promise", "wish", "match"} == set(competence["gaps"])
    assert {gap["label"] for gap in competence["gaps"].values()} == {"gap", "undecided"}
    assert competence["gaps"]["promise"]["method"] == "t"
    assert competence["verdict"] == "unknown"
    assert real["segments"]["2"]["dimensions"]["quality"]["verdict"] == "unwanted"
    assert set(real["total"]["dimensions"]["quality"]["gaps"]) == {"promise"}
    assert real["total"]["dimensions"]["quality"]["verdict"] is None


def test_figures_say_how_they_were_made(real: Any) -> None:
    definition = real["definition"]

    assert definition["choices"]["segment_by"] == "servicetype"
    assert definition["choices"]["missing"] == ["-99"]
    assert definition["choices"]["profiles"]["wish"]["1"]["competence"]["target"] == 65
    assert (definition["customers"]["n"], definition["employees"]) == (344, None)
    assert real["methods"]["dimension"]["smoothed"]["function"] == "shrinkage.smoothed"
    assert (real["unweighted"], real["weighing"], real["employee_weighing"]) == (None, None, None)


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


def test_with_all_there_is_the_tables_still_fit_a_terminal(weights: Path) -> None:
    done = _run(*BY_TYPE, *EMPLOYEES, "--weights", str(weights), "--language-by", "mga_1")

    assert done.exit_code == 0
    assert "Internal: the answers of 344 employees." in done.stdout
    assert "Weights of customers: 344 people amount to" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 120


def test_headings_and_legends_are_in_the_language_of_the_shell(weights: Path) -> None:
    arguments = ["measure", *BY_TYPE, *EMPLOYEES, "--weights", str(weights)]
    dutch, english = (
        CliRunner(env={"LANGUAGE": language}).invoke(main, arguments).stdout.splitlines()
        for language in ("nl", "en")
    )
    same = [line for line in dutch if line in english and " " in line.strip()]

    assert len(dutch) == len(english)
    assert "Totaal (n = 344)" in dutch
    assert not [line for line in same if line.endswith((".", "?")) and line[0].isupper()]


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


def test_weights_are_raked_and_figures_without_stand_beside(weights: Path, real: Any) -> None:
    figures = _figures(*BY_TYPE, "--weights", str(weights))
    weighted, plain = (
        of["total"]["dimensions"]["competence"]["external"]
        for of in (figures, figures["unweighted"])
    )

    assert plain == real["total"]["dimensions"]["competence"]["external"]
    assert weighted["mean"] != plain["mean"]
    assert weighted["n"] == plain["n"] == 344
    assert weighted["n_eff"] == pytest.approx(figures["weighing"]["n_eff"])
    assert figures["weighing"]["small"] == []


def test_a_smallest_group_hides_others_from_the_total_too(small: Path) -> None:
    file = small / "answers.csv"
    file.write_text(file.read_text() + "\n9,east" * 3 + "\n")
    arguments = (str(small / "small.yaml"), str(file), "--segment-by", "region", "--min-n", "4")
    figures = _figures(*arguments)

    assert {name: of["n"] for name, of in figures["segments"].items()} == {
        "east": 0,
        "north": 40,
        "south": 40,
    }
    assert figures["total"]["n"] == 80
    assert "east: not shown, fewer than 4 people" in _run(*arguments).stdout


def test_figures_without_weights_that_would_tell_of_few_are_said_to_be_left_out(
    small: Path,
) -> None:
    rows = [f"{1 + 4 * (place % 3)},south,{'x' if place < 2 else 'y'}" for place in range(40)]
    (small / "answers.csv").write_text("\n".join(["price_1,region,age", *rows]))
    (small / "w.yaml").write_text("margins: [{by: age, sizes: {x: 1, y: 9}}]")
    done = _run(
        *(str(small / "small.yaml"), str(small / "answers.csv"), "--segment-by", "region"),
        *("--weights", str(small / "w.yaml"), "--min-n", "5", "--json"),
    )

    assert json.loads(done.stdout)["unweighted"] is None
    assert "they would tell of fewer than 5 people" in done.stderr


def test_figures_are_made_again_from_what_they_say(
    tmp_path: Path, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = (*BY_TYPE, *EMPLOYEES, "--weights", str(weights), "--employee-weights", str(weights))
    first = _run(*chosen, "--min-n", "20", "--json")
    (tmp_path / "figures.json").write_text(first.stdout)
    again = ("corporate_reputation", ANSWERS, "--again", str(tmp_path / "figures.json"))
    second = _run(*again, "--employees", ANSWERS, "--json")

    assert second.stdout == first.stdout
    assert "The same answers, questions and version as then." in second.stderr
    without = _run(*again, "--json")
    assert "Not the same as then: the employees’ questionnaire" in without.stderr
    assert json.loads(without.stdout)["employees"] == 0


def test_other_answers_than_then_are_said(tmp_path: Path) -> None:
    (tmp_path / "figures.json").write_text(_run(*BY_TYPE, "--json").stdout)
    header, first, *others = Path(ANSWERS).read_text().splitlines()
    (tmp_path / "other.csv").write_text("\n".join([header, *others]))
    done = _run(
        *("corporate_reputation", str(tmp_path / "other.csv")),
        *("--again", str(tmp_path / "figures.json"), "--json"),
    )

    assert first
    assert "Not the same as then: the answers\n" in done.stderr
    assert json.loads(done.stdout)["total"]["n"] == 343


@pytest.mark.parametrize(
    "text", ["", "{", "3", "[]", "null", "{}", '{"definition": 1', "[" * 100_000, "\0"]
)
def test_what_is_no_figures_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "figures.json").write_text(text)
    done = _run(*REAL[:2], "--again", str(tmp_path / "figures.json"))

    assert done.exit_code == 2
    assert "was not printed by `measure --json`" in done.stderr


def test_figures_whose_definition_is_wrong_are_refused_with_the_place(tmp_path: Path) -> None:
    figures = _figures(*REAL)
    figures["definition"]["choices"]["min_n"] = "many"
    path = tmp_path / "figures.json"
    path.write_text(json.dumps(figures))
    done = _run(*REAL[:2], "--again", str(path))

    assert (done.exit_code, done.stdout) == (1, "")
    assert f"{path}: definition.choices.min_n: “many” is no whole number." in done.stderr


WRONG_WEIGHTS = {
    "margins: [{by: servicetype, sizes: {1: 1}}]": "People in the answers are “2”",
    "margins: [{by: servicetype, sizes: {1: 1, 2: 1, 3: 1}}]": "a size for “3”, but nobody",
    "margins: [{by: servicetype, sizes: {1: 1, 2: 1}}, {by: servicetype, sizes: {1: 2, 2: 1}}]": (
        "The margins contradict each other"
    ),
    "margins: [{by: servicetype, sizes: {1: -1, 2: 1}}]": "must be above 0",
    "column: csor_1\nby: x": "There is no key “by” here.",
    "": "The file is empty.",
}


@pytest.mark.parametrize("text", WRONG_WEIGHTS)
def test_weights_that_cannot_be_made_are_refused_with_their_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "weights.yaml"
    path.write_text(text)
    customers = _run(*REAL, "--weights", str(path))
    employees = _run(*REAL, "--employees", ANSWERS, "--employee-weights", str(path))

    for done in (customers, employees):
        assert (done.exit_code, done.stdout) == (1, "")
        assert f"{path}: " in done.stderr
        assert WRONG_WEIGHTS[text] in done.stderr


def test_a_column_of_weights_that_is_a_text_is_refused(small: Path) -> None:
    (small / "w.yaml").write_text("column: region")
    done = _run(
        *(str(small / "small.yaml"), str(small / "answers.csv")),
        *("--weights", str(small / "w.yaml")),
    )

    assert done.exit_code == 1
    assert f"{small / 'w.yaml'}: region: “south” is no weight." in done.stderr


@pytest.mark.parametrize("rows", [[], ["5,south"], ["5,"], ["5,south"] * 9])
@pytest.mark.parametrize("min_n", [(), ("--min-n", "5")])
def test_no_answers_or_few_are_measured(
    small: Path, rows: list[str], min_n: tuple[str, ...]
) -> None:
    file = small / "answers.csv"
    file.write_text("\n".join(["price_1,region", *rows]))
    arguments = (
        *(str(small / "small.yaml"), str(file), "--segment-by", "region", *min_n),
        *("--employees", str(file), "--team-by", "region", "--management", "region=south"),
    )

    shown = len(rows) if len(rows) >= 5 or not min_n else 0
    assert _figures(*arguments)["total"]["n"] == shown
    assert _run(*arguments).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("customer_imago", ANSWERS), "Ready-made: customer_image"),
        (("customer_image", "nothing.csv"), "No such file"),
        ((*REAL, "--employee-questionnaire", "employee_identity"), "goes with --employees"),
        ((*REAL, "--team-by", "age"), "--team-by goes with --employees"),
        ((*REAL, "--management", "age=1"), "--management goes with --employees"),
        ((*REAL, "--employee-weights", PROFILES), "--employee-weights goes with --employees"),
        ((*REAL, "--employees", ANSWERS, "--management", "age"), "as in role=manager"),
        ((*REAL, "--employees", ANSWERS, "--management", "=1"), "as in role=manager"),
        ((*REAL, "--min-n", "1"), "not in the range"),
        ((*REAL, "--again", PROFILES), "--again takes --missing from the figures"),
        (("customer_image",), "Missing argument 'ANSWERS'"),
    ],
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...], said: str) -> None:
    done = _run(*arguments)

    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())


@pytest.mark.parametrize("option", ["--segment-by", "--language-by"])
def test_a_column_that_is_not_there_names_the_nearest(option: str) -> None:
    done = _run(*REAL, option, "service_type")

    assert done.exit_code == 1
    assert "Did you mean: servicetype?" in done.stderr


def test_a_column_that_is_nothing_like_it_names_those_of_no_item() -> None:
    done = _run(*REAL, "--segment-by", "zzz")

    assert "Did you mean: age, education," in done.stderr
    assert "comp_1" not in done.stderr
