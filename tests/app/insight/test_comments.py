from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app.models.waves import Wave
from tests.app.insight.conftest import Browser
from tests.app.insight.demo_case import page_of
from tests.app.insight.reading import headline_of, main_of, section_of, table_of, words_of
from tests.app.services.figures_case import Company
from tests.app.services.test_comments import DELIVERY, PRICE, SERVICE, with_open_items, write
from tests.app.web.wording import NEVER
from tests.demo import FIRST, Demo


@pytest.fixture
def company(app: Flask) -> Iterator[Company]:
    with app.app_context():
        found = Company.found()
        yield replace(found, customers=with_open_items(found))


@pytest.fixture
def written(company: Company) -> Wave:
    """Two groups who write of other things, in two languages, and a third text by too few."""
    wave = company.wave(employees=False)
    write(wave, [SERVICE] * 40, company.small)
    write(wave, [PRICE] * 40 + [DELIVERY] * 3, company.large)
    write(wave, ["The counter is closed early."] * 9, company.small, language="en")
    company.release(wave)
    return wave


def address(wave: Wave, **asked: str) -> str:
    chosen = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"/insight/waves/{wave.id}/words?{chosen}"


def test_the_page_names_what_sets_a_group_apart(written: Wave, browser: Browser) -> None:
    page = browser().get(address(written, segment="klein")).text

    assert headline_of(page) == "Small write of “altijd”, “balie” and “helpen” more than others do."
    assert "40 people of small wrote an answer to “Why?”." in main_of(page)
    assert not NEVER.search(main_of(page))


def test_words_stand_with_how_many_people_use_them(written: Wave, browser: Browser) -> None:
    section = section_of(browser().get(address(written, segment="klein")).text, "words")

    assert table_of(section)["balie"][:2] == ["40", "0"]
    assert "of 40; elsewhere 0" in words_of(section)


def test_whole_answers_are_given_to_read(written: Wave, browser: Browser) -> None:
    page = browser().get(address(written, segment="groot")).text

    assert f"<blockquote>{PRICE}</blockquote>" in section_of(page, "examples")


def test_what_fewer_than_k_say_is_not_there(written: Wave, browser: Browser) -> None:
    page = browser().get(address(written, segment="groot")).text

    assert DELIVERY not in page
    assert "evering" not in main_of(page)


def test_one_reads_in_the_language_that_was_written(written: Wave, browser: Browser) -> None:
    dutch = browser().get(address(written, segment="klein")).text
    english = browser().get(address(written, segment="klein", language="en")).text

    assert "Written in" in main_of(dutch)
    assert "counter" in section_of(english, "words")
    assert "balie" not in section_of(english, "words")
    assert "Fewer than 8 wrote, so nothing of them is counted or shown: large." in main_of(english)


def test_markup_that_somebody_wrote_is_text(company: Company, browser: Browser) -> None:
    wave = company.wave(employees=False)
    write(wave, ["<b>Balie</b> & prijs"] * 9, company.small)
    company.release(wave)

    page = browser().get(address(wave)).text

    assert "<blockquote>&lt;b&gt;Balie&lt;/b&gt; &amp; prijs</blockquote>" in page


def test_too_few_writers_are_said_to_be_too_few(company: Company, browser: Browser) -> None:
    wave = company.wave(employees=False)
    write(wave, [SERVICE] * 7 + [None] * 9, company.small)
    company.release(wave)

    page = browser().get(address(wave)).text

    assert headline_of(page) == "There are no open answers to read yet."
    assert "Open answers are shown from 8 people who wrote in a group on." in main_of(page)
    assert "balie" not in page


def test_a_wave_without_an_open_item_says_so(app: Flask, browser: Browser) -> None:
    company = Company.found()
    wave = company.wave(employees=False)
    write(wave, [None] * 9, company.small)
    company.release(wave)

    page = browser(of=company).get(address(wave)).text

    assert "No open item was asked in this wave." in main_of(page)


def test_before_a_release_the_page_says_when_figures_come(
    company: Company, browser: Browser
) -> None:
    page = browser().get(address(company.wave())).text

    assert "Figures come with a release, from 5 customers per group." in main_of(page)


def test_a_manager_of_another_company_finds_nothing(written: Wave, browser: Browser) -> None:
    assert browser(of=Company.found()).get(address(written)).status_code == 404


def test_the_demo_reads_in_dutch(demo: Demo) -> None:
    page = page_of(demo, f"/insight/waves/{demo.wave_id(FIRST)}/words", "nl")

    assert "onderdeel" in section_of(page, "words")
    assert "<blockquote>" in section_of(page, "examples")
    assert "others" not in headline_of(page)
