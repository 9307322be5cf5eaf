import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.demo.keys import FILE
from app.models.accounts import Role


@pytest.fixture
def run(
    migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """The command line, on an empty database."""
    shutil.copyfile(migrated_sqlite, tmp_path / "spiegelbeeld.db")
    monkeypatch.setenv("SPIEGELBEELD_DATA", str(tmp_path))
    monkeypatch.setenv("BASE_URL", "https://spiegelbeeld.example")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return lambda *arguments: CliRunner().invoke(main, ["demo", *arguments])


def test_the_demo_prints_the_same_log_ins_and_links_each_time(run: Callable[..., Result]) -> None:
    first = run("--json")
    assert first.exit_code == 0, first.output
    printed = json.loads(first.stdout)

    assert {login["role"] for login in printed["logins"]} == set(Role)
    assert len({login["password"] for login in printed["logins"]}) == len(printed["logins"])
    assert all(
        link["address"].startswith("https://spiegelbeeld.example/r/") for link in printed["links"]
    )
    assert run("--json").stdout == first.stdout
    lines = run().stdout.splitlines()
    assert len(lines) == len(printed["logins"]) + len(printed["links"])
    for line, login in zip(lines, printed["logins"], strict=False):
        assert line.split("\t")[1:] == [login["role"], login["email"], login["password"]]


def test_a_demo_whose_log_ins_are_lost_is_said_to_be_so(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    run()
    (tmp_path / FILE).unlink()

    again = run()

    assert again.exit_code == 1
    assert "its log-ins are not in" in again.output
