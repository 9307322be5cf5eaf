"""Every page that people log in to: accessible, no wider than its window, silent in the console."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page

from app.models.accounts import Role
from tests.browser.conftest import NARROW, TOO_WIDE, audit, overflows
from tests.browser.office import log_in, press_at
from tests.demo import FIRST, PROVIDER, SECOND, Demo

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Open = Callable[..., BrowserContext]
Scenes = Iterator[object]
"""Stops at every page, so that it can be looked at."""

NOT_A_PAGE = {"accounts.home", "design.index", "design.download_questionnaire"}
"""They lead on, or give a file."""

FAULTY = b"code: half\ntitle: {nl: Half}\nlanguages: [nl, en]\npages: []\n"


@pytest.fixture
def app(demo: Demo) -> Flask:
    """The application on the demo."""
    return demo.app


def _design(page: Page, address: str, demo: Demo) -> Scenes:
    """Walk through the door of marketers."""
    for path in ("questionnaires", "questionnaires/1", "questionnaires/1/preview", "waves"):
        yield page.goto(f"{address}/design/{path}")
    for path in ("waves/new", "segments", "segments/1", "questionnaires/1/draft"):
        yield page.goto(f"{address}/design/{path}")
    for path in ("", "/release", "/close"):
        yield page.goto(f"{address}/design/waves/{demo.wave_id(SECOND)}{path}")
    yield page.goto(f"{address}/design/waves/{demo.wave_id(FIRST)}")
    page.goto(f"{address}/design/questionnaires")
    yield press_at(page, "form[action$=corporate_reputation] button")
    draft = page.url
    yield page.goto(f"{draft}/delete")
    yield page.goto(f"{draft}/publish")
    yield press_at(page, "button.main")


def _mistakes(page: Page, address: str, _demo: Demo) -> Scenes:
    """Fill in what is refused."""
    yield page.goto(f"{address}/design/questionnaires/upload")
    page.set_input_files("#file", {"name": "f.yaml", "mimeType": "text/yaml", "buffer": FAULTY})
    yield press_at(page, "button.main")
    page.goto(f"{address}/design/waves/new")
    page.locator("[name=segmentation][value=link]").check()
    yield press_at(page, "button.main")
    page.goto(f"{address}/design/segments")
    yield press_at(page, "button.main")


def _figures(page: Page, address: str, demo: Demo) -> Scenes:
    """Look at waves: one whole, in several selections, one of which nothing is released."""
    wave = f"{address}/insight/waves/{demo.wave_id(FIRST)}"
    yield page.goto(f"{address}/insight/")
    yield page.goto(wave)
    for choice in ("gap=all", "compare=projectinstallateurs&gap=wish", "segment=_all"):
        yield page.goto(f"{wave}?{choice}")
    page.goto(f"{address}/design/waves/new")
    page.locator("[name=title]").fill("Nog leeg")
    press_at(page, "button.main")
    yield page.goto(f"{address}/insight/waves/{demo.wave_id('Nog leeg')}")
    yield page.goto(f"{address}/insight/waves/0")


def _origins(page: Page, address: str, demo: Demo) -> Scenes:
    """Walk from page to page of a wave: of all customers, and of too few to say much."""
    first, second = (f"{address}/insight/waves/{demo.wave_id(of)}" for of in (FIRST, SECOND))
    few = "segment=industrie_en_onderhoud"
    for path in ("formers", "drivers?outcome=involvement", "word-of-mouth"):
        yield page.goto(f"{first}/{path}")
    for path in ("formers", "drivers", "word-of-mouth"):
        yield page.goto(f"{second}/{path}?{few}")


def _moves(page: Page, address: str, demo: Demo) -> Scenes:
    """Walk through what to do first, who is near whom, what people write, and what moved."""
    first, second = (f"{address}/insight/waves/{demo.wave_id(of)}" for of in (FIRST, SECOND))
    for path in ("priorities", "map?segment=lokale_installateurs", "words"):
        yield page.goto(f"{first}/{path}")
    for path in ("priorities", "map", "words?segment=projectinstallateurs"):
        yield page.goto(f"{second}/{path}")
    yield page.goto(f"{address}/insight/trend?segment=projectinstallateurs")


def _profiles(page: Page, address: str, demo: Demo) -> Scenes:
    """Set the mission, with a mistake first."""
    yield page.goto(f"{address}/insight/profiles")
    yield page.goto(f"{address}/insight/profiles/wish/{demo.segment_id('lokale_installateurs')}")
    page.goto(f"{address}/insight/profiles/mission")
    page.locator("[name=value-price]").fill("veel")
    yield press_at(page, "form.aims button")
    page.locator("[name=value-price]").fill("65")
    yield press_at(page, "form.aims button")


def _accounts(page: Page, address: str, demo: Demo) -> Scenes:
    """Log in with a mistake, and set a password by a link."""
    page.locator("details.person summary").click()
    yield page
    press_at(page, "header form button")
    yield page.goto(f"{address}/login")
    page.locator("#email").fill("nobody@noordwal.example")
    page.locator("#password").fill("wrong")
    yield press_at(page, "main button")
    yield page.goto(demo.password_link(Role.VIEWER))
    for number, password in enumerate(("short", "shorter")):
        page.locator("input[type=password]").nth(number).fill(password)
    yield press_at(page, "main button")
    yield page.goto(f"{address}/password/no-such-token")


WALKS: dict[str, Callable[[Page, str, Demo], Scenes]] = {
    "design": _design,
    "mistakes": _mistakes,
    "figures": _figures,
    "origins": _origins,
    "moves": _moves,
    "profiles": _profiles,
    "accounts": _accounts,
}


@pytest.mark.parametrize("walk", WALKS.values(), ids=WALKS.keys())
def test_every_page_is_accessible_and_fits(
    demo: Demo, live_server: str, browser_context: Open, walk: Callable[..., Scenes]
) -> None:
    page = log_in(browser_context(), live_server, demo.login(Role.OWNER))

    found = [f"{page.url}: {fault}" for _ in walk(page, live_server, demo) for fault in audit(page)]

    assert not found


def test_every_page_fits_in_the_other_language(
    demo: Demo, live_server: str, browser_context: Open
) -> None:
    window = browser_context(language="en")
    page = log_in(window, live_server, demo.login(Role.OWNER), language="en")
    assert page.locator("html").get_attribute("lang") == "en"

    found = []
    seen = set()
    for walk in WALKS.values():
        for _ in walk(page, live_server, demo):
            seen.add(_endpoint(demo.app, page.url))
            found += [f"{page.url}: {fault}" for fault in overflows(page)]

    assert not found
    assert not _pages(demo.app) - seen  # a new page has to be walked to as well


def _pages(app: Flask) -> set[str]:
    """Return the names of all pages of these doors."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    doors = {"accounts", "design", "insight"}
    names = {rule.endpoint for rule in rules if rule.endpoint.partition(".")[0] in doors}
    return names - NOT_A_PAGE


