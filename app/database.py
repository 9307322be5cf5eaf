"""Where rows are kept: the base of all tables, and the two ways to reach them.

Reading goes through `db.session`, the session of the request or command; it cannot write: the
database itself refuses (SQLite `query_only`, PostgreSQL read-only transactions). Writing goes
through `transaction()`, which opens a session of its own. On SQLite that one takes the write lock
at its start, because a transaction that has read and then wants to write fails at once, whatever
the busy timeout, when another has committed meanwhile.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, cast

import psycopg
from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    String,
    create_engine,
    event,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session
from sqlalchemy.pool import NullPool
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

from app.errors import UnavailableError

BUSY_SECONDS = 4.0
"""How long a writer waits for its turn before the visitor is asked to try again."""

_WRITES = "spiegelbeeld_writes"
_UNAVAILABLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware on both sides, kept in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"a moment without a time zone: {value}"
            raise TypeError(message)
        return value.astimezone(UTC)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigId = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit key. On SQLite it is the place of the row itself, so no order of arrival is kept."""


class Base(DeclarativeBase):
    """What all tables share: the names of constraints, and column types by annotation."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        str: String(120),
        dict[str, str]: JSON(none_as_null=True),
        dict[str, Any]: JSON(none_as_null=True),
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            create_constraint=True,
            validate_strings=True,
            length=32,
            values_callable=lambda kind: [member.value for member in kind],
        ),
    }


db = SQLAlchemy(metadata=Base.metadata)


@contextmanager
def transaction() -> Iterator[Session]:
    """Open a session that writes: committed at the end, undone on any error.

    Rows stay readable afterwards. What `db.session` has read before is read anew from then on.

    Yields:
        A session of its own. On SQLite it holds the write lock from its first statement.

    Raises:
        UnavailableError: the database is busy, full or gone; nothing was kept.
    """
    try:
        with Session(_writing_engine(), expire_on_commit=False) as session:
            session.info[_WRITES] = True
            with session.begin():
                yield session
    except (OperationalError, PoolTimeoutError) as error:
        if is_unavailable(error):
            raise UnavailableError from error
        raise
    if db.session.registry.has():
        db.session.rollback()


def writes(session: Session | scoped_session[Session]) -> bool:
    """Whether this is the session of a `transaction()`."""
    return bool(session.info.get(_WRITES, False))


def empty_journal() -> None:
    """Take away what SQLite keeps of former rows in its write-ahead log; call it after a commit.

    The log holds every change in its order until it is written over. It stays as it is where
    others keep reading from it for `BUSY_SECONDS`. PostgreSQL clears former rows by itself.
    """
    engine = _writing_engine()
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def connect(app: Flask, url: str) -> None:
    """Tie an application to the database at `url`, SQLite or PostgreSQL."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = (
        {"connect_args": {"timeout": BUSY_SECONDS}}
        if url.startswith("sqlite")
        else {"pool_pre_ping": True}
    )
    db.init_app(app)
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)
    app.extensions[_WRITES] = engine.execution_options(**{_WRITES: True})


def migration_engine(url: str) -> Engine:
    """Return an engine for changing the schema at `url`, all or nothing.

    On SQLite it does not hold rows to their foreign keys: rebuilding a table would be refused.
    """
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _begin_ourselves)
        event.listen(engine, "begin", _begin_immediate)
    return engine


def is_unavailable(error: OperationalError | PoolTimeoutError) -> bool:
    """Whether the database cannot serve now: busy, full, stopped. Anything else is our fault."""
    if isinstance(error, PoolTimeoutError):
        return True
    if isinstance(error.orig, sqlite3.Error):
        return error.orig.sqlite_errorcode & 0xFF in _UNAVAILABLE
    return isinstance(error.orig, psycopg.OperationalError)


def _writing_engine() -> Engine:
    return cast("Engine", current_app.extensions[_WRITES])


def _begin_ourselves(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _set_up_sqlite(connection: sqlite3.Connection, record: object) -> None:
    _begin_ourselves(connection, record)
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",  # what is erased leaves no trace in free pages
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(_WRITES, False)
    raw = cast("sqlite3.Connection", connection.connection.dbapi_connection)
    raw.execute(f"PRAGMA query_only = {'OFF' if writing else 'ON'}")
    if writing:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # may fail, and then as SQLAlchemy has it
    else:
        raw.execute("BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    writing = connection.get_execution_options().get(_WRITES, False)
    raw = cast("psycopg.Connection", connection.connection.dbapi_connection)
    raw.read_only = not writing
