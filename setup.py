"""What packing does beyond `pyproject.toml`: a package carries its texts as programs read them."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import setup
from setuptools.command.build_py import build_py


class _BuildWithTexts(build_py):
    """Compiles the catalogues (.po) of the package that is built (.mo)."""

    def run(self) -> None:
        super().run()
        for written in Path(self.build_lib).glob("app/translations/*/LC_MESSAGES/*.po"):
            with written.open("rb") as texts, written.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(texts, locale=written.parts[-3]))


COMMANDS: dict[str, Any] = {"build_py": _BuildWithTexts}
setup(cmdclass=COMMANDS)
