import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from surveys import library


def _run(*arguments: str) -> Result:
    return CliRunner(env={"LANGUAGE": "en"}).invoke(main, arguments)


@pytest.mark.parametrize("name", library.names())
def test_a_ready_made_questionnaire_is_checked_by_its_name(name: str) -> None:
    done = _run("check", name)

    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"{name}: no problems\n"


def test_a_file_is_checked_and_each_problem_is_a_line(tmp_path: Path) -> None:
    text = library.text("customer_image")
    file = tmp_path / "mine.yaml"
    file.write_text(
        text.replace("dimension: price, facet: image", "dimension: prise, facet: image").replace(
            "code: convenience_1", "code: responsiveness_1"
        )
    )
    done = _run("check", str(file))
    lines = done.stdout.splitlines()

    assert done.exit_code == 1
    assert len(lines) == 1 + text.count("dimension: price, facet: image")
    assert all(line.startswith(f"{file}: line ") for line in lines)
    assert any(line.endswith("Did you mean: price?") for line in lines)
    assert any("There are two items “responsiveness_1”." in line for line in lines)


def test_a_file_that_is_not_there_is_wrong_usage_and_names_the_nearest() -> None:
    done = _run("check", "customer_imago")

    assert done.exit_code == 2
    assert "Ready-made: customer_image" in done.stderr


def test_the_schema_is_printed_as_json() -> None:
    done = _run("schema")

    assert done.exit_code == 0
    assert json.loads(done.stdout)["title"] == "Questionnaire"