def _endpoint(app: Flask, url: str) -> str:
    """Return the name of the page at an address."""
    return str(app.url_map.bind("").match(urlsplit(url).path)[0])


def test_the_snake_plot_is_drawn_and_said_in_words(
    demo: Demo, live_server: str, browser_context: Open
) -> None:
    page = log_in(browser_context(), live_server, demo.login(Role.MANAGER, PROVIDER))
    press_at(page, "ul.waves a")
    page.goto(f"{page.url}?view=snake")
    page.locator(".plot svg.main-svg").first.wait_for()

    assert not audit(page)
    assert page.locator("details.table table").first.is_visible()


def test_menus_open_within_the_window(demo: Demo, live_server: str, browser_context: Open) -> None:
    page = log_in(browser_context(NARROW), live_server, demo.login(Role.MANAGER))
    page.goto(f"{live_server}/insight/waves/{demo.wave_id(FIRST)}")

    for menu in page.locator("details:has(> summary)").all():
        menu.locator("summary").click()
        assert not page.evaluate(TOO_WIDE), menu.inner_text()
        menu.locator("summary").click()


def test_on_paper_nothing_is_cut_off(demo: Demo, live_server: str, browser_context: Open) -> None:
    page = log_in(browser_context(PAPER), live_server, demo.login(Role.MANAGER))
    page.goto(f"{live_server}/insight/waves/{demo.wave_id(FIRST)}")
    page.emulate_media(media="print")

    assert page.locator("details.table table").first.is_visible()
    assert not page.locator(".switch").is_visible()
    assert not page.evaluate(TOO_WIDE)
    assert page.evaluate(CUT_OFF) == []


PAPER = 688
"""What a sheet of A4 leaves between margins of 14 mm, in pixels."""

CUT_OFF = """() => [...document.querySelectorAll('.scroll')]
  .filter(one => one.scrollWidth > one.clientWidth)
  .map(one => one.getAttribute('aria-label'))"""
"""The tables of which a sheet of paper would not show all."""
