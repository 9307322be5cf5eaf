"""What a respondent does: open a link, tap answers, go on to the end."""

from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import code_of

PAGES = 12
"""More than any questionnaire of the library has."""

END = "thank-you"


def start(window: BrowserContext, link: str) -> Page:
    """Open the link in a new tab, and start."""
    page = window.new_page()
    page.goto(link)
    page.locator("main button.primary").click()
    return page


def answer_all(page: Page) -> None:
    """Answer every item of every page, up to the thanks."""
    for _ in range(PAGES):
        if code_of(page) == END:
            return
        fill(page)
        go_on(page)


def fill(page: Page) -> Page:
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
    for ranking in page.locator(".ranking").all():
        _rank(ranking.page)
    for number in page.locator("input[inputmode]").all():
        number.fill("12")
    for text in page.locator("textarea, input[type=text]:not([inputmode])").all():
        text.fill("Eén vast aanspreekpunt")
    return page


def _rank(page: Page) -> None:
    """Put first things first, as many as may be ranked."""
    most = int(page.locator(".ranking").get_attribute("data-most") or 0)
    for place in range(1, most + 1):
        page.locator(".todo button:visible").first.click()
        page.locator(f".ranking ol > li:nth-child({place}):visible").wait_for()


def go_on(page: Page) -> Page:
    """Send the page, and wait for the reply."""
    with page.expect_navigation():
        page.locator(".acts button.primary").click()
    return page
