from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPIEGELBEELD_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_first_organisation_can_be_added_and_given_people() -> None:
    added = run("organisations", "add", "noordwal", "Noordwal Techniek")
    person = run(
        "accounts",
        "add",
        "mirjam@noordwal.example",
        "--role",
        "owner",
        "--organisation",
        "noordwal",
    )

    assert added.output == "noordwal\tNoordwal Techniek\n"
    assert "/password/" in person.output


def test_a_code_is_given_once() -> None:
    run("organisations", "add", "noordwal", "Noordwal Techniek")

    again = run("organisations", "add", "noordwal", "Another one")

    assert again.exit_code == 1
    assert "already" in again.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("Noord wal", "Noordwal"),
        ("noordwal", ""),
        ("noordwal", "x" * 121),
        ("noordwal", "Noordwal", "--accent", "teal"),
    ],
)
def test_what_cannot_be_an_organisation_is_refused_with_words(arguments: tuple[str, ...]) -> None:
    refused = run("organisations", "add", *arguments)

    assert refused.exit_code == 2
    assert "Invalid value" in refused.output


def test_the_database_is_its_owners_alone(tmp_path: Path) -> None:
    run("organisations", "add", "noordwal", "Noordwal Techniek")

    kept = [file for file in tmp_path.iterdir() if file.is_file()]
    assert kept
    assert {file.stat().st_mode & 0o077 for file in kept} == {0}
