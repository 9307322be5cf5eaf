"""Respondents on the real application, beside the least that saving and showing a page takes."""

import json
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urlencode

from app import clock
from app.cli.installation import application
from app.database import db
from app.services.access import SYSTEM
from app.services.demo import load_demo
from app.settings import Settings, from_environment
from bench import floor
from bench.figures import Bound, Figure
from bench.respondents import Connection, Crowd, FilledForm
from bench.servers import served

TARGET: Final = 0.3
REPETITIONS: Final = 24
SECONDS: Final = 0.5  # short: what others do on this machine meets both sides alike
LANGUAGE: Final = "nl"
NEXT: Final = ("go", "next")


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One whole walk: all pages seen, welcome and thanks too, and all forms sent on the way."""

    token: str
    pages: tuple[bytes, ...]
    sent: tuple[bytes, ...]


def figures(*, quick: bool) -> list[Figure]:
    """Measure page views and posts of 8 respondents against a bare view, both per second."""
    with TemporaryDirectory(prefix="spiegelbeeld-bench-") as name, ExitStack() as servers:
        environment = {"SPIEGELBEELD_DATA": name, floor.FOLDER: name}
        token = _open_link(from_environment(environment))
        port = servers.enter_context(served("app:create_app", environment))
        rehearsal = _rehearse(port, token)
        pages = [page.decode() for page in rehearsal.pages]
        (Path(name) / floor.PAGES).write_text(json.dumps(pages), encoding="utf-8")
        floor_port = servers.enter_context(served("bench.floor:create_app", environment))
        ours = Crowd(port, partial(_walk, rehearsal))
        beside = Crowd(floor_port, partial(_walk_floor, rehearsal))
        ours.rate(SECONDS)
        beside.rate(SECONDS)
        ratios = [
            ours.rate(SECONDS) / beside.rate(SECONDS) for _ in range(1 if quick else REPETITIONS)
        ]
    unit = "of the floor's requests/s"
    return [Figure("respond.throughput_vs_floor", median(ratios), unit, TARGET, Bound.AT_LEAST)]


def _open_link(settings: Settings) -> str:
    """Load the demo into a new installation and return the token of an open link of it."""
    ours = application(settings)
    with ours.app_context():
        keys = load_demo(SYSTEM, settings.data, now=clock.now())
        db.engine.dispose()
        return keys.links[0].token


def _rehearse(port: int, token: str) -> Rehearsal:
    """Walk through a questionnaire once, filling in every field of every page."""
    pages: list[bytes] = []
    sent: list[bytes] = []
    with Connection(port) as connection:
        pages.append(connection.view(f"/r/{token}").body)
        at = connection.post(f"/r/{token}", _start_form()).location
        while True:
            pages.append(connection.view(at).body)
            form = FilledForm(pages[-1])
            if NEXT not in form.buttons:
                return Rehearsal(token, tuple(pages), tuple(sent))
            sent.append(form.sent(NEXT))
            at = connection.post(at, sent[-1]).location


def _walk(rehearsal: Rehearsal, connection: Connection) -> Iterator[None]:
    """Walk through the questionnaire as a new respondent, a step per request."""
    door = f"/r/{rehearsal.token}"
    connection.view(door)
    yield
    at = connection.post(door, _start_form()).location
    yield
    for form in rehearsal.sent:
        connection.view(at)
        yield
        at = connection.post(at, form).location
        yield
    connection.view(at)
    yield


def _walk_floor(rehearsal: Rehearsal, connection: Connection) -> Iterator[None]:
    """Send the same forms, each answered by a page of the same bytes."""
    for place, form in enumerate((_start_form(), *rehearsal.sent), start=1):
        connection.post(f"/{place}", form, HTTPStatus.OK)
        yield


def _start_form() -> bytes:
    return urlencode({"secret": secrets.token_urlsafe(24), "language": LANGUAGE}).encode()
