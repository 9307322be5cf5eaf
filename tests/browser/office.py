"""What marketers and managers do: log in, find a wave, read its figures."""

from dataclasses import dataclass
from decimal import Decimal

from playwright.sync_api import BrowserContext, Page

from app.demo.keys import Login


def log_in(window: BrowserContext, address: str, login: Login, language: str = "nl") -> Page:
    """Log in by the form, which leads to where one's work is."""
    page = window.new_page()
    page.goto(f"{address}/login?lang={language}")
    page.locator("#email").fill(login.email)
    page.locator("#password").fill(login.password)
    with page.expect_navigation():
        page.locator("main button").click()
    return page


def follow(page: Page, text: str) -> None:
    """Follow a link in the page by its text."""
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=text, exact=True).first.click()


def press(page: Page, text: str) -> None:
    """Press a button that sends a form, by a part of its text."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=text).click()


def press_at(page: Page, selector: str) -> Page:
    """Press what leads to another page, whatever the language."""
    with page.expect_navigation():
        page.locator(selector).first.click()
    return page


def intake(page: Page, group: str) -> tuple[str, str]:
    """Return what a wave's page says of a group: in the figures, and waiting."""
    row = page.locator("#groups").locator("xpath=../..").get_by_role("row").filter(has_text=group)
    figures, waiting = row.get_by_role("cell").all_inner_texts()
    return figures.strip(), waiting.strip()


@dataclass(frozen=True, slots=True)
class Score:
    """What the table behind the chart says of one dimension."""

    n: int
    external: Decimal
    promise: Decimal | None


def scores(page: Page) -> dict[str, Score]:
    """Return the table of scores that stands behind the chart, by dimension."""
    table = page.locator("details.table table").first
    heads = [text.strip() for text in table.locator("thead th").all_text_contents()]
    rows = [row.locator("th, td").all_text_contents() for row in table.locator("tbody tr").all()]
    lines = [dict(zip(heads, map(str.strip, row), strict=True)) for row in rows]
    return {
        line["Dimensie"]: Score(
            int(line["n"]), number(line["Imago"]), _gap(line["Belofte"].split()[0])
        )
        for line in lines
    }


def number(text: str) -> Decimal:
    """Read a figure as pages write it in Dutch: `−12,5`."""
    return Decimal(text.replace("−", "-").replace(",", "."))


def _gap(text: str) -> Decimal | None:
    return None if text == "–" else number(text)
