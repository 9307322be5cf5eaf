"""Ready-made questionnaires, in Dutch and English."""

from functools import cache
from importlib.resources import files

from surveys.formats import definition_yaml
from surveys.questionnaire.model import Questionnaire


def names() -> tuple[str, ...]:
    """Return the names of the ready-made questionnaires, in alphabetical order."""
    found = (file.name for file in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in found if name.endswith(".yaml")))


def text(name: str) -> str:
    """Return a ready-made questionnaire as it is written, in YAML.

    Raises:
        KeyError: there is none of that name.
    """
    if name not in names():
        raise KeyError(name)
    return files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")


@cache
def load(name: str) -> Questionnaire:
    """Return a ready-made questionnaire.

    Raises:
        KeyError: there is none of that name.
    """
    return definition_yaml.read(text(name))
