"""Respondents who answer as fast as pages come, by HTTP so bare that servers have the processor."""

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http import HTTPStatus
from threading import Thread
from typing import Self
from urllib.parse import urlencode

from typing_extensions import override

from bench.servers import HOST

Field = tuple[str, str]
NONE_OF_THESE = "-none"
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered: the status, where to go on, and the page."""

    status: int
    location: str
    body: bytes


class UnexpectedReplyError(Exception):
    """A server answered with another status than it should."""


class Connection:
    """A connection that is kept alive."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection((HOST, port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._socket.close()

    def view(self, path: str) -> Reply:
        """Ask for a page.

        Raises:
            UnexpectedReplyError: it is not there.
        """
        request = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n"
        return self._exchange(request.encode(), HTTPStatus.OK)

    def post(self, path: str, body: bytes, expected: HTTPStatus = HTTPStatus.SEE_OTHER) -> Reply:
        """Send a form, which by default leads on to another address.

        Raises:
            UnexpectedReplyError: the reply has another status than expected.
        """
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\n"
            f"Content-Type: {_FORM}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return self._exchange(head.encode() + body, expected)

    def _exchange(self, request: bytes, expected: HTTPStatus) -> Reply:
        self._socket.sendall(request)
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._received()
        status_line, *lines = received[:end].decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in lines)
        }
        parts, missing = [received[end + 4 :]], int(headers["content-length"])
        missing -= len(parts[0])
        while missing > 0:
            parts.append(self._received())
            missing -= len(parts[-1])
        reply = Reply(int(status_line.split()[1]), headers.get("location", ""), b"".join(parts))
        if reply.status != expected:
            raise UnexpectedReplyError(request.partition(b"\r\n")[0], reply.status)
        return reply

    def _received(self) -> bytes:
        received = self._socket.recv(2**18)
        if not received:
            raise ConnectionResetError
        return received


class FilledForm(HTMLParser):
    """The first form of a page with every field filled in, as a browser would send it."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.buttons: set[Field] = set()
        self.feed(page.decode())

    def sent(self, button: Field) -> bytes:
        """Return what is sent when a button is pressed."""
        return urlencode([*self.fields.items(), button]).encode()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "button":
            self.buttons.add((name, given.get("value", "")))
        elif tag == "textarea":
            self.fields[name] = "In één woord: prettig."
        elif tag == "input" and "disabled" not in given and not name.endswith(NONE_OF_THESE):
            is_open = given.get("type", "text") == "text"
            self.fields.setdefault(name, "12" if is_open else given["value"])


@dataclass(slots=True)
class Crowd:
    """Respondents at work, each walk on a connection of its own."""

    port: int
    walk: Callable[[Connection], Iterator[None]]
    """One whole questionnaire, a step per request."""
    size: int = 8
    errors: list[Exception] = field(default_factory=list)

    def rate(self, seconds: float) -> float:
        """Return how many requests per second are answered.

        Raises:
            ExceptionGroup: respondents met these errors.
        """
        counts = [0] * self.size
        start = time.perf_counter()
        threads = [
            Thread(target=self._answer, args=(place, counts, start + seconds))
            for place in range(self.size)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.errors:
            message = "respondents could not go on"
            raise ExceptionGroup(message, self.errors)
        return sum(counts) / seconds

    def _answer(self, place: int, counts: list[int], until: float) -> None:
        """Answer one questionnaire after another; count what was answered in time."""
        try:
            while time.perf_counter() < until:
                with Connection(self.port) as connection:
                    for _ in self.walk(connection):
                        if time.perf_counter() > until:
                            return
                        counts[place] += 1
        except (OSError, UnexpectedReplyError) as error:
            self.errors.append(error)
