from collections.abc import Iterator

import pytest
from flask import Flask

from app.models.accounts import Role
from surveys.measurement.origins.word_of_mouth import WordOfMouth, word_of_mouth
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.moments import summarise
from tests.app.insight.conftest import Browser
from tests.app.insight.reading import headline_of, main_of, section_of, table_of, words_of
from tests.app.insight.test_formers import percent
from tests.app.services.figures_case import Company, about, answers
from tests.app.services.origins_case import ASKED, Told, crowd, groups


@pytest.fixture
def told(app: Flask) -> Iterator[Told]:
    with app.app_context():
        yield Told.found()


def address(told: Told, segment: str = "_all") -> str:
    return f"/insight/waves/{told.wave.id}/word-of-mouth?segment={segment}"


def library(place: int) -> WordOfMouth:
    return word_of_mouth(summarise(encode(ASKED, groups()[place])), ASKED)


def test_the_page_says_whether_people_recommend(told: Told, browser: Browser) -> None:
    page = browser(of=told).get(address(told, "klein")).text

    assert headline_of(page).startswith(
        "Among small detractors outnumber promoters: a Net Promoter Score of −"
    )


def test_the_figures_are_those_of_the_library(told: Told, browser: Browser) -> None:
    page = browser(of=told).get(address(told, "klein")).text

    scores, talk = table_of(section_of(page, "scores")), table_of(section_of(page, "talk"))
    for place, name in enumerate(("Small", "Middle")):
        expected = library(place).recommendation
        assert expected is not None
        n, promoters, detractors, score, *_rest = scores[name]
        assert n == str(expected.score.n)
        assert (promoters, detractors) == (
            percent(expected.promoters.mean),
            percent(expected.detractors.mean),
        )
        assert score.split(" ")[0].replace("−", "-") == f"{expected.score.mean:+.1f}"
    given, heard = library(0).given, library(0).heard
    assert given is not None
    assert heard is not None
    told_cell, heard_cell = talk["Mostly positive"]
    assert told_cell.split(" ")[0] == percent(given.shares["positive"].mean)
    assert heard_cell.split(" ")[0] == percent(heard.shares["positive"].mean)


def test_segments_are_held_against_the_others(told: Told, browser: Browser) -> None:
    said = words_of(section_of(browser(of=told).get(address(told)).text, "scores"))

    assert "Middle recommend more than the others do." in said
    assert "Small recommend less than the others do." in said
    assert "All customers n 3" in said


def test_the_hidden_group_has_no_figure(told: Told, browser: Browser) -> None:
    """All of them would give a 9 or 10: a score of 100 is nowhere."""
    client = browser(of=told)
    for segment in ("_all", "klein", "groot"):
        page = client.get(address(told, segment)).text
        assert "+100" not in main_of(page)
        assert "Large" not in table_of(section_of(page, "scores"))


def test_what_is_told_and_heard_has_a_tone(told: Told, browser: Browser) -> None:
    said = words_of(section_of(browser(of=told).get(address(told)).text, "talk"))

    assert "What people tell is more often positive than negative." in said
    assert "What people hear is more often negative than positive." in said


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_selection_has_a_page(told: Told, browser: Browser, language: str) -> None:
    client = browser(language=language, of=told)
    name = {"en": "Small", "nl": "Klein"}[language]

    for segment in ("_all", "klein", "groot", "<script>", ""):
        page = client.get(address(told, segment))
        said = main_of(page.text)
        assert page.status_code == 200, segment
        assert "%(" not in said
        assert "%%" not in said
        assert "None" not in said
        assert name in said


def test_pages_do_not_change_with_what_is_hidden(told: Told, browser: Browser) -> None:
    client = browser(of=told)
    before = main_of(client.get(address(told)).text)

    told.answer(crowd(4, 10.0, "waiting"), 0)

    assert main_of(client.get(address(told)).text) == before


def test_of_few_people_there_is_no_claim(app: Flask, browser: Browser) -> None:
    with app.app_context():
        told = Told.found(20)
        page = browser(of=told).get(address(told, "klein")).text

    assert headline_of(page) == "Whether small recommend us cannot be said on so few answers."


def test_a_wave_that_did_not_ask_says_so(company: Company, browser: Browser) -> None:
    wave = company.wave()
    page = f"/insight/waves/{wave.id}/word-of-mouth"
    assert "Figures come with a release" in main_of(browser().get(page).text)
    answers(wave.fieldings[0], about(12, 4), company.small)
    company.release(wave)

    assert "This wave did not ask what people tell others." in main_of(browser().get(page).text)


def test_every_role_may_look(told: Told, browser: Browser) -> None:
    for role in Role:
        assert browser(role, of=told).get(address(told)).status_code == 200, role


def test_the_waves_of_others_look_missing(told: Told, browser: Browser) -> None:
    assert browser(of=Company.found()).get(address(told)).status_code == 404
