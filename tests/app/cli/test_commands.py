import subprocess
import sys

import pytest
from click.testing import CliRunner

from app.cli import MODULES, main


def test_help_names_every_command() -> None:
    said = CliRunner().invoke(main, ["--help"]).output

    assert all(f"  {name} " in said for name in MODULES)


def test_an_unknown_command_is_refused() -> None:
    done = CliRunner().invoke(main, ["mesure"])

    assert done.exit_code == 2
    assert "No such command 'mesure'" in done.output


@pytest.mark.parametrize("name", ["check", "measure", "schema"])
def test_the_analysts_commands_need_no_web_and_no_database(name: str) -> None:
    loading = f"import sys; from app.cli import main; main.get_command(None, {name!r})"

    loaded = subprocess.run(
        [sys.executable, "-c", f"{loading}; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()

    assert f"app.cli.{MODULES[name]}" in loaded
    assert not {"flask", "sqlalchemy", "plotly", "scipy.stats"} & set(loaded)
