"""The migrations: to the tables of the models and back, with rows in them, on both databases."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, Table, insert, inspect, text
from sqlalchemy.exc import DBAPIError

from app import schema
from app.database import Base
from tests import make
from tests.app.models import first_format


def _names_of_constraints(engine: Engine) -> set[str]:
    looked = inspect(engine)
    names: set[str] = set()
    for table in Base.metadata.tables:
        found = [
            looked.get_pk_constraint(table),
            *looked.get_foreign_keys(table),
            *looked.get_unique_constraints(table),
            *looked.get_check_constraints(table),
            *looked.get_indexes(table),
        ]
        names.update(str(constraint["name"]) for constraint in found)
    return names


def test_migrations_make_the_tables_of_the_models(config: Config, engine: Engine) -> None:
    command.upgrade(config, "head")

    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)

    assert differences == []


def test_migrations_name_and_check_as_the_models_do(
    config: Config, engine: Engine, database_url: str
) -> None:
    command.upgrade(config, "head")
    migrated = _names_of_constraints(engine)
    command.downgrade(config, "base")

    Base.metadata.create_all(engine)

    assert migrated == _names_of_constraints(engine)


def test_a_downgrade_leaves_nothing(config: Config, engine: Engine) -> None:
    command.upgrade(config, "head")

    command.downgrade(config, "base")

    assert set(inspect(engine).get_table_names()) == {"alembic_version"}


def test_an_upgrade_can_follow_a_downgrade(config: Config, engine: Engine) -> None:
    command.upgrade(config, "head")
    command.downgrade(config, "base")

    command.upgrade(config, "head")

    assert set(Base.metadata.tables) <= set(inspect(engine).get_table_names())


STORED = {
    "0001": {"block": {"data": first_format.BLOCK}, "summary": {"moments": first_format.SUMMARY}}
}
"""Bytes that were other ones at a revision than today, by table."""


def _fill(engine: Engine, revision: str) -> None:
    """Put a row into each table that is there, as far as the models of today fit it."""
    looked = inspect(engine)
    with engine.begin() as connection:
        for row in make.one_of_each():
            known = {column["name"] for column in looked.get_columns(row.__tablename__)}
            table = row.__table__
            assert isinstance(table, Table)
            values = {
                column.name: getattr(row, column.key)
                for column in table.columns
                if column.name in known and getattr(row, column.key) is not None
            }
            values |= STORED.get(revision, {}).get(table.name, {})
            connection.execute(insert(table).values(values))


def _counts(engine: Engine) -> dict[str, int | None]:
    with engine.connect() as connection:
        return {
            table: connection.scalar(text(f'SELECT count(*) FROM "{table}"'))  # noqa: S608 - a table
            for table in inspect(engine).get_table_names()
        }


@pytest.mark.parametrize("revision", schema.revisions())
def test_rows_survive_each_migration_there_and_back(
    config: Config, engine: Engine, revision: str
) -> None:
    command.upgrade(config, revision)
    _fill(engine, revision)
    before = _counts(engine)

    command.upgrade(config, "head")
    command.downgrade(config, revision)
    command.upgrade(config, "head")

    assert _counts(engine).items() >= before.items()


@pytest.mark.parametrize("revision", schema.revisions())
def test_a_version_is_final_after_every_migration(
    config: Config, engine: Engine, revision: str
) -> None:
    command.upgrade(config, revision)
    _fill(engine, revision)

    with pytest.raises(DBAPIError, match="never changes"), engine.begin() as connection:
        connection.execute(text("UPDATE version SET definition = '{}'"))
