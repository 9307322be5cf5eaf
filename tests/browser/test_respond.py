from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from tests.app.respond import case
from tests.browser.conftest import code_of, faults, overflow
from tests.browser.respondent import END, PAGES, fill, go_on, start

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Open = Callable[..., BrowserContext]


@pytest.fixture
def kinds(app: Flask, live_server: str) -> str:
    case.field(app)
    return f"{live_server}/r/{case.TOKEN}"


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
    go_on(page)
    seen.append(_judged(page))  # an answer is missing
    for _ in range(PAGES):
        if code_of(page) == END:
            break
        fill(page)
        seen.append(_judged(page))
        go_on(page)
    seen.append(_judged(page))
    for address in (f"{kinds}/nobody", f"{kinds}/stopped"):
        page.goto(address)
        seen.append(_judged(page))
    page = start(browser_context(width, language=language, scheme=scheme), kinds)
    page.locator("button[value=later]").click()
    seen.append(_judged(page))
    page.goto(kinds)
    seen.append(_judged(page))

    assert len(seen) == 12
    assert not [found for found in seen if found[1:] != ([], 0)]


def _judged(page: Page) -> tuple[str, list[str], int]:
    return code_of(page), faults(page), overflow(page)


def test_a_page_can_be_answered_by_keyboard(app: Flask, kinds: str, browser_context: Open) -> None:
    page = start(browser_context(1280), kinds)
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
    page = start(browser_context(360, language="en"), kinds)
    go_on(page)

    expect(page.locator(".errors")).to_be_focused()
    assert page.title().startswith("Error: ")
    page.locator(".errors a").click()
    expect(page.locator("#answer_fast")).to_be_in_viewport()
    page.locator("button[value=skip]").click()
    page.wait_for_url("**/facts*")  # the browser takes the place of the link along


def test_ranking_in_place_sends_nothing_until_next(
    app: Flask, kinds: str, browser_context: Open
) -> None:
    page = start(browser_context(360), kinds)
    page.goto(page.url.replace("/image", "/last"))
    for option in ("trust", "price"):
        page.locator(f"button[value='most:add:{option}']").click()
    expect(page.locator("button[value='most:add:speed']")).to_be_disabled()
    page.locator("button[value='most:up:price']").click()
    expect(page.locator(".ranking [role=status]")).to_contain_text("1")
    page.locator("button[value='most:out:trust']").click()
    page.locator("button[value='most:add:speed']").click()

    assert case.responses(app)[0].answers == {}
    go_on(page)
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
    page = start(browser_context(360), kinds)
    page.goto(page.url.replace("/image", "/formers"))
    website = page.locator("[name='answer_tp_website.met']")
    none = page.locator("[name='answer_tp_website-none']")

    website.check()
    none.check()
    expect(website).not_to_be_checked()
    website.check()
    expect(none).not_to_be_checked()


def test_what_was_tapped_is_large_enough(kinds: str, browser_context: Open) -> None:
    page = start(browser_context(320), kinds)
    for code in ("image", "facts", "formers", "last"):
        page.goto(page.url.rpartition("/")[0] + f"/{code}")
        controls = "main button:visible, main label:has(input):visible, .foot button, .lang > *"
        sizes = [box.bounding_box() for box in page.locator(controls).all()]
        assert sizes
        small = [box for box in sizes if box and min(box["width"], box["height"]) < 43]
        assert not small
