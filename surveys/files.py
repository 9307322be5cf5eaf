"""Questionnaires by the name of their file, or by their own name if they are ready-made."""

from pathlib import Path

from surveys import library
from surveys.errors import Problem, nearest
from surveys.formats import definition_yaml
from surveys.formats.yaml_tree import LARGEST
from surveys.questionnaire.model import Questionnaire


def load(source: str | Path) -> Questionnaire:
    """Return the questionnaire in a YAML file, or a ready-made one such as `customer_image`.

    Raises:
        FileNotFoundError: there is neither.
        QuestionnaireError: it cannot be used; lists all that is wrong, with lines.
    """
    return definition_yaml.read(_contents(source))


def check(source: str | Path) -> list[Problem]:
    """Return all that is wrong with a questionnaire file, by line; nothing when it can be used.

    Raises:
        FileNotFoundError: there is no such file and no such ready-made questionnaire.
    """
    return definition_yaml.check_text(_contents(source))


def _contents(source: str | Path) -> bytes:
    path = Path(source)
    if path.is_file():
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    if str(source) in library.names():
        return library.text(str(source)).encode()
    known = nearest(str(source), library.names())
    message = f"No file {str(source)!r}. Ready-made: {known}"
    raise FileNotFoundError(message)
