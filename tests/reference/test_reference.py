"""Every figure that this project computes is the one that R gives on the same real answers."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.reference.__main__ import main
from tests.reference.cases import Result, differences, read_results
from tests.reference.quantities import QUANTITIES

GOLDEN = Path(__file__).parent / "golden"
RESULTS = [result for result in read_results(GOLDEN) if result.is_known]

PROMISED = {
    "segment_mean",
    "dimension_score",
    "share_wilson",
    "welch_t",
    "hedges_g",
    "tost_two_sample",
    "target_gap",
    "paired_gap",
    "pairwise_p_adjusted",
    "cronbach_alpha",
}


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: f"{result.quantity}-{result.id}")
def test_a_figure_is_the_one_of_r(result: Result) -> None:
    assert differences(result) == []


def test_every_promised_quantity_has_a_function_and_a_reference_number() -> None:
    checked = {result.quantity for result in RESULTS}

    assert set(QUANTITIES) >= PROMISED
    assert checked >= PROMISED | {"whole_way"}


def case_folder(folder: Path, name: str, **changed: object) -> Path:
    """Copy a case and its answers, with fields of its first result changed."""
    case = json.loads((GOLDEN / f"{name}.json").read_text())
    case["results"][0] |= changed
    (folder / f"{name}.json").write_text(json.dumps(case))
    shutil.copy(GOLDEN / f"{name}.csv", folder)
    return folder


def run(folder: Path) -> tuple[int, list[str]]:
    outcome = CliRunner().invoke(main, [str(folder)])
    return outcome.exit_code, outcome.output.splitlines()


def test_the_command_is_content_when_nothing_differs(tmp_path: Path) -> None:
    folder = case_folder(tmp_path, "beps")
    path = folder / "beps.json"
    case = json.loads(path.read_text())
    case["results"] = [each for each in case["results"] if each["quantity"] in QUANTITIES]
    path.write_text(json.dumps(case))

    assert run(folder) == (0, [f"0 of {len(case['results'])} differ"])


def test_the_command_names_the_field_that_differs(tmp_path: Path) -> None:
    folder = case_folder(tmp_path, "beps", value={"n": 463, "mean": 2.57359307359307})
    case = json.loads((folder / "beps.json").read_text())
    unknown = [each for each in case["results"] if each["quantity"] not in QUANTITIES]

    code, lines = run(folder)
    assert code == 1
    assert lines[0] == "beps.mean.Blair.Conservative\tn\texpected 463\tgot 462"
    assert lines[-1] == f"{len(unknown) + 1} of {len(case['results'])} differ"


def test_a_quantity_that_is_not_known_is_listed_and_differs(tmp_path: Path) -> None:
    folder = case_folder(tmp_path, "beps", quantity="phase_of_the_moon")

    code, lines = run(folder)
    assert code == 1
    assert "not known yet: phase_of_the_moon (1)" in lines


def test_a_result_that_cannot_be_computed_differs(tmp_path: Path) -> None:
    folder = case_folder(tmp_path, "beps", data="nowhere.csv")

    code, lines = run(folder)
    assert code == 1
    assert "nowhere.csv" in lines[0]


def test_a_folder_without_cases_is_refused(tmp_path: Path) -> None:
    code, lines = run(tmp_path)

    assert code == 2
    assert "no results" in lines[-1]
