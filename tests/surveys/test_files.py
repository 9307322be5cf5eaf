import subprocess
import sys
from pathlib import Path

import pytest

import surveys
from surveys import files, library
from surveys.errors import QuestionnaireError


def test_a_questionnaire_is_loaded_from_a_file_or_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(library.text("customer_image"), encoding="utf-8")

    assert files.load(file) == files.load(str(file)) == files.load("customer_image")
    assert not files.check(file)


def test_a_file_that_cannot_be_used_is_refused_with_its_problems(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("code: a\n", encoding="utf-8")

    with pytest.raises(QuestionnaireError) as refused:
        files.load(file)
    assert files.check(file) == list(refused.value.problems)


@pytest.mark.parametrize("name", ["customer_imago", "", "..", "../library/customer_image"])
def test_what_is_not_there_is_said(name: str) -> None:
    with pytest.raises(FileNotFoundError, match="Ready-made: "):
        files.load(name)


def test_the_library_is_used_from_a_notebook() -> None:
    questionnaire = surveys.load("corporate_reputation")
    block = surveys.encode(questionnaire, [{"comp_1": 7, "comp_2": 7}, {"comp_1": 1, "comp_2": 1}])
    figures = surveys.measure(questionnaire, {"all": surveys.summarise(block)})

    assert figures.segments["all"].dimensions["competence"].external.mean == 50
    assert not surveys.check("corporate_reputation")
    with pytest.raises(AttributeError):
        _ = surveys.gauge


def test_checking_a_file_needs_no_numpy() -> None:
    code = "import sys, surveys; surveys.check('customer_image'); print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout == "False\n"
