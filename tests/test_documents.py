"""What the documents show works as it is shown."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from app.cli import main
from surveys.formats import definition_yaml, profiles_yaml, structure
from surveys.questionnaire.items import ItemType

ROOT = Path(__file__).parents[1]
COMMANDS = (ROOT / "docs" / "command-line.md").read_text()
FORMAT = (ROOT / "docs" / "questionnaire-file.md").read_text()


def _examples(document: str, language: str) -> list[str]:
    return re.findall(rf"(?s)```{language}\n(.*?)```", document)


def test_the_example_of_a_questionnaire_can_be_used() -> None:
    (example,) = _examples(FORMAT, "yaml")

    assert not definition_yaml.check_text(example)


@pytest.mark.parametrize("kind", ItemType)
def test_every_kind_of_item_is_documented(kind: ItemType) -> None:
    assert f"`{kind}`" in FORMAT


def test_every_operator_is_documented() -> None:
    operators = set(re.findall(r"op: (\w+)|`(at_most|any)`", FORMAT))
    schema = structure.schema()
    known = {
        part["properties"]["op"]["const"]
        for part in schema["$defs"].values()
        if "op" in part.get("properties", {})
    }

    assert {one or other for one, other in operators} == known


def test_the_example_of_profiles_can_be_used() -> None:
    (example,) = _examples(COMMANDS, "yaml")

    assert profiles_yaml.read(example).mission["likeability"].tolerance == 3


def _keys(value: Any) -> Any:
    return {key: _keys(of) for key, of in value.items()} if isinstance(value, dict) else None


def test_measuring_gives_what_is_documented(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    command = next(code for code in _examples(COMMANDS, "sh") if " measure " in code)
    arguments = command.replace("\\\n", " ").split()[1:]
    done = CliRunner().invoke(main, [*arguments, "--json"])
    (example,) = _examples(COMMANDS, "json")
    shown, found = json.loads(example), json.loads(done.stdout)
    place = ("segments", "1", "dimensions", "competence")
    for step in place:
        shown, found = shown[step], found[step]

    assert _keys(shown["gaps"]["promise"]) == _keys(found["gaps"]["promise"])
    assert _keys(shown["external"]) == _keys(found["external"])
    assert shown.keys() == found.keys()
    assert shown["external"]["mean"] == pytest.approx(found["external"]["mean"], abs=0.01)


def test_the_notebook_example_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    (example,) = _examples(COMMANDS, "python")
    exec(compile(example, "docs/command-line.md", "exec"), {})  # noqa: S102 - our own example

    assert float(capsys.readouterr().out) == pytest.approx(69.0667, abs=1e-4)
