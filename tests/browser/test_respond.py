from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from tests.app.respond import case
from tests.browser.conftest import audit, code_of, overflows
from tests.browser.office import press_at
from tests.browser.respondent import END, PAGES, fill, go_on, start

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Open = Callable[..., BrowserContext]


@pytest.fixture
def kinds(app: Flask, live_server: str) -> str:
    case.field(app)
    return f"{live_server}/r/{case.TOKEN}"


def _walk(page: Page, link: str) -> Iterator[object]:
    """Stop at every page, as it is when its questions have been answered."""
    yield page.goto(link)
    page.locator("main button.primary").click()
    yield go_on(page)  # answers are missing
    for _ in range(PAGES):
        if code_of(page) == END:
            break
        yield fill(page)
        go_on(page)
    yield page
    for code in ("nobody", "stopped"):
        yield page.goto(f"{link}/{code}")
    page.goto(f"{link}?anew=1")
    page.locator("main button.primary").click()
    yield press_at(page, "button[value=later]")
    yield page.goto(link)


@pytest.mark.parametrize(("language", "look"), [("nl", audit), ("en", overflows)])
def test_every_page_is_accessible_and_fits(
    kinds: str, browser_context: Open, language: str, look: Callable[[Page], list[str]]
) -> None:
    page = browser_context(language=language).new_page()
    codes = []
    found = []
    for _ in _walk(page, kinds):
        codes.append(code_of(page))
        found += [f"{codes[-1]}: {fault}" for fault in look(page)]

    assert not found
    assert len(codes) == 12


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
