from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from app.cli import main
from tests import make


@pytest.fixture
def run(
    app: Flask, save: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """The command line, on a database with one organisation."""
    save(make.organisation(code="noordwal"))
    monkeypatch.setenv("SPIEGELBEELD_DATA", str(tmp_path))
    monkeypatch.setenv("SECRET_KEY", app.config["SECRET_KEY"])
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return lambda *arguments: CliRunner().invoke(main, ["accounts", *arguments])


def _add(run: Callable[..., Result], email: str, organisation: str = "noordwal") -> Result:
    return run("add", email, "--role", "designer", "--organisation", organisation)


def test_an_account_comes_with_a_link_to_set_its_password(
    run: Callable[..., Result], app: Flask
) -> None:
    link = _add(run, "piet@noordwal.example").output.strip()

    page = app.test_client().get(link.removeprefix("http://127.0.0.1:8000"))

    assert page.status_code == 200
    assert "piet@noordwal.example" in page.text


def test_accounts_are_listed_a_line_each(run: Callable[..., Result]) -> None:
    _add(run, "piet@noordwal.example")

    assert run("list").output == "noordwal\tdesigner\tpiet@noordwal.example\tactive\n"


@pytest.mark.parametrize(
    ("email", "organisation", "said"),
    [
        ("piet@noordwal.example", "nowhere", "no organisation with code 'nowhere'"),
        ("piet", "noordwal", "'piet' is no e-mail address"),
        ("taken@noordwal.example", "noordwal", "has an account already"),
    ],
)
def test_what_is_wrong_is_said(
    run: Callable[..., Result], email: str, organisation: str, said: str
) -> None:
    _add(run, "taken@noordwal.example")

    result = _add(run, email, organisation)

    assert result.exit_code == 1
    assert said in result.output


def test_a_role_is_one_that_there_is(run: Callable[..., Result]) -> None:
    assert run("add", "a@b.example", "--role", "king", "--organisation", "noordwal").exit_code == 2
