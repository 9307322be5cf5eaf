"""Where a module of the measuring library is, by its name: documents do without the room."""

from pathlib import Path

import surveys

MEASUREMENT = Path(surveys.__file__).parent / "measurement"
ROOMS = {path.stem: path.parent.name for path in MEASUREMENT.glob("*/*.py")}


def full_name(name: str) -> str:
    """Return the whole name of `module` or `module.function`.

    >>> full_name("estimates.wilson")
    'surveys.measurement.inference.estimates.wilson'
    """
    return f"surveys.measurement.{ROOMS[name.split('.', maxsplit=1)[0]]}.{name}"
