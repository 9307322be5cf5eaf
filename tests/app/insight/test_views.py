import html
import re

import pytest

from app.insight.views import WavePage
from app.models.waves import Wave
from tests.app.insight.conftest import Browser
from tests.app.insight.reading import words_of

OF_A_WAVE = ("", "/formers", "/drivers", "/word-of-mouth")


def ways(page: str) -> dict[str, str]:
    """Return the links between the pages of a wave, by their names."""
    (found,) = re.findall(r'<nav class="views".*?</nav>', page, re.DOTALL)
    links = re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', found, re.DOTALL)
    return {words_of(name): html.unescape(link) for link, name in links}


@pytest.mark.parametrize("path", OF_A_WAVE)
def test_every_page_of_a_wave_leads_to_the_others(wave: Wave, browser: Browser, path: str) -> None:
    client = browser()
    found = ways(client.get(f"/insight/waves/{wave.id}{path}").text)

    assert len(found) == len(WavePage)
    assert {client.get(link).status_code for link in found.values()} == {200}


@pytest.mark.parametrize(("path", "name"), [("", "Mirror"), ("/formers", "Image formers")])
def test_the_page_itself_is_marked_and_whoever_is_looked_at_stays(
    wave: Wave, browser: Browser, path: str, name: str
) -> None:
    page = browser().get(f"/insight/waves/{wave.id}{path}?segment=klein").text

    (current,) = re.findall(r'aria-current="page">([^<]*)</a>\s*', page[page.index('"views"') :])
    assert current == name
    assert "segment=klein" in ways(page)["Drivers"]
