import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from app.database import db, is_unavailable, transaction
from app.errors import UnavailableError
from app.models.organisations import Organisation
from tests import make

WRITERS = 4
ROUNDS = 25


def test_a_transaction_keeps_what_it_wrote(each_app: Flask) -> None:
    with each_app.app_context():
        with transaction() as session:
            session.add(make.organisation(code="noordwal"))

        assert db.session.scalar(select(Organisation.code)) == "noordwal"


def test_an_error_undoes_a_whole_transaction(each_app: Flask) -> None:
    with each_app.app_context():
        with pytest.raises(IntegrityError), transaction() as session:
            session.add_all([make.organisation(), make.user(organisation_id=404)])

        assert db.session.scalar(select(func.count(Organisation.id))) == 0


def test_rows_stay_readable_after_their_transaction(each_app: Flask) -> None:
    with each_app.app_context(), transaction() as session:
        row = make.organisation(name="Noordwal")
        session.add(row)

    assert row.id == 1
    assert row.name == "Noordwal"


def test_a_request_reads_what_it_has_just_written(each_app: Flask) -> None:
    with each_app.app_context():
        with transaction() as session:
            session.add(make.organisation(name="before"))
        read = db.session.scalars(select(Organisation)).one()
        assert read.name == "before"

        with transaction() as session:
            session.scalars(select(Organisation)).one().name = "after"

        assert read.name == "after"


def test_a_reading_session_cannot_write(each_app: Flask) -> None:
    with each_app.app_context():
        db.session.add(make.organisation())

        with pytest.raises((OperationalError, StatementError), match=r"read-?only"):
            db.session.flush()


def test_reading_after_writing_on_the_same_connection_cannot_write_either(each_app: Flask) -> None:
    with each_app.app_context():
        with transaction() as session:
            session.add(make.organisation())

        with pytest.raises((OperationalError, StatementError), match=r"read-?only"):
            db.session.execute(text("DELETE FROM organisation"))


def test_foreign_keys_are_held(each_app: Flask) -> None:
    with each_app.app_context(), pytest.raises(IntegrityError), transaction() as session:
        session.add(make.user(organisation_id=404))


def _count_up(app: Flask) -> None:
    for _ in range(ROUNDS):
        with app.app_context(), transaction() as session:
            row = session.scalars(select(Organisation).with_for_update()).one()
            row.k += 1


def test_writers_at_the_same_time_lose_nothing(each_app: Flask) -> None:
    with each_app.app_context(), transaction() as session:
        session.add(make.organisation(k=5))

    with ThreadPoolExecutor(WRITERS) as pool:
        for writer in [pool.submit(_count_up, each_app) for _ in range(WRITERS)]:
            writer.result()

    with each_app.app_context():
        assert db.session.scalar(select(Organisation.k)) == 5 + WRITERS * ROUNDS


def test_a_reader_does_not_wait_for_a_writer(each_app: Flask) -> None:
    with each_app.app_context(), transaction() as session:
        session.add(make.organisation(name="before"))

    with each_app.app_context(), transaction() as session:
        session.scalars(select(Organisation)).one().name = "after"
        session.flush()
        with each_app.app_context():
            assert db.session.scalar(select(Organisation.name)) == "before"


def test_sqlite_writes_each_commit_through_to_the_disk(app: Flask) -> None:
    def pragma(name: str) -> object:
        return db.session.execute(text(f"PRAGMA {name}")).scalar()

    with app.app_context():
        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 2  # FULL
        assert pragma("foreign_keys") == 1
        assert pragma("secure_delete") == 1


@pytest.mark.slow
def test_a_locked_sqlite_database_is_unavailable(app: Flask) -> None:
    with app.app_context():
        path = db.engine.url.database
        assert path is not None
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(UnavailableError), transaction() as session:
            session.add(make.organisation())

        other.close()


def _fill_the_disk() -> None:
    with transaction() as session:
        session.execute(text("PRAGMA max_page_count = 1"))  # what there is, and no more
        session.add_all(make.organisation() for _ in range(2_000))


def test_a_full_disk_is_unavailable_and_keeps_nothing_by_halves(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(UnavailableError):
            _fill_the_disk()

        assert db.session.scalar(select(func.count(Organisation.id))) == 0
        db.engine.dispose()  # the disk has room again
        with transaction() as session:
            session.add(make.organisation())


def test_a_wrong_statement_is_broken_not_unavailable(app: Flask) -> None:
    with app.app_context(), pytest.raises(OperationalError) as caught:
        db.session.execute(text("SELECT * FROM nowhere"))

    assert not is_unavailable(caught.value)


def test_a_moment_returns_as_the_same_moment_in_utc(each_app: Flask) -> None:
    amsterdam = timezone(timedelta(hours=1))
    with each_app.app_context():
        with transaction() as session:
            session.add(make.organisation(created_at=datetime(2026, 11, 23, 13, tzinfo=amsterdam)))

        created_at = db.session.scalars(select(Organisation.created_at)).one()

    assert created_at == datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert created_at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(app: Flask) -> None:
    naive = datetime(2026, 11, 23, 12)  # noqa: DTZ001 — that is the point
    with app.app_context(), pytest.raises(StatementError, match="time zone"), transaction() as row:
        row.add(make.organisation(created_at=naive))
