"""A page of figures as people read it: its headline, its sections, its tables."""

import html
import re


def words_of(markup: str) -> str:
    """Return what a piece of a page says, without its markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def main_of(page: str) -> str:
    """Return what a page says besides its frame."""
    return words_of(page[page.index("<main") : page.index("</main>")])


def headline_of(page: str) -> str:
    """Return the answer of a page."""
    (found,) = re.findall(r"<h1>(.*?)</h1>", page, re.DOTALL)
    return words_of(found)


def section_of(page: str, code: str) -> str:
    """Return the markup of a section."""
    start = page.index(f'<section class="sec" id="{code}">')
    return page[start : page.index("</section>", start)]


def table_of(section: str) -> dict[str, list[str]]:
    """Return the cells of the first table of a section, by the name of their row."""
    rows = re.findall(r"<tr>(.*?)</tr>", section, re.DOTALL)
    cells = [
        [words_of(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
        for row in rows
    ]
    return {name: others for name, *others in cells}
