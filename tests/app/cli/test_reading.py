from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from app.cli.reading import problem_lines, texts
from surveys.errors import Problem


@pytest.fixture
def translations(tmp_path: Path) -> Path:
    """A folder with one Dutch text."""
    catalogue = Catalog(locale="nl")
    catalogue.add("The file is empty.", "Het bestand is leeg.")
    folder = tmp_path / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as stream:
        write_mo(stream, catalogue)
    return tmp_path


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "nl_NL.UTF-8"},
        {"LANG": "nl"},
        {"LC_ALL": "nl_BE", "LANG": "en_US.UTF-8"},
        {"LANGUAGE": "nl:en", "LC_ALL": "de_DE", "LANG": "en_US.UTF-8"},
        {"LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": "nl_NL", "LANG": "C"},
    ],
)
def test_texts_are_in_the_language_of_the_shell(
    environment: dict[str, str], translations: Path
) -> None:
    assert texts(environment, translations).gettext("The file is empty.") == "Het bestand is leeg."


@pytest.mark.parametrize(
    "environment",
    [{}, {"LANG": "C"}, {"LANG": "en_GB.UTF-8"}, {"LANG": "fr"}, {"LANGUAGE": "en:nl"}],
)
def test_other_shells_get_english(environment: dict[str, str], translations: Path) -> None:
    assert texts(environment, translations).gettext("The file is empty.") == "The file is empty."


def test_a_problem_is_a_line_with_the_file_and_the_place() -> None:
    problems = [Problem("file.empty"), Problem("yaml.tab", line=3)]

    assert list(problem_lines("a.yaml", problems, texts({}))) == [
        "a.yaml: The file is empty.",
        "a.yaml: line 3: Here stands a tab. Set lines in by spaces.",
    ]
