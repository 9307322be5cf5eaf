"""A server to measure: granian, as `spiegelbeeld serve` sets it, on a free port of this machine."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from app.cli.serve import THREADS, WORKERS

HOST = "127.0.0.1"
START_SECONDS, STOP_SECONDS = 30, 5


class NotServingError(Exception):
    """The server did not start."""


@contextmanager
def served(factory: str, environment: Mapping[str, str]) -> Iterator[int]:
    """Serve the application that a factory makes; yield the port; end it with its workers."""
    port = _free_port()
    command = [
        *(sys.executable, "-m", "granian", factory, "--factory", "--interface", "wsgi"),
        *("--host", HOST, "--port", str(port), "--log-level", "warning"),
        *("--workers", str(WORKERS), "--blocking-threads", str(THREADS)),
    ]
    server = subprocess.Popen(command, env=os.environ | environment, start_new_session=True)
    try:
        _wait_for(server, port)
        yield port
    finally:
        _end(server)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    """Wait until a connection is answered.

    Raises:
        NotServingError: it ended, or took too long.
    """
    until = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            with socket.create_connection((HOST, port), timeout=START_SECONDS) as connection:
                connection.sendall(b"HEAD / HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
                if connection.recv(1):
                    return
        except OSError:
            time.sleep(0.05)
    raise NotServingError


def _end(server: subprocess.Popen[bytes]) -> None:
    """End the server's own process group: itself and its workers."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
