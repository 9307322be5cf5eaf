"""A browser of its own per test, at an application that really serves."""

import re
import threading
from collections.abc import Callable, Iterator
from itertools import product
from typing import Final, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from werkzeug.serving import make_server

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}

Scheme = Literal["light", "dark"]
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")
NARROW, PHONE, DESK = 320, 360, 1280
HEIGHT = 740

REFUSAL = re.compile("the server responded with a status of 4")
"""What a browser notes when a page says that something is wrong with what was filled in."""


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """Address at which `app` is served while the test runs."""
    app.testing = False
    server = make_server("127.0.0.1", 0, app, threaded=True)
    app.config["BASE_URL"] = address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield address
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def complaints() -> list[str]:
    """What browsers complain of in their consoles."""
    return []


@pytest.fixture
def browser_context(
    chromium: Browser, complaints: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """Open a browser window: its width, language, theme and whether scripts run."""
    opened: list[BrowserContext] = []

    def note(said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"} and not REFUSAL.search(said.text):
            complaints.append(f"{said.location['url']}: {said.text}")

    def open_window(
        width: int = PHONE, *, language: str = "nl", scheme: Scheme = "light", scripts: bool = True
    ) -> BrowserContext:
        window = chromium.new_context(
            viewport={"width": width, "height": HEIGHT},
            locale=language,
            color_scheme=scheme,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        window.set_default_timeout(10_000)
        window.on("console", note)
        window.on("weberror", lambda failure: complaints.append(str(failure.error)))
        opened.append(window)
        return window

    yield open_window
    for window in opened:
        window.close()
    assert not complaints


def audit(page: Page) -> list[str]:
    """Return what is wrong with a page, on a phone and on a desk, in light and in dark."""
    found = []
    for width, scheme in product((PHONE, DESK), SCHEMES):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme=scheme)
        found += [f"{width}, {scheme}: {fault}" for fault in faults(page)]
    return found + overflows(page)


def overflows(page: Page) -> list[str]:
    """Return at which widths a page would have to be scrolled sideways."""
    found = []
    for width in (NARROW, PHONE, DESK):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if extra := page.evaluate(TOO_WIDE):
            found.append(f"{width}: {extra} too wide")
    return found


def faults(page: Page) -> list[str]:
    """Return what an audit of accessibility finds wrong with a page as it is shown."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("options => axe.run(options)", OPTIONS)["violations"]
    return [f"{fault['id']}: {node['html']}" for fault in found for node in fault["nodes"]]


TOO_WIDE = """async () => {
  const wide = () => document.documentElement.scrollWidth - window.innerWidth;
  for (let frame = 0; frame < 60 && wide() > 0; frame += 1) {
    await new Promise(requestAnimationFrame);
  }
  return Math.max(0, wide());
}"""
"""By how many pixels a page is wider than its window, once its charts have followed that."""


def code_of(page: Page) -> str:
    """Return the last part of the address of a page."""
    return re.sub(r"[?#].*", "", page.url).rpartition("/")[2]
