from collections.abc import Iterator
from itertools import product

import pytest
from flask import Flask

from app.models.accounts import Role
from surveys.measurement.origins.outcomes import outcome_drivers
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.moments import summarise
from tests.app.insight.conftest import Browser
from tests.app.insight.reading import headline_of, main_of, section_of, table_of, words_of
from tests.app.insight.test_formers import percent
from tests.app.services.figures_case import Company, about, answers
from tests.app.services.origins_case import ASKED, Told, crowd, groups

OUTCOMES = ("recommendation", "satisfaction", "involvement", "intention")


@pytest.fixture
def told(app: Flask) -> Iterator[Told]:
    with app.app_context():
        yield Told.found()


def address(told: Told, segment: str = "_all", outcome: str = "satisfaction") -> str:
    return f"/insight/waves/{told.wave.id}/drivers?segment={segment}&outcome={outcome}"


def test_the_page_says_what_the_chosen_outcome_goes_along_with(
    told: Told, browser: Browser
) -> None:
    page = browser(of=told).get(address(told)).text

    assert headline_of(page) == "Satisfaction goes along most with trust and consistency."
    assert "this does not prove a cause" in words_of(section_of(page, "drivers"))


def test_the_figures_are_those_of_the_library(told: Told, browser: Browser) -> None:
    client = browser(of=told)
    names = {one.code: one.name["en"] for one in ASKED.dimensions}

    for outcome, expected in outcome_drivers(ASKED, summarise(encode(ASKED, groups()[0]))).items():
        page = client.get(address(told, "klein", outcome)).text
        rows = table_of(section_of(page, "drivers"))
        for code, one in expected.dimensions.items():
            n, _r, share, stated, *_rest = rows[names[code]]
            assert one.driver.share is not None
            assert n == str(one.driver.n)
            assert share.split(" ")[0] == percent(one.driver.share.value)
            assert stated == percent(one.stated)


def test_derived_importance_is_held_against_stated(told: Told, browser: Browser) -> None:
    page = browser(of=told).get(address(told)).text

    said = words_of(section_of(page, "stated"))
    assert "It goes along with trust and consistency, though few name it." in said
    assert "Often named, but hardly going along with it: price" in said


def test_the_outcome_can_be_chosen_and_the_segment_stays(told: Told, browser: Browser) -> None:
    page = browser(of=told).get(address(told, "klein")).text

    wave = f"/insight/waves/{told.wave.id}/drivers"
    for outcome in OUTCOMES:
        assert f"{wave}?segment=klein&amp;outcome={outcome}" in page
    assert f"{wave}?segment=middel&amp;outcome=satisfaction" in page


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_selection_has_a_page(told: Told, browser: Browser, language: str) -> None:
    client = browser(language=language, of=told)
    name = {"en": "Trust and consistency", "nl": "Vertrouwen en consistentie"}[language]

    for segment, outcome in product(("_all", "klein", "groot"), (*OUTCOMES, "", "<b>")):
        page = client.get(address(told, segment, outcome))
        said = main_of(page.text)
        assert page.status_code == 200, (segment, outcome)
        assert "%(" not in said
        assert "None" not in said
        assert name in said


def test_pages_do_not_change_with_what_is_hidden(told: Told, browser: Browser) -> None:
    client = browser(of=told)
    before = main_of(client.get(address(told)).text)

    told.answer(crowd(4, 10.0, "waiting"), 0)

    assert main_of(client.get(address(told)).text) == before


def test_too_few_is_said(app: Flask, browser: Browser) -> None:
    with app.app_context():
        told = Told.found(20)
        page = browser(of=told).get(address(told, "klein")).text

    assert headline_of(page) == "What satisfaction goes along with cannot be said yet."
    assert 'id="stated"' not in page


def test_a_wave_that_asked_no_outcome_says_so(company: Company, browser: Browser) -> None:
    wave = company.wave()
    page = f"/insight/waves/{wave.id}/drivers"
    assert "Figures come with a release" in main_of(browser().get(page).text)
    answers(wave.fieldings[0], about(12, 4), company.small)
    company.release(wave)

    assert "This wave asked for no outcome" in main_of(browser().get(page).text)


def test_every_role_may_look(told: Told, browser: Browser) -> None:
    for role in Role:
        assert browser(role, of=told).get(address(told)).status_code == 200, role


def test_the_waves_of_others_look_missing(told: Told, browser: Browser) -> None:
    assert browser(of=Company.found()).get(address(told)).status_code == 404
