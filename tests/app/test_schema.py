import subprocess
import sys
from contextlib import ExitStack
from subprocess import PIPE

import pytest
from sqlalchemy import create_engine, inspect, text

from app import schema


def _tables(database_url: str) -> set[str]:
    engine = create_engine(database_url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def _set_revision(database_url: str, revision: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
    engine.dispose()


def test_an_empty_database_has_no_revision(database_url: str) -> None:
    assert schema.revision(database_url) is None
    assert not schema.is_current(database_url)


def test_an_upgrade_brings_the_newest_schema(database_url: str) -> None:
    schema.upgrade(database_url)

    assert schema.is_current(database_url)
    assert "response" in _tables(database_url)


def test_an_upgrade_of_what_is_current_changes_nothing(database_url: str) -> None:
    schema.upgrade(database_url)
    before = _tables(database_url)

    schema.upgrade(database_url)

    assert schema.revision(database_url) == schema.revisions()[-1]
    assert _tables(database_url) == before


def test_a_schema_of_another_program_is_refused_and_left_alone(database_url: str) -> None:
    schema.upgrade(database_url)
    _set_revision(database_url, "9999")

    with pytest.raises(schema.SchemaError, match="9999"):
        schema.upgrade(database_url)

    assert schema.revision(database_url) == "9999"


def test_asking_does_not_load_what_upgrades(sqlite_url: str) -> None:
    schema.upgrade(sqlite_url)
    asking = (
        f"import sys; from app import schema; schema.upgrade({sqlite_url!r}); print(*sys.modules)"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", asking], check=True, capture_output=True, text=True
    ).stdout.split()

    assert "app.schema" in loaded
    assert "alembic" not in loaded


@pytest.mark.slow
def test_two_upgrades_at_once_make_one_schema(database_url: str) -> None:
    code = f"""if True:
        import alembic.command, app.models
        from app import schema
        input("ready\\n")  # all is loaded: wait for the other
        schema.upgrade({database_url!r})
    """
    with ExitStack() as stack:
        runs = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-u", "-c", code], text=True, stdin=PIPE, stdout=PIPE
                )
            )
            for _ in range(2)
        ]
        for run in runs:
            assert run.stdout
            assert run.stdout.readline() == "ready\n"
        for run in runs:
            assert run.stdin
            run.stdin.write("\n")
            run.stdin.flush()

        assert [run.wait(timeout=30) for run in runs] == [0, 0]
    assert schema.is_current(database_url)
