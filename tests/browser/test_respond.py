from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from app.models.responses import ResponseState
from surveys import library
from tests.app.respond import case
from tests.browser.conftest import code_of, faults, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Open = Callable[..., BrowserContext]
PAGES = 12
"""More than any questionnaire of the library has."""


@pytest.fixture
def link(app: Flask, live_server: str) -> str:
    definition = Path(library.__path__[0], "customer_image.yaml").read_text("utf-8")
    case.field(app, definition)
    return f"{live_server}/r/{case.TOKEN}"


@pytest.fixture
def kinds(app: Flask, live_server: str) -> str:
    case.field(app)
    return f"{live_server}/r/{case.TOKEN}"


def _start(window: BrowserContext, link: str) -> Page:
    page = window.new_page()
    page.goto(link)
    page.locator("main button.primary").click()
    return page


def _fill(page: Page) -> None:
    """Answer what a page shows, by tapping."""
    for row in page.locator("fieldset.row").all():
        row.locator("label").nth(5).click()
    for former in page.locator(".met").all()[:2]:
        former.locator(".tick").click()
        for judgement in former.locator("fieldset").all():
            judgement.locator("label").nth(1).click()
    for scale in page.locator(".nps").all():
        scale.locator("label").nth(9).click()
    for options in page.locator(".list").all():
        options.locator("label").first.click()
    for _ in range(page.locator(".ranking").count() * 2):
        page.locator(".todo button:visible").first.click()
    for text in page.locator("textarea").all():
        text.fill("Eén vast aanspreekpunt")


def _next(page: Page) -> None:
    page.locator(".acts button.primary").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_respondent_answers_all_pages_on_a_phone(
    app: Flask, link: str, browser_context: Open, *, scripts: bool
) -> None:
    page = _start(browser_context(360, scripts=scripts), link)
    for _ in range(PAGES):
        if code_of(page) == "thank-you":
            break
        _fill(page)
        _next(page)

    response = case.responses(app)[0]
    expect(page.locator("main b")).to_have_text(response.receipt or "-")
    assert response.state is ResponseState.COMPLETE
    assert response.answers["responsiveness_1"] == 6
    assert response.answers["tp_website"]["recency"] == "longer_ago"
    assert response.answers["tp_press"] == {"met": 0}
    assert len(response.answers["most_important"]) == 2
    assert response.answers["recommend"] == 9


@pytest.mark.parametrize(
    ("width", "language", "scheme"),
    [(320, "nl", "light"), (360, "en", "dark"), (768, "nl", "dark"), (1280, "en", "light")],
)
def test_every_page_is_accessible_and_fits(
    kinds: str, browser_context: Open, width: int, language: str, scheme: str
) -> None:
    window = browser_context(width, language=language, scheme=scheme)
    page = window.new_page()
    page.goto(kinds)
    seen = [_judged(page)]
    page.locator("main button.primary").click()
    _next(page)
    seen.append(_judged(page))  # an answer is missing
    for _ in range(PAGES):
        if code_of(page) == "thank-you":
            break
        _fill(page)
        page.wait_for_timeout(200)  # colours change in 120 ms
        seen.append(_judged(page))
        _next(page)
    seen.append(_judged(page))
    for address in (f"{kinds}/nobody", f"{kinds}/stopped"):
        page.goto(address)
        seen.append(_judged(page))
    page = _start(browser_context(width, language=language, scheme=scheme), kinds)
    page.locator("button[value=later]").click()
    seen.append(_judged(page))
    page.goto(kinds)
    seen.append(_judged(page))

    assert len(seen) == 12
    assert not [found for found in seen if found[1:] != ([], 0)]


def _judged(page: Page) -> tuple[str, list[str], int]:
    return code_of(page), faults(page), overflow(page)


def test_a_page_can_be_answered_by_keyboard(app: Flask, kinds: str, browser_context: Open) -> None:
    page = _start(browser_context(1280), kinds)
    page.locator("#answer_fast input").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/facts")

    assert case.responses(app)[0].answers == {"fast": 2, "kind": 1}


def test_a_missing_answer_is_focused_linked_and_can_be_skipped(
    kinds: str, browser_context: Open
) -> None:
    page = _start(browser_context(360, language="en"), kinds)
    _next(page)

    expect(page.locator(".errors")).to_be_focused()
    assert page.title().startswith("Error: ")
    page.locator(".errors a").click()
    expect(page.locator("#answer_fast")).to_be_in_viewport()
    page.locator("button[value=skip]").click()
    page.wait_for_url("**/facts*")  # the browser takes the place of the link along


def test_ranking_in_place_sends_nothing_until_next(
    app: Flask, kinds: str, browser_context: Open
) -> None:
    page = _start(browser_context(360), kinds)
    page.goto(page.url.replace("/image", "/last"))
    for option in ("trust", "price"):
        page.locator(f"button[value='most:add:{option}']").click()
    expect(page.locator("button[value='most:add:speed']")).to_be_disabled()
    page.locator("button[value='most:up:price']").click()
    expect(page.locator(".ranking [role=status]")).to_contain_text("1")
    page.locator("button[value='most:out:trust']").click()
    page.locator("button[value='most:add:speed']").click()

    assert case.responses(app)[0].answers == {}
    _next(page)
    page.wait_for_url("**/thank-you")
    assert case.responses(app)[0].answers["most"] == ["price", "speed"]


def test_what_was_filled_in_is_saved_in_between(
    app: Flask, kinds: str, browser_context: Open
) -> None:
    window = browser_context(360, language="en")
    page = window.new_page()
    page.clock.install()
    page.goto(kinds)
    page.locator("main button.primary").click()
    page.locator("#answer_fast label").nth(3).click()
    page.clock.fast_forward(16_000)

    expect(page.locator("#saved")).to_contain_text("Saved at ")
    assert case.responses(app)[0].answers == {"fast": 4}


def test_a_box_and_none_of_these_take_each_others_tick(kinds: str, browser_context: Open) -> None:
    page = _start(browser_context(360), kinds)
    page.goto(page.url.replace("/image", "/formers"))
    website = page.locator("[name='answer_tp_website.met']")
    none = page.locator("[name='answer_tp_website-none']")

    website.check()
    none.check()
    expect(website).not_to_be_checked()
    website.check()
    expect(none).not_to_be_checked()


def test_what_was_tapped_is_large_enough(kinds: str, browser_context: Open) -> None:
    page = _start(browser_context(320), kinds)
    for code in ("image", "facts", "formers", "last"):
        page.goto(page.url.rpartition("/")[0] + f"/{code}")
        controls = "main button:visible, main label:has(input):visible, .foot button, .lang > *"
        sizes = [box.bounding_box() for box in page.locator(controls).all()]
        assert sizes
        small = [box for box in sizes if box and min(box["width"], box["height"]) < 43]
        assert not small
