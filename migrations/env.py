"""Where Alembic finds the tables and the database; one transaction for the whole upgrade.

The database is that of the running application, or the one that whoever calls Alembic names in
`config.attributes["url"]`.
"""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

import app.models  # noqa: F401 — makes the tables known
from app.database import Base, migration_engine


class BrokenKeysError(Exception):
    """After the migration rows would refer to rows that are not there; nothing was changed."""


def run() -> None:
    """Carry out the migrations, all or none."""
    url = context.config.attributes.get("url") or current_app.config["SQLALCHEMY_DATABASE_URI"]
    engine = migration_engine(url)
    with engine.begin() as connection:
        wait_for_turn(connection)
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            transactional_ddl=True,
        )
        context.run_migrations()
        check_foreign_keys(connection)
    engine.dispose()


def wait_for_turn(connection: Connection) -> None:
    """Let one upgrade run at a time; on SQLite the write lock already does."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7212016205)")


def check_foreign_keys(connection: Connection) -> None:
    """Look for what SQLite, rebuilding tables, did not."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise BrokenKeysError(broken)


run()
