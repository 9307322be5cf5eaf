"""The server as it is started by hand: a process of its own, asked over the network."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from app import schema

PATIENCE_SECONDS = 30.0
COMMAND = (sys.executable, "-c", "from app.cli import main; main()", "serve")


@pytest.fixture
def port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def environment(tmp_path: Path, port: int) -> dict[str, str]:
    """Return the settings of an installation with a data folder of its own."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | {"SPIEGELBEELD_DATA": str(tmp_path / "data"), "PORT": str(port)}


@contextmanager
def _started(environment: dict[str, str], *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start the server and stop it in the end."""
    server = subprocess.Popen((*COMMAND, *options), env=environment)
    try:
        yield server
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)


@contextmanager
def _serving(environment: dict[str, str], *options: str) -> Iterator[HTTPConnection]:
    """Start the server, wait until it answers, stop it."""
    with (
        _started(environment, *options) as server,
        closing(_reached(server, int(environment["PORT"]))) as connection,
    ):
        yield connection


def _reached(server: subprocess.Popen[bytes], port: int) -> HTTPConnection:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        try:
            connection.connect()
        except ConnectionRefusedError:
            time.sleep(0.02)
        else:
            return connection
    pytest.fail("the server does not answer")


def _status(connection: HTTPConnection, method: str, path: str) -> int:
    connection.request(method, path)
    with connection.getresponse() as response:
        response.read()
        return response.status


def _count_responses(environment: dict[str, str]) -> int:
    engine = create_engine(_database(environment))
    try:
        with engine.connect() as connection:
            return int(connection.scalar(text("SELECT count(*) FROM response")) or 0)
    finally:
        engine.dispose()


def _database(environment: dict[str, str]) -> str:
    return f"sqlite:///{environment['SPIEGELBEELD_DATA']}/spiegelbeeld.db"


def _refusal(environment: dict[str, str]) -> str:
    done = subprocess.run(COMMAND, check=False, env=environment, capture_output=True, text=True)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.slow
def test_a_server_makes_its_database_and_answers(environment: dict[str, str]) -> None:
    with _serving(environment) as connection:
        assert _status(connection, "GET", "/login") == 200
    assert schema.is_current(_database(environment))


@pytest.mark.slow
def test_the_demo_is_loaded_once_and_answers_survive_a_second_start(
    environment: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    with _serving(environment, "--demo") as connection:
        first = capfd.readouterr().out
        loaded = _count_responses(environment)
        token = first.split("/r/")[-1].strip()

        assert _status(connection, "POST", f"/r/{token}") == 303
    with _serving(environment, "--demo"):
        second = capfd.readouterr().out

    assert second == first
    assert _count_responses(environment) == loaded + 1


@pytest.mark.slow
def test_a_taken_port_is_refused_and_another_proposed(
    environment: dict[str, str], port: int
) -> None:
    with _serving(environment):
        said = _refusal(environment)

    assert f"Port {port} cannot be used" in said
    assert f"PORT={port + 1}" in said


@pytest.mark.slow
def test_a_database_of_a_newer_program_is_refused(environment: dict[str, str]) -> None:
    Path(environment["SPIEGELBEELD_DATA"]).mkdir()
    schema.upgrade(_database(environment))
    engine = create_engine(_database(environment))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    assert "9999" in _refusal(environment)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="Workers are found by /proc.")
def test_the_server_outlives_workers_that_are_killed_again_and_again(
    environment: dict[str, str], port: int
) -> None:
    with _started(environment) as server:
        _await_answer(server, port)
        killed: set[int] = set()
        for _ in range(3):
            killed.add(_kill_worker(server, but=killed))
        _await_answer(server, port)

        assert server.poll() is None


def _await_answer(server: subprocess.Popen[bytes], port: int) -> None:
    """Ask until a worker answers: what a killed one had taken on gets none."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError), closing(_reached(server, port)) as connection:
            assert _status(connection, "GET", "/login") == 200
            return
    pytest.fail("No worker answers.")


def _kill_worker(server: subprocess.Popen[bytes], but: set[int]) -> int:
    """Kill the worker that was started last, once it is another one than before."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        newest = max(map(int, children.read_text("ascii").split()), default=0)
        if newest > max(but, default=0):
            os.kill(newest, signal.SIGKILL)
            return newest
        time.sleep(0.02)
    pytest.fail("The worker that was killed is not replaced.")


def test_an_unsafe_setting_is_refused(environment: dict[str, str]) -> None:
    assert "SECRET_KEY" in _refusal(environment | {"SECRET_KEY": "short"})
