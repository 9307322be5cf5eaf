"""Which schema a database has, and bringing it to the one of this program.

Asking is cheap: Alembic is loaded only when there is something to do.
"""

from pathlib import Path

from sqlalchemy import create_engine, inspect, text

FOLDER = Path(__file__).parents[1] / "migrations"


class SchemaError(Exception):
    """The database has a schema that this program does not know; the text says what to do."""


def revisions() -> list[str]:
    """Return the revisions that this program knows, oldest first, by the names of their files."""
    return sorted(path.stem.partition("_")[0] for path in FOLDER.glob("versions/[0-9]*.py"))


def revision(database_url: str) -> str | None:
    """Return the revision of a database, or None where nothing has been made in it yet."""
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return found
    finally:
        engine.dispose()


def is_current(database_url: str) -> bool:
    """Whether a database has the schema of this program.

    Raises:
        SchemaError: it has one that this program does not know.
    """
    known, found = revisions(), revision(database_url)
    if found is not None and found not in known:
        message = (
            f"The database has schema {found}, which this program does not know (it knows up to "
            f"{known[-1]}). Use the newer program that made it; nothing has been changed."
        )
        raise SchemaError(message)
    return found == known[-1]


def upgrade(database_url: str) -> None:
    """Bring a database to the schema of this program, wholly or not at all.

    Raises:
        SchemaError: it has one that this program does not know.
    """
    if is_current(database_url):
        return
    from alembic import command  # noqa: PLC0415 — half a second that most starts can do without
    from alembic.config import Config  # noqa: PLC0415 — likewise

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["url"] = database_url
    command.upgrade(config, "head")
