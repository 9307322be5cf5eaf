import pytest
from flask import Flask

from app.web import languages


@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [("nl", "nl"), ("en-GB,en;q=0.9", "en"), ("de,en;q=0.5", "en"), ("fr", "nl"), ("", "nl")],
)
def test_a_page_speaks_what_the_browser_asks_for(app: Flask, accepted: str, spoken: str) -> None:
    page = app.test_client().get("/login", headers={"Accept-Language": accepted})

    assert f'<html lang="{spoken}">' in page.text


def test_a_choice_goes_before_the_browser_and_stays(app: Flask) -> None:
    client = app.test_client()
    english = {"Accept-Language": "en"}

    client.get("/login?lang=nl", headers=english)

    assert '<html lang="nl">' in client.get("/login", headers=english).text


@pytest.mark.parametrize("language", ["xx", "../../etc", "", "<b>", "NL"])
def test_a_language_that_we_do_not_speak_is_not_chosen(app: Flask, language: str) -> None:
    client = app.test_client()

    client.get("/login", query_string={"lang": language})

    assert '<html lang="nl">' in client.get("/login").text


def test_a_door_that_knows_its_reader_says_which_language(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "nl"}):
        assert languages.current() == "nl"

        languages.use("en")

        assert languages.current() == "en"


@pytest.mark.parametrize(
    ("language", "ours"), [("nl", "nl"), ("nl-BE", "nl"), ("en_GB", "en"), ("de", "en"), ("", "en")]
)
def test_our_own_texts_are_in_the_nearest_language(language: str, ours: str) -> None:
    assert languages.nearest(language) == ours


def test_the_same_page_in_another_language_leads_to_the_same_place(app: Flask) -> None:
    page = app.test_client().get("/login?next=/insight?wave%3D3&lang=nl").text

    assert 'href="?next=%2Finsight%3Fwave%3D3&amp;lang=en"' in page
