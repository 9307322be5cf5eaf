"""The command line, `spiegelbeeld`: one file per noun, loaded only when its command is asked for.

So `check` and `measure` need no web framework and no database.
"""

from importlib import import_module
from typing import Final

import click
from typing_extensions import override

MODULES: Final = {
    "accounts": "accounts",
    "check": "questionnaires",
    "demo": "demo",
    "measure": "measure",
    "organisations": "organisations",
    "schema": "questionnaires",
    "serve": "serve",
    "waves": "waves",
}
"""Where each command lives: a module of this package that holds it under its own name."""


class _Commands(click.Group):
    """Commands that are imported when they are used."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(MODULES)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MODULES:
            return None
        command = getattr(import_module(f"app.cli.{MODULES[cmd_name]}"), cmd_name)
        return command if isinstance(command, click.Command) else None


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="spiegelbeeld", message="%(version)s")
def main() -> None:
    """See how each customer segment sees you, beside who you are and want to be."""
